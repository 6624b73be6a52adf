using System.Runtime.InteropServices;
using GenEft.Libraries;

namespace GenEft.Dynamics.Simulation;

/// <summary>Which equations a simulation follows.</summary>
public enum ReponModelKind
{
    /// <summary>The reduced equations' exact solution (about_GenEft_Theory 5(iii)).</summary>
    ClosedForm,

    /// <summary>Eq. 8, with Eq. 13's factor for clusters, integrated.</summary>
    Reduced,

    /// <summary>Eq. 7, integrated: any repons and targets, the bias trained.</summary>
    Full,
}

/// <summary>What is observed of a state.</summary>
/// <param name="DecoderScale">The largest singular value of A; a_2 with its sign where A and r are numbers.</param>
/// <param name="Separation">Half the distance of the closest two repons of one target, |r|; c with its sign where A and r are numbers.</param>
/// <param name="Spread">Half the distance of the farthest two repons of one target.</param>
/// <param name="First">The number of one of the closest two, from 0.</param>
/// <param name="Second">The number of the other.</param>
/// <param name="Charge">The trace of the conserved matrix.</param>
/// <param name="ChargeDrift">How far the conserved matrix is from its start, relative to the size of its two terms then.</param>
/// <param name="Potential">The reduced potential r^T A^T A r / 2, or the loss of Eq. 6.</param>
/// <param name="Center">The mean of all repons of the full equations, where there are two places of one target and A and r are numbers.</param>
/// <param name="Offset">b - y, likewise.</param>
internal readonly record struct ReponObservation(
    double DecoderScale, double Separation, double Spread, int First, int Second, double Charge, double ChargeDrift, double Potential,
    double? Center = null, double? Offset = null)
{
    /// <summary>Whether there are two repons of one target; where there are none, all that is between them is not a number.</summary>
    public bool HasPair => !double.IsNaN(Separation);
}

/// <summary>A flow of repons and their decoder.</summary>
internal abstract class ReponModel
{
    /// <summary>[n] the state at time 0.</summary>
    public abstract double[] Start { get; }

    /// <summary>[n] the size of each entry's kind, for error control.</summary>
    public abstract double[] Scale { get; }

    /// <summary>The rate of change of a state.</summary>
    public abstract void Flow(ReadOnlySpan<double> state, Span<double> rate);

    /// <summary>How fast the potential falls, from the rates of change: that of each entry squared over its learning rate.</summary>
    public abstract double Dissipation(ReadOnlySpan<double> rate);

    /// <summary>The relative rate eta_x |A|^2 at which repons come closer at most; |A|^2 is the sum of its squares.</summary>
    public abstract double FullRate(ReadOnlySpan<double> state);

    /// <summary>The largest rate eta_x s^2, with s a singular value of A, of what is between two repons of one target: of a direction in which more
    /// than a share of it lies. Pairs that are closer than twice a half distance do not count.</summary>
    public abstract double ApproachRate(ReadOnlySpan<double> state, double collided, double share, CancellationToken cancelToken);

    /// <summary>Whether no two repons of one target are farther apart than twice a half distance.</summary>
    public abstract bool IsCollided(ReadOnlySpan<double> state, double half, CancellationToken cancelToken);

    /// <summary>What is observed of a state.</summary>
    public abstract ReponObservation Observe(ReadOnlySpan<double> state, CancellationToken cancelToken);

    /// <summary>A state as matrices.</summary>
    public abstract ReponState StateOf(ReadOnlySpan<double> state);

    /// <summary>Entries, row by row, as a matrix.</summary>
    protected static double[,] Matrix(ReadOnlySpan<double> entries, int columns)
    {
        double[,] matrix = new double[entries.Length / columns, columns];
        entries.CopyTo(MemoryMarshal.CreateSpan(ref matrix[0, 0], matrix.Length));
        return matrix;
    }

    /// <summary>The sum of squares.</summary>
    protected static double Squares(ReadOnlySpan<double> entries)
    {
        double sum = 0;
        foreach (double entry in entries)
        {
            sum += entry * entry;
        }

        return sum;
    }

    /// <summary>The largest s^2 of a direction in which more than a share of v lies: [d].</summary>
    /// <param name="directions">The singular values and directions of A, as Decomposition gives them.</param>
    /// <param name="v">What is between two repons: [d].</param>
    /// <param name="share">The share of its length.</param>
    protected static double Seen((double[] Values, double[,] RightTransposed) directions, ReadOnlySpan<double> v, double share)
    {
        double limit = share * Math.Sqrt(Squares(v));
        for (int k = 0; k < directions.Values.Length; k++)
        {
            double along = 0;
            for (int i = 0; i < v.Length; i++)
            {
                along += directions.RightTransposed[k, i] * v[i];
            }

            if (Math.Abs(along) > limit)
            {
                return directions.Values[k] * directions.Values[k];   // they descend
            }
        }

        return 0;
    }

    /// <summary>The largest singular value of A, from A^T A.</summary>
    protected static double DecoderScale(double[,] gram) => Math.Sqrt(Math.Max(0, Decomposition.Eigen(gram).Values[^1]));

    /// <summary>The largest entry's size; 1 where all are 0.</summary>
    protected static double Largest(ReadOnlySpan<double> entries)
    {
        double largest = 0;
        foreach (double entry in entries)
        {
            largest = Math.Max(largest, Math.Abs(entry));
        }

        return largest == 0 ? 1 : largest;
    }
}
