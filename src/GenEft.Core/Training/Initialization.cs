using GenEft.Numerics;

namespace GenEft.Training;

/// <summary>The parameters at step 0: a function of shape, scales and seed alone, so that every backend starts alike.</summary>
internal static class Initialization
{
    /// <summary>The flat parameter vector of <see cref="NetworkShape"/>.</summary>
    public static double[] Create(
        NetworkShape shape, TrainingSettings settings, CancellationToken cancelToken = default)
    {
        double[] parameters = new double[shape.ParameterCount];
        CounterRandom random = new(settings.Seed, RandomPurpose.Embedding);
        for (int i = 0; i < shape.EncoderLength; i++)
        {
            parameters[i] = settings.EncoderScale * random.NextNormal();
        }

        for (int l = 0; l < shape.Layers.Length; l++)
        {
            NetworkShape.Layer layer = shape.Layers[l];
            random = new CounterRandom(settings.Seed, RandomPurpose.Decoder, l);
            double fanIn = 1 / Math.Sqrt(layer.Inputs);
            int end = layer.BiasOffset + layer.Outputs;
            for (int i = layer.WeightOffset; i < end; i++)
            {
                if (i % 65_536 == 0)
                {
                    cancelToken.ThrowIfCancellationRequested();
                }

                parameters[i] = settings.DecoderScale * settings.DecoderInitialization switch
                {
                    DecoderInitialization.Uniform => fanIn * ((2 * random.NextDouble()) - 1),
                    DecoderInitialization.Normal => random.NextNormal(),
                    DecoderInitialization.NormalFanIn => fanIn * random.NextNormal(),
                    _ => throw new InvalidOperationException(),
                };
            }
        }

        return parameters;
    }
}
