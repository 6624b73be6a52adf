using GenEft.Dynamics;
using GenEft.Relations;

namespace GenEft.Training;

/// <summary>The parameters of a trained network, and what it predicts.</summary>
public sealed class NetworkModel
{
    private readonly NetworkShape _shape;
    private readonly double[] _parameters;
    private readonly Relation _relation;

    internal NetworkModel(Relation relation, NetworkShape shape, double[] parameters)
    {
        _relation = relation;
        _shape = shape;
        _parameters = parameters;
    }

    /// <summary>The number of elements n.</summary>
    public int Count => _shape.ElementCount;

    /// <summary>The dimension d of the embeddings.</summary>
    public int EmbeddingDimension => _shape.EmbeddingDimension;

    /// <summary>The number of affine layers.</summary>
    public int DecoderDepth => _shape.Layers.Length;

    internal NetworkShape Shape => _shape;

    /// <summary>In the order of <see cref="NetworkShape"/>.</summary>
    internal double[] Parameters => _parameters;

    /// <summary>The label of an element, 0-based.</summary>
    public string GetLabel(int element) => _relation.GetLabel(element);

    /// <summary>The charge of about_GenEft_Theory 5(vi).</summary>
    internal ConservedCharge Charge(TrainingSettings settings, CancellationToken cancelToken) =>
        _shape.Charge(_parameters, settings, cancelToken);

    /// <summary>What was learnt.</summary>
    internal Relation Relation => _relation;

    /// <summary>The embeddings E: [n, d].</summary>
    public double[,] GetEmbedding() => Copy(0, Count, EmbeddingDimension);

    /// <summary>The weights of an affine layer, 0-based: [out, in].</summary>
    public double[,] GetWeight(int layer) =>
        Copy(_shape.Layers[layer].WeightOffset, _shape.Layers[layer].Outputs, _shape.Layers[layer].Inputs);

    /// <summary>The biases of an affine layer, 0-based: [out].</summary>
    public double[] GetBias(int layer) =>
        _parameters.AsSpan(_shape.Layers[layer].BiasOffset, _shape.Layers[layer].Outputs).ToArray();

    /// <summary>The probability the network gives to R(i, j) = 1, computed in double.</summary>
    public double Predict(int i, int j)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)i, (uint)Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)j, (uint)Count);
        return 1 / (1 + Math.Exp(-ReferenceTrainer.Logit(_shape, _parameters, i, j)));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{_shape.ParameterCount} parameters";

    private double[,] Copy(int offset, int rows, int columns)
    {
        double[,] matrix = new double[rows, columns];
        Buffer.BlockCopy(_parameters, offset * sizeof(double), matrix, 0, rows * columns * sizeof(double));
        return matrix;
    }
}
