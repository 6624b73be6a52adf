using System.Runtime.InteropServices;
using GenEft.Libraries;
using GenEft.Numerics;

namespace GenEft.Dynamics;

/// <summary>Whether two repons of one class meet.</summary>
public enum ReponPhase
{
    /// <summary>The repons collide: the representation generalizes.</summary>
    Generalization,

    /// <summary>The repons stop apart: the representation memorizes.</summary>
    Memorization,

    /// <summary>On the boundary: they collide, but algebraically slowly.</summary>
    Critical,
}

/// <summary>
/// Two repons of one class under the reduced flow, Eq. 8 in any dimension: dA/dt = -kappa eta_A A r r^T,
/// dr/dt = -eta_x A^T A r. A: [p, d] decoder; r: [d] displacement, half the separation.
/// </summary>
/// <remarks>kappa = 4/(1 + 1/N) for one repon against a cluster of N (Eq. 13); N = 1 gives Eq. 8's 2.</remarks>
public sealed class ReponSystem
{
    // Relative width of the band that counts as critical: the rounding of the products and of the decomposition.
    private const double CriticalBand = 1e-12;
    private const double MachineEpsilon = 2.220446049250313e-16;

    private readonly double _etaX;
    private readonly double _etaA;
    private readonly double _kappa;
    private readonly double _size;           // a power of two: A and r over roots of the learning rates are of its order, their squares may be no numbers
    private readonly double[] _lambda;       // eigenvalues of Q over _size^2, ascending: [d]
    private readonly double[,] _basis;       // its eigenvectors: [d, d], columns

    /// <summary>Sets up the system at t = 0.</summary>
    /// <param name="decoder">A0: [p, d], finite.</param>
    /// <param name="displacement">r0: [d], finite.</param>
    /// <param name="encoderLearningRate">eta_x, greater than 0.</param>
    /// <param name="decoderLearningRate">eta_A, greater than 0.</param>
    /// <param name="clusterSize">N, at least 1.</param>
    /// <exception cref="GenEftException">ValueOutOfRange or ShapeMismatch.</exception>
    public ReponSystem(
        double[,] decoder, double[] displacement, double encoderLearningRate, double decoderLearningRate, int clusterSize = 1)
    {
        Charge = Check(decoder, displacement, encoderLearningRate, decoderLearningRate, clusterSize);
        _etaX = encoderLearningRate;
        _etaA = decoderLearningRate;
        _kappa = Kappa(clusterSize);
        double decoderScale = PowerOfTwo(decoder.Cast<double>());
        double separationScale = PowerOfTwo(displacement);
        (double[] values, double[,] vt) = Decomposition.Singular(Over(decoder, decoderScale));
        DecoderRank = values.Count(value => value > values[0] * Math.Max(decoder.GetLength(0), displacement.Length) * MachineEpsilon);

        // Singular values over the root of kappa eta_A, and what they see of r0 over that of eta_x: Q is a difference of their squares.
        double[] seen = See(vt, Array.ConvertAll(displacement, entry => entry / separationScale));
        double[] sizes = Array.ConvertAll(values, value => value / (Math.Sqrt(_kappa) * Math.Sqrt(_etaA)));
        double[] parts = Array.ConvertAll(seen, q => q / Math.Sqrt(_etaX));
        CollisionRatio = MeasureCollisionRatio(sizes, parts, separationScale / decoderScale);
        _size = PowerOfTwo([decoderScale * sizes[0], .. parts.Select(q => separationScale * q)]);
        (_lambda, _basis, double[] start, double excess) = Diagonalize(
            Array.ConvertAll(sizes, value => value * (decoderScale / _size)), vt, Array.ConvertAll(parts, q => q * (separationScale / _size)));
        start = start.Length == 1 ? [.. displacement] : Array.ConvertAll(start, q => q * _size * Math.Sqrt(_etaX));
        Solution = new ReponSolution(Array.ConvertAll(_lambda, Unscaled), start, Unscaled(excess), _etaX, _etaA, _kappa);
    }

