using GenEft.Training;
using ILGPU;
using ILGPU.Algorithms;

namespace GenEft.Gpu;

/// <summary>
/// The network of one model in one thread group. Samples go through it in chunks of S whose activations stay in shared
/// memory, feature by feature: x[feature][S], S in fours and one four that is never looked at; on the way back deltas take the activations' place. Every sum
/// has a fixed order, so that a device repeats itself to the bit. Cites <see cref="ReferenceTrainer"/>.
/// </summary>
internal readonly partial struct GroupNetwork<TActivation>
    where TActivation : struct, IDeviceActivation
{
    private readonly CohortShape _shape;
    private readonly ArrayView<Float4> _x;             // [rows][RowLength]: decoder input, hidden layers, logits, slopes where they are kept
    private readonly ArrayView<float> _partial;        // [Group.DimX]
    private readonly ArrayView<Float4> _theta;         // [ParameterCount / 4]
    private readonly ArrayView<Float4> _first;         // likewise: Adam's m
    private readonly ArrayView<Float4> _second;        // likewise: Adam's v
    private readonly ArrayView<Float4> _gradient;      // likewise, in parts: a chunk's each where groups share a model
    private readonly ArrayView<float> _inputDelta;     // [InputWidth][PairCount]
    private readonly ArrayView<float> _losses;         // [PairCount], nats
    private readonly ArrayView<int> _firstElement;     // [PairCount]
    private readonly ArrayView<int> _secondElement;    // [PairCount]: twice the element, plus 1 if related
    private readonly ArrayView<int> _incidenceEnd;     // [ElementCount + 1]
    private readonly ArrayView<int> _incidence;        // [2 PairCount]: twice the pair, plus 1 for its second element
    private readonly ArrayView<float> _corrections;    // [2][CorrectionCount]

    /// <summary>A model's network whose chunks' rows lie in a group's shared memory.</summary>
    /// <inheritdoc cref="GroupNetwork(in CohortMemory, in CohortShape, int, int, ArrayView{Float4}, ArrayView{float}, ArrayView{Float4}, int, int)"/>
    public GroupNetwork(in CohortMemory memory, in CohortShape shape, int slot, int place, ArrayView<Float4> shared, ArrayView<Float4> theta, int part)
        : this(
            memory, shape, slot, place, shared.SubView(0, shape.ChunkLength),
            shared.SubView(shape.ChunkLength, Float4.Count(Group.DimX)).Cast<float>(), theta, part, 1)
    {
    }

    /// <summary>A model's network.</summary>
    /// <param name="memory">The cohort's memory.</param>
    /// <param name="shape">The cohort's sizes.</param>
    /// <param name="slot">Where the model's deltas and losses go.</param>
    /// <param name="place">The model's place.</param>
    /// <param name="rows">Where a chunk's rows lie; nothing where no pairs are taken through.</param>
    /// <param name="partial">A number for each thread.</param>
    /// <param name="theta">The parameters, in shared memory or the device's.</param>
    /// <param name="part">The first part of the gradient.</param>
    /// <param name="parts">Parts of the gradient; what computes it has one.</param>
    public GroupNetwork(
        in CohortMemory memory, in CohortShape shape, int slot, int place, ArrayView<Float4> rows, ArrayView<float> partial, ArrayView<Float4> theta,
        int part, int parts)
    {
        _shape = shape;
        _x = rows;
        _partial = partial;
        _theta = theta;
        int length = shape.ParameterCount / 4;
        _first = memory.Parameters.SubView(((3L * place) + 1) * length, length);
        _second = memory.Parameters.SubView(((3L * place) + 2) * length, length);
        _gradient = memory.Gradients.SubView((long)part * length, (long)parts * length);
        _inputDelta = memory.InputDeltas.SubView(
            (long)slot * shape.InputWidth * shape.PairCount, (long)shape.InputWidth * shape.PairCount);
        _losses = memory.Losses.SubView((long)slot * shape.PairCount, shape.PairCount);
        long pairs = (long)place * 2 * shape.PairCount;
        _firstElement = memory.Pairs.SubView(pairs, shape.PairCount);
        _secondElement = memory.Pairs.SubView(pairs + shape.PairCount, shape.PairCount);
        long incidence = (long)place * shape.IncidenceLength;
        _incidenceEnd = memory.Incidence.SubView(incidence, shape.ElementCount + 1);
        _incidence = memory.Incidence.SubView(incidence + shape.ElementCount + 1, 2L * shape.PairCount);
        _corrections = memory.Corrections;
    }

    /// <summary>Takes pairs through the network, chunk after chunk.</summary>
    /// <param name="start">The first pair: 0 for the training pairs, which come first.</param>
    /// <param name="end">Behind the last pair.</param>
    /// <param name="isTraining">Whether the gradient of the mean loss is wanted, but for the embeddings' part.</param>
    /// <param name="isJudged">Whether it is wanted how many are right, and each loss.</param>
    /// <param name="tally">How many are right.</param>
    public void Pass(int start, int end, bool isTraining, bool isJudged, ref Tally tally)
    {
        for (int chunk = start; chunk < end; chunk += _shape.ChunkSize)
        {
            PassChunk(chunk, end, isTraining, isJudged, chunk == 0, ref tally);
        }
    }

    /// <summary>Takes one chunk of the pairs through; its gradient is added to the part's, or begins it where isFirst.</summary>
    /// <inheritdoc cref="Pass"/>
    public void PassChunk(int start, int end, bool isTraining, bool isJudged, bool isFirst, ref Tally tally)
    {
        Forward(start, start + _shape.ChunkSize < end ? _shape.ChunkSize : end - start);
        if (isJudged)
        {
            KeepLosses(start, end);
            Count(start, end, ref tally);
        }

        if (isTraining)
        {
            Backward(start, end, isFirst);
        }
    }

    /// <summary>The sum of the losses of judged pairs, each thread's own first, then in the order of the threads.</summary>
    public float SumLosses(int start, int end)
    {
        float own = 0;
        for (int chunk = start; chunk < end; chunk += _shape.ChunkSize)
        {
            for (int s = Group.IdxX; s < _shape.ChunkSize && chunk + s < end; s += Group.DimX)
            {
                own += _losses[chunk + s];
            }
        }

        Group.Barrier();
        _partial[Group.IdxX] = own;
        Group.Barrier();
        float total = 0;
        for (int thread = 0; thread < Group.DimX; thread++)
        {
            total += _partial[thread];
        }

        return total;
    }

    private ArrayView<float> Logits => RowsOf(_shape.LayerCount).Cast<float>();

    // What a layer takes in.
    private ArrayView<Float4> RowsOf(int layer) => From(_shape.RowsOf(layer));

    private ArrayView<Float4> From(int four) => _x.SubView(four, _x.IntLength - four);

    private ArrayView<Float4> Weights(int layer) => _theta.SubView(_shape.WeightOffset(layer) / 4, _shape.Outputs(layer) * _shape.Depth(layer) / 4);

    private ArrayView<float> Biases(int layer) => _theta.SubView(_shape.BiasOffset(layer) / 4, Float4.Count(_shape.Outputs(layer))).Cast<float>();

    private ArrayView<Float4> WeightGradient(int layer) =>
        _gradient.SubView(_shape.WeightOffset(layer) / 4, _shape.Outputs(layer) * _shape.Depth(layer) / 4);

    private ArrayView<float> BiasGradient(int layer) =>
        _gradient.SubView(_shape.BiasOffset(layer) / 4, Float4.Count(_shape.Outputs(layer))).Cast<float>();

    // Of the activations that layer l takes in; where none are kept, rows whose values nobody uses.
    private ArrayView<Float4> Slopes(int layer) => From(default(TActivation).KeepsSlope ? _shape.SlopesOf(layer) : _shape.RowsOf(layer));

    private float Sign(int pair) => (_secondElement[pair] & 1) == 1 ? 1 : -1;

    // Logits of a chunk; the inputs of every layer stay in _x. Slots beyond the last pair hold 0.
    private void Forward(int start, int samples)
    {
        Group.Barrier();
        Gather(start, samples);
        Group.Barrier();
        int last = _shape.LayerCount - 1;
        for (int l = 0; l < last; l++)
        {
            GroupProduct.Forward(
                Weights(l), Biases(l), RowsOf(l), RowsOf(l + 1), _shape.Width, _shape.Depth(l) / 4, _shape.RowLength);
            Group.Barrier();
            Activate(RowsOf(l + 1), Slopes(l + 1));
            Group.Barrier();
        }

        ArrayView<float> x = RowsOf(last).Cast<float>();
        ArrayView<Float4> weights = Weights(last);
        int stride = 4 * _shape.RowLength;
        for (int s = Group.IdxX; s < _shape.ChunkSize; s += Group.DimX)
        {
            float z = Biases(last)[0];
            for (int k = 0; k < weights.IntLength; k++)
            {
                Float4 w = weights[k];
                int at = (4 * CohortShape.RowPlace(4 * k, _shape.RowLength)) + s;
                z += w.X * x[at];
                z += w.Y * x[at + stride];
                z += w.Z * x[at + (2 * stride)];
                z += w.W * x[at + (3 * stride)];
            }

            Logits[s] = z;
        }

        Group.Barrier();
    }

    // Every thread its share of sums, whoever computed them.
    private void Activate(ArrayView<Float4> rows, ArrayView<Float4> slopes)
    {
        TActivation activation = default;
        for (GroupWalk walk = new(Group.IdxX, _shape.ChunkSize / 4); walk.Row < _shape.Width; walk.Next())
        {
            int at = CohortShape.RowPlace(walk.Row, _shape.RowLength) + walk.Column;
            Float4 z = rows[at];
            rows[at] = new(activation.Value(z.X), activation.Value(z.Y), activation.Value(z.Z), activation.Value(z.W));
            if (activation.KeepsSlope)
            {
                slopes[at] = new(activation.Slope(z.X), activation.Slope(z.Y), activation.Slope(z.Z), activation.Slope(z.W));
            }
        }
    }

    private void Gather(int start, int samples)
    {
        int d = _shape.EmbeddingDimension;
        ArrayView<float> theta = _theta.Cast<float>();
        ArrayView<float> x = _x.Cast<float>();
        for (GroupWalk walk = new(Group.IdxX, _shape.ChunkSize); walk.Row < d; walk.Next())
        {
            int k = walk.Row;
            int s = walk.Column;
            float left = 0;
            float right = 0;
            if (s < samples)
            {
                left = theta[(_firstElement[start + s] * d) + k];
                right = theta[((_secondElement[start + s] >> 1) * d) + k];
            }

            int at = (4 * CohortShape.RowPlace(k, _shape.RowLength)) + s;
            if (_shape.Combination == Combination.Concatenation)
            {
                x[at] = left;
                x[(4 * CohortShape.RowPlace(d + k, _shape.RowLength)) + s] = right;
            }
            else
            {
                float difference = left - right;
                x[at] = _shape.Combination == Combination.Difference ? difference : difference * difference;
            }
        }
    }

    private void KeepLosses(int start, int end)
    {
        for (int s = Group.IdxX; s < _shape.ChunkSize && start + s < end; s += Group.DimX)
        {
            float z = Logits[s] * Sign(start + s);
            float tail = XMath.Exp(-XMath.Abs(z));

            // log(1 + tail), by its series where the sum would drop digits.
            float log = tail < 1e-3f ? tail * (1 - (tail * (0.5f - (tail / 3)))) : XMath.Log(1 + tail);
            _losses[start + s] = XMath.Max(-z, 0f) + log;
        }
    }

    // A pair is right if its logit is finite and positive iff it is related; the loss is finite there, and where an infinite
    // logit has the right sign.
    private void Count(int start, int end, ref Tally tally)
    {
        for (int from = 0; from < _shape.ChunkSize; from += Group.DimX)
        {
            int s = from + Group.IdxX;
            bool isPair = s < _shape.ChunkSize && start + s < end;
            float z = isPair ? Logits[s] : 0;
            bool isRelated = isPair && Sign(start + s) > 0;
            bool isFinite = XMath.Abs(z) <= float.MaxValue;
            bool isRight = (z > 0) == isRelated && !XMath.IsNaN(z);
            tally.Correct += Group.BarrierPopCount(isPair && isFinite && isRight);
            tally.Hits += Group.BarrierPopCount(isPair && isFinite && isRight && isRelated);
            tally.Finite += Group.BarrierPopCount(isPair && (isFinite || isRight));
        }
    }

    // From the logits back to the decoder's input.
    private void Backward(int start, int count, bool isFirst)
    {
        // -t sigma(-t z)/B, through a real exponential; 0 beyond the last pair.
        for (int s = Group.IdxX; s < _shape.ChunkSize; s += Group.DimX)
        {
            float delta = 0;
            if (start + s < count)
            {
                float t = Sign(start + s);
                delta = -t / count / (1 + XMath.Exp(t * Logits[s]));
            }

            Logits[s] = delta;
        }

        Group.Barrier();
        int next = _shape.LayerCount - 1;
        if (next > 0)
        {
            BackwardLogits(isFirst);
            Group.Barrier();
            next--;
        }

        for (int l = next; l >= 0; l--)
        {
            int outputs = _shape.Outputs(l);
            int depth = _shape.Depth(l) / 4;
            ArrayView<Float4> x = RowsOf(l);
            ArrayView<Float4> delta = RowsOf(l + 1);
            GroupProduct.AddGradient(WeightGradient(l), BiasGradient(l), delta, x, outputs, depth, _shape.RowLength, isFirst);
            if (l > 0)
            {
                Group.Barrier();
                GroupProduct.Backward<TActivation>(Weights(l), delta, x, Slopes(l), outputs, _shape.Width, _shape.RowLength);
            }
            else
            {
                InputDelta(Weights(l).Cast<float>(), delta, outputs, 4 * depth, start, count);
            }

            Group.Barrier();
        }
    }

    // The last layer behind hidden ones: a thread takes a row of its inputs, adds the weight's gradient up and leaves the row's deltas.
    private void BackwardLogits(bool isFirst)
    {
        TActivation activation = default;
        int layer = _shape.LayerCount - 1;
        ArrayView<float> weights = Weights(layer).Cast<float>();
        ArrayView<float> gradient = WeightGradient(layer).Cast<float>();
        ArrayView<Float4> delta = RowsOf(_shape.LayerCount);
        ArrayView<Float4> rows = RowsOf(layer);
        ArrayView<Float4> slopes = Slopes(layer);
        for (int i = Group.IdxX; i < _shape.Width; i += Group.DimX)
        {
            int row = CohortShape.RowPlace(i, _shape.RowLength);
            float w = weights[i];
            float sum = 0;
            for (int s = 0; s < _shape.RowLength - 1; s++)
            {
                Float4 d = delta[s];
                Float4 h = rows[row + s];
                sum += d.Dot(h);
                d = new(w * d.X, w * d.Y, w * d.Z, w * d.W);
                rows[row + s] = GroupProduct.TimesSlope<TActivation>(d, h, activation.KeepsSlope ? slopes[row + s] : h);
            }

            gradient[i] = isFirst ? sum : gradient[i] + sum;
        }

        if (Group.IdxX == Group.DimX - 1)
        {
            float sum = 0;
            for (int s = 0; s < _shape.RowLength - 1; s++)
            {
                sum += delta[s].Sum();
            }

            BiasGradient(layer)[0] = isFirst ? sum : BiasGradient(layer)[0] + sum;
        }
    }

    private void InputDelta(ArrayView<float> weights, ArrayView<Float4> delta, int outputs, int stride, int start, int count)
    {
        // By the last threads, as the gradient of a few inputs keeps the first ones busy.
        for (GroupWalk walk = new(Group.DimX - 1 - Group.IdxX, _shape.ChunkSize / 4); walk.Row < _shape.InputWidth; walk.Next())
        {
            Float4 sum = default;
            for (int o = 0; o < outputs; o++)
            {
                sum.Add(weights[(o * stride) + walk.Row], delta[CohortShape.RowPlace(o, _shape.RowLength) + walk.Column]);
            }

            int pair = start + (4 * walk.Column);
            Keep(walk.Row, pair, count, sum.X);
            Keep(walk.Row, pair + 1, count, sum.Y);
            Keep(walk.Row, pair + 2, count, sum.Z);
            Keep(walk.Row, pair + 3, count, sum.W);
        }
    }

    private void Keep(int k, int pair, int count, float delta)
    {
        if (pair < count)
        {
            if (_shape.Combination == Combination.SquaredDifference)
            {
                int d = _shape.EmbeddingDimension;
                ArrayView<float> theta = _theta.Cast<float>();
                delta *= 2 * (theta[(_firstElement[pair] * d) + k] - theta[((_secondElement[pair] >> 1) * d) + k]);
            }

            _inputDelta[((long)k * _shape.PairCount) + pair] = delta;
        }
    }
}
