namespace GenEft.Relations;

/// <summary>The classes of an equivalence, the two sides of a complete bipartite relation, the places of a total order.</summary>
internal static class RelationClasses
{
    /// <summary>[n] how many elements stand before each; null for what is no total order.</summary>
    public static int[]? Places(Relation relation, RelationProperties properties)
    {
        if (!properties.IsTotalOrder)
        {
            return null;
        }

        // Those before have more after them.
        int[] buffer = new int[relation.Count];
        int[] following = [.. Enumerable.Range(0, relation.Count).Select(i => relation.GetRow(i, buffer).Length)];
        int most = following.Max();
        return [.. following.Select(count => most - count)];
    }

    /// <summary>[n] the class of each element, numbered by their first elements; null for other relations.</summary>
    public static int[]? Of(Relation relation, RelationProperties properties)
    {
        if (properties.IsCompleteBipartite)
        {
            return [.. Enumerable.Range(0, relation.Count).Select(i => relation[0, i] ? 1 : 0)];
        }

        if (!properties.IsEquivalence)
        {
            return null;
        }

        int[] classOf = new int[relation.Count];
        int[] buffer = new int[relation.Count];
        int classes = 0;
        for (int i = 0; i < classOf.Length; i++)
        {
            ReadOnlySpan<int> members = relation.GetRow(i, buffer);
            classOf[i] = members[0] == i ? classes++ : classOf[members[0]];
        }

        return classOf;
    }
}
