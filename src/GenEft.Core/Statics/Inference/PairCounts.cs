namespace GenEft.Statics.Inference;

/// <summary>A pair's probabilities, by draws.</summary>
internal sealed class PairCounts(int size, int drawCount)
{
    private readonly int[] _first = new int[size * size];    // in the first half of the draws
    private readonly int[] _second = new int[size * size];   // in the rest
    private readonly int _half = drawCount / 2;

    /// <summary>The counts that a draw's pairs go to: [i * size + j].</summary>
    public int[] Of(int draw) => draw < _half ? _first : _second;

    /// <summary>max(p, 1 - p) with p the share of all draws, as the paper does: on average a little too large.</summary>
    public double PlugIn(int i, int j)
    {
        double p = Share(i, j);
        return Math.Max(p, 1 - p);
    }

    /// <summary>The share of the draws.</summary>
    public double Share(int i, int j) => (double)(_first[(i * size) + j] + _second[(i * size) + j]) / drawCount;

    /// <summary>The likelier value in one half of the draws, scored on the other half, both ways: on average never too
    /// large.</summary>
    public double Split(int i, int j)
    {
        double p = (double)_first[(i * size) + j] / _half;
        double q = (double)_second[(i * size) + j] / (drawCount - _half);
        return ((p >= 0.5 ? q : 1 - q) + (q >= 0.5 ? p : 1 - p)) / 2;
    }
}
