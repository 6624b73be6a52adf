using GenEft.Training;
using ILGPU;

namespace GenEft.Gpu;

/// <summary>
/// The steps of one model by one thread group, as <see cref="TrainingRun"/> takes them. All threads hold the same values in
/// every scalar that decides a branch, so that they meet at every barrier.
/// </summary>
internal static class ModelTraining<TActivation>
    where TActivation : struct, IDeviceActivation
{
    /// <summary>Takes steps until the budget is spent, the history is full, or the run is over.</summary>
    public static void Advance(
        in CohortMemory memory, in CohortShape shape, int slot, int place, ArrayView<Float4> shared, ArrayView<Float4> theta,
        int budget, ref ModelState state)
    {
        long goals = (long)place * shape.GoalLength;
        GroupNetwork<TActivation> network = new(memory, shape, slot, place, shared, theta);
        bool goesOn = true;
        for (int taken = 0; goesOn; taken++)
        {
            // Read again where it is needed: registers are dear.
            ModelPlan plan = memory.Plans[place];
            bool isLast = state.Step == plan.MaxSteps;
            bool isEvaluation = state.Step % plan.EvaluationInterval == 0;
            bool isHistory = plan.HistoryInterval > 0 && state.Step % plan.HistoryInterval == 0;
            bool isOver = false;
            Tally train = default;
            Tally test = default;

            // The training pairs, and where they are looked at the test pairs, through one piece of code.
            int passes = isLast || isEvaluation || isHistory ? 2 : 1;
            for (int pass = 0; pass < passes; pass++)
            {
                test = default;
                network.Pass(pass == 0 ? 0 : plan.TrainCount, pass == 0 ? plan.TrainCount : plan.TestCount, pass == 0, ref test);
                train = pass == 0 ? test : train;
            }

            if (passes == 2)
            {
                plan = memory.Plans[place];
                bool isDiverged = train.Finite < plan.TrainCount;
                if (isEvaluation && !isDiverged)
                {
                    state.TrainStep = state.TrainStep < 0 && train.Correct - train.Hits >= memory.Goals[goals + train.Hits] ? state.Step : state.TrainStep;
                    state.TestStep = state.TestStep < 0 && test.Correct - test.Hits >= memory.Goals[goals + plan.TrainRelated + 1 + test.Hits]
                        ? state.Step : state.TestStep;
                }

                bool isKnown = state.TrainStep >= 0 && (state.TestStep >= 0 || plan.JudgesTest == 0);
                isOver = isLast || isDiverged || (isKnown && isEvaluation && plan.StopsWhenKnown == 1);
                if (isOver || isHistory)
                {
                    state.Last.Step = state.Step;
                    state.Last.TrainLoss = network.Sum(train.Loss) / plan.TrainCount;
                    state.Last.TrainCorrect = train.Correct;
                    state.Last.TrainHits = train.Hits;
                    state.Last.IsLossFinite = isDiverged ? 0 : 1;
                    state.Last.TestLoss = network.Sum(test.Loss) / plan.TestCount;
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
            }

            if (isOver)
            {
                state.Status = ModelStatus.Done;
                goesOn = false;
            }
            else
            {
                network.ComputeEmbeddingGradient();
                network.Update(memory.Plans[place], state.Step + 1);
                state.Step++;
                goesOn = taken + 1 < budget && state.HistoryCount < shape.HistoryCapacity;
            }
        }
    }
}
