using GenEft.Dynamics;

namespace GenEft.Training;

/// <summary>
/// The sizes of a network and where its parameters lie in one flat vector: embeddings [n][d], then for each affine
/// layer its weights [out][in] and its biases [out].
/// </summary>
internal sealed class NetworkShape
{
    public NetworkShape(int elementCount, TrainingSettings settings)
    {
        ElementCount = elementCount;
        EmbeddingDimension = settings.EmbeddingDimension;
        Combination = settings.Combination;
        Activation = settings.Activation;
        InputWidth = InputWidthOf(settings);
        int offset = EncoderLength;
        Layers = [.. LayersOf(settings).Select(layer =>
        {
            int weights = offset;
            int biases = weights + (layer.Inputs * layer.Outputs);
            offset = biases + layer.Outputs;
            return new Layer(layer.Inputs, layer.Outputs, weights, biases);
        })];
        ParameterCount = offset;
    }

    /// <summary>The length of the parameter vector of a network that need not fit.</summary>
    public static double ParameterCountOf(int elementCount, TrainingSettings settings) =>
        ((double)elementCount * settings.EmbeddingDimension) + LayersOf(settings).Sum(layer => (layer.Inputs + 1.0) * layer.Outputs);

    /// <summary>Width of the decoder's input.</summary>
    public static int InputWidthOf(TrainingSettings settings) =>
        settings.EmbeddingDimension * (settings.Combination == Combination.Concatenation ? 2 : 1);

    private static IEnumerable<(int Inputs, int Outputs)> LayersOf(TrainingSettings settings) =>
        Enumerable.Range(0, settings.DecoderDepth).Select(l => (
            l == 0 ? InputWidthOf(settings) : settings.DecoderWidth, l == settings.DecoderDepth - 1 ? 1 : settings.DecoderWidth));

    /// <summary>The number n of elements.</summary>
    public int ElementCount { get; }

    /// <summary>The dimension d of the embeddings.</summary>
    public int EmbeddingDimension { get; }

    public Combination Combination { get; }

    /// <summary>Of the hidden layers.</summary>
    public Activation Activation { get; }

    /// <summary>Width of the decoder's input.</summary>
    public int InputWidth { get; }

    /// <summary>The affine layers, input to output.</summary>
    public Layer[] Layers { get; }

    /// <summary>n d: the embeddings come first.</summary>
    public int EncoderLength => ElementCount * EmbeddingDimension;

    /// <summary>The length of the parameter vector.</summary>
    public int ParameterCount { get; }

    /// <summary>The charge of about_GenEft_Theory 5(vi) of a parameter vector: the rows of the first layer's blocks are a decoder that acts on the
    /// embeddings.</summary>
    public ConservedCharge Charge(ReadOnlySpan<double> parameters, TrainingSettings settings, CancellationToken cancelToken = default) => new(
        parameters.Slice(Layers[0].WeightOffset, Layers[0].Outputs * Layers[0].Inputs), parameters[..EncoderLength], EmbeddingDimension,
        settings.DecoderLearningRate, settings.EncoderLearningRate, [], cancelToken);

    /// <summary>One affine layer: y[out] = W[out][in] x[in] + b[out].</summary>
    /// <param name="Inputs">Width of x.</param>
    /// <param name="Outputs">Width of y.</param>
    /// <param name="WeightOffset">Where W starts in the parameter vector.</param>
    /// <param name="BiasOffset">Where b starts in the parameter vector.</param>
    internal readonly record struct Layer(int Inputs, int Outputs, int WeightOffset, int BiasOffset);
}
