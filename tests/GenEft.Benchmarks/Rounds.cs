using System.Diagnostics;

namespace GenEft.Benchmarks;

/// <summary>Takes turns: each round runs every contender once, so that a slow moment of the machine hits all alike.</summary>
internal static class Rounds
{
    /// <summary>The median rate of each contender; one unmeasured round first.</summary>
    public static double[] Medians(int rounds, params Func<double>[] contenders) => [.. All(rounds, contenders).Select(Median)];

    /// <summary>The rates of each contender, round by round: the best says what the code can do, the median what the neighbours leave of it, and of two
    /// contenders the same round says how they compare.</summary>
    public static double[][] All(int rounds, params Func<double>[] contenders)
    {
        List<double>[] rates = [.. contenders.Select(_ => new List<double>())];
        for (int round = -1; round < rounds; round++)
        {
            for (int i = 0; i < contenders.Length; i++)
            {
                double rate = contenders[i]();
                if (round >= 0)
                {
                    rates[i].Add(rate);
                }
            }
        }

        return [.. rates.Select(list => list.ToArray())];
    }

    /// <summary>How often an action runs in a second, over at least the given time.</summary>
    public static double Rate(Action action, TimeSpan atLeast)
    {
        long start = Stopwatch.GetTimestamp();
        int count = 0;
        TimeSpan elapsed;
        do
        {
            action();
            count++;
            elapsed = Stopwatch.GetElapsedTime(start);
        }
        while (elapsed < atLeast);
        return count / elapsed.TotalSeconds;
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
