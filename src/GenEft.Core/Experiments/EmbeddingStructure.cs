using GenEft.Libraries;
using GenEft.Relations;
using GenEft.Training;

namespace GenEft.Experiments;

/// <summary>How trained embeddings lie: Theorem 1's clusters, an order along a line, and the network's charge.</summary>
public sealed record EmbeddingStructure
{
    /// <summary>The relation's name.</summary>
    public required string Relation { get; init; }

    /// <summary>The run's seed.</summary>
    public required long Seed { get; init; }

    /// <summary>The fraction of pairs trained on.</summary>
    public required double TrainingFraction { get; init; }

    /// <summary>The dimension d of the embeddings.</summary>
    public required int EmbeddingDimension { get; init; }

    /// <summary>The number of affine layers of the decoder.</summary>
    public required int DecoderDepth { get; init; }

    /// <summary>The width w of each hidden layer.</summary>
    public required int DecoderWidth { get; init; }

    /// <summary>How two embeddings become the decoder's input.</summary>
    public required Combination Combination { get; init; }

    /// <summary>The function of the hidden layers.</summary>
    public required Activation Activation { get; init; }

    /// <summary>How parameters followed the gradient.</summary>
    public required Optimizer Optimizer { get; init; }

    /// <summary>eta_enc, per step.</summary>
    public required double EncoderLearningRate { get; init; }

    /// <summary>eta_dec, per step.</summary>
    public required double DecoderLearningRate { get; init; }

    /// <summary>Standard deviation of the initial embeddings.</summary>
    public required double EncoderScale { get; init; }

    /// <summary>Optimizer steps taken.</summary>
    public required int StepCount { get; init; }

    /// <summary>The run's phase.</summary>
    public required Phase? Phase { get; init; }

    /// <summary>The number of elements n.</summary>
    public required int Count { get; init; }

    /// <summary>The number of classes of an equivalence, or 2 for the sides of a complete bipartite relation; empty for others.</summary>
    public required int? ClassCount { get; init; }

    /// <summary>The mean distance of two elements of one class; empty where there are no two.</summary>
    public required double? WithinDistance { get; init; }

    /// <summary>The mean distance of two elements of different classes; empty where there are no two.</summary>
    public required double? BetweenDistance { get; init; }

    /// <summary>The mean silhouette (Rousseeuw 1987), from -1 to 1: 1 where classes are points; elements alone in their class count 0. Empty
    /// for a single class.</summary>
    public required double? Silhouette { get; init; }

    /// <summary>The share of elements whose nearest class mean is that of their own class: 1 where Theorem 1's clusters can be read
    /// off.</summary>
    public required double? CentroidAccuracy { get; init; }

    /// <summary>For total orders, the size of Spearman's rank correlation between the order and the place along the embeddings' principal
    /// axis.</summary>
    public required double? RankCorrelation { get; init; }

    /// <summary>The share of the embeddings' variance along their principal axis: 1 on a line. Empty, as all measures are, where a run diverged and
    /// its embeddings are no numbers.</summary>
    public required double? LineShare { get; init; }

    /// <summary>The trace of the conserved matrix of about_GenEft_Theory 5(vi), (U^T U + V^T V)/eta_dec - sum_i E_i E_i^T/eta_enc, or with W^T W for
    /// differences; empty without the network, and for squared differences.</summary>
    public required double? Charge { get; init; }

