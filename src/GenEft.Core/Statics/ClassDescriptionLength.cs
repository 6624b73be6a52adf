using System.Numerics;
using GenEft.Libraries;
using GenEft.Numerics;
using GenEft.Relations;
using GenEft.Symmetry;

namespace GenEft.Statics;

/// <summary>
/// Bits needed to single out one relation of a class on n labelled elements: the paper's figure (Table II) and
/// log2 of the exact number of such relations (about_GenEft_Theory 2).
/// </summary>
public sealed record ClassDescriptionLength
{
    private const int MaximumCount = RelationSettings.MaximumCount;

    /// <summary>The class, a row of Table II.</summary>
    public required RelationClass Class { get; init; }

    /// <summary>The number of elements n.</summary>
    public required int Count { get; init; }

    /// <summary>k of an equivalence; null for other classes.</summary>
    public required int? ClassCount { get; init; }

    /// <summary>|S1| of an incomplete bipartite graph; null for other classes.</summary>
    public required int? PartSize { get; init; }

    /// <summary>Mean length of a transitive chain, where given.</summary>
    public required double? MeanChainLength { get; init; }

    /// <summary>Mean node depth of a tree, where given.</summary>
    public required double? MeanDepth { get; init; }

    /// <summary>The paper's figure, bits; null where it needs a class parameter that was not given.</summary>
    public required double? PaperBits { get; init; }

    /// <summary>log2 of the number of labelled relations in the class, bits; null where no closed form or table has it,
    /// or where an equivalence of very many elements and classes would take too long to count.</summary>
    public required double? ExactBits { get; init; }

    /// <summary>Computes one row of Table II.</summary>
    /// <param name="relationClass">The class.</param>
    /// <param name="count">The number of elements n, at least 1.</param>
    /// <param name="classCount">k of an equivalence, 1..n; default 3, at most n.</param>
    /// <param name="partSize">|S1| of an incomplete bipartite graph, 1..n-1; default n / 2.</param>
    /// <param name="meanChainLength">Mean length of a transitive chain, at least 1; needed for the paper's figure of Transitive.</param>
    /// <param name="meanDepth">Mean node depth, at least 1; needed for the paper's figure of Tree.</param>
    /// <param name="cancelToken">Stops the counting of a large equivalence.</param>
    /// <exception cref="GenEftException">ValueOutOfRange or ParameterNotApplicable.</exception>
    public static ClassDescriptionLength Compute(
        RelationClass relationClass,
        int count,
        int? classCount = null,
        int? partSize = null,
        double? meanChainLength = null,
        double? meanDepth = null,
        CancellationToken cancelToken = default)
    {
        Guard.Range("Count", count, 1, MaximumCount);
        RefuseForeign(relationClass, RelationClass.Equivalence, "ClassCount", classCount);
        RefuseForeign(relationClass, RelationClass.IncompleteBipartite, "PartSize", partSize);
        RefuseForeign(relationClass, RelationClass.Transitive, "MeanChainLength", meanChainLength);
        RefuseForeign(relationClass, RelationClass.Tree, "MeanDepth", meanDepth);
        double n = count;
        int? classes = relationClass == RelationClass.Equivalence ? classCount ?? Math.Min(3, count) : null;
        int? part = relationClass == RelationClass.IncompleteBipartite ? partSize ?? Math.Max(1, count / 2) : null;
        (double? paper, double? exact) = relationClass switch
        {
            RelationClass.Generic => Both(n * n),
            RelationClass.Symmetric => Both(n * (n + 1) / 2),
            RelationClass.Antisymmetric => (n * (n - 1) / 2, n + (n * (n - 1) / 2 * Math.Log2(3))),
            RelationClass.Reflexive => Both(n * (n - 1)),
            RelationClass.Transitive => (PaperTransitive(n, meanChainLength), ExactTransitive(count)),
            RelationClass.Equivalence => Equivalence(count, classes!.Value, cancelToken),
            RelationClass.TotalOrder => Both(new GroupOrder().MultiplyFactorial(count).Log2()),
            RelationClass.CompleteBipartite => (n, CompleteBipartite(count)),
            RelationClass.IncompleteBipartite => Both(IncompleteBipartite(count, part!.Value)),
            RelationClass.Tree => (PaperTree(n, meanDepth), Math.Max(0, (n - 2) * Math.Log2(n))),
            _ => throw new ArgumentOutOfRangeException(nameof(relationClass)),
        };
        return new ClassDescriptionLength
        {
            Class = relationClass,
            Count = count,
            ClassCount = classes,
            PartSize = part,
            MeanChainLength = meanChainLength,
            MeanDepth = meanDepth,
            PaperBits = paper,
            ExactBits = exact,
        };
    }

