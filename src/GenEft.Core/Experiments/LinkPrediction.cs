using GenEft.Relations;
using GenEft.Training;

namespace GenEft.Experiments;

/// <summary>
/// Link prediction: for each test edge all n elements are scored in the place of its head, and of its tail, by the network's logit. The rank is
/// 1 + those that score better + half of those that score the same; filtered, other edges of the relation are left out.
/// </summary>
public static class LinkPrediction
{
    /// <summary>Ranks a run's test edges.</summary>
    /// <param name="result">The run.</param>
    /// <param name="model">Its network.</param>
    /// <param name="excludesMirrored">Whether test edges that were trained on the other way round are left out.</param>
    /// <param name="threadCount">The most cores to use.</param>
    /// <param name="progress">Told how many elements are done, of at most 2 n; on any thread.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <returns>A row for both ends, for heads and for tails.</returns>
    /// <exception cref="GenEftException">DataNotIncluded where no edge is left to test.</exception>
    public static IReadOnlyList<LinkPredictionResult> Measure(
        TrainingResult result, NetworkModel model, bool excludesMirrored = false, int threadCount = 1, IProgress<int>? progress = null,
        CancellationToken cancelToken = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(model);
        Relation relation = model.Relation;
        PairSides sides = PairSides.Of(relation, result.TrainingFraction, result.Seed, cancelToken);
        List<(int Head, int Tail)> edges = [];
        int[] buffer = new int[relation.Count];
        for (int i = 0; i < relation.Count; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            foreach (int j in relation.GetRow(i, buffer))
            {
                if (!sides.IsTraining(((long)i * relation.Count) + j))
                {
                    edges.Add((i, j));
                }
            }
        }

        if (edges.Count == 0)
        {
            throw new GenEftException(
                ErrorIds.DataNotIncluded, FormattableString.Invariant($"TrainingFraction is {result.TrainingFraction}; no edge of '{relation.Name}' is left to test."), result);
        }

        bool IsMirrored((int Head, int Tail) edge) => edge.Head != edge.Tail
            && relation[edge.Tail, edge.Head] && sides.IsTraining(((long)edge.Tail * relation.Count) + edge.Head);
        int mirrored = edges.Count(IsMirrored);
        if (excludesMirrored && edges.RemoveAll(IsMirrored) > 0 && edges.Count == 0)
        {
            throw new GenEftException(
                ErrorIds.DataNotIncluded,
                FormattableString.Invariant($"Each of the {mirrored} test edges of '{relation.Name}' is among the training pairs the other way round; without them none is left to test."), result);
        }

        // A trainer a thread, which only goes forward.
        using ThreadLocal<ITrainer> trainers = new(
            () => TrainerFactory.Create(model.Shape, new TrainingSettings(), model.Parameters, capacity: 1), trackAllValues: true);
        Ranks heads;
        Ranks tails;
        try
        {
            (heads, tails) = Rank(relation, edges, Logits, threadCount, progress, cancelToken);
        }
        finally
        {
            foreach (ITrainer trainer in trainers.Values)
            {
                trainer.Dispose();
            }
        }

        return [Row(LinkSide.Both, [heads, tails]), Row(LinkSide.Head, [heads]), Row(LinkSide.Tail, [tails])];

        float[] Logits(PairSet pairs)
        {
            float[] logits = new float[pairs.Count];
            trainers.Value!.GetLogits(pairs, logits, cancelToken);
            return logits;
        }

        LinkPredictionResult Row(LinkSide side, Ranks[] ranks)
        {
            double[] filtered = [.. ranks.SelectMany(rank => rank.Filtered)];
            double[] raw = [.. ranks.SelectMany(rank => rank.Raw)];
            return new LinkPredictionResult
            {
                Relation = relation.Name,
                Count = relation.Count,
                TrainingFraction = result.TrainingFraction,
                Seed = result.Seed,
                Side = side,
                EdgeCount = edges.Count,
                MirroredEdgeCount = mirrored,
                ExcludesMirrored = excludesMirrored,
                MeanReciprocalRank = filtered.Average(rank => 1 / rank),
                MeanRank = filtered.Average(),
                Hits1 = Hits(filtered, 1),
                Hits3 = Hits(filtered, 3),
                Hits10 = Hits(filtered, 10),
                RawMeanReciprocalRank = raw.Average(rank => 1 / rank),
                RawMeanRank = raw.Average(),
                RawHits1 = Hits(raw, 1),
                RawHits3 = Hits(raw, 3),
                RawHits10 = Hits(raw, 10),
                Combination = result.Combination,
                EmbeddingDimension = result.EmbeddingDimension,
                DecoderDepth = result.DecoderDepth,
                DecoderWidth = result.DecoderWidth,
                Activation = result.Activation,
                Optimizer = result.Optimizer,
                EncoderLearningRate = result.EncoderLearningRate,
                DecoderLearningRate = result.DecoderLearningRate,
                StepCount = result.StepCount,
            };
        }
    }

