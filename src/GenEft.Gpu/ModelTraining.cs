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
        in CohortMemory memory, in CohortShape shape, int slot, int place, ArrayView<float> shared, ArrayView<float> theta,
        int budget, ref ModelState state)
    {
        ModelPlan plan = memory.Plans[place];
        long goals = (long)place * shape.GoalLength;
        GroupNetwork<TActivation> network = new(memory, shape, slot, place, shared, theta);
        bool goesOn = true;
        for (int taken = 0; goesOn; taken++)
        {
            network.ComputeGradient(plan.TrainCount, out int correct, out int hits, out int finite);
            bool isLast = state.Step == plan.MaxSteps;
            bool isEvaluation = state.Step % plan.EvaluationInterval == 0;
            bool isHistory = plan.HistoryInterval > 0 && state.Step % plan.HistoryInterval == 0;
            bool isOver = false;
            if (isLast || isEvaluation || isHistory)
            {
                bool isDiverged = finite < plan.TrainCount;
                network.Evaluate(plan.TrainCount, plan.TestCount, out int testCorrect, out int testHits, out _);
                if (isEvaluation && !isDiverged)
                {
                    state.TrainStep = state.TrainStep < 0 && correct - hits >= memory.Goals[goals + hits] ? state.Step : state.TrainStep;
                    state.TestStep = state.TestStep < 0 && testCorrect - testHits >= memory.Goals[goals + plan.TrainRelated + 1 + testHits]
                        ? state.Step : state.TestStep;
                }

                bool isKnown = state.TrainStep >= 0 && (state.TestStep >= 0 || plan.JudgesTest == 0);
                isOver = isLast || isDiverged || (isKnown && isEvaluation && plan.StopsWhenKnown == 1);
                if (isOver || isHistory)
                {
                    state.Last = Measure(network, plan, state.Step);
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
                network.Update(plan, state.Step + 1);
                state.Step++;
                goesOn = taken + 1 < budget && state.HistoryCount < shape.HistoryCapacity;
            }
        }
    }

    // With loss: a forward pass of its own, for the few steps that report one.
    private static DeviceEvaluation Measure(in GroupNetwork<TActivation> network, in ModelPlan plan, int step)
    {
        DeviceEvaluation evaluation = default;
        evaluation.Step = step;
        evaluation.TrainLoss = network.MeasureLoss(0, plan.TrainCount, out evaluation.TrainCorrect, out evaluation.TrainHits, out int finite);
        evaluation.IsLossFinite = finite == plan.TrainCount ? 1 : 0;
        evaluation.TestLoss = network.MeasureLoss(plan.TrainCount, plan.TestCount, out evaluation.TestCorrect, out evaluation.TestHits, out _);
        return evaluation;
    }
}
