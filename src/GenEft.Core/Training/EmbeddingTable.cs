using GenEft.Relations;

namespace GenEft.Training;

/// <summary>The trained embeddings of a run: one vector per element.</summary>
public sealed class EmbeddingTable
{
    /// <summary>Takes them from a trained network.</summary>
    /// <param name="model">The network.</param>
    public EmbeddingTable(NetworkModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Relation = model.Relation;
        Values = model.GetEmbedding();
        Labels = [.. Enumerable.Range(0, model.Count).Select(model.GetLabel)];
    }

    /// <summary>What was learnt.</summary>
    internal Relation Relation { get; }

    /// <summary>The elements' labels: [n].</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The embeddings: [n, d].</summary>
    public double[,] Values { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Values.GetLength(0)} x {Values.GetLength(1)}";
}
