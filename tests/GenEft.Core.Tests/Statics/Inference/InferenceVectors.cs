using System.Text.Json;
using GenEft.Relations;

namespace GenEft.Tests;

/// <summary>Posteriors counted by brute force: Vectors/inference-bruteforce.json describes itself.</summary>
internal sealed record InferenceVectors(InferenceVectors.Case[] Cases)
{
    private static readonly JsonSerializerOptions s_options = new() { PropertyNameCaseInsensitive = true };

    public static InferenceVectors Load() => JsonSerializer.Deserialize<InferenceVectors>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "inference-bruteforce.json")), s_options)!;

    /// <summary>Known pairs as [i, j, R_ij]; probabilities [n][n].</summary>
    internal sealed record Case(
        string Kind, int Count, int ClassCount, int[][] Known, long InferableByClosure, double[][] ExactProbability,
        double ExactAccuracyBound, double PaperAccuracyBoundOffDiagonalOnes)
    {
        public bool IsOrder => Kind == "GreaterThan";

        /// <summary>The classes behind the sample.</summary>
        public int[] Classes => [.. Enumerable.Range(0, Count).Select(i => i % ClassCount)];

        public PairSet Sample() => Samples.Of([.. Known.Select(pair => (pair[0], pair[1], pair[2] != 0))]);
    }
}

/// <summary>Known pairs.</summary>
internal static class Samples
{
    public static PairSet Of(params (int I, int J, bool Related)[] pairs)
    {
        PairSet set = new(pairs.Length);
        for (int slot = 0; slot < pairs.Length; slot++)
        {
            set.Set(slot, pairs[slot].I, pairs[slot].J, pairs[slot].Related);
        }

        return set;
    }
}