    /// <summary>Measures a run.</summary>
    /// <param name="result">The run.</param>
    /// <param name="embedding">Its embeddings: [n, d], which know what was learnt.</param>
    /// <param name="model">The network, for its charge; null leaves that out.</param>
    /// <param name="cancelToken">Stops the work.</param>
    public static EmbeddingStructure Measure(
        TrainingResult result, EmbeddingTable embedding, NetworkModel? model = null, CancellationToken cancelToken = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(embedding);
        Relation relation = embedding.Relation;
        double[][] points = [.. Enumerable.Range(0, relation.Count).Select(i =>
            Enumerable.Range(0, embedding.Values.GetLength(1)).Select(k => embedding.Values[i, k]).ToArray())];
        RelationProperties properties = RelationProperties.Measure(relation, cancelToken: cancelToken);
        int[]? classOf = RelationClasses.Of(relation, properties);
        bool isFinite = Array.TrueForAll(points, point => Array.TrueForAll(point, double.IsFinite));
        (double[] Along, double? Share)? axis = isFinite ? PrincipalAxes.Measure(points)[0] : null;
        int[]? places = RelationClasses.Places(relation, properties);
        Clusters? clusters = classOf is null || !isFinite ? null : Clusters.Measure(points, classOf, cancelToken);
        return new EmbeddingStructure
        {
            Relation = result.Relation,
            Seed = result.Seed,
            TrainingFraction = result.TrainingFraction,
            EmbeddingDimension = result.EmbeddingDimension,
            DecoderDepth = result.DecoderDepth,
            DecoderWidth = result.DecoderWidth,
            Combination = result.Combination,
            Activation = result.Activation,
            Optimizer = result.Optimizer,
            EncoderLearningRate = result.EncoderLearningRate,
            DecoderLearningRate = result.DecoderLearningRate,
            EncoderScale = result.EncoderScale,
            StepCount = result.StepCount,
            Phase = result.Phase,
            Count = relation.Count,
            ClassCount = classOf?.Distinct().Count(),
            WithinDistance = clusters?.Within,
            BetweenDistance = clusters?.Between,
            Silhouette = clusters?.Silhouette,
            CentroidAccuracy = clusters?.CentroidAccuracy,
            RankCorrelation = places is { Length: > 1 } && axis is not null ? Math.Abs(Correlation.Spearman(axis.Value.Along, [.. places.Select(place => (double)place)])) : null,
            LineShare = axis is null ? null : axis.Value.Share ?? 1,
            Charge = result.Combination == Combination.SquaredDifference || !isFinite ? null : model?.Charge(result, cancelToken).Trace,
        };
    }

    /// <summary>Distances within and between classes.</summary>
    private sealed record Clusters(double? Within, double? Between, double? Silhouette, double CentroidAccuracy)
    {
        public static Clusters Measure(double[][] points, int[] classOf, CancellationToken cancelToken)
        {
            int k = classOf.Max() + 1;
            int[] sizes = [.. Enumerable.Range(0, k).Select(c => classOf.Count(other => other == c))];
            (double Within, long WithinCount, double Between, long BetweenCount) sum = default;
            double silhouette = 0;
            for (int i = 0; i < points.Length; i++)
            {
                cancelToken.ThrowIfCancellationRequested();
                double[] toClass = new double[k];
                for (int j = 0; j < points.Length; j++)
                {
                    double distance = Distance(points[i], points[j]);
                    toClass[classOf[j]] += distance;
                    if (classOf[i] == classOf[j])
                    {
                        sum.Within += distance;
                        sum.WithinCount += i == j ? 0 : 1;
                    }
                    else
                    {
                        sum.Between += distance;
                        sum.BetweenCount++;
                    }
                }

                if (sizes[classOf[i]] > 1 && k > 1)
                {
                    double own = toClass[classOf[i]] / (sizes[classOf[i]] - 1);
                    double nearest = Enumerable.Range(0, k).Where(c => c != classOf[i]).Min(c => toClass[c] / sizes[c]);
                    silhouette += Math.Max(own, nearest) == 0 ? 0 : (nearest - own) / Math.Max(own, nearest);
                }
            }

            double[][] means = [.. Enumerable.Range(0, k).Select(c => Enumerable.Range(0, points[0].Length)
                .Select(entry => points.Where((_, i) => classOf[i] == c).Average(point => point[entry])).ToArray())];
            int right = Enumerable.Range(0, points.Length).Count(i =>
                Enumerable.Range(0, k).MinBy(c => Distance(points[i], means[c])) == classOf[i]);
            return new Clusters(
                sum.WithinCount == 0 ? null : sum.Within / sum.WithinCount,
                sum.BetweenCount == 0 ? null : sum.Between / sum.BetweenCount,
                k == 1 ? null : silhouette / points.Length,
                (double)right / points.Length);
        }

        private static double Distance(double[] x, double[] y)
        {
            double square = 0;
            for (int i = 0; i < x.Length; i++)
            {
                square += (x[i] - y[i]) * (x[i] - y[i]);
            }

            return Math.Sqrt(square);
        }
    }
}
