using System.Numerics;

namespace GenEft;

/// <summary>
/// A product of powers of factorials, held as integer exponents of 2..n. Adding and dividing only moves exponents, so
/// n!/|Aut| is subtracted exactly before a logarithm is taken (theory.md section 2).
/// </summary>
internal sealed class FactorialProduct
{
    // Exponent differences: _steps[j] is how much the exponent of j exceeds that of j + 1.
    private readonly SortedDictionary<long, long> _steps = [];

    /// <summary>Multiplies by (m!)^power; m is at least 0, power may be negative.</summary>
    public FactorialProduct Multiply(long m, long power = 1)
    {
        if (m >= 2 && power != 0)
        {
            _steps[m] = _steps.GetValueOrDefault(m) + power;
        }

        return this;
    }

    /// <summary>The base-2 logarithm, in bits.</summary>
    public double Log2()
    {
        CompensatedSum sum = default;
        foreach ((long from, long to, long exponent) in Runs())
        {
            for (long j = from; exponent != 0 && j <= to; j++)
            {
                sum.Add(exponent * Math.Log2(j));
            }
        }

        return sum.Value;
    }

    /// <summary>The product itself; every exponent must be non-negative.</summary>
    public BigInteger ToBigInteger()
    {
        BigInteger product = BigInteger.One;
        foreach ((long from, long to, long exponent) in Runs())
        {
            if (exponent < 0)
            {
                throw new InvalidOperationException("The product is not an integer.");
            }

            if (exponent > 0)
            {
                product *= BigInteger.Pow(Range(from, to), checked((int)exponent));
            }
        }

        return product;
    }

    // Stretches of equal exponent: the exponent of j is the sum of the steps at or above j.
    private IEnumerable<(long From, long To, long Exponent)> Runs()
    {
        long exponent = _steps.Values.Sum();
        long from = 2;
        foreach ((long end, long step) in _steps)
        {
            yield return (from, end, exponent);
            exponent -= step;
            from = end + 1;
        }
    }

    // Halving keeps the factors of each product of similar length, which is what makes big multiplication fast.
    private static BigInteger Range(long from, long to) =>
        to - from < 8
            ? Enumerable.Range(0, (int)(to - from + 1)).Aggregate(BigInteger.One, (p, i) => p * (from + i))
            : Range(from, from + ((to - from) / 2)) * Range(from + ((to - from) / 2) + 1, to);
}
