namespace GenEft.Dynamics.Simulation;

/// <summary>Where repons and their decoder are at one time.</summary>
public sealed record ReponState
{
    /// <summary>A: [p, d]; empty for the closed form, which tells A^T A only.</summary>
    public required double[,]? Decoder { get; init; }

    /// <summary>b: [p]; empty for the reduced equations, where it is on target.</summary>
    public required double[]? Bias { get; init; }

    /// <summary>x: [N, d], a place each; of the reduced equations around their mean, 0.</summary>
    public required double[,] Position { get; init; }

    /// <summary>How many repons stand at each place: [N]; other than 1 for a cluster.</summary>
    public required IReadOnlyList<int> Count { get; init; }

    /// <summary>The number of each place's target, from 0 in the order in which they first occur: [N].</summary>
    public required IReadOnlyList<int> Class { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Position.GetLength(0)} x {Position.GetLength(1)}";

    /// <summary>One repon and a cluster of others around their mean: at 2N/(N + 1) r and -2/(N + 1) r from it.</summary>
    internal static double[,] Places(ReadOnlySpan<double> displacement, double clusterSize, ReadOnlySpan<double> center)
    {
        double[,] places = new double[2, displacement.Length];
        for (int i = 0; i < displacement.Length; i++)
        {
            places[0, i] = center[i] + (2 * clusterSize / (clusterSize + 1) * displacement[i]);
            places[1, i] = center[i] - (2 / (clusterSize + 1) * displacement[i]);
        }

        return places;
    }

    /// <summary>The state of the reduced equations.</summary>
    internal static ReponState OfPair(double[,]? decoder, ReadOnlySpan<double> displacement, int clusterSize) => new()
    {
        Decoder = decoder,
        Bias = null,
        Position = Places(displacement, clusterSize, new double[displacement.Length]),
        Count = [1, clusterSize],
        Class = [0, 0],
    };
}
