namespace GenEft.Relations;

/// <summary>The kinds of relation that can be made, with the settings each understands.</summary>
public static class RelationKinds
{
    /// <summary>x = y (mod k), Table I.</summary>
    public const string Modulo = "Modulo";

    /// <summary>An equivalence with classes of given sizes, or a random one.</summary>
    public const string Equivalence = "Equivalence";

    /// <summary>R(x, y) = 1 iff x &lt; y, Table I.</summary>
    public const string GreaterThan = "GreaterThan";

    /// <summary>1 iff exactly one of x, y is in the part S, Table I.</summary>
    public const string CompleteBipartite = "CompleteBipartite";

    /// <summary>Random edges between two parts.</summary>
    public const string IncompleteBipartite = "IncompleteBipartite";

    /// <summary>A random labelled tree.</summary>
    public const string Tree = "Tree";

    /// <summary>Exactly one direction of every pair, at random.</summary>
    public const string Tournament = "Tournament";

    /// <summary>Random pairs, with chosen properties.</summary>
    public const string Random = "Random";

    /// <summary>The kind of a relation that was read rather than made.</summary>
    public const string Imported = "Imported";

    // One table for parsing, completion and the error of settings that a kind does not have.
    private static readonly Dictionary<string, string[]> s_settings = new(StringComparer.OrdinalIgnoreCase)
    {
        [Modulo] = [nameof(RelationSettings.Modulus)],
        [Equivalence] = [nameof(RelationSettings.ClassSize), nameof(RelationSettings.ClassCount)],
        [GreaterThan] = [],
        [CompleteBipartite] = [nameof(RelationSettings.PartSize)],
        [IncompleteBipartite] = [nameof(RelationSettings.PartSize), nameof(RelationSettings.Density)],
        [Tree] = [nameof(RelationSettings.Law)],
        [Tournament] = [],
        [Random] = [nameof(RelationSettings.Density), nameof(RelationSettings.Property), nameof(RelationSettings.Law)],
    };

    /// <summary>The names, in the order of the documentation.</summary>
    public static IReadOnlyCollection<string> Names => s_settings.Keys;

    /// <summary>The name as the table spells it.</summary>
    /// <exception cref="GenEftException">UnknownKind.</exception>
    internal static string Parse(string kind) =>
        s_settings.Keys.FirstOrDefault(name => name.Equals(kind, StringComparison.OrdinalIgnoreCase))
        ?? throw new GenEftException(
            ErrorIds.UnknownKind, $"Kind is '{kind}'; it must be one of {string.Join(", ", Names)}.", kind);

    /// <summary>Whether a kind understands a setting.</summary>
    internal static bool Has(string kind, string setting) => s_settings[kind].Contains(setting);
}