    /// <summary>Refuses what is no system, at much less cost than making it.</summary>
    /// <returns>Q: [d, d].</returns>
    /// <exception cref="GenEftException">ValueOutOfRange or ShapeMismatch.</exception>
    internal static double[,] Check(
        double[,] decoder, double[] displacement, double encoderLearningRate, double decoderLearningRate, int clusterSize)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(displacement);
        Guard.Positive("EncoderLearningRate", encoderLearningRate);
        Guard.Positive("DecoderLearningRate", decoderLearningRate);
        int p = decoder.GetLength(0);
        int d = displacement.Length;
        if (decoder.Length == 0 || decoder.GetLength(1) != d)
        {
            throw new GenEftException(
                ErrorIds.ShapeMismatch,
                $"Decoder is {p} x {decoder.GetLength(1)} and Displacement has {d} entries; " +
                "Decoder must have at least one row, and as many columns as Displacement has entries.",
                displacement);
        }

        foreach (double entry in decoder)
        {
            Guard.Finite("An entry of Decoder", entry);
        }

        foreach (double entry in displacement)
        {
            Guard.Finite("An entry of Displacement", entry);
        }

        double[,] charge = new ConservedCharge(
            MemoryMarshal.CreateReadOnlySpan(ref decoder[0, 0], p * d), displacement, d, Kappa(clusterSize) * decoderLearningRate,
            encoderLearningRate).Matrix;
        foreach (double entry in charge)
        {
            // Finite entries can still overflow in A^T A or through tiny rates.
            Guard.Finite("An entry of the conserved charge Q of these initial conditions and rates", entry);
        }

