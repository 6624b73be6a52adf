using GenEft.Relations;

namespace GenEft.Statics.Inference;

/// <summary>What follows from known pairs of a relation, pair by pair.</summary>
public sealed class RelationInference
{
    private readonly IReadOnlyList<string> _labels;
    private readonly PairSet _sample;

    /// <summary>Takes the known pairs.</summary>
    /// <param name="labels">[n] the elements.</param>
    /// <param name="pairs">Known pairs, by the elements' numbers; a pair given twice counts once.</param>
    /// <exception cref="GenEftException">ContradictingSample: a pair is given as related and as unrelated.</exception>
    public RelationInference(IReadOnlyList<string> labels, IReadOnlyCollection<(int Source, int Target, bool Related)> pairs)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(pairs);
        _labels = labels;
        Dictionary<(int, int), bool> known = [];
        foreach ((int source, int target, bool related) in pairs)
        {
            if (!known.TryAdd((source, target), related) && known[(source, target)] != related)
            {
                throw new GenEftException(
                    ErrorIds.ContradictingSample, $"The sample has pair ({labels[source]}, {labels[target]}) both related and unrelated.", source);
            }
        }

        _sample = new PairSet(known.Count) { Labels = labels };
        int slot = 0;
        foreach (((int source, int target), bool related) in known)
        {
            _sample.Set(slot++, source, target, related);
        }
    }

    /// <summary>What follows by properties.</summary>
    /// <param name="properties">What the relation is known to be.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <returns>All ordered pairs, row by row.</returns>
    /// <exception cref="GenEftException">ContradictingSample, naming the pairs, or ContradictingProperties.</exception>
    public IEnumerable<InferredPair> ByProperty(IEnumerable<RelationProperty> properties, CancellationToken cancelToken = default)
    {
        RelationProperty[] all = [.. properties];
        RelationPropertySet.RefuseContradictions(all);
        RelationKnowledge known = new(_labels.Count, all, _labels);
        for (int pair = 0; pair < _sample.Count; pair++)
        {
            cancelToken.ThrowIfCancellationRequested();
            known.Add(_sample.First[pair], _sample.Second[pair], _sample.Related[pair]);
        }

        return Rows((i, j) => known[i, j], null);
    }

    /// <summary>What follows by structure: an equivalence with any number of classes, or a total order, by closure; with a known number
    /// of classes, or two sides, by counting all that agree with the sample.</summary>
    /// <param name="structure">What the relation is known to be.</param>
    /// <param name="classCount">k of an equivalence, some of which may stay empty; null for any number.</param>
    /// <param name="withProbabilities">Whether open pairs get their probability; not for an equivalence with any number of classes.</param>
    /// <param name="budget">The most steps that a count may take.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <returns>All ordered pairs, row by row.</returns>
    /// <exception cref="GenEftException">ContradictingSample, naming the pairs, or ExactOverBudget.</exception>
    public IEnumerable<InferredPair> ByStructure(
        RelationStructure structure, int? classCount, bool withProbabilities, long budget, CancellationToken cancelToken = default)
    {
        PosteriorSettings settings = new() { Budget = budget, AllowSampling = false };
        settings.Validate();
        if (structure == RelationStructure.TotalOrder)
        {
            OrderKnowledge order = OrderKnowledge.From(_sample, _labels.Count, cancelToken);
            double[,]? first = withProbabilities ? new OrderPosterior(order, settings).Probabilities(cancelToken) : null;
            return Rows(
                (i, j) => i == j ? order.IsReflexive : order.IsBefore(i, j) ? true : order.IsBefore(j, i) ? false : null, first);
        }

        bool isFlipped = structure == RelationStructure.CompleteBipartite;
        ClassKnowledge classes = ClassKnowledge.From(_sample, _labels.Count, isFlipped);
        int? k = isFlipped ? 2 : classCount;
        if (k is null)
        {
            return Rows(
                (i, j) => classes.GroupOf[i] == classes.GroupOf[j] ? true
                    : Array.BinarySearch(classes.Apart[classes.GroupOf[i]], classes.GroupOf[j]) >= 0 ? false : null,
                null);
        }

        Guard.Range("ClassCount", k.Value, 1, int.MaxValue);
        double[,] same = new ClassPosterior(classes, new int[_labels.Count], k.Value, settings).Probabilities(cancelToken);
        return Rows((i, j) => same[i, j] is 0 or 1 ? same[i, j] == 1 != isFlipped : null, same, isFlipped);
    }

    private IEnumerable<InferredPair> Rows(Func<int, int, bool?> known, double[,]? probability, bool isFlipped = false)
    {
        Dictionary<(int, int), bool> sample = Enumerable.Range(0, _sample.Count).ToDictionary(
            pair => (_sample.First[pair], _sample.Second[pair]), pair => _sample.Related[pair]);
        for (int i = 0; i < _labels.Count; i++)
        {
            for (int j = 0; j < _labels.Count; j++)
            {
                bool isSample = sample.TryGetValue((i, j), out bool given);
                bool? related = isSample ? given : known(i, j);
                yield return new InferredPair
                {
                    Source = _labels[i],
                    Target = _labels[j],
                    Related = related,
                    Origin = isSample ? PairOrigin.Sample : related is null ? PairOrigin.Open : PairOrigin.Inferred,
                    Probability = related is bool sure ? (sure ? 1 : 0)
                        : probability is null ? null
                        : isFlipped ? 1 - probability[i, j] : probability[i, j],
                };
            }
        }
    }
}
