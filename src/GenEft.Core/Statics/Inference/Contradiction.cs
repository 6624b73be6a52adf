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
        Dictionary<int, List<(int To, int Pair)>> onward = [];
        Dictionary<int, List<(int To, int Pair)>> back = [];
        for (int pair = 0; pair < sample.Count; pair++)
        {
            (int from, int to, bool related) = sample[pair];
            if (related)
            {
                Join(onward, from, to, pair);
                Join(back, to, from, pair);
                if (isSymmetric)
                {
                    Join(onward, to, from, pair);
                    Join(back, from, to, pair);
                }
            }
        }

        if (!isRelated)
        {
            return With(Chain(i, j));
        }

        // A circle, where there must be none.
        if ((properties.Contains(RelationProperty.Antisymmetric) && i != j) || (properties.Contains(RelationProperty.Irreflexive) && isTransitive))
        {
            if (Chain(j, i) is { } circle)
            {
                return With(circle);
            }
        }

        // A chain over the last pair, from one end of an unrelated pair to the other.
        HashSet<int> starts = Reach(back, i);
        HashSet<int> ends = Reach(onward, j);
        for (int pair = 0; pair < sample.Count; pair++)
        {
            (int from, int to, bool related) = sample[pair];
            bool isClosed = (starts.Contains(from) && ends.Contains(to)) || (isSymmetric && starts.Contains(to) && ends.Contains(from));
            if (!related && isClosed)
            {
                return With([.. Chain(from, to) ?? [], pair]);
            }
        }

        return [sample[^1]];

        static void Join(Dictionary<int, List<(int To, int Pair)>> arcs, int from, int to, int pair)
        {
            if (!arcs.TryGetValue(from, out List<(int, int)>? list))
            {
                arcs.Add(from, list = []);
            }

            list.Add((to, pair));
        }

        (int I, int J, bool Related)[] With(List<int>? pairs) =>
            [.. (pairs ?? []).Append(sample.Count - 1).Distinct().Order().Select(pair => sample[pair])];

        HashSet<int> Reach(Dictionary<int, List<(int To, int Pair)>> arcs, int from) =>
            isTransitive ? [from, .. Search(arcs, from, -1).Keys] : [from];

        // The shortest, of one pair at least; of just one where the relation is not transitive.
        List<int>? Chain(int from, int to)
        {
            Dictionary<int, (int Before, int Pair)> reached = Search(onward, from, to);
            if (!reached.ContainsKey(to))
            {
                return null;
            }

            List<int> chain = [];
            int at = to;
            do
            {
                (at, int pair) = reached[at];
                chain.Add(pair);
            }
            while (at != from);
            return chain;
        }

        Dictionary<int, (int Before, int Pair)> Search(Dictionary<int, List<(int To, int Pair)>> arcs, int from, int to)
        {
            Dictionary<int, (int Before, int Pair)> reached = [];
            Queue<int> queue = new([from]);
            while (!reached.ContainsKey(to) && queue.TryDequeue(out int v))
            {
                foreach ((int w, int pair) in arcs.GetValueOrDefault(v) ?? [])
                {
                    if (reached.TryAdd(w, (v, pair)) && isTransitive)
                    {
                        queue.Enqueue(w);
                    }
                }
            }

            return reached;
        }
    }
}
