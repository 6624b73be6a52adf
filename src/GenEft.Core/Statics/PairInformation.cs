using GenEft.Relations;

namespace GenEft.Statics;

/// <summary>
/// What a pair tells of a relation that is known up to its labels, and how many pairs must be known before it can be identified
/// (about_GenEft_Theory 2). A pair of a sparse relation tells much less than a bit.
/// </summary>
public sealed record PairInformation
{
    private readonly int _count;
    private readonly double _offDiagonal;   // H(rho), bits; of several relations the entropy of which hold
    private readonly double _diagonal;      // H(rho_0) of the diagonal, likewise
    private readonly bool _isMirrored;

    private PairInformation(int count, double offDiagonal, double diagonal, bool isMirrored, double baseline)
    {
        (_count, _offDiagonal, _diagonal, _isMirrored, BaselineAccuracy) = (count, offDiagonal, diagonal, isMirrored, baseline);
    }

    /// <summary>What the best constant answer scores on all pairs; where several relations are joined the answer says which of them hold.</summary>
    public double BaselineAccuracy { get; }

    /// <summary>h: the most that a random pair tells, bits.</summary>
    public double InformationPerPair => (((_count - 1) * _offDiagonal) + _diagonal) / _count;

    /// <summary>Reads a relation; where several are joined, a pair tells which of them hold.</summary>
    /// <param name="relation">The relation.</param>
    /// <param name="cancelToken">Stops the work.</param>
    public static PairInformation Of(Relation relation, CancellationToken cancelToken = default)
    {
        ArgumentNullException.ThrowIfNull(relation);
        int n = relation.Count;
        int none = relation.ColourCount;
        long[] loops = new long[none + 1];
        long[] edges = new long[none + 1];
        int[] mirrors = new int[none + 1];     // for each colour the colour of the mirrored pairs
        Array.Fill(mirrors, -1);
        bool isMirrored = true;
        long unmirrored = 0;                   // edges whose mirror is none
        int[] buffer = new int[n];
        for (int i = 0; i < n; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            foreach (int j in relation.GetRow(i, buffer))
            {
                int colour = relation.ColourOf(i, j)!.Value;
                if (i == j)
                {
                    loops[colour]++;
                    continue;
                }

                edges[colour]++;
                int mirror = relation.ColourOf(j, i) ?? none;
                isMirrored &= mirrors[colour] < 0 || mirrors[colour] == mirror;
                mirrors[colour] = mirror;
                if (mirror == none)
                {
                    isMirrored &= mirrors[none] < 0 || mirrors[none] == colour;
                    mirrors[none] = colour;
                    unmirrored++;
                }
            }
        }

        // Pairs that are not related determine their mirrors if these are none of them related, or all.
        long places = (long)n * (n - 1);
        loops[none] = n - loops.Sum();
        edges[none] = places - edges.Sum();
        isMirrored &= unmirrored == 0 || unmirrored == edges[none];
        return new PairInformation(n, Entropy(edges), Entropy(loops), isMirrored, Enumerable.Range(0, none + 1).Max(colour => edges[colour] + loops[colour]) / ((double)n * n));
    }

    /// <summary>p_info = b/(n^2 h): no learner that knows the relation up to its labels identifies it from a smaller share of random pairs, on
    /// average.</summary>
    /// <param name="bits">b, bits; null where pairs tell nothing, and there are bits all the same.</param>
    public double? IdentificationFraction(double bits) =>
        bits == 0 ? 0 : InformationPerPair == 0 ? null : bits / ((double)_count * _count * InformationPerPair);

    /// <summary>The same where each pair determines its mirror, so that unordered pairs count; null where it does not.</summary>
    /// <param name="bits">b, bits; null too where it is more than all pairs can tell.</param>
    public double? MirroredIdentificationFraction(double bits)
    {
        if (!_isMirrored || bits == 0)
        {
            return _isMirrored ? 0 : null;
        }

        // a (1 - (1 - p)^2) + c p = b: of the two roots the one below 1, by the form that does not cancel.
        double a = (double)_count * (_count - 1) / 2 * _offDiagonal;
        double c = _count * _diagonal;
        double half = a + (c / 2);
        double square = (half * half) - (a * bits);
        double fraction = bits / (half + Math.Sqrt(Math.Max(0, square)));
        return square < 0 || fraction > 1 ? null : fraction;
    }

    private static double Entropy(long[] counts)
    {
        double total = counts.Sum();
        return counts.Where(count => count > 0 && count < total).Sum(count => -(count / total * Math.Log2(count / total)));
    }
}
