using GenEft.Numerics;

namespace GenEft.Dynamics;

/// <summary>Draws initial conditions of repons and counts those that collide: about_GenEft_Theory 5(v) by experiment.</summary>
public static class ReponSampler
{
    private const int Block = 4096;   // draws that share a stream: what a block holds depends on seed and number alone

    /// <summary>How many of some initial conditions collide at each of several strengths h = (eta_x/(kappa eta_A)) (sigma_a/sigma_c)^2.</summary>
    /// <remarks>The entries of A: [p, d] and r: [d] are drawn standard normal; that r^T (A^T A)^-1 r is at most h is then the criterion of
    /// about_GenEft_Theory 5(iv). Every strength sees the same draws.</remarks>
    /// <param name="embeddingDimension">d, at least 1.</param>
    /// <param name="outputDimension">p, at least 1; below d none collides.</param>
    /// <param name="strengths">h, each at least 0.</param>
    /// <param name="sampleCount">How many draws, at least 1.</param>
    /// <param name="seed">The seed; the result does not depend on the number of threads.</param>
    /// <param name="threadCount">The most cores to use.</param>
    /// <param name="progress">Told how many blocks of 4096 draws are done; on any thread.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <returns>The number that collide, by strength.</returns>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    public static long[] Count(
        int embeddingDimension, int outputDimension, IReadOnlyList<double> strengths, long sampleCount, long seed, int threadCount = 1,
        IProgress<int>? progress = null, CancellationToken cancelToken = default)
    {
        ArgumentNullException.ThrowIfNull(strengths);
        Validate(embeddingDimension, outputDimension, sampleCount);
        int blocks = BlockCount(sampleCount);

        // Each draw falls between two of the sorted strengths.
        double[] sorted = [.. strengths.Distinct().Order()];
        long[] below = new long[sorted.Length + 1];
        Concurrent.Each(blocks, threadCount, block =>
        {
            int draws = (int)Math.Min(Block, sampleCount - ((long)block * Block));
            long[] counts = CountBlock(embeddingDimension, outputDimension, sorted, draws, new CounterRandom(seed, RandomPurpose.Repon, block), cancelToken);
            lock (below)
            {
                for (int k = 0; k < below.Length; k++)
                {
                    below[k] += counts[k];
                }
            }

            return block;
        }, progress, cancelToken);
        for (int k = 1; k < below.Length; k++)
        {
            below[k] += below[k - 1];
        }

        return [.. strengths.Select(strength => below[Array.BinarySearch(sorted, strength)])];
    }

    /// <summary>Refuses what cannot be drawn.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange.</exception>
    public static void Validate(int embeddingDimension, int outputDimension, long sampleCount)
    {
        Guard.Range("EmbeddingDimension", embeddingDimension, 1, 4096);
        Guard.Range("OutputDimension", outputDimension, 1, 1_000_000);
        Guard.Range("SampleCount", sampleCount, 1, (long)int.MaxValue * Block);
    }

    /// <summary>The blocks that so many draws make.</summary>
    public static int BlockCount(long sampleCount) => (int)((sampleCount + Block - 1) / Block);

    // By place among the strengths, how many draws have their first sufficient strength there.
    private static long[] CountBlock(int d, int p, double[] sorted, int draws, CounterRandom random, CancellationToken cancelToken)
    {
        long[] counts = new long[sorted.Length + 1];
        if (p < d)
        {
            counts[^1] = draws;
            return counts;
        }

        double[] row = new double[d];
        double[] gram = new double[d * d];
        double[] r = new double[d];
        for (int draw = 0; draw < draws; draw++)
        {
            Array.Clear(gram);
            for (int k = 0; k < p; k++)
            {
                cancelToken.ThrowIfCancellationRequested();
                random.FillNormal(row);
                for (int i = 0; i < d; i++)
                {
                    for (int j = 0; j <= i; j++)
                    {
                        gram[(i * d) + j] += row[i] * row[j];
                    }
                }
            }

            random.FillNormal(r);
            int place = Array.BinarySearch(sorted, Quadratic(gram, r, d, cancelToken));
            counts[place >= 0 ? place : ~place]++;
        }

        return counts;
    }

    // r^T G^-1 r by Cholesky's factor L of G, |L^-1 r|^2; overwrites both.
    private static double Quadratic(double[] gram, double[] r, int d, CancellationToken cancelToken)
    {
        double sum = 0;
        for (int i = 0; i < d; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            for (int j = 0; j <= i; j++)
            {
                double entry = gram[(i * d) + j];
                for (int k = 0; k < j; k++)
                {
                    entry -= gram[(i * d) + k] * gram[(j * d) + k];
                }

                gram[(i * d) + j] = i == j ? Math.Sqrt(Math.Max(0, entry)) : entry / gram[(j * d) + j];
            }

            double solved = r[i];
            for (int k = 0; k < i; k++)
            {
                solved -= gram[(i * d) + k] * r[k];
            }

            r[i] = solved / gram[(i * d) + i];
            sum += r[i] * r[i];
        }

        return double.IsNaN(sum) ? double.PositiveInfinity : sum;
    }
}