    private static (double?, double?) Both(double bits) => (bits, bits);

    private static void RefuseForeign(RelationClass given, RelationClass owner, string parameter, object? value)
    {
        if (value is not null && given != owner)
        {
            throw new GenEftException(
                ErrorIds.ParameterNotApplicable, $"{parameter} was given; class {given} does not have it, {owner} does.", value);
        }
    }

    // n^2 / (<k> - 1)!, with the factorial of a real number as Gamma(<k>).
    private static double? PaperTransitive(double n, double? meanChainLength)
    {
        if (meanChainLength is not double k)
        {
            return null;
        }

        Guard.AtLeastOne("MeanChainLength", k);

        return n * n / Math.Exp(SpecialFunction.LogGamma(k));
    }

    private static double? PaperTree(double n, double? meanDepth)
    {
        if (meanDepth is not double d)
        {
            return null;
        }

        Guard.AtLeastOne("MeanDepth", d);

        return n * Math.Log2(d);
    }

    private static double? ExactTransitive(int n) => n > TransitiveCounts.MaximumCount ? null : Log2(TransitiveCounts.Total(n));

    private static (double?, double?) Equivalence(int n, int k, CancellationToken cancelToken)
    {
        Guard.Range("ClassCount", k, 1, n);
        return (n * Math.Log2(k), Log2Stirling(n, k, cancelToken));
    }

    // 2^(n-1) - 1 unordered splits with both sides non-empty; a single element has none.
    private static double? CompleteBipartite(int n) =>
        n < 2 ? null : n <= 53 ? Math.Log2(Math.Pow(2, n - 1) - 1) : n - 1;

    private static double IncompleteBipartite(int n, int partSize)
    {
        Guard.Range("Count", n, 2, MaximumCount);
        Guard.Range("PartSize", partSize, 1, n - 1);
        return (double)partSize * (n - partSize);
    }

    /// <summary>log2 S(n, k), bits; null where none of the three ways below can reach it in seconds.</summary>
    internal static double? Log2Stirling(int n, int k, CancellationToken cancelToken = default)
    {
        // Inclusion-exclusion, k! S(n, k) = sum_j (-1)^(k-j) C(k, j) j^n, exactly where the integers are affordable.
        const long AffordableBits = 40_000_000;
        if ((double)n * k * Math.Log2(k + 1) <= AffordableBits)
        {
            BigInteger sum = BigInteger.Zero;
            BigInteger choose = BigInteger.One;   // C(k, j) for j = k downwards
            BigInteger factorial = BigInteger.One;
            for (int j = k; j >= 1; j--)
            {
                cancelToken.ThrowIfCancellationRequested();
                BigInteger term = choose * BigInteger.Pow(j, n);
                sum += (k - j) % 2 == 0 ? term : -term;
                choose = choose * j / (k - j + 1);
                factorial *= j;
            }

            return Log2(sum / factorial);
        }

        // k classes drawn for each element miss a class with probability below k (1 - 1/k)^n: where that is under half an
        // ulp, S(n, k) = k^n / k! to the last digit.
        if (Math.Log(k) - ((double)n / k) < Math.Log(1e-17))
        {
            return (n * Math.Log2(k)) - new GroupOrder().MultiplyFactorial(k).Log2();
        }

        // Otherwise the recurrence S(n, k) = k S(n - 1, k) + S(n - 1, k - 1) in logarithms: all terms are positive, so
        // nothing cancels.
        const long AffordableSteps = 200_000_000;
        if ((long)n * k > AffordableSteps)
        {
            return null;
        }

        double[] log = new double[k + 1];
        Array.Fill(log, double.NegativeInfinity);
        log[0] = 0;
        for (int i = 1; i <= n; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            for (int j = Math.Min(i, k); j >= 1; j--)
            {
                log[j] = AddLog2(log[j] + Math.Log2(j), log[j - 1]);
            }

            log[0] = double.NegativeInfinity;
        }

        return log[k];
    }

    private static double AddLog2(double a, double b)
    {
        (double high, double low) = a >= b ? (a, b) : (b, a);
        return double.IsNegativeInfinity(low) ? high : high + (Elementary.Log1p(Math.Pow(2, low - high)) / Math.Log(2));
    }

    private static double Log2(BigInteger value) => BigInteger.Log(value) / Math.Log(2);
}
