using System.Globalization;
using GenEft.Relations;

namespace GenEft.Statics.Inference;

/// <summary>Names the pairs of a sample that no relation with the properties has together.</summary>
internal static class Contradiction
{
    /// <summary>A sentence about a sample whose last pair contradicts those before it.</summary>
    /// <param name="sample">Known pairs.</param>
    /// <param name="properties">What the relation is known to be.</param>
    /// <param name="labels">Names of the elements; null for their numbers.</param>
    public static string Describe(
        IReadOnlyList<(int I, int J, bool Related)> sample, IReadOnlySet<RelationProperty> properties, IReadOnlyList<string>? labels)
    {
        (int I, int J, bool Related)[] pairs = Find(sample, properties);
        string list = string.Join(", ", pairs.Select(pair => string.Create(
            CultureInfo.InvariantCulture, $"({Name(labels, pair.I)}, {Name(labels, pair.J)}) {(pair.Related ? "related" : "unrelated")}")));
        string known = string.Join(", ", properties.Order().Select(property => $"{property}".ToLowerInvariant()));
        return $"The sample has {list}; no relation that is {known} has {(pairs.Length == 1 ? "that pair" : "all of these pairs")}.";
    }

    /// <summary>An element's label, or its number.</summary>
    public static string Name(IReadOnlyList<string>? labels, int element) =>
        labels?[element] ?? element.ToString(CultureInfo.InvariantCulture);

    // Without the last pair there is no contradiction: it is part of any.
    private static (int I, int J, bool Related)[] Find(
        IReadOnlyList<(int I, int J, bool Related)> sample, IReadOnlySet<RelationProperty> properties)
    {
        bool isSymmetric = properties.Contains(RelationProperty.Symmetric);
        bool isTransitive = properties.Contains(RelationProperty.Transitive);
        (int i, int j, bool isRelated) = sample[^1];
        if (i == j && properties.Contains(isRelated ? RelationProperty.Irreflexive : RelationProperty.Reflexive))
        {
            return [sample[^1]];
        }

        // Chains of related pairs; a symmetric relation's go both ways.
        PairChains onward = new(isTransitive);
        PairChains back = new(isTransitive);
        for (int pair = 0; pair < sample.Count; pair++)
        {
            (int from, int to, bool related) = sample[pair];
            if (related)
            {
                onward.Add(from, to, pair);
                back.Add(to, from, pair);
                if (isSymmetric)
                {
                    onward.Add(to, from, pair);
                    back.Add(from, to, pair);
                }
            }
        }

        if (!isRelated)
        {
            return With(onward.Shortest(i, j));
        }

        // A circle, where there must be none.
        if ((properties.Contains(RelationProperty.Antisymmetric) && i != j) || (properties.Contains(RelationProperty.Irreflexive) && isTransitive))
        {
            if (onward.Shortest(j, i) is { } circle)
            {
                return With(circle);
            }
        }

        // A chain over the last pair, from one end of an unrelated pair to the other.
        HashSet<int> starts = back.Reach(i);
        HashSet<int> ends = onward.Reach(j);
        for (int pair = 0; pair < sample.Count; pair++)
        {
            (int from, int to, bool related) = sample[pair];
            bool isClosed = (starts.Contains(from) && ends.Contains(to)) || (isSymmetric && starts.Contains(to) && ends.Contains(from));
            if (!related && isClosed)
            {
                return With([.. onward.Shortest(from, to) ?? [], pair]);
            }
        }

        return [sample[^1]];

        (int I, int J, bool Related)[] With(List<int>? pairs) =>
            [.. (pairs ?? []).Append(sample.Count - 1).Distinct().Order().Select(pair => sample[pair])];
    }
}
