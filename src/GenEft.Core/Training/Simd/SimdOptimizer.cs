using System.Runtime.CompilerServices;
using GenEft.Numerics;

namespace GenEft.Training.Simd;

/// <summary>One optimizer step over a stretch of parameters that share a learning rate; cites <see cref="ReferenceTrainer"/>.</summary>
internal static unsafe class SimdOptimizer<TSimd, V>
    where TSimd : struct, ISimd<V>
    where V : struct
{
    private const int MaxLanes = 16;
    private const int RoomFloats = 2048;   // of each of four vectors of gathered rows: they stay in the nearest cache

    /// <summary>A stretch of the parameter vector, padded to whole vectors with zeros that stay zeros.</summary>
    public readonly struct Segment
    {
        public required float* Theta { get; init; }

        public required float* Gradient { get; init; }

        /// <summary>Adam's m and v.</summary>
        public required float* First { get; init; }

        public required float* Second { get; init; }

        public required int Length { get; init; }

        public required double LearningRate { get; init; }

        public required double WeightDecay { get; init; }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Descend(in Segment q)
    {
        V eta = TSimd.Create((float)-q.LearningRate);
        V keep = TSimd.Create((float)(1 - (q.LearningRate * q.WeightDecay)));
        for (int i = 0; i < q.Length; i += TSimd.Lanes)
        {
            V theta = TSimd.Multiply(TSimd.Load(q.Theta + i), keep);
            TSimd.Store(q.Theta + i, TSimd.MultiplyAdd(eta, TSimd.Load(q.Gradient + i), theta));
        }
    }

    /// <summary>Adam (decay joins the gradient) or AdamW (decay shrinks the parameter); updates counts this step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Adapt(in Segment q, bool decoupled, int updates)
    {
        // The powers and corrections in double; only the last factors are rounded.
        double firstCorrection = 1 - Math.Pow(Adam.Beta1, updates);
        double secondCorrection = 1 - Math.Pow(Adam.Beta2, updates);
        V eta = TSimd.Create((float)(-q.LearningRate / firstCorrection));
        V scale = TSimd.Create((float)(1 / Math.Sqrt(secondCorrection)));
        V keep = TSimd.Create(decoupled ? (float)(1 - (q.LearningRate * q.WeightDecay)) : 1);
        V decay = TSimd.Create(decoupled ? 0 : (float)q.WeightDecay);
        V beta1 = TSimd.Create((float)Adam.Beta1);
        V beta2 = TSimd.Create((float)Adam.Beta2);
        V fresh1 = TSimd.Create((float)(1 - Adam.Beta1));
        V fresh2 = TSimd.Create((float)(1 - Adam.Beta2));
        V epsilon = TSimd.Create((float)Adam.Epsilon);
        for (int i = 0; i < q.Length; i += TSimd.Lanes)
        {
            V theta = TSimd.Load(q.Theta + i);
            V gradient = TSimd.MultiplyAdd(decay, theta, TSimd.Load(q.Gradient + i));
            V first = TSimd.MultiplyAdd(beta1, TSimd.Load(q.First + i), TSimd.Multiply(fresh1, gradient));
            V second = TSimd.MultiplyAdd(
                beta2, TSimd.Load(q.Second + i), TSimd.Multiply(TSimd.Multiply(fresh2, gradient), gradient));
            V deviation = TSimd.MultiplyAdd(TSimd.Sqrt(second), scale, epsilon);
            TSimd.Store(q.First + i, first);
            TSimd.Store(q.Second + i, second);
            TSimd.Store(
                q.Theta + i, TSimd.MultiplyAdd(eta, TSimd.Divide(first, deviation), TSimd.Multiply(theta, keep)));
        }
    }

    /// <summary>The same for some rows of d parameters each; for all where there are none named.</summary>
    public static void Descend(in Segment q, EmbeddingRows? rows, int d)
    {
        if (rows is null)
        {
            Descend(q);
            return;
        }

        float eta = (float)q.LearningRate;
        float keep = (float)(1 - (q.LearningRate * q.WeightDecay));
        foreach (int element in rows.Elements)
        {
            for (nint i = (nint)element * d; i < ((nint)element + 1) * d; i++)
            {
                q.Theta[i] = (q.Theta[i] * keep) - (eta * q.Gradient[i]);
            }
        }
    }

    /// <summary>The same for some rows of d parameters each; for all where there are none named. Rows are gathered, stepped together and put
    /// back.</summary>
    public static void Adapt(in Segment q, bool decoupled, int updates, EmbeddingRows? rows, int d)
    {
        if (rows is null)
        {
            Adapt(q, decoupled, updates);
            return;
        }

        ReadOnlySpan<int> elements = rows.Elements;
        int most = Math.Max(1, RoomFloats / d);
        float* room = stackalloc float[4 * Math.Max(RoomFloats, d + MaxLanes)];
        for (int start = 0; start < elements.Length; start += most)
        {
            ReadOnlySpan<int> some = elements[start..Math.Min(elements.Length, start + most)];
            int length = (int)AlignedMemory.Padded(some.Length * d);
            Segment gathered = new()
            {
                Theta = room, Gradient = room + length, First = room + (2 * length), Second = room + (3 * length),
                Length = length, LearningRate = q.LearningRate, WeightDecay = q.WeightDecay,
            };
            Move(q, gathered, some, d, isBack: false);
            Adapt(gathered, decoupled, updates);
            Move(q, gathered, some, d, isBack: true);
        }
    }

    // Rows of the whole into a piece that holds some of them one after the other, or back.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Move(in Segment whole, in Segment piece, ReadOnlySpan<int> elements, int d, bool isBack)
    {
        const int Ahead = 12;
        for (int r = 0; r < elements.Length; r++)
        {
            nint at = (nint)elements[r] * d;
            nint room = (nint)r * d;
            if (!isBack)
            {
                nint next = (nint)elements[Math.Min(r + Ahead, elements.Length - 1)] * d;
                Prefetch.Read(ref whole.Theta[next]);
                Prefetch.Read(ref whole.Gradient[next]);
                Prefetch.Read(ref whole.First[next]);
                Prefetch.Read(ref whole.Second[next]);
            }

            for (int k = 0; k < d; k++)
            {
                if (isBack)
                {
                    whole.Theta[at + k] = piece.Theta[room + k];
                    whole.First[at + k] = piece.First[room + k];
                    whole.Second[at + k] = piece.Second[room + k];
                }
                else
                {
                    piece.Theta[room + k] = whole.Theta[at + k];
                    piece.Gradient[room + k] = whole.Gradient[at + k];
                    piece.First[room + k] = whole.First[at + k];
                    piece.Second[room + k] = whole.Second[at + k];
                }
            }
        }

        // What fills the last vector up.
        for (nint i = (nint)elements.Length * d; i < piece.Length && !isBack; i++)
        {
            (piece.Theta[i], piece.Gradient[i], piece.First[i], piece.Second[i]) = (0, 0, 0, 0);
        }
    }
}
