using System.Runtime.InteropServices;

namespace GenEft.Relations;

/// <summary>Which of several relations hold for each related pair: the relations of a pair are one colour of it.</summary>
internal sealed class RelationColours
{
    private readonly string[] _names;
    private readonly List<int[]> _sets;   // for each colour its relations, ascending
    private readonly int[] _colours;      // [EdgeCount], beside the relation's targets

    private RelationColours(string[] names, List<int[]> sets, int[] colours)
    {
        _names = names;
        _sets = sets;
        _colours = colours;
    }

    /// <summary>The relations, in the order in which they were first met.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The number of colours that occur; they are 0, 1, ...</summary>
    public int Count => _sets.Count;

    /// <summary>The colour of the edge at a place of the relation's targets.</summary>
    public int At(long edge) => _colours[edge];

    /// <summary>The relations of a colour.</summary>
    public IEnumerable<string> NamesOf(int colour) => _sets[colour].Select(name => _names[name]);

    /// <summary>Whether edges of a colour are in the relation of a number.</summary>
    public bool Has(int colour, int name) => _sets[colour].AsSpan().Contains(name);

    /// <summary>Names as one text, with "; " between; a name that holds a semicolon or a quote stands in quotes.</summary>
    public static string Text(IEnumerable<string> names) => string.Join(
        "; ", names.Select(name => name.AsSpan().ContainsAny(';', '"') ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : name));

    /// <summary>Sorts the rows of a relation, each entry target 2^32 + relation, and joins the relations of each pair.</summary>
    /// <param name="names">The relations.</param>
    /// <param name="offsets">[n + 1] where the rows begin; moved to where they begin in what is returned.</param>
    /// <param name="entries">The entries, row by row; used up.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <returns>The targets, ascending within a row, and their colours.</returns>
    public static (int[] Targets, RelationColours Colours) Join(string[] names, long[] offsets, long[] entries, CancellationToken cancelToken)
    {
        List<int[]> sets = [];
        Dictionary<string, int> colourOf = new(StringComparer.Ordinal);
        List<int> targets = [];
        List<int> colours = [];
        List<int> joined = [];
        for (int i = 0; i + 1 < offsets.Length; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            Span<long> row = entries.AsSpan((int)offsets[i], (int)(offsets[i + 1] - offsets[i]));
            row.Sort();
            offsets[i] = targets.Count;
            for (int k = 0, end; k < row.Length; k = end)
            {
                int target = (int)(row[k] >> 32);
                joined.Clear();
                for (end = k; end < row.Length && (int)(row[end] >> 32) == target; end++)
                {
                    if (joined.Count == 0 || joined[^1] != (int)row[end])
                    {
                        joined.Add((int)row[end]);
                    }
                }

                targets.Add(target);
                colours.Add(Colour());
            }
        }

        offsets[^1] = targets.Count;
        return ([.. targets], new RelationColours(names, sets, [.. colours]));

        int Colour()
        {
            string key = new(MemoryMarshal.Cast<int, char>(CollectionsMarshal.AsSpan(joined)));
            if (!colourOf.TryGetValue(key, out int colour))
            {
                colour = sets.Count;
                colourOf.Add(key, colour);
                sets.Add([.. joined]);
            }

            return colour;
        }
    }
}
