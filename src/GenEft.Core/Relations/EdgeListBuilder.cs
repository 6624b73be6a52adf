namespace GenEft.Relations;

/// <summary>Collects edges between labelled elements; elements are numbered in the order they first appear. Holds each label
/// once and two numbers an edge, three of triples.</summary>
public sealed class EdgeListBuilder
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<(int Source, int Target)> _edges = [];
    private readonly Dictionary<string, int> _relations = new(StringComparer.Ordinal);
    private readonly List<int> _relationOf = [];   // beside the edges of triples
    private readonly bool _undirected;

    /// <summary>Starts an empty list.</summary>
    /// <param name="undirected">Whether each edge stands for both directions.</param>
    public EdgeListBuilder(bool undirected)
    {
        _undirected = undirected;
    }

    /// <summary>Whether nothing was added.</summary>
    public bool IsEmpty => _numbers.Count == 0;

    /// <summary>Whether an element of this label was added.</summary>
    public bool Contains(string label) => _numbers.ContainsKey(label.Trim());

    /// <summary>Adds the edge source -> target; repeated edges count once, loops are kept.</summary>
    /// <param name="source">Label of the first argument; surrounding white space is dropped.</param>
    /// <param name="target">Label of the second argument, likewise.</param>
    /// <param name="place">What the edge comes from, for the error: "edges.csv, line" or "Object".</param>
    /// <param name="number">Its number there.</param>
    /// <exception cref="GenEftException">EmptyField.</exception>
    public void Add(string? source, string? target, string place, long number)
    {
        string from = Trim(source, "source", place, number);
        string to = Trim(target, "target", place, number);
        _edges.Add((Number(from), Number(to)));
    }

    /// <summary>Adds the edge source -> target of one of several relations; either all edges are added so, or none.</summary>
    /// <param name="source">Label of the first argument; surrounding white space is dropped.</param>
    /// <param name="relation">The relation, likewise.</param>
    /// <param name="target">Label of the second argument, likewise.</param>
    /// <param name="place">What the edge comes from, for the error.</param>
    /// <param name="number">Its number there.</param>
    /// <exception cref="GenEftException">EmptyField.</exception>
    public void AddTriple(string? source, string? relation, string? target, string place, long number)
    {
        string name = Trim(relation, "relation", place, number);
        Add(source, target, place, number);
        _relations.TryAdd(name, _relations.Count);
        _relationOf.Add(_relations[name]);
    }

    /// <summary>Adds the two elements of a pair that is not related.</summary>
    /// <param name="source">Label of the first argument; surrounding white space is dropped.</param>
    /// <param name="target">Label of the second argument, likewise.</param>
    /// <param name="place">What the pair comes from, for the error.</param>
    /// <param name="number">Its number there.</param>
    /// <exception cref="GenEftException">EmptyField.</exception>
    public void AddUnrelated(string? source, string? target, string place, long number)
    {
        string from = Trim(source, "source", place, number);
        string to = Trim(target, "target", place, number);
        Number(from);
        Number(to);
    }

    /// <summary>Adds the edges from one element to several, all or none of them; without a target, the element alone.</summary>
    /// <param name="source">Label of the first argument; surrounding white space is dropped.</param>
    /// <param name="targets">Labels of the second arguments, likewise.</param>
    /// <param name="place">What the edges come from, for the error.</param>
    /// <param name="number">Its number there.</param>
    /// <exception cref="GenEftException">EmptyField.</exception>
    public void Add(string? source, IEnumerable<string?> targets, string place, long number)
    {
        string from = Trim(source, "source", place, number);
        string[] to = [.. targets.Select(target => Trim(target, "target", place, number))];
        int first = Number(from);
        foreach (string target in to)
        {
            _edges.Add((first, Number(target)));
        }
    }

    /// <summary>The relation of all edges added, which keeps of triples of several relations which each is of; the builder is used up.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <exception cref="GenEftException">EmptyRelation where nothing was added.</exception>
    public Relation Build(string name, CancellationToken cancelToken = default)
    {
        if (IsEmpty)
        {
            throw new GenEftException(ErrorIds.EmptyRelation, $"'{name}' holds no edge; a relation needs at least one element.", name);
        }

        string[] labels = new string[_numbers.Count];
        foreach ((string label, int number) in _numbers)
        {
            labels[number] = label;
        }

        // The numbers are not needed again; the relation is made of the labels and the edges.
        _numbers.Clear();
        _numbers.TrimExcess();
        return _relations.Count > 1
            ? Relation.FromTriples(name, labels.Length, _edges, _relationOf, [.. _relations.OrderBy(relation => relation.Value).Select(relation => relation.Key)], labels, _undirected, cancelToken)
            : Relation.FromEdges(name, RelationKinds.Imported, labels.Length, _edges, labels, _undirected, null, cancelToken);
    }

    private static string Trim(string? label, string part, string place, long number)
    {
        string trimmed = label?.Trim() ?? "";
        return trimmed.Length > 0 ? trimmed : throw new GenEftException(
            ErrorIds.EmptyField,
            FormattableString.Invariant($"{place} {number}: the {part} of the edge is empty; {(part == "relation" ? "each edge of triples needs one" : "both ends need a label")}."),
            label);
    }

    private int Number(string label)
    {
        if (!_numbers.TryGetValue(label, out int number))
        {
            number = _numbers.Count;
            _numbers.Add(label, number);
        }

        return number;
    }
}
