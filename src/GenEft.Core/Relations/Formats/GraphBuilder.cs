namespace GenEft.Relations.Formats;

/// <summary>Collects the elements and edges of a graph file: elements are known by an id and may have a label beside it. They are
/// numbered in the order in which they first appear, be it in an edge. White space around ids and labels is dropped.</summary>
/// <param name="file">The file's name, for errors.</param>
internal sealed class GraphBuilder(string file)
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string?> _labels = [];
    private readonly List<long> _mentions = [];   // the line that first names an element
    private readonly List<(int Source, int Target)> _edges = [];

    /// <summary>Whether every edge stands for both directions.</summary>
    public bool IsUndirected { get; set; }

    /// <summary>Whether the labels stand aside because they are not all there and different.</summary>
    public bool HasUnusedLabels { get; private set; }

    /// <summary>Adds an element.</summary>
    /// <param name="id">What edges call it.</param>
    /// <param name="label">Its label; null for none.</param>
    /// <param name="line">The line, for errors.</param>
    /// <exception cref="GenEftException">MalformedLine where it is there already.</exception>
    public void AddElement(string id, string? label, long line)
    {
        int number = Number(id, line);
        if (_labels[number] is not null)
        {
            throw Malformed(line, $"the element '{id}' is there twice.");
        }

        _labels[number] = label?.Trim() ?? "";
    }

    /// <summary>Adds an edge; repeated ones count once.</summary>
    public void AddEdge(string source, string target, bool isDirected, long line)
    {
        int from = Number(source, line);
        int to = Number(target, line);
        _edges.Add((from, to));
        if (!isDirected && from != to)
        {
            _edges.Add((to, from));
        }
    }

    /// <summary>The relation; the builder is used up.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="isUndirected">Whether every edge stands for both directions.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <exception cref="GenEftException">EmptyRelation, MalformedLine for an edge to an element that is not there, or
    /// RelationTooLarge.</exception>
    public Relation Build(string name, bool isUndirected, CancellationToken cancelToken)
    {
        if (_labels.Count == 0)
        {
            throw new GenEftException(ErrorIds.EmptyRelation, $"'{name}' holds no element; a relation needs at least one.", name);
        }

        string[] ids = new string[_numbers.Count];
        foreach ((string id, int number) in _numbers)
        {
            ids[number] = id;
            if (_labels[number] is null)
            {
                throw Malformed(_mentions[number], $"an edge names '{id}', which is no element of the graph.");
            }
        }

        bool hasLabels = _labels.Exists(label => label!.Length > 0);
        bool areDifferent = hasLabels && _labels.TrueForAll(label => label!.Length > 0)
            && _labels.Distinct(StringComparer.Ordinal).Count() == _labels.Count;
        HasUnusedLabels = hasLabels && !areDifferent;
        return Relation.FromEdges(
            name, RelationKinds.Imported, ids.Length, _edges, areDifferent ? [.. _labels!] : ids, isUndirected || IsUndirected, cancelToken: cancelToken);
    }

    /// <summary>The error of a line that cannot be read.</summary>
    public GenEftException Malformed(long line, string problem) =>
        new(ErrorIds.MalformedLine, FormattableString.Invariant($"{file}, line {Math.Max(1, line)}: {problem}"), line);

    private int Number(string given, long line)
    {
        string id = given.Trim();
        if (id.Length == 0)
        {
            throw Malformed(line, "an element without a name.");
        }

        if (!_numbers.TryGetValue(id, out int number))
        {
            number = _labels.Count;
            _numbers.Add(id, number);
            _labels.Add(null);
            _mentions.Add(line);
        }

        return number;
    }
}
