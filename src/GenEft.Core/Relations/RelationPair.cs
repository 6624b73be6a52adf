namespace GenEft.Relations;

/// <summary>One ordered pair of a relation's elements.</summary>
public sealed record RelationPair
{
    /// <summary>The first element's label.</summary>
    public required string Source { get; init; }

    /// <summary>The second element's.</summary>
    public required string Target { get; init; }

    /// <summary>Whether the relation holds between them.</summary>
    public required bool Related { get; init; }

    /// <summary>Which of the relations that are joined hold between them, with "; " between; empty where the relation is one.</summary>
    public required string RelationValue { get; init; }

    /// <summary>Whether a network with this seed is trained on the pair; empty where no fraction was given.</summary>
    public required bool? IsTraining { get; init; }

    /// <summary>All n^2 pairs, row by row.</summary>
    /// <param name="relation">The relation.</param>
    /// <param name="trainingFraction">The fraction trained on, in (0, 1]; null leaves that open.</param>
    /// <param name="seed">The seed of the split.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <exception cref="GenEftException">ValueOutOfRange, or RelationTooLarge with a fraction.</exception>
    public static IEnumerable<RelationPair> All(
        Relation relation, double? trainingFraction, long seed, CancellationToken cancelToken = default)
    {
        ArgumentNullException.ThrowIfNull(relation);
        bool[]? isTraining = null;
        if (trainingFraction is double fraction)
        {
            Guard.Fraction("TrainingFraction", fraction);
            PairSet.RequireRoom(relation);
            int count = (int)PairSet.SampleCount(fraction, relation.PairCount);
            PairSet drawn = PairSet.Draw(relation, count, seed, 0, cancelToken);
            isTraining = new bool[relation.PairCount];
            for (int pair = 0; pair < drawn.Count; pair++)
            {
                isTraining[(drawn.First[pair] * relation.Count) + drawn.Second[pair]] = true;
            }
        }

        return Rows();

        IEnumerable<RelationPair> Rows()
        {
            for (int i = 0; i < relation.Count; i++)
            {
                cancelToken.ThrowIfCancellationRequested();
                for (int j = 0; j < relation.Count; j++)
                {
                    yield return new RelationPair
                    {
                        Source = relation.GetLabel(i),
                        Target = relation.GetLabel(j),
                        Related = relation[i, j],
                        RelationValue = RelationColours.Text(relation.RelationsOf(i, j)),
                        IsTraining = isTraining?[(i * relation.Count) + j],
                    };
                }
            }
        }
    }
}
