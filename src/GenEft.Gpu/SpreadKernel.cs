using ILGPU;

namespace GenEft.Gpu;

/// <summary>
/// One step of a few models by all of the device: a thread group a chunk of a model's pairs, then groups that add the chunks'
/// gradients up and take the optimizer's step. Sums have the order of <see cref="TrainingKernel"/>, so results are its to the bit.
/// </summary>
internal static class SpreadKernel
{
    /// <summary>The chunks' kernel where the parameters fit in shared memory beside the activations; a group a chunk of each slot.</summary>
    /// <param name="memory">The cohort's memory; each chunk has a part of the gradients.</param>
    /// <param name="shape">The cohort's sizes.</param>
    /// <param name="chunks">Chunks a model.</param>
    /// <param name="half">The half of the states that counts: 0 and 1 in turns.</param>
    public static void RunChunkShared<TActivation>(CohortMemory memory, CohortShape shape, int chunks, int half)
        where TActivation : struct, IDeviceActivation =>
        RunChunk<TActivation>(memory, shape, chunks, half, sharesParameters: true);

    /// <summary>The chunks' kernel where they stay in the device's memory.</summary>
    /// <inheritdoc cref="RunChunkShared{TActivation}"/>
    public static void RunChunkGlobal<TActivation>(CohortMemory memory, CohortShape shape, int chunks, int half)
        where TActivation : struct, IDeviceActivation =>
        RunChunk<TActivation>(memory, shape, chunks, half, sharesParameters: false);

    /// <summary>
    /// What the chunks' answers say, and the optimizer's step: the first group of a model judges and takes the embeddings, the others the decoder,
    /// four parameters a thread. States are read from one half of their array and written to the other, since no group waits for another.
    /// </summary>
    /// <inheritdoc cref="RunChunkShared{TActivation}"/>
    public static void RunUpdate(CohortMemory memory, CohortShape shape, int chunks, int half)
    {
        int groups = UpdateGroups(shape, Group.DimX);
        int slot = Grid.IdxX / groups;
        int group = Grid.IdxX - (slot * groups);
        bool isFirst = group == 0;
        int place = memory.Slots[slot];
        ModelState state = memory.States[StateIndex(memory, half, place)];
        if (state.Status == ModelStatus.Running)
        {
            ModelPlan plan = memory.Plans[place];
            int part = slot * chunks;
            int trainChunks = shape.Chunks(plan.TrainCount);
            ArrayView<Float4> shared = SharedMemory.GetDynamic<Float4>();
            int length = shape.ParameterCount / 4;
            GroupNetwork<DeviceIdentity> network = new(
                memory, shape, slot, place, shared.SubView(0, 0), shared.SubView(0, Float4.Count(Group.DimX)).Cast<float>(),
                memory.Parameters.SubView(3L * place * length, length), part, isFirst ? 1 : trainChunks);
            bool isOver = false;
            if (plan.IsJudged(state.Step))
            {
                Tally train = Sum(memory.Tallies, part, trainChunks);
                Tally test = Sum(memory.Tallies, part + trainChunks, shape.Chunks(plan.TestCount));
                isOver = ModelTraining<DeviceIdentity>.IsOver(memory, shape, place, train, test, ref state);
                if (isFirst)
                {
                    ModelTraining<DeviceIdentity>.Record(memory, shape, place, network, train, test, isOver, ref state);
                }
            }

            if (!isOver)
            {
                int encoder = shape.EncoderRoom / 4;
                int from = isFirst ? 0 : encoder + ((group - 1) * Group.DimX);
                int to = isFirst ? encoder : from + Group.DimX < length ? from + Group.DimX : length;
                if (isFirst)
                {
                    network.ComputeEmbeddingGradient();
                }

                state.Step++;
                network.Update(plan, state.Step, from, to);
            }
        }

        if (isFirst && Group.IsFirstThread)
        {
            memory.States[StateIndex(memory, 1 - half, place)] = state;
        }
    }

    /// <summary>Groups that take the optimizer's step of one model.</summary>
    public static int UpdateGroups(in CohortShape shape, int threads) =>
        1 + (((shape.ParameterCount - shape.EncoderRoom) / 4) + threads - 1) / threads;

    // Inlined into each kernel, where the flag is a constant and the memory spaces are known.
    private static void RunChunk<TActivation>(in CohortMemory memory, in CohortShape shape, int chunks, int half, bool sharesParameters)
        where TActivation : struct, IDeviceActivation
    {
        int slot = Grid.IdxX / chunks;
        int chunk = Grid.IdxX - (slot * chunks);
        int place = memory.Slots[slot];
        ModelState state = memory.States[StateIndex(memory, half, place)];
        ModelPlan plan = memory.Plans[place];
        bool isJudged = plan.IsJudged(state.Step);
        int trainChunks = shape.Chunks(plan.TrainCount);
        bool isTraining = chunk < trainChunks;
        int start = isTraining ? chunk * shape.ChunkSize : plan.TrainCount + ((chunk - trainChunks) * shape.ChunkSize);
        int end = isTraining ? plan.TrainCount : plan.TrainCount + plan.TestCount;
        if (state.Status == ModelStatus.Running && start < end && (isTraining || isJudged))
        {
            ArrayView<Float4> shared = SharedMemory.GetDynamic<Float4>();
            int floats = shape.SharedFloats(Group.DimX);
            TrainingKernel.Clear(shared.SubView(0, floats / 4));
            int length = shape.ParameterCount / 4;
            ArrayView<Float4> parameters = memory.Parameters.SubView(3L * place * length, length);
            Tally tally = default;
            if (sharesParameters)
            {
                ArrayView<Float4> copy = shared.SubView(floats / 4, length);
                TrainingKernel.Copy(parameters, copy);
                Pass<TActivation>(memory, shape, slot, place, shared, copy, Grid.IdxX, start, end, isTraining, isJudged, ref tally);
            }
            else
            {
                Group.Barrier();
                Pass<TActivation>(memory, shape, slot, place, shared, parameters, Grid.IdxX, start, end, isTraining, isJudged, ref tally);
            }

            if (isJudged && Group.IsFirstThread)
            {
                memory.Tallies[Grid.IdxX] = tally;
            }
        }
    }

    private static void Pass<TActivation>(
        in CohortMemory memory, in CohortShape shape, int slot, int place, ArrayView<Float4> shared, ArrayView<Float4> theta, int part,
        int start, int end, bool isTraining, bool isJudged, ref Tally tally)
        where TActivation : struct, IDeviceActivation
    {
        GroupNetwork<TActivation> network = new(memory, shape, slot, place, shared, theta, part);
        network.PassChunk(start, end, isTraining, isJudged, isFirst: true, ref tally);
    }

    private static long StateIndex(in CohortMemory memory, int half, int place) => place + (half * (memory.States.Length / 2));

    private static Tally Sum(ArrayView<Tally> tallies, int from, int count)
    {
        Tally sum = default;
        for (int i = from; i < from + count; i++)
        {
            Tally tally = tallies[i];
            sum.Correct += tally.Correct;
            sum.Hits += tally.Hits;
            sum.Finite += tally.Finite;
        }

        return sum;
    }
}
