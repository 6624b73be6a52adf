using System.Globalization;

namespace GenEft.Relations;

/// <summary>Makes relations: those of Table I, and random ones whose sampling law is stated with each kind.</summary>
public static class RelationFactory
{
    /// <summary>Refuses settings no relation can be made from.</summary>
    /// <param name="settings">Kind, number of elements and what the kind needs.</param>
    /// <exception cref="GenEftException">As <see cref="Create"/>, but for RelationTooLarge.</exception>
    public static void Validate(RelationSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Resolve();
    }

    /// <summary>Makes a relation.</summary>
    /// <param name="settings">Kind, number of elements and what the kind needs.</param>
    /// <param name="progress">Told the share that is done, from 0 to 1.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <exception cref="GenEftException">UnknownKind, ValueOutOfRange, ClassSizeMismatch, ParameterNotApplicable, ContradictingProperties or RelationTooLarge.</exception>
    public static Relation Create(
        RelationSettings settings, IProgress<double>? progress = null, CancellationToken cancelToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        RelationSettings s = settings.Resolve();
        int n = s.Count!.Value;
        string name = s.Name ?? Describe(s);
        return s.Kind switch
        {
            RelationKinds.Modulo =>
                Relation.FromClasses(name, s.Kind, Modulo(n, s.Modulus!.Value), null, progress, cancelToken),
            RelationKinds.Equivalence when s.ClassSize is not null =>
                Relation.FromClasses(name, s.Kind, Blocks(s.ClassSize), null, progress, cancelToken),
            RelationKinds.GreaterThan => Relation.FromRule(name, s.Kind, n, (x, y) => x < y, progress, cancelToken),
            RelationKinds.CompleteBipartite =>
                Relation.FromRule(name, s.Kind, n, Bipartite(s.PartSize!.Value), progress, cancelToken),
            _ => RandomRelations.Create(s, name, progress, cancelToken),
        };
    }

    private static int[] Modulo(int n, int k) => [.. Enumerable.Range(0, n).Select(x => x % k)];

    private static int[] Blocks(IReadOnlyList<int> sizes) => [.. sizes.SelectMany((size, c) => Enumerable.Repeat(c, size))];

    private static Func<int, int, bool> Bipartite(int partSize) => (x, y) => (x < partSize) != (y < partSize);

    private static string Describe(RelationSettings s)
    {
        FormattableString text = s.Kind switch
        {
            RelationKinds.Modulo => $"Modulo {s.Modulus}",
            RelationKinds.Equivalence when s.ClassSize is { Count: <= 6 } => $"Equivalence {string.Join("+", s.ClassSize)}",
            RelationKinds.Equivalence when s.ClassSize is not null => $"Equivalence, {s.ClassSize.Count} classes",
            RelationKinds.Equivalence when s.ClassCount is not null => $"Equivalence, {s.ClassCount} classes, seed {s.Seed}",
            RelationKinds.Equivalence => $"Equivalence, seed {s.Seed}",
            RelationKinds.GreaterThan => $"Greater-than",
            RelationKinds.CompleteBipartite => $"Complete bipartite {s.PartSize}+{s.Count - s.PartSize}",
            RelationKinds.IncompleteBipartite => $"Incomplete bipartite {s.PartSize}+{s.Count - s.PartSize}, seed {s.Seed}",
            RelationKinds.Tree when s.Law == RelationLaw.Recursive => $"Recursive tree, seed {s.Seed}",
            RelationKinds.Tree => $"Tree, seed {s.Seed}",
            RelationKinds.Tournament => $"Tournament, seed {s.Seed}",
            RelationKinds.Random when s.Law == RelationLaw.Uniform => $"Random, uniform, seed {s.Seed}",
            _ => $"Random {s.Density}, seed {s.Seed}",
        };
        return text.ToString(CultureInfo.InvariantCulture);
    }
}
