namespace GenEft.Numerics;

/// <summary>A sum of doubles whose rounding error does not grow with the number of terms (Neumaier 1974).</summary>
internal struct CompensatedSum
{
    private double _sum;
    private double _correction;

    /// <summary>The sum so far.</summary>
    public readonly double Value => _sum + _correction;

    /// <summary>Adds one term.</summary>
    public void Add(double term)
    {
        double total = _sum + term;
        _correction += Math.Abs(_sum) >= Math.Abs(term) ? (_sum - total) + term : (term - total) + _sum;
        _sum = total;
    }
}
