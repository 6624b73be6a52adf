using GenEft.Training;
using ILGPU;

namespace GenEft.Gpu;

/// <summary>
/// Many steps of many models in one launch: a thread group trains one model after another, each for as long as the budget
/// lasts or until it is done. Cites <see cref="ReferenceTrainer"/>.
/// </summary>
internal static class TrainingKernel
{
    /// <summary>The kernel where the parameters fit in shared memory beside the activations; one group a slot.</summary>
    /// <param name="memory">The cohort's memory.</param>
    /// <param name="shape">The cohort's sizes.</param>
    /// <param name="queueLength">Valid entries of the queue.</param>
    /// <param name="budget">Optimizer steps a group may take.</param>
    public static void RunShared<TActivation>(CohortMemory memory, CohortShape shape, int queueLength, int budget)
        where TActivation : struct, IDeviceActivation =>
        Run<TActivation>(memory, shape, queueLength, budget, sharesParameters: true);

    /// <summary>The kernel where they stay in the device's memory.</summary>
    /// <inheritdoc cref="RunShared{TActivation}"/>
    public static void RunGlobal<TActivation>(CohortMemory memory, CohortShape shape, int queueLength, int budget)
        where TActivation : struct, IDeviceActivation =>
        Run<TActivation>(memory, shape, queueLength, budget, sharesParameters: false);

    /// <summary>Copies by the whole group, between barriers.</summary>
    public static void Copy(ArrayView<Float4> from, ArrayView<Float4> to)
    {
        Group.Barrier();
        int i = Group.IdxX;
        for (; i + (3 * Group.DimX) < from.IntLength; i += 4 * Group.DimX)
        {
            // Four loads on their way at a time.
            Float4 first = from[i], second = from[i + Group.DimX], third = from[i + (2 * Group.DimX)], fourth = from[i + (3 * Group.DimX)];
            to[i] = first;
            to[i + Group.DimX] = second;
            to[i + (2 * Group.DimX)] = third;
            to[i + (3 * Group.DimX)] = fourth;
        }

        for (; i < from.IntLength; i += Group.DimX)
        {
            to[i] = from[i];
        }

        Group.Barrier();
    }

    /// <summary>Zeroes a chunk's rows: what fills them up is never written again.</summary>
    public static void Clear(ArrayView<Float4> memory)
    {
        for (int i = Group.IdxX; i < memory.IntLength; i += Group.DimX)
        {
            memory[i] = default;
        }
    }

    // Inlined into each kernel, where the flag is a constant and the memory spaces are known.
    private static void Run<TActivation>(
        in CohortMemory memory, in CohortShape shape, int queueLength, int budget, bool sharesParameters)
        where TActivation : struct, IDeviceActivation
    {
        int slot = Grid.IdxX;
        ArrayView<Float4> shared = SharedMemory.GetDynamic<Float4>();
        Clear(shared.SubView(0, shape.SharedFloats(Group.DimX) / 4));
        int place = memory.Slots[slot];
        bool isRunning = true;
        while (budget > 0 && isRunning)
        {
            if (place < 0)
            {
                // A finished model is replaced at once by the next that waits.
                int turn = 0;
                if (Group.IsFirstThread)
                {
                    turn = Atomic.Add(ref memory.QueueHead[0], 1);
                }

                turn = Group.Broadcast(turn, 0);
                place = turn < queueLength ? memory.Queue[turn] : -1;
            }

            if (place < 0)
            {
                isRunning = false;
            }
            else
            {
                int length = shape.ParameterCount / 4;
                ArrayView<Float4> parameters = memory.Parameters.SubView(3L * place * length, length);
                ModelState state = memory.States[place];
                int before = state.Step;
                if (sharesParameters)
                {
                    ArrayView<Float4> copy = shared.SubView(shape.SharedFloats(Group.DimX) / 4, length);
                    Copy(parameters, copy);
                    ModelTraining<TActivation>.Advance(memory, shape, slot, place, shared, copy, budget, ref state);
                    Copy(copy, parameters);
                }
                else
                {
                    ModelTraining<TActivation>.Advance(memory, shape, slot, place, shared, parameters, budget, ref state);
                }

                if (Group.IsFirstThread)
                {
                    memory.States[place] = state;
                }

                budget -= state.Step - before;
                isRunning = state.Status == ModelStatus.Done;
                place = isRunning ? -1 : place;
            }
        }

        if (Group.IsFirstThread)
        {
            memory.Slots[slot] = place;
        }
    }
}
