using System.Globalization;
using System.Numerics;
using System.Text;
using GenEft.Numerics;

namespace GenEft.Symmetry;

/// <summary>
/// A product of powers of integers and factorials, held as integer exponents. Multiplying and dividing only moves
/// exponents, so n!/|Aut| is formed exactly before a logarithm is taken, and the result does not depend on the way the
/// product was found.
/// </summary>
public sealed class GroupOrder
{
    // Up to here the exponents are taken apart into those of primes, which are unique.
    private const int PrimeLimit = 1 << 24;

    // Exponent differences: _steps[j] is how much the exponent of j exceeds that of j + 1.
    private readonly Dictionary<long, long> _steps = [];

    /// <summary>Starts at 1.</summary>
    internal GroupOrder()
    {
    }

    /// <summary>Multiplies by factor^power; factor is at least 1, power may be negative.</summary>
    internal GroupOrder Multiply(long factor, long power = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        return Step(factor, power).Step(factor - 1, -power);
    }

    /// <summary>Multiplies by (m!)^power; m is at least 0, power may be negative.</summary>
    internal GroupOrder MultiplyFactorial(long m, long power = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        return Step(m, power);
    }

    /// <summary>Multiplies by other^power.</summary>
    internal GroupOrder Multiply(GroupOrder other, long power = 1)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach ((long j, long step) in other._steps.ToArray())
        {
            Step(j, step * power);
        }

        return this;
    }

    /// <summary>The base-2 logarithm, in bits: a compensated sum over the primes in increasing order.</summary>
    public double Log2()
    {
        CompensatedSum sum = default;
        foreach ((long factor, long exponent) in Factors())
        {
            sum.Add(exponent * Math.Log2(factor));
        }

        return sum.Value;
    }

    /// <summary>The product itself; it must be an integer.</summary>
    /// <exception cref="InvalidOperationException">The product is not an integer.</exception>
    public BigInteger ToBigInteger()
    {
        // Products of neighbours keep the factors of similar length, which is what makes big multiplication fast.
        List<BigInteger> factors = [.. Factors().Select(factor => factor.Exponent >= 0
            ? BigInteger.Pow(factor.Factor, checked((int)factor.Exponent))
            : throw new InvalidOperationException("The product is not an integer."))];
        while (factors.Count > 1)
        {
            factors = [.. factors.Chunk(2).Select(pair => pair.Length == 2 ? pair[0] * pair[1] : pair[0])];
        }

        return factors.Count == 0 ? BigInteger.One : factors[0];
    }

    /// <summary>The product as text: its decimal digits up to a number of them, beyond that its prime powers, as in
    /// 2^1023 * 3^4. Both are exact.</summary>
    /// <param name="maximumDigits">The most decimal digits written out.</param>
    public string ToText(int maximumDigits)
    {
        if (Log2() * Math.Log10(2) < maximumDigits)
        {
            return ToBigInteger().ToString(CultureInfo.InvariantCulture);
        }

        StringBuilder text = new();
        foreach ((long factor, long exponent) in Factors())
        {
            text.Append(text.Length == 0 ? "" : " * ").Append(CultureInfo.InvariantCulture, $"{factor}");
            if (exponent != 1)
            {
                text.Append(CultureInfo.InvariantCulture, $"^{exponent}");
            }
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => ToText(maximumDigits: 100);

    /// <summary>The factors with their exponents other than 0, ascending: primes, unless a factor exceeds 2^24.</summary>
    internal IEnumerable<(long Factor, long Exponent)> Factors()
    {
        long[] ends = [.. _steps.Keys.Order()];
        long maximum = ends.Length == 0 ? 1 : ends[^1];
        if (maximum <= PrimeLimit)
        {
            return PrimeFactors((int)maximum);
        }

        return Runs(ends).SelectMany(run => run.Exponent == 0 ? [] : Stretch(run.From, run.To, run.Exponent));

        static IEnumerable<(long, long)> Stretch(long from, long to, long exponent)
        {
            for (long j = from; j <= to; j++)
            {
                yield return (j, exponent);
            }
        }
    }

    private GroupOrder Step(long j, long power)
    {
        if (j >= 2 && power != 0)
        {
            long step = _steps.GetValueOrDefault(j) + power;
            if (step == 0)
            {
                _steps.Remove(j);
            }
            else
            {
                _steps[j] = step;
            }
        }

        return this;
    }

    // Each composite hands its exponent to its smallest prime factor and to the rest.
    private IEnumerable<(long Factor, long Exponent)> PrimeFactors(int maximum)
    {
        long[] exponents = new long[maximum + 1];
        foreach ((long from, long to, long exponent) in Runs([.. _steps.Keys.Order()]))
        {
            exponents.AsSpan((int)from, (int)(to - from + 1)).Fill(exponent);
        }

        int[] smallest = SmallestPrimeFactors(maximum);
        for (int j = maximum; j > 3; j--)
        {
            int prime = smallest[j];
            if (prime != 0)
            {
                exponents[prime] += exponents[j];
                exponents[j / prime] += exponents[j];
                exponents[j] = 0;
            }
        }

        for (int j = 2; j <= maximum; j++)
        {
            if (exponents[j] != 0)
            {
                yield return (j, exponents[j]);
            }
        }
    }

    // 0 for a prime.
    private static int[] SmallestPrimeFactors(int maximum)
    {
        int[] smallest = new int[maximum + 1];
        for (int p = 2; (long)p * p <= maximum; p++)
        {
            for (int j = p * p; smallest[p] == 0 && j <= maximum; j += p)
            {
                if (smallest[j] == 0)
                {
                    smallest[j] = p;
                }
            }
        }

        return smallest;
    }

    // Stretches of equal exponent: the exponent of j is the sum of the steps at or above j.
    private IEnumerable<(long From, long To, long Exponent)> Runs(long[] ends)
    {
        long exponent = _steps.Values.Sum();
        long from = 2;
        foreach (long end in ends)
        {
            yield return (from, end, exponent);
            exponent -= _steps[end];
            from = end + 1;
        }
    }
}
