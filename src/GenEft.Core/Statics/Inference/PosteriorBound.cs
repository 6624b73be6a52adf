namespace GenEft.Statics.Inference;

/// <summary>What a sample allows: pairs that follow from it, and the expected accuracy of the best guess at the others.</summary>
/// <param name="InferableFraction">Of all n^2 pairs, those known or following by closure.</param>
/// <param name="AccuracyBound">Accuracy over all n^2 pairs.</param>
/// <param name="IsExact">Whether every probability was counted, none drawn.</param>
internal readonly record struct PosteriorBound(double InferableFraction, double AccuracyBound, bool IsExact);
