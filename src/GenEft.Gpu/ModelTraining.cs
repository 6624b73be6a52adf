using GenEft.Training;
using ILGPU;

namespace GenEft.Gpu;

/// <summary>
/// The steps of one model, as <see cref="TrainingRun"/> takes them. All threads hold the same values in every scalar that
/// decides a branch, so that they meet at every barrier.
/// </summary>
internal static class ModelTraining<TActivation>
    where TActivation : struct, IDeviceActivation
{
    /// <summary>One thread group takes steps until the budget is spent, the history is full, or the run is over.</summary>
    public static void Advance(
        in CohortMemory memory, in CohortShape shape, int slot, int place, ArrayView<Float4> shared, ArrayView<Float4> theta,
        int budget, ref ModelState state)
    {
        GroupNetwork<TActivation> network = new(memory, shape, slot, place, shared, theta, part: slot);
        bool goesOn = true;
        for (int taken = 0; goesOn; taken++)
        {
            // Read again where it is needed: registers are dear.
            ModelPlan plan = memory.Plans[place];
            bool isJudged = plan.IsJudged(state.Step);
            Tally train = default;
            Tally test = default;

            // The training pairs, and where they are looked at the test pairs, through one piece of code.
            for (int pass = 0; pass < (isJudged ? 2 : 1); pass++)
            {
                test = default;
                network.Pass(pass * plan.TrainCount, plan.TrainCount + (pass * plan.TestCount), pass == 0, isJudged, ref test);
                train = pass == 0 ? test : train;
            }

            bool isOver = isJudged && IsOver(memory, shape, place, train, test, ref state);
            if (isJudged)
            {
                Record(memory, shape, place, network, train, test, isOver, ref state);
            }

            if (isOver)
            {
                goesOn = false;
            }
            else
            {
                network.ComputeEmbeddingGradient();
                network.Update(memory.Plans[place], state.Step + 1, 0, shape.ParameterCount / 4);
                state.Step++;
                goesOn = taken + 1 < budget && state.HistoryCount < shape.HistoryCapacity;
            }
        }
    }

    /// <summary>Whether the answers before a step end the run; crossings go into the state.</summary>
    /// <param name="memory">The cohort's memory.</param>
    /// <param name="shape">The cohort's sizes.</param>
    /// <param name="place">The model's place.</param>
    /// <param name="train">What the training pairs counted.</param>
    /// <param name="test">What the test pairs counted.</param>
    /// <param name="state">The model's state.</param>
    public static bool IsOver(
        in CohortMemory memory, in CohortShape shape, int place, in Tally train, in Tally test, ref ModelState state)
    {
        ModelPlan plan = memory.Plans[place];
        long goals = (long)place * shape.GoalLength;
        bool isDiverged = train.Finite < plan.TrainCount;
        bool isEvaluation = plan.IsEvaluation(state.Step);
        if (isEvaluation && !isDiverged)
        {
            state.TrainStep = state.TrainStep < 0 && train.Correct - train.Hits >= memory.Goals[goals + train.Hits] ? state.Step : state.TrainStep;
            state.TestStep = state.TestStep < 0 && test.Correct - test.Hits >= memory.Goals[goals + plan.TrainRelated + 1 + test.Hits]
                ? state.Step : state.TestStep;
        }

        bool isKnown = state.TrainStep >= 0 && (state.TestStep >= 0 || plan.JudgesTest == 0);
        return state.Step == plan.MaxSteps || isDiverged || (isKnown && isEvaluation && plan.StopsWhenKnown == 1);
    }

    /// <summary>Keeps the answers before a step where they are the last or a point of the history.</summary>
    /// <param name="memory">The cohort's memory.</param>
    /// <param name="shape">The cohort's sizes.</param>
    /// <param name="place">The model's place.</param>
    /// <param name="network">Its network, which has kept the losses.</param>
    /// <param name="train">What the training pairs counted.</param>
    /// <param name="test">What the test pairs counted.</param>
    /// <param name="isOver">Whether the run is over.</param>
    /// <param name="state">The model's state.</param>
    public static void Record(
        in CohortMemory memory, in CohortShape shape, int place, in GroupNetwork<TActivation> network, in Tally train, in Tally test,
        bool isOver, ref ModelState state)
    {
        ModelPlan plan = memory.Plans[place];
        bool isHistory = plan.IsHistory(state.Step);
        if (isOver || isHistory)
        {
            state.Last.Step = state.Step;
            state.Last.TrainLoss = network.SumLosses(0, plan.TrainCount) / plan.TrainCount;
            state.Last.TrainCorrect = train.Correct;
            state.Last.TrainHits = train.Hits;
            state.Last.IsLossFinite = train.Finite < plan.TrainCount ? 0 : 1;
            state.Last.TestLoss = network.SumLosses(plan.TrainCount, plan.TrainCount + plan.TestCount) / plan.TestCount;
            state.Last.TestCorrect = test.Correct;
            state.Last.TestHits = test.Hits;
        }

        if (isHistory)
        {
            if (Group.IsFirstThread)
            {
                memory.History[((long)place * shape.HistoryCapacity) + state.HistoryCount] = state.Last;
            }

            state.HistoryCount++;
        }

        state.Status = isOver ? ModelStatus.Done : state.Status;
    }
}
