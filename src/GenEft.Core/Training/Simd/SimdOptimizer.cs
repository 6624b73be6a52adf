using System.Runtime.CompilerServices;

namespace GenEft.Training.Simd;

/// <summary>One optimizer step over a stretch of parameters that share a learning rate; cites <see cref="ReferenceTrainer"/>.</summary>
internal static unsafe class SimdOptimizer<TSimd, V>
    where TSimd : struct, ISimd<V>
    where V : struct
{
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

    /// <summary>The same for some rows of d parameters each; for all where there are none named.</summary>
    public static void Adapt(in Segment q, bool decoupled, int updates, EmbeddingRows? rows, int d)
    {
        if (rows is null)
        {
            Adapt(q, decoupled, updates);
            return;
        }

        float eta = (float)(q.LearningRate / (1 - Math.Pow(Adam.Beta1, updates)));
        float scale = (float)(1 / Math.Sqrt(1 - Math.Pow(Adam.Beta2, updates)));
        float keep = decoupled ? (float)(1 - (q.LearningRate * q.WeightDecay)) : 1;
        float decay = decoupled ? 0 : (float)q.WeightDecay;
        foreach (int element in rows.Elements)
        {
            for (nint i = (nint)element * d; i < ((nint)element + 1) * d; i++)
            {
                float gradient = q.Gradient[i] + (decay * q.Theta[i]);
                float first = ((float)Adam.Beta1 * q.First[i]) + ((float)(1 - Adam.Beta1) * gradient);
                float second = ((float)Adam.Beta2 * q.Second[i]) + ((float)(1 - Adam.Beta2) * gradient * gradient);
                q.First[i] = first;
                q.Second[i] = second;
                q.Theta[i] = (q.Theta[i] * keep) - (eta * (first / ((MathF.Sqrt(second) * scale) + (float)Adam.Epsilon)));
            }
        }
    }
}