    /// <summary>The ranks of edges' heads and of their tails, in the order of the edges.</summary>
    /// <param name="relation">All edges.</param>
    /// <param name="edges">Those whose ends are asked for.</param>
    /// <param name="score">The scores of pairs, the higher the likelier.</param>
    /// <param name="threadCount">The most cores to use.</param>
    /// <param name="progress">Told how many elements are done.</param>
    /// <param name="cancelToken">Stops the work.</param>
    internal static (Ranks Heads, Ranks Tails) Rank(
        Relation relation, IReadOnlyList<(int Head, int Tail)> edges, Func<PairSet, float[]> score, int threadCount,
        IProgress<int>? progress, CancellationToken cancelToken)
    {
        List<int>?[] heads = new List<int>?[relation.Count];   // of each tail
        int[] buffer = new int[relation.Count];
        for (int i = 0; i < relation.Count; i++)
        {
            foreach (int j in relation.GetRow(i, buffer))
            {
                (heads[j] ??= []).Add(i);
            }
        }

        Ranks ofHeads = new(edges.Count);
        Ranks ofTails = new(edges.Count);

        // A query for each element that is given: its scores serve all edges that have it.
        var queries = Enumerable.Range(0, edges.Count).GroupBy(e => (Given: edges[e].Tail, IsHead: true))
            .Concat(Enumerable.Range(0, edges.Count).GroupBy(e => (Given: edges[e].Head, IsHead: false))).ToArray();
        Concurrent.Each(
            queries.Length, threadCount,
            query =>
            {
                (int given, bool isHead) = queries[query].Key;
                PairSet pairs = new(relation.Count);
                for (int x = 0; x < relation.Count; x++)
                {
                    pairs.Set(x, isHead ? x : given, isHead ? given : x, related: false);
                }

                float[] scores = score(pairs);
                int[] known = isHead ? [.. heads[given]!] : [.. relation.GetRow(given, new int[relation.Count])];
                foreach (int e in queries[query])
                {
                    (isHead ? ofHeads : ofTails).Set(e, scores, isHead ? edges[e].Head : edges[e].Tail, known);
                }

                return true;
            },
            progress, cancelToken);
        return (ofHeads, ofTails);
    }

    private static double Hits(double[] ranks, int most) => (double)ranks.Count(rank => rank <= most) / ranks.Length;

    /// <summary>The ranks of the right answers of some queries.</summary>
    /// <param name="count">How many queries.</param>
    internal sealed class Ranks(int count)
    {
        /// <summary>[queries] among all elements.</summary>
        public double[] Raw { get; } = new double[count];

        /// <summary>[queries] among those that are no other right answer.</summary>
        public double[] Filtered { get; } = new double[count];

        /// <summary>Ranks an answer; a score that is no number is the least.</summary>
        public void Set(int query, float[] scores, int answer, int[] known)
        {
            float own = scores[answer];
            (double better, double equal) = (0, -1);   // itself is none of the equal
            foreach (float other in scores)
            {
                int order = other.CompareTo(own);
                better += order > 0 ? 1 : 0;
                equal += order == 0 ? 1 : 0;
            }

            Raw[query] = 1 + better + (equal / 2);
            foreach (int x in known)
            {
                int order = x == answer ? -1 : scores[x].CompareTo(own);
                better -= order > 0 ? 1 : 0;
                equal -= order == 0 ? 1 : 0;
            }

            Filtered[query] = 1 + better + (equal / 2);
        }
    }
}
