using System.Globalization;
using GenEft.Dynamics;
using GenEft.Numerics;
using GenEft.Training;

namespace GenEft.Experiments;

/// <summary>Runs that agree in some properties: how often they generalize (Figure 6).</summary>
/// <param name="includeGrokking">Whether grokking counts as generalization.</param>
/// <param name="clusterSize">N of Eq. 13, at least 1.</param>
public sealed class PhaseGroup(bool includeGrokking, int clusterSize)
{
    private readonly Dictionary<string, double?> _ratios = [];   // by twelve digits: those of a grid differ in the last
    private readonly HashSet<(int, int, double, double)?> _laws = [];
    private ReponLaw? _law;
    private long _runs;
    private long _successes;
    private long _undecided;
    private double? _scalar = 0;
    private double? _exact = 0;

    /// <summary>Adds a run.</summary>
    /// <param name="phase">How it ended.</param>
    /// <param name="isDiverged">Whether its loss became infinite.</param>
    /// <param name="settings">How it was trained.</param>
    /// <param name="hasRates">Whether both learning rates are known.</param>
    /// <param name="hasLaw">Whether all is known that the law depends on.</param>
    public void Add(Phase phase, bool isDiverged, TrainingSettings settings, bool hasRates, bool hasLaw)
    {
        ArgumentNullException.ThrowIfNull(settings);
        double? ratio = hasRates ? settings.DecoderLearningRate / settings.EncoderLearningRate : null;
        _law = hasLaw ? NetworkLaw.Of(settings, clusterSize) : null;
        _runs++;
        _successes += phase == Phase.Generalization || (includeGrokking && phase == Phase.Grokking) ? 1 : 0;
        _undecided += phase == Phase.Confusion && !isDiverged ? 1 : 0;
        _ratios.TryAdd(string.Create(CultureInfo.InvariantCulture, $"{ratio:G12}"), ratio);
        _laws.Add(_law is null ? null : (_law.EmbeddingDimension, _law.OutputDimension, _law.DecoderSigma, _law.SeparationSigma));
        _scalar += ratio is double there ? _law?.ScalarProbability(there) : null;
        _exact += ratio is double here ? _law?.ExactProbability(here) : null;
    }

    /// <summary>What the runs so far say; there must be one at least.</summary>
    /// <param name="group">The values that made the group, as text.</param>
    public PhaseProbability Measure(string group)
    {
        long decided = _runs - _undecided;
        (double Low, double High)? interval = decided > 0 ? WilsonInterval.Of(_successes, decided) : null;
        ReponLaw? law = _laws.Count == 1 ? _law : null;
        return new PhaseProbability
        {
            Group = group,
            RunCount = _runs,
            GeneralizationCount = _successes,
            UndecidedCount = _undecided,
            Probability = decided > 0 ? (double)_successes / decided : null,
            Low = interval?.Low,
            High = interval?.High,
            LearningRateRatio = _ratios.Count == 1 ? _ratios.Values.Single() : null,
            EmbeddingDimension = law?.EmbeddingDimension,
            OutputDimension = law?.OutputDimension,
            DecoderSigma = law?.DecoderSigma,
            SeparationSigma = law?.SeparationSigma,
            ClusterSize = clusterSize,
            ScalarProbability = _scalar / _runs,
            ExactProbability = _exact / _runs,
        };
    }
}
