using GenEft.Training;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Util;

namespace GenEft.Gpu;

/// <content>What follows the pairs: the embeddings' gradient and the optimizer's step.</content>
internal readonly partial struct GroupNetwork<TActivation>
{
    /// <summary>The embeddings' gradient, from the input deltas that the pass over the training pairs left.</summary>
    public void ComputeEmbeddingGradient()
    {
        int d = _shape.EmbeddingDimension;
        ArrayView<float> gradient = _gradient.Cast<float>();
        for (int i = Group.IdxX; i < _shape.EncoderLength; i += Group.DimX)
        {
            int element = i / d;
            int k = i - (element * d);
            float sum = 0;
            int start = _incidenceEnd[element];
            int end = _incidenceEnd[element + 1];
            int fours = (end - start) / 4;
            for (int four = 0; four < fours; four += 4)
            {
                // Four fours at a time, the last one again where there are fewer: a load is a long way.
                int last = fours - 1;
                float first = InputDeltasOf(start + (4 * four), k), second = InputDeltasOf(start + (4 * XMath.Min(four + 1, last)), k);
                float third = InputDeltasOf(start + (4 * XMath.Min(four + 2, last)), k), fourth = InputDeltasOf(start + (4 * XMath.Min(four + 3, last)), k);
                sum += first;
                sum += Utilities.Select(four + 1 <= last, second, 0f);
                sum += Utilities.Select(four + 2 <= last, third, 0f);
                sum += Utilities.Select(four + 3 <= last, fourth, 0f);
            }

            int entry = start + (4 * fours);
            if (entry < end)
            {
                int last = end - 1;
                float first = InputDeltaOf(_incidence[entry], k), second = InputDeltaOf(_incidence[XMath.Min(entry + 1, last)], k);
                float third = InputDeltaOf(_incidence[XMath.Min(entry + 2, last)], k);
                sum += first;
                sum += Utilities.Select(entry + 1 <= last, second, 0f);
                sum += Utilities.Select(entry + 2 <= last, third, 0f);
            }

            gradient[i] = sum;
        }

        Group.Barrier();
    }

    // What four entries of an element's list add.
    private float InputDeltasOf(int entry, int k)
    {
        float first = InputDeltaOf(_incidence[entry], k), second = InputDeltaOf(_incidence[entry + 1], k);
        float third = InputDeltaOf(_incidence[entry + 2], k), fourth = InputDeltaOf(_incidence[entry + 3], k);
        return first + second + (third + fourth);
    }

    // What an entry of an element's list adds to component k of its gradient, without a branch.
    private float InputDeltaOf(int code, int k)
    {
        bool isSecond = (code & 1) == 1;
        bool isConcatenation = _shape.Combination == Combination.Concatenation;
        int row = k + Utilities.Select(isSecond && isConcatenation, _shape.EmbeddingDimension, 0);
        float delta = _inputDelta[((long)row * _shape.PairCount) + (code >> 1)];
        return Utilities.Select(isSecond && !isConcatenation, -delta, delta);
    }

    /// <summary>One optimizer step.</summary>
    /// <param name="plan">The rates.</param>
    /// <param name="updates">Steps taken, this one among them.</param>
    /// <param name="from">The first four parameters.</param>
    /// <param name="to">Behind the last.</param>
    public void Update(in ModelPlan plan, int updates, int from, int to)
    {
        int t = (updates < _shape.CorrectionCount ? updates : _shape.CorrectionCount) - 1;
        float firstCorrection = _corrections[t];
        float secondCorrection = _corrections[_shape.CorrectionCount + t];
        for (int i = from + Group.IdxX; i < to; i += Group.DimX)
        {
            bool isEncoder = 4 * i < _shape.EncoderRoom;
            float eta = isEncoder ? plan.EncoderRate : plan.DecoderRate;
            float decay = isEncoder ? plan.EncoderDecay : plan.DecoderDecay;
            Float4 theta = _theta[i];
            Float4 gradient = SumParts(i);
            if (plan.Optimizer == Optimizer.GradientDescent)
            {
                float kept = 1 - (eta * decay);
                _theta[i] = new(
                    (theta.X * kept) - (eta * gradient.X), (theta.Y * kept) - (eta * gradient.Y), (theta.Z * kept) - (eta * gradient.Z),
                    (theta.W * kept) - (eta * gradient.W));
            }
            else
            {
                Float4 first = _first[i];
                Float4 second = _second[i];
                bool isCoupled = plan.Optimizer == Optimizer.Adam;
                float rate = eta * firstCorrection;
                float kept = isCoupled ? 1 : 1 - (eta * decay);
                float added = isCoupled ? decay : 0;
                theta.X = Adapt(theta.X, gradient.X, ref first.X, ref second.X, rate, kept, added, secondCorrection);
                theta.Y = Adapt(theta.Y, gradient.Y, ref first.Y, ref second.Y, rate, kept, added, secondCorrection);
                theta.Z = Adapt(theta.Z, gradient.Z, ref first.Z, ref second.Z, rate, kept, added, secondCorrection);
                theta.W = Adapt(theta.W, gradient.W, ref first.W, ref second.W, rate, kept, added, secondCorrection);
                _first[i] = first;
                _second[i] = second;
                _theta[i] = theta;
            }
        }

        Group.Barrier();
    }

    // Four parts at a time, in their order.
    private Float4 SumParts(int i)
    {
        Float4 sum = _gradient[i];
        int length = _theta.IntLength;
        int part = i + length;
        for (; part + (3 * length) < _gradient.IntLength; part += 4 * length)
        {
            Float4 first = _gradient[part], second = _gradient[part + length];
            Float4 third = _gradient[part + (2 * length)], fourth = _gradient[part + (3 * length)];
            sum.Add(1, first);
            sum.Add(1, second);
            sum.Add(1, third);
            sum.Add(1, fourth);
        }

        for (; part < _gradient.IntLength; part += length)
        {
            sum.Add(1, _gradient[part]);
        }

        return sum;
    }

    // One parameter: decay is in the gradient (Adam) or takes off from the parameter (AdamW).
    private static float Adapt(
        float theta, float gradient, ref float first, ref float second, float rate, float kept, float added, float secondCorrection)
    {
        gradient += added * theta;
        first = ((float)Adam.Beta1 * first) + ((float)(1 - Adam.Beta1) * gradient);
        second = ((float)Adam.Beta2 * second) + ((float)(1 - Adam.Beta2) * gradient * gradient);
        float deviation = (XMath.Sqrt(second) * secondCorrection) + (float)Adam.Epsilon;
        return (theta * kept) - (rate * (first / deviation));
    }
}
