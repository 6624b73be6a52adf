using System.Globalization;

namespace GenEft.Relations;

/// <summary>A property a random relation can be asked to have.</summary>
public enum RelationProperty
{
    /// <summary>R(x, x) = 1 for all x.</summary>
    Reflexive,

    /// <summary>R(x, x) = 0 for all x.</summary>
    Irreflexive,

    /// <summary>R(x, y) = R(y, x).</summary>
    Symmetric,

    /// <summary>Never both R(x, y) and R(y, x) for x other than y.</summary>
    Antisymmetric,

    /// <summary>R(x, y) and R(y, z) imply R(x, z).</summary>
    Transitive,
}

/// <summary>By which law a random relation is drawn.</summary>
public enum RelationLaw
{
    /// <summary>Every free pair by itself, with a probability.</summary>
    Independent,

    /// <summary>Every relation of the kind, with the properties asked for, is equally likely.</summary>
    Uniform,

    /// <summary>Trees: each element joins one of those before it.</summary>
    Recursive,
}

/// <summary>What <see cref="RelationFactory"/> makes a relation from. Null means the kind's default.</summary>
public sealed record RelationSettings
{
    /// <summary>The largest number of elements.</summary>
    public const int MaximumCount = 1_000_000;

    /// <summary>A kind as New-Relation names it, in any case.</summary>
    public required string Kind { get; init; }

    /// <summary>The number of elements n; default 30 (the paper's), or the sum of the class sizes.</summary>
    public int? Count { get; init; }

    /// <summary>k of Modulo k; default 3.</summary>
    public int? Modulus { get; init; }

    /// <summary>The class sizes of an Equivalence; without them it is a random one.</summary>
    public IReadOnlyList<int>? ClassSize { get; init; }

    /// <summary>The number of classes of a random Equivalence, all with so many being equally likely; default any number.</summary>
    public int? ClassCount { get; init; }

    /// <summary>The size of the part S of a bipartite relation; default n / 2.</summary>
    public int? PartSize { get; init; }

    /// <summary>The probability of each free pair of a random relation; default 0.5.</summary>
    public double? Density { get; init; }

    /// <summary>The properties of a Random relation.</summary>
    public IReadOnlyList<RelationProperty>? Property { get; init; }

    /// <summary>The law of a Tree (Uniform, the default, or Recursive) or of a Random relation (Independent, the default, or
    /// Uniform).</summary>
    public RelationLaw? Law { get; init; }

    /// <summary>The seed of a random relation.</summary>
    public long Seed { get; init; }

    /// <summary>The name; default a description.</summary>
    public string? Name { get; init; }

    /// <summary>Checks everything before work starts and fills in the defaults of the kind.</summary>
    /// <exception cref="GenEftException">Any of the errors of a relation.</exception>
    internal RelationSettings Resolve()
    {
        string kind = RelationKinds.Parse(Kind);
        RefuseForeign(kind, nameof(Modulus), Modulus);
        RefuseForeign(kind, nameof(ClassSize), ClassSize);
        RefuseForeign(kind, nameof(ClassCount), ClassCount);
        RefuseForeign(kind, nameof(Law), Law);
        RefuseForeign(kind, nameof(PartSize), PartSize);
        RefuseForeign(kind, nameof(Density), Density);
        RefuseForeign(kind, nameof(Property), Property);

        RelationLaw unfit = kind == RelationKinds.Tree ? RelationLaw.Independent : RelationLaw.Recursive;
        if (Law == unfit)
        {
            throw new GenEftException(
                ErrorIds.ParameterNotApplicable, $"Law is {Law}; a relation of kind {kind} does not have it.", Law);
        }

        if (Law == RelationLaw.Uniform && Density is not null)
        {
            throw new GenEftException(
                ErrorIds.ParameterNotApplicable, "Density was given; with the law Uniform all relations are equally likely.", Density);
        }

        int count = ResolveCount(kind);
        RelationSettings resolved = this with { Kind = kind, Count = count };
        if (RelationKinds.Has(kind, nameof(Modulus)))
        {
            resolved = resolved with { Modulus = Modulus ?? 3 };
            Guard.Range(nameof(Modulus), resolved.Modulus.Value, 1, MaximumCount);
        }

        if (RelationKinds.Has(kind, nameof(PartSize)))
        {
            Guard.Range(nameof(Count), count, 2, MaximumCount);
            resolved = resolved with { PartSize = PartSize ?? count / 2 };
            Guard.Range(nameof(PartSize), resolved.PartSize.Value, 1, count - 1);
        }

        if (RelationKinds.Has(kind, nameof(Density)))
        {
            resolved = resolved with { Density = Density ?? 0.5 };
            Guard.Unit(nameof(Density), resolved.Density.Value);
        }

        if (ClassCount is int classes)
        {
            Guard.Range(nameof(ClassCount), classes, 1, count);
        }

        RelationPropertySet.RefuseContradictions(Property ?? []);
        if (Law == RelationLaw.Uniform && kind == RelationKinds.Random && UniformRelation.MaximumCount([.. Property ?? []]) < count)
        {
            throw new GenEftException(
                ErrorIds.ValueOutOfRange,
                $"Count is {count}; a transitive relation that is not symmetric can be drawn uniformly up to {UniformRelation.MaximumOrderCount} elements: no way to do it with more is known. Leave out Law, or use Symmetric.",
                count);
        }

        return resolved;
    }

    private int ResolveCount(string kind)
    {
        if (Count is int given)
        {
            Guard.Range(nameof(Count), given, 1, MaximumCount);
        }

        if (ClassSize is null)
        {
            return Count ?? 30;
        }

        if (ClassSize.Count == 0)
        {
            throw new GenEftException(
                ErrorIds.ValueOutOfRange, "ClassSize is empty; it must hold one size at least, for example 10,10,10.", ClassSize);
        }

        if (ClassCount is not null)
        {
            throw new GenEftException(
                ErrorIds.ParameterNotApplicable, "ClassCount was given; ClassSize tells the number of classes.", ClassCount);
        }

        foreach (int size in ClassSize)
        {
            Guard.Range(nameof(ClassSize), size, 1, MaximumCount);
        }

        long sum = ClassSize.Sum(size => (long)size);
        Guard.Range("The sum of ClassSize", sum, 1, MaximumCount);
        if (Count is int expected && expected != sum)
        {
            throw new GenEftException(
                ErrorIds.ClassSizeMismatch,
                string.Create(CultureInfo.InvariantCulture, $"ClassSize is {string.Join(",", ClassSize)}, which adds up to {sum}; it must add up to Count, {expected}."),
                ClassSize);
        }

        return (int)sum;
    }

    private static void RefuseForeign(string kind, string setting, object? value)
    {
        if (value is not null && !RelationKinds.Has(kind, setting))
        {
            throw new GenEftException(
                ErrorIds.ParameterNotApplicable, $"{setting} was given; a relation of kind {kind} does not have it.", value);
        }
    }
}
