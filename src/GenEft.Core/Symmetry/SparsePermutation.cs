namespace GenEft.Symmetry;

/// <summary>A permutation by the vertices it moves: From[i] goes to To[i], all others stay.</summary>
/// <param name="From">[support] the moved vertices, distinct.</param>
/// <param name="To">[support] their images, the same vertices in another order.</param>
public sealed record SparsePermutation(IReadOnlyList<int> From, IReadOnlyList<int> To)
{
    /// <summary>In cycle notation with the given names, as in (a b)(c d e); each cycle starts at its first vertex.</summary>
    /// <param name="name">The name of a vertex.</param>
    public string ToCycles(Func<int, string> name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Dictionary<int, int> image = [];
        for (int i = 0; i < From.Count; i++)
        {
            image.Add(From[i], To[i]);
        }

        System.Text.StringBuilder text = new();
        foreach (int first in From.Order())
        {
            if (!image.ContainsKey(first))
            {
                continue;
            }

            text.Append('(').Append(name(first));
            image.Remove(first, out int v);
            while (v != first)
            {
                text.Append(' ').Append(name(v));
                image.Remove(v, out v);
            }

            text.Append(')');
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => ToCycles(v => v.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
