namespace GenEft;

/// <summary>Collects edges between labelled elements; elements are numbered in the order they first appear.</summary>
public sealed class EdgeListBuilder
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<(int Source, int Target)> _edges = [];
    private readonly bool _undirected;

    /// <summary>Starts an empty list.</summary>
    /// <param name="undirected">Whether each edge stands for both directions.</param>
    public EdgeListBuilder(bool undirected)
    {
        _undirected = undirected;
    }

    /// <summary>Adds the edge source -> target; repeated edges count once, loops are kept.</summary>
    /// <param name="source">Label of the first argument; surrounding white space is dropped.</param>
    /// <param name="target">Label of the second argument, likewise.</param>
    /// <param name="place">Where the edge comes from, for the refusal.</param>
    /// <exception cref="GenEftException">EmptyField.</exception>
    public void Add(string? source, string? target, string place)
    {
        int from = Number(source, "source", place);
        int to = Number(target, "target", place);
        _edges.Add((from, to));
        if (_undirected && from != to)
        {
            _edges.Add((to, from));
        }
    }

    /// <summary>The relation of all edges added.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="GenEftException">EmptyRelation where no edge was added.</exception>
    public Relation Build(string name)
    {
        if (_edges.Count == 0)
        {
            throw new GenEftException(ErrorIds.EmptyRelation, $"'{name}' holds no edge; a relation needs at least one.", name);
        }

        string[] labels = new string[_numbers.Count];
        foreach ((string label, int number) in _numbers)
        {
            labels[number] = label;
        }

        return Relation.FromEdges(name, RelationKinds.Imported, labels.Length, _edges, labels);
    }

    private int Number(string? label, string end, string place)
    {
        string trimmed = label?.Trim() ?? "";
        if (trimmed.Length == 0)
        {
            throw new GenEftException(
                ErrorIds.EmptyField, $"{place}: the {end} of the edge is empty; both ends need a label.", label);
        }

        if (!_numbers.TryGetValue(trimmed, out int number))
        {
            number = _numbers.Count;
            _numbers.Add(trimmed, number);
        }

        return number;
    }
}
