using System.Globalization;
using System.Numerics;

namespace GenEft.Relations;

/// <summary>How many transitive relations there are, by their structure: a partial order of strongly connected components.</summary>
internal static class TransitiveCounts
{
    // Number of partial orders on n labelled elements, n = 0, 1, ... (OEIS A001035); no closed form is known.
    private static readonly BigInteger[] s_partialOrders =
        [.. new[]
        {
            "1", "1", "3", "19", "219", "4231", "130023", "6129859", "431723379", "44511042511", "6611065248783",
            "1396281677105899", "414864951055853499", "171850728381587059351", "98484324257128207032183",
            "77567171020440688353049939", "83480529785490157813844256579", "122152541250295322862941281269151",
            "241939392597201176602897820148085023",
        }.Select(text => BigInteger.Parse(text, CultureInfo.InvariantCulture))];

    /// <summary>The most elements of which the number of partial orders is known here.</summary>
    public static int MaximumCount => s_partialOrders.Length - 1;

    /// <summary>All transitive relations on n elements.</summary>
    public static BigInteger Total(int n)
    {
        BigInteger total = n == 0 ? BigInteger.One : BigInteger.Zero;
        BigInteger[,] stirling = StirlingSecondKind(n);
        for (int k = 1; k <= n; k++)
        {
            for (int s = 0; s <= k; s++)
            {
                total += Ways(n, k, s, stirling);
            }
        }

        return total;
    }

    /// <summary>The natural logarithm of the number with k components, of which s are single elements without a loop.</summary>
    public static double LogWays(int n, int k, int s) => BigInteger.Log(Ways(n, k, s, StirlingSecondKind(n)));

    private static BigInteger Ways(int n, int k, int s, BigInteger[,] stirling)
    {
        BigInteger choose = BigInteger.One;   // C(n, s)
        for (int i = 0; i < s; i++)
        {
            choose = choose * (n - i) / (i + 1);
        }

        return choose * stirling[n - s, k - s] * s_partialOrders[k];
    }

    // S(i, j) for i, j up to n.
    private static BigInteger[,] StirlingSecondKind(int n)
    {
        BigInteger[,] s = new BigInteger[n + 1, n + 1];
        s[0, 0] = BigInteger.One;
        for (int i = 1; i <= n; i++)
        {
            for (int j = 1; j <= i; j++)
            {
                s[i, j] = (j * s[i - 1, j]) + s[i - 1, j - 1];
            }
        }

        return s;
    }
}
