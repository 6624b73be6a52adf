using GenEft.Training;
using ILGPU;
using ILGPU.Algorithms;

namespace GenEft.Gpu;

/// <summary>
/// The network of one model in one thread group. Samples go through it in chunks of S whose activations stay in shared
/// memory, feature by feature: x[feature][S]; on the way back deltas take the activations' place. Every sum has a fixed
/// order, so that a device repeats itself to the bit. Cites <see cref="ReferenceTrainer"/>.
/// </summary>
internal readonly struct GroupNetwork<TActivation>
    where TActivation : struct, IDeviceActivation
{
    private readonly CohortShape _shape;
    private readonly ArrayView<float> _x;              // [rows][S]: decoder input, hidden layers, logits, slopes where they are kept
    private readonly ArrayView<float> _partial;        // [Group.DimX]
    private readonly ArrayView<float> _theta;          // [ParameterCount]
    private readonly ArrayView<float> _first;          // likewise: Adam's m
    private readonly ArrayView<float> _second;         // likewise: Adam's v
    private readonly ArrayView<float> _gradient;       // likewise
    private readonly ArrayView<float> _inputDelta;     // [InputWidth][PairCount]
    private readonly ArrayView<int> _firstElement;     // [PairCount]
    private readonly ArrayView<int> _secondElement;    // [PairCount]: twice the element, plus 1 if related
    private readonly ArrayView<int> _incidenceEnd;     // [ElementCount + 1]
    private readonly ArrayView<int> _incidence;        // [2 PairCount]: twice the pair, plus 1 for its second element
    private readonly ArrayView<float> _corrections;    // [2][CorrectionCount]

    public GroupNetwork(
        in CohortMemory memory, in CohortShape shape, int slot, int place, ArrayView<float> shared, ArrayView<float> theta)
    {
        _shape = shape;
        int activations = shape.Rows * shape.ChunkSize;
        _x = shared.SubView(0, activations);
        _partial = shared.SubView(activations, Group.DimX);
        _theta = theta;
        long parameters = (long)place * 3 * shape.ParameterCount;
        _first = memory.Parameters.SubView(parameters + shape.ParameterCount, shape.ParameterCount);
        _second = memory.Parameters.SubView(parameters + (2L * shape.ParameterCount), shape.ParameterCount);
        _gradient = memory.Gradients.SubView((long)slot * shape.ParameterCount, shape.ParameterCount);
        _inputDelta = memory.InputDeltas.SubView(
            (long)slot * shape.InputWidth * shape.PairCount, (long)shape.InputWidth * shape.PairCount);
        long pairs = (long)place * 2 * shape.PairCount;
        _firstElement = memory.Pairs.SubView(pairs, shape.PairCount);
        _secondElement = memory.Pairs.SubView(pairs + shape.PairCount, shape.PairCount);
        long incidence = (long)place * shape.IncidenceLength;
        _incidenceEnd = memory.Incidence.SubView(incidence, shape.ElementCount + 1);
        _incidence = memory.Incidence.SubView(incidence + shape.ElementCount + 1, 2L * shape.PairCount);
        _corrections = memory.Corrections;
    }

    /// <summary>The gradient of the mean loss over the first pairs, but for the embeddings', and how many of the pairs are
    /// right, related among these (hits), and have a finite loss.</summary>
    public void ComputeGradient(int count, out int correct, out int hits, out int finite)
    {
        correct = 0;
        hits = 0;
        finite = 0;
        for (int start = 0; start < count; start += _shape.ChunkSize)
        {
            Forward(start, start + _shape.ChunkSize < count ? _shape.ChunkSize : count - start);
            Count(start, count, ref correct, ref hits, ref finite);
            Backward(start, count);
        }
    }

    /// <summary>Forward only: pairs from start on that are right, related among these, and that have a finite loss.</summary>
    public void Evaluate(int start, int count, out int correct, out int hits, out int finite)
    {
        correct = 0;
        hits = 0;
        finite = 0;
        int end = start + count;
        for (; start < end; start += _shape.ChunkSize)
        {
            Forward(start, start + _shape.ChunkSize < end ? _shape.ChunkSize : end - start);
            Count(start, end, ref correct, ref hits, ref finite);
        }
    }

    /// <summary>The mean loss of pairs, nats: each thread's samples in order, then the threads in order.</summary>
    public float MeasureLoss(int start, int count, out int correct, out int hits, out int finite)
    {
        correct = 0;
        hits = 0;
        finite = 0;
        float sum = 0;
        int end = start + count;
        for (int chunk = start; chunk < end; chunk += _shape.ChunkSize)
        {
            Forward(chunk, chunk + _shape.ChunkSize < end ? _shape.ChunkSize : end - chunk);
            for (int s = Group.IdxX; s < _shape.ChunkSize && chunk + s < end; s += Group.DimX)
            {
                float z = _x[_shape.LogitRow * _shape.ChunkSize + s] * Sign(chunk + s);
                float tail = XMath.Exp(-XMath.Abs(z));

                // log(1 + tail), by its series where the sum would drop digits.
                float log = tail < 1e-3f ? tail * (1 - (tail * (0.5f - (tail / 3)))) : XMath.Log(1 + tail);
                sum += XMath.Max(-z, 0f) + log;
            }

            Count(chunk, end, ref correct, ref hits, ref finite);
        }

        Group.Barrier();
        _partial[Group.IdxX] = sum;
        Group.Barrier();
        float total = 0;
        for (int thread = 0; thread < Group.DimX; thread++)
        {
            total += _partial[thread];
        }

        return total / count;
    }

    /// <summary>The embeddings' gradient, from the input deltas that ComputeGradient left.</summary>
    public void ComputeEmbeddingGradient()
    {
        int d = _shape.EmbeddingDimension;
        for (int i = Group.IdxX; i < _shape.EncoderLength; i += Group.DimX)
        {
            int element = i / d;
            int k = i - (element * d);
            float sum = 0;
            for (int entry = _incidenceEnd[element]; entry < _incidenceEnd[element + 1]; entry++)
            {
                int code = _incidence[entry];
                long pair = code >> 1;
                if ((code & 1) == 0)
                {
                    sum += _inputDelta[((long)k * _shape.PairCount) + pair];
                }
                else if (_shape.Combination == Combination.Concatenation)
                {
                    sum += _inputDelta[((long)(d + k) * _shape.PairCount) + pair];
                }
                else
                {
                    sum -= _inputDelta[((long)k * _shape.PairCount) + pair];
                }
            }

            _gradient[i] = sum;
        }

        Group.Barrier();
    }

    /// <summary>One optimizer step; updates counts this one.</summary>
    public void Update(in ModelPlan plan, int updates)
    {
        int t = (updates < _shape.CorrectionCount ? updates : _shape.CorrectionCount) - 1;
        float firstCorrection = _corrections[t];
        float secondCorrection = _corrections[_shape.CorrectionCount + t];
        for (int i = Group.IdxX; i < _shape.ParameterCount; i += Group.DimX)
        {
            bool isEncoder = i < _shape.EncoderLength;
            float eta = isEncoder ? plan.EncoderRate : plan.DecoderRate;
            float decay = isEncoder ? plan.EncoderDecay : plan.DecoderDecay;
            float theta = _theta[i];
            float gradient = _gradient[i];
            if (plan.Optimizer == Optimizer.GradientDescent)
            {
                _theta[i] = (theta * (1 - (eta * decay))) - (eta * gradient);
            }
            else
            {
                if (plan.Optimizer == Optimizer.Adam)
                {
                    gradient += decay * theta;
                }
                else
                {
                    theta *= 1 - (eta * decay);
                }

                float first = ((float)Adam.Beta1 * _first[i]) + ((float)(1 - Adam.Beta1) * gradient);
                float second = ((float)Adam.Beta2 * _second[i]) + ((float)(1 - Adam.Beta2) * gradient * gradient);
                _first[i] = first;
                _second[i] = second;
                float deviation = (XMath.Sqrt(second) * secondCorrection) + (float)Adam.Epsilon;
                _theta[i] = theta - (eta * firstCorrection * (first / deviation));
            }
        }

        Group.Barrier();
    }

    // Of the activations that layer l takes in; where none are kept, a view that nothing reads.
    private ArrayView<float> Slopes(int layer) =>
        default(TActivation).KeepsSlope ? _x.SubView(_shape.SlopeRow(layer) * _shape.ChunkSize, _shape.Width * _shape.ChunkSize) : _x;

    private float Sign(int pair) => (_secondElement[pair] & 1) == 1 ? 1 : -1;

    // Logits of a chunk; the inputs of every layer stay in _x. Slots beyond the last pair hold 0.
    private void Forward(int start, int samples)
    {
        int size = _shape.ChunkSize;
        Group.Barrier();
        Gather(start, samples);
        Group.Barrier();
        for (int l = 0; l < _shape.LayerCount - 1; l++)
        {
            GroupProduct<TActivation>.Forward(
                _theta.SubView(_shape.WeightOffset(l), _shape.Inputs(l) * _shape.Width),
                _theta.SubView(_shape.BiasOffset(l), _shape.Width),
                _x.SubView(_shape.Row(l) * size, _shape.Inputs(l) * size),
                _x.SubView(_shape.Row(l + 1) * size, _shape.Width * size),
                Slopes(l + 1),
                _shape.Width, _shape.Inputs(l), size);
            Group.Barrier();
        }

        int last = _shape.LayerCount - 1;
        int inputs = _shape.Inputs(last);
        int row = _shape.Row(last) * size;
        for (int s = Group.IdxX; s < size; s += Group.DimX)
        {
            float z = _theta[_shape.BiasOffset(last)];
            for (int k = 0; k < inputs; k++)
            {
                z += _theta[_shape.WeightOffset(last) + k] * _x[row + (k * size) + s];
            }

            _x[(_shape.LogitRow * size) + s] = z;
        }

        Group.Barrier();
    }

    private void Gather(int start, int samples)
    {
        int d = _shape.EmbeddingDimension;
        int size = _shape.ChunkSize;
        for (int i = Group.IdxX; i < d * size; i += Group.DimX)
        {
            int k = i / size;
            int s = i - (k * size);
            float left = 0;
            float right = 0;
            if (s < samples)
            {
                left = _theta[(_firstElement[start + s] * d) + k];
                right = _theta[((_secondElement[start + s] >> 1) * d) + k];
            }

            if (_shape.Combination == Combination.Concatenation)
            {
                _x[i] = left;
                _x[(d * size) + i] = right;
            }
            else
            {
                float difference = left - right;
                _x[i] = _shape.Combination == Combination.Difference ? difference : difference * difference;
            }
        }
    }

    // A pair is right if its logit is finite and positive iff it is related; the loss is finite there, and where an infinite
    // logit has the right sign.
    private void Count(int start, int end, ref int correct, ref int hits, ref int finite)
    {
        for (int from = 0; from < _shape.ChunkSize; from += Group.DimX)
        {
            int s = from + Group.IdxX;
            bool isPair = s < _shape.ChunkSize && start + s < end;
            float z = isPair ? _x[(_shape.LogitRow * _shape.ChunkSize) + s] : 0;
            bool isRelated = isPair && Sign(start + s) > 0;
            bool isFinite = XMath.Abs(z) <= float.MaxValue;
            bool isRight = (z > 0) == isRelated && !XMath.IsNaN(z);
            correct += Group.BarrierPopCount(isPair && isFinite && isRight);
            hits += Group.BarrierPopCount(isPair && isFinite && isRight && isRelated);
            finite += Group.BarrierPopCount(isPair && (isFinite || isRight));
        }
    }

    // From the logits back to the decoder's input.
    private void Backward(int start, int count)
    {
        int size = _shape.ChunkSize;
        bool isFirst = start == 0;
        int last = _shape.LayerCount - 1;
        int logits = _shape.LogitRow * size;

        // -t sigma(-t z)/B, through a real exponential; 0 beyond the last pair.
        for (int s = Group.IdxX; s < size; s += Group.DimX)
        {
            float delta = 0;
            if (start + s < count)
            {
                float t = Sign(start + s);
                delta = -t / count / (1 + XMath.Exp(t * _x[logits + s]));
            }

            _x[logits + s] = delta;
        }

        Group.Barrier();
        for (int l = last; l >= 0; l--)
        {
            int inputs = _shape.Inputs(l);
            int outputs = _shape.Outputs(l);
            ArrayView<float> x = _x.SubView(_shape.Row(l) * size, inputs * size);
            ArrayView<float> delta = _x.SubView(_shape.Row(l + 1) * size, outputs * size);
            ArrayView<float> weights = _theta.SubView(_shape.WeightOffset(l), inputs * outputs);
            GroupProduct<TActivation>.AddGradient(
                _gradient.SubView(_shape.WeightOffset(l), inputs * outputs),
                _gradient.SubView(_shape.BiasOffset(l), outputs), delta, x, outputs, inputs, size, isFirst);
            Group.Barrier();
            if (l > 0)
            {
                GroupProduct<TActivation>.Backward(weights, delta, x, Slopes(l), outputs, inputs, size);
            }
            else
            {
                InputDelta(weights, delta, outputs, start, count);
            }

            Group.Barrier();
        }
    }

    private void InputDelta(ArrayView<float> weights, ArrayView<float> delta, int outputs, int start, int count)
    {
        int size = _shape.ChunkSize;
        int d = _shape.EmbeddingDimension;
        for (int i = Group.IdxX; i < _shape.InputWidth * size; i += Group.DimX)
        {
            int k = i / size;
            int s = i - (k * size);
            if (start + s < count)
            {
                float sum = 0;
                for (int o = 0; o < outputs; o++)
                {
                    sum += weights[(o * _shape.InputWidth) + k] * delta[(o * size) + s];
                }

                if (_shape.Combination == Combination.SquaredDifference)
                {
                    sum *= 2 * (_theta[(_firstElement[start + s] * d) + k] - _theta[((_secondElement[start + s] >> 1) * d) + k]);
                }

                _inputDelta[((long)k * _shape.PairCount) + start + s] = sum;
            }
        }
    }
}
