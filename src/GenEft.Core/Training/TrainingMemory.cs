using System.Globalization;
using GenEft.Relations;
using GenEft.Training.Simd;

namespace GenEft.Training;

/// <summary>What a run will hold in memory, known before it starts.</summary>
internal static class TrainingMemory
{
    /// <summary>Bytes, refused where the machine cannot hold them.</summary>
    /// <exception cref="GenEftException">TrainingTooLarge.</exception>
    public static long Estimate(Relation relation, TrainingSettings settings)
    {
        long pairs = relation.PairCount;
        long trainCount = PairSet.SampleCount(settings.TrainingFraction, pairs);
        long capacity = BatchPairs(relation, settings);

        // A pair is two indices and a label; the split's order and marks go with it where it is ordered.
        const int BytesPerPair = (2 * sizeof(int)) + sizeof(bool) + sizeof(int) + sizeof(bool);
        bool isSampled = settings.EvaluationCount > 0;
        double evaluated = isSampled ? Math.Min(pairs, relation.EdgeCount + (2.0 * settings.EvaluationCount)) : pairs;
        double ordered = pairs <= PairSplit.MostOrdered || !isSampled ? pairs : 0;

        // Logits and weights of what is evaluated at the end; numbers of what was drawn, and of related pairs; a batch and the room it is drawn
        // in, with the rows of its elements, and the two sides of a split that is ordered.
        double sampled = ((sizeof(float) + sizeof(double) + (isSampled ? 36 : 0)) * evaluated)
            + (settings.NegativeRatio > 0 ? (27.0 * capacity) + (pairs <= PairSplit.MostOrdered ? 32.0 * pairs : 0)
                + (sizeof(float) * Math.Min(relation.Count, 2.0 * capacity) * ((2.0 * settings.EmbeddingDimension) + 1)) : 0);
        double parameters = NetworkShape.ParameterCountOf(relation.Count, settings);
        double estimate = (BytesPerPair * Math.Max(evaluated, ordered)) + sampled + TrainerBytes(settings, parameters, capacity) + ChargeBytes(settings);
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (estimate > 0.8 * available || Math.Max(Math.Max(evaluated, ordered), capacity) > Array.MaxLength || parameters > int.MaxValue)
        {
            throw new GenEftException(
                ErrorIds.TrainingTooLarge,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Training {relation.Name} with {relation.Count} elements and {trainCount} training pairs needs {estimate / 1e9:0.0} GB; this machine has {available / 1e9:0.0} GB. ") +
                "Use fewer elements, a smaller DecoderWidth or TrainingFraction, a BatchSize, or for a sparse relation NegativeRatio with EvaluationCount and a BatchSize, each of them smaller where they are given.",
                relation.Count);
        }

        return (long)estimate;
    }

    /// <summary>Multiplications and additions of one step's affine layers, forward, backward and gradient, in millions.</summary>
    public static double MegaFlopsPerStep(Relation relation, TrainingSettings settings)
    {
        return 6e-6 * BatchPairs(relation, settings) * new NetworkShape(relation.Count, settings).Layers.Sum(layer => (double)layer.Inputs * layer.Outputs);
    }

    // Of NegativeRatio the related pairs that are to be expected.
    private static long BatchPairs(Relation relation, TrainingSettings settings)
    {
        long trainCount = settings.NegativeRatio > 0
            ? Math.Max(1, (long)(settings.TrainingFraction * relation.EdgeCount))
            : PairSet.SampleCount(settings.TrainingFraction, relation.PairCount);
        return (1L + settings.NegativeRatio) * (settings.BatchSize == 0 ? trainCount : Math.Min(settings.BatchSize, trainCount));
    }

    // The history's charge: that of step 0, the present one and its two terms, [d, d] each, one of them become the charge.
    private static double ChargeBytes(TrainingSettings s) =>
        s.IncludeCharge ? 3.0 * sizeof(double) * s.EmbeddingDimension * s.EmbeddingDimension : 0;

    // Four parameter vectors (and a marked state of three), a saved state of three in double with its copy as bytes, a logit
    // and a sign a sample, the slopes of one chunk, and an input and a delta per feature and sample of a group of chunks.
    private static double TrainerBytes(TrainingSettings s, double parameters, long capacity)
    {
        double features = 3 + (2.0 * NetworkShape.InputWidthOf(s)) + (2.0 * s.HiddenLayerCount * s.DecoderWidth);
        double padded = capacity + Chunk.Size;
        double slopes = sizeof(float) * Chunk.Size * (double)s.HiddenLayerCount * s.DecoderWidth;
        double group = Math.Min(sizeof(float) * features * padded, Chunk.GroupBytes + (sizeof(float) * features * Chunk.Size * Chunk.LeastGroup));
        double marked = s.Crossing == Crossing.Exact ? 7 : 4;
        return (parameters * ((marked * sizeof(float)) + (6 * sizeof(double)))) + (2 * sizeof(float) * padded) + slopes + group;
    }
}
