using GenEft.Dynamics;
using GenEft.Training;

namespace GenEft.Experiments;

/// <summary>The law of collision for a network's own widths and initial scales (about_GenEft_Theory 5(vii)).</summary>
public static class NetworkLaw
{
    /// <summary>The settings that the law depends on.</summary>
    public static IReadOnlyList<string> SettingNames { get; } =
    [
        nameof(TrainingSettings.EmbeddingDimension), nameof(TrainingSettings.DecoderDepth), nameof(TrainingSettings.DecoderWidth),
        nameof(TrainingSettings.Combination), nameof(TrainingSettings.EncoderScale), nameof(TrainingSettings.DecoderScale),
        nameof(TrainingSettings.DecoderInitialization),
    ];

    /// <summary>
    /// The same for every activation, whose slope would change both rates' effects alike.
    /// A pair's displacement acts on both blocks of the first layer, which is a decoder with two outputs for each of its units; its
    /// entries have the deviation of the initial weights, and r = (E_1 - E_2)/2 that of the embeddings over the root of 2.
    /// </summary>
    /// <param name="settings">How the network is made.</param>
    /// <param name="clusterSize">N of Eq. 13, at least 1.</param>
    /// <returns>The law; null where it is not known: other combinations than Concatenation, and scales of 0.</returns>
    public static ReponLaw? Of(TrainingSettings settings, int clusterSize = 1)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Combination != Combination.Concatenation || settings.EncoderScale == 0 || settings.DecoderScale == 0)
        {
            return null;
        }

        int d = settings.EmbeddingDimension;
        double fanIn = 2.0 * d;
        double decoderSigma = settings.DecoderScale * settings.DecoderInitialization switch
        {
            DecoderInitialization.Uniform => Math.Sqrt(1 / (3 * fanIn)),
            DecoderInitialization.NormalFanIn => Math.Sqrt(1 / fanIn),
            _ => 1,
        };
        int units = settings.DecoderDepth == 1 ? 1 : settings.DecoderWidth;
        return new ReponLaw(d, 2 * units, decoderSigma, settings.EncoderScale / Math.Sqrt(2), clusterSize);
    }
}