        return charge;
    }

    /// <summary>Q = A^T A/(kappa eta_A) - r r^T/eta_x, constant along the flow (about_GenEft_Theory 5(ii)): [d, d].</summary>
    public double[,] Charge { get; }

    /// <summary>The smallest eigenvalue of Q; negative where the repons stop apart.</summary>
    public double MinimumEigenvalue => Unscaled(_lambda[0]);

    /// <summary>r0^T (A0^T A0)^-1 r0 divided by eta_x/(kappa eta_A): below 1 the repons collide (about_GenEft_Theory 5(iv)).
    /// Infinite where A0 does not see a part of r0.</summary>
    public double CollisionRatio { get; }

    /// <summary>The rank of A0 to rounding.</summary>
    internal int DecoderRank { get; }

    /// <summary>Refuses a decoder with enough outputs whose columns are dependent: the criterion of about_GenEft_Theory 5(iv) needs (A^T A)^-1. With fewer
    /// outputs than dimensions there is a null space in any case, and generic repons never collide.</summary>
    /// <exception cref="GenEftException">SingularDecoder.</exception>
    internal void RequireFullRank(double[,] decoder)
    {
        (int p, int d) = (decoder.GetLength(0), decoder.GetLength(1));
        if (DecoderRank < Math.Min(p, d))
        {
            throw new GenEftException(
                ErrorIds.SingularDecoder,
                FormattableString.Invariant($"Decoder is {p} x {d} and of rank {DecoderRank}; its rank must be {Math.Min(p, d)}. A^T A is singular, and r^T (A^T A)^-1 r decides the phase. ") +
                "Invoke-ReponSimulation follows such a decoder.",
                decoder);
        }
    }

    /// <summary>How the flow ends.</summary>
    public ReponPhase Phase => Math.Abs(CollisionRatio - 1) <= CriticalBand ? ReponPhase.Critical
        : CollisionRatio < 1 ? ReponPhase.Generalization
        : ReponPhase.Memorization;

    /// <summary>|r| at the end: 0, or sqrt(-eta_x lambda_min(Q)) (about_GenEft_Theory 5(iv)).</summary>
    public double FinalSeparation =>
        Phase == ReponPhase.Memorization ? Math.Sqrt(_etaX) * _size * Math.Sqrt(Math.Max(0, -_lambda[0])) : 0;

    /// <summary>The largest singular value of A at the end: A^T A then is kappa eta_A times the non-negative part of Q.</summary>
    public double FinalDecoderScale => Phase == ReponPhase.Critical && _lambda.Length == 1
        ? 0
        : Math.Sqrt(_kappa) * Math.Sqrt(_etaA) * _size * Math.Sqrt(Math.Max(0, _lambda[^1]));

    /// <summary>The closed form in the eigenbasis of Q.</summary>
    internal ReponSolution Solution { get; }

    /// <summary>r(t) in closed form (about_GenEft_Theory 5(iii)): [d]. No overflow for any t of at least 0.</summary>
    /// <param name="time">t, in units in which the learning rates are per unit of time.</param>
    public double[] DisplacementAt(double time) => FromEigenbasis(Solution.At(time).Displacement);

    /// <summary>A vector of the eigenbasis in the coordinates of r0: [d].</summary>
    internal double[] FromEigenbasis(double[] vector)
    {
        int d = vector.Length;
        double[] r = new double[d];
        for (int k = 0; k < d; k++)
        {
            for (int i = 0; i < d; i++)
            {
                r[k] += _basis[k, i] * vector[i];
            }
        }

        return r;
    }

    /// <summary>kappa of the reduced model for a cluster of N repons (Eq. 13).</summary>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    internal static double Kappa(int clusterSize)
    {
        Guard.Range("ClusterSize", clusterSize, 1, int.MaxValue);
        return 4 / (1 + (1.0 / clusterSize));
    }

    private double Unscaled(double square) => square * _size * _size;

    // The power of two just below the largest: dividing by it changes no digit.
    private static double PowerOfTwo(IEnumerable<double> values) =>
        values.Max(Math.Abs) is > 0 and var largest && double.IsFinite(largest) ? Math.ScaleB(1, Math.ILogB(largest)) : 1;

    private static double[,] Over(double[,] matrix, double scale)
    {
        double[,] scaled = (double[,])matrix.Clone();
        foreach (ref double entry in MemoryMarshal.CreateSpan(ref scaled[0, 0], scaled.Length))
        {
            entry /= scale;
        }

        return scaled;
    }

    // r along the right singular vectors of A0: [d]. What A0 does not see and is nothing but rounding is nothing.
    private double[] See(double[,] vt, double[] r)
    {
        int d = r.Length;
        double unseen = d * MachineEpsilon * Math.Sqrt(r.Sum(entry => entry * entry));
        double[] seen = new double[d];
        for (int i = 0; i < d; i++)
        {
            for (int k = 0; k < d; k++)
            {
                seen[i] += vt[i, k] * r[k];
            }

            seen[i] = i < DecoderRank || Math.Abs(seen[i]) > unseen ? seen[i] : 0;
        }

        return seen;
    }

    private double MeasureCollisionRatio(double[] sizes, double[] parts, double scale) => Array.Exists(parts[DecoderRank..], q => q != 0)
        ? double.PositiveInfinity
        : parts[..DecoderRank].Select((q, i) => q / sizes[i] * scale).Sum(root => root * root);

    // Q over _size^2 in the basis of A0's right singular vectors: their values squared, less a matrix of rank one.
    private (double[] Lambda, double[,] Basis, double[] Start, double Excess) Diagonalize(double[] sizes, double[,] vt, double[] parts)
    {
        int d = parts.Length;
        if (d == 1)
        {
            double q = vt[0, 0] * parts[0];   // r0 itself
            return ([(sizes[0] - Math.Abs(q)) * (sizes[0] + Math.Abs(q))], new[,] { { 1.0 } }, [q], sizes[0] * sizes[0]);
        }

        double[] diagonal = [.. Enumerable.Range(0, d).Select(i => i < DecoderRank ? sizes[i] * sizes[i] : 0).Reverse()];
        RankOneSpectrum spectrum = new(diagonal, [.. parts.Reverse()]);
        double[,] basis = new double[d, d];
        for (int k = 0; k < d; k++)
        {
            for (int i = 0; i < d; i++)
            {
                for (int j = 0; j < d; j++)
                {
                    basis[k, i] += vt[d - 1 - j, k] * spectrum.Vectors[j, i];
                }
            }
        }

        return (spectrum.Values, basis, spectrum.Projection, spectrum.Excess);
    }
}
