using System.Runtime.CompilerServices;
using GenEft.Numerics;

namespace GenEft.Training.Simd;

/// <summary>One optimizer step over a stretch of parameters that share a learning rate; cites <see cref="ReferenceTrainer"/>.</summary>
internal static unsafe class SimdOptimizer<TSimd, V>
    where TSimd : struct, ISimd<V>
    where V : struct
{
    private const int MaxLanes = 16;

    // Below these, numbers move no parameter by a bit (beside Adam's epsilon of 1e-8), and would end as subnormal ones, which take processors ten times as
    // long: a moment without gradients shrinks until it is one, and then stays.
    private const float LeastGradient = 1f / (1L << 58);   // whose square times 1 - beta2 is normal
    private const float LeastMoment = 1e-36f;
    private const float LeastParameter = 1e-30f;

    private const int PieceFloats = 2048;   // of gathered moments: they stay in the nearest cache

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
            TSimd.Store(q.Theta + i, TSimd.Flush(TSimd.MultiplyAdd(eta, TSimd.Load(q.Gradient + i), theta), LeastParameter));
        }
    }

    /// <summary>Adam (decay joins the gradient) or AdamW (decay shrinks the parameter).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Adapt(in Segment q, bool decoupled, (double First, double Second) corrections)
    {
        // In double; only the last factors are rounded.
        V eta = TSimd.Create((float)(-q.LearningRate / corrections.First));
        V scale = TSimd.Create((float)(1 / Math.Sqrt(corrections.Second)));
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
            V gradient = TSimd.Flush(TSimd.MultiplyAdd(decay, theta, TSimd.Load(q.Gradient + i)), LeastGradient);
            V first = TSimd.Flush(TSimd.MultiplyAdd(beta1, TSimd.Load(q.First + i), TSimd.Multiply(fresh1, gradient)), LeastMoment);
            V second = TSimd.Flush(
                TSimd.MultiplyAdd(beta2, TSimd.Load(q.Second + i), TSimd.Multiply(TSimd.Multiply(fresh2, gradient), gradient)), LeastMoment);
            V deviation = TSimd.MultiplyAdd(TSimd.Sqrt(second), scale, epsilon);
            TSimd.Store(q.First + i, first);
            TSimd.Store(q.Second + i, second);
            TSimd.Store(
                q.Theta + i, TSimd.Flush(TSimd.MultiplyAdd(eta, TSimd.Divide(first, deviation), TSimd.Multiply(theta, keep)), LeastParameter));
        }
    }

    /// <summary>The same where Theta and Gradient hold some rows of d parameters, one after the other, and First and Second all rows: moments are
    /// gathered, stepped together and put back.</summary>
    public static void Adapt(
        in Segment q, bool decoupled, (double First, double Second) corrections, ReadOnlySpan<int> rows, int d, float* room)
    {
        int most = RowsAtOnce(d);
        for (int start = 0; start < rows.Length; start += most)
        {
            ReadOnlySpan<int> some = rows[start..Math.Min(rows.Length, start + most)];
            int length = some.Length * d;
            Segment gathered = new()
            {
                Theta = q.Theta + ((nint)start * d), Gradient = q.Gradient + ((nint)start * d), First = room, Second = room + ((nint)most * d),
                Length = (int)AlignedMemory.Padded(length), LearningRate = q.LearningRate, WeightDecay = q.WeightDecay,
            };
            Gather(q, gathered, some, d);
            new Span<float>(gathered.First + length, gathered.Length - length).Clear();
            new Span<float>(gathered.Second + length, gathered.Length - length).Clear();
            Adapt(gathered, decoupled, corrections);
            PutBack(q, gathered, some, d);
        }
    }

    /// <summary>The room that takes.</summary>
    public static int RoomFloats(int d) => 2 * RowsAtOnce(d) * d;

    // Whole vectors, so that only the last piece ends within one.
    private static int RowsAtOnce(int d) => Math.Max(MaxLanes, PieceFloats / d / MaxLanes * MaxLanes);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(in Segment whole, in Segment piece, ReadOnlySpan<int> rows, int d)
    {
        const int Ahead = 32;
        for (int r = 0; r < rows.Length; r++)
        {
            nint next = (nint)rows[Math.Min(r + Ahead, rows.Length - 1)] * d;
            Prefetch.Read(ref whole.First[next]);
            Prefetch.Read(ref whole.Second[next]);
            nint at = (nint)rows[r] * d;
            nint room = (nint)r * d;
            for (nint k = 0; k < d; k++)
            {
                piece.First[room + k] = whole.First[at + k];
                piece.Second[room + k] = whole.Second[at + k];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PutBack(in Segment whole, in Segment piece, ReadOnlySpan<int> rows, int d)
    {
        for (int r = 0; r < rows.Length; r++)
        {
            nint at = (nint)rows[r] * d;
            nint room = (nint)r * d;
            for (nint k = 0; k < d; k++)
            {
                whole.First[at + k] = piece.First[room + k];
                whole.Second[at + k] = piece.Second[room + k];
            }
        }
    }
}
