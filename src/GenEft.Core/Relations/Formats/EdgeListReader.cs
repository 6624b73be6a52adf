using System.Globalization;

namespace GenEft.Relations.Formats;

/// <summary>Reads a relation from an edge list, line by line.</summary>
/// <param name="text">The text, in UTF-8.</param>
/// <param name="format">Its layout.</param>
/// <param name="file">The file's name, for errors.</param>
internal sealed class EdgeListReader(Stream text, EdgeListFormat format, string file)
{
    private const int ReasonsKept = 5;
    private const int ValuesNamed = 20;

    // As this module writes them, and Gephi and Neo4j.
    private static readonly string[] s_sourceNames = ["head", "source", ":START_ID"];
    private static readonly string[] s_targetNames = ["tail", "target", ":END_ID"];

    private readonly string _delimiter = format.Delimiter ?? RelationFormats.Delimiter(file);
    private readonly string _place = $"{file}, line";
    private readonly EdgeListBuilder _builder = new(format.Undirected);
    private readonly HashSet<string> _otherValues = new(StringComparer.Ordinal);
    private long _others;
    private long _alone;
    private int _type = -1;      // Gephi's column that says of an edge whether it is directed
    private long _undirected;
    private int _related = -1;   // the column that says which pairs are related, as Get-RelationPair's rows have it

    // Relation is -1 where there is one only.
    private readonly record struct Columns(int Source, int Target, int Relation)
    {
        public int Needed => Math.Max(Math.Max(Source, Target), Relation) + 1;

        public bool Has(int column) => column == Source || column == Target || column == Relation;
    }

    /// <summary>Reads it.</summary>
    /// <param name="name">The relation's name.</param>
    /// <param name="tell">Told each line.</param>
    /// <param name="cancelToken">Stops the work behind the reading.</param>
    public RelationContent Read(string name, Action<long> tell, CancellationToken cancelToken)
    {
        EdgeListRecords records = new(text, format, _delimiter, tell);
        Columns? columns = format.HasHeader ? null : NumberedColumns();
        string[] headers = [];
        long skipped = 0;
        List<string> reasons = [];
        while (records.Read())
        {
            if (columns is not { } known)
            {
                ThrowIfUnreadable(records);
                headers = [.. Enumerable.Range(0, records.Count).Select(i => records[i].Trim())];
                known = NamedColumns(headers);
                columns = known;
                _type = format.Undirected ? -1 : Array.FindIndex(headers, header => header.Equals("Type", StringComparison.OrdinalIgnoreCase));
                _related = Array.FindIndex(headers, header => header.Equals("Related", StringComparison.OrdinalIgnoreCase));
                continue;
            }

            try
            {
                ThrowIfUnreadable(records);
                ThrowIfTooLong(records, headers.Length);
                AddEdge(records, known);
            }
            catch (GenEftException reason) when (format.SkipMalformed)
            {
                skipped += records.LineCount;
                if (reasons.Count < ReasonsKept)
                {
                    reasons.Add(reason.Message);
                }
            }
        }

        if (_builder.IsEmpty && _others > 0)
        {
            throw new GenEftException(
                ErrorIds.EmptyRelation,
                $"RelationValue is {string.Join(", ", format.RelationValue)}; no line of {file} has it in column '{format.RelationColumn}', which holds "
                + string.Join(", ", _otherValues.Order(StringComparer.Ordinal).Take(ValuesNamed)) + (_otherValues.Count > ValuesNamed ? ", ..." : "."),
                format.RelationValue);
        }

        Relation relation = _builder.Build(name, cancelToken);
        string[] unread = [.. headers.Where((_, i) => columns is { } read && !read.Has(i) && i != _related)];
        return new RelationContent(relation, [.. Notes(records.CommentCount, unread)])
        {
            Warning = Warning(unread),
            SkippedCount = skipped,
            SkippedReasons = reasons,
        };
    }

    private string? Warning(string[] unread)
    {
        if (_undirected > 0)
        {
            return FormattableString.Invariant(
                $"column 'Type' calls {_undirected} edge(s) undirected; it is not read, and they relate one way. Use -Undirected where each stands for both directions.");
        }

        return Array.Find(unread, header => header.Equals("Relation", StringComparison.OrdinalIgnoreCase)) is { } merged
            ? $"column '{merged}' is not read: the pairs of all its relations are taken as those of one. -RelationColumn {merged} keeps which of them hold."
            : null;
    }

    private IEnumerable<string> Notes(long comments, string[] unread)
    {
        if (comments > 0)
        {
            yield return FormattableString.Invariant($"{comments} comment line(s) passed over.");
        }

        if (unread.Length > 0)
        {
            yield return $"columns not read: {string.Join(", ", unread)}.";
        }

        if (_alone > 0)
        {
            yield return FormattableString.Invariant($"{_alone} line(s) with an empty target: elements, not edges.");
        }

        if (_others > 0)
        {
            yield return FormattableString.Invariant($"{_others} line(s) of other relations passed over.");
        }
    }

    // What stands behind the last column of the header has shifted, most often at a delimiter within a name.
    private void ThrowIfTooLong(EdgeListRecords records, int columns)
    {
        for (int i = columns; columns > 0 && i < records.Count; i++)
        {
            if (records[i].AsSpan().Trim().Length > 0)
            {
                throw Malformed(
                    records, $"{_place} {records.Line} has {records.Count} fields; the header has {columns}. Does a name hold '{_delimiter}' without quotes?");
            }
        }
    }

    private void AddEdge(EdgeListRecords records, Columns columns)
    {
        if (records.Count < columns.Needed)
        {
            throw Malformed(
                records, $"{_place} {records.Line} has {records.Count} field(s); {columns.Needed} are needed. Is '{_delimiter}' the delimiter?");
        }

        if (records.HasMisplacedQuote(columns.Source) || records.HasMisplacedQuote(columns.Target)
            || (columns.Relation >= 0 && records.HasMisplacedQuote(columns.Relation)))
        {
            throw Malformed(
                records, $"{_place} {records.Line}: a quote is out of place. Use -Quote None where quotes are ordinary characters.");
        }

        string? relation = columns.Relation >= 0 ? records[columns.Relation].Trim() : null;
        if (relation is not null && format.RelationValue.Count > 0 && !format.RelationValue.Contains(relation))
        {
            _others++;
            if (_otherValues.Count <= ValuesNamed)
            {
                _otherValues.Add(relation);
            }

            return;
        }

        string target = records[columns.Target];
        if (string.IsNullOrWhiteSpace(target))
        {
            if (_builder.Contains(records[columns.Source]))
            {
                throw new GenEftException(
                    ErrorIds.EmptyField,
                    FormattableString.Invariant(
                        $"{_place} {records.Line}: the target of the edge is empty; a line without a target brings in a new element, and '{records[columns.Source].Trim()}' is one already."),
                    records.Line);
            }

            _builder.Add(records[columns.Source], [], _place, records.Line);
            _alone++;
        }
        else if (IsRelated(records))
        {
            if (relation is null)
            {
                _builder.Add(records[columns.Source], target, _place, records.Line);
            }
            else
            {
                _builder.AddTriple(records[columns.Source], relation, target, _place, records.Line);
            }

            _undirected += _type >= 0 && _type < records.Count && records[_type].Trim().Equals("Undirected", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        }
        else
        {
            _builder.AddUnrelated(records[columns.Source], target, _place, records.Line);
        }
    }

    // A column of that name which does not begin with a truth value means something else.
    private bool IsRelated(EdgeListRecords records)
    {
        if (_related < 0 || _related >= records.Count)
        {
            return true;
        }

        string text = records[_related].Trim();
        bool? truth = text.ToUpperInvariant() switch
        {
            "TRUE" or "1" => true,
            "FALSE" or "0" or "" => false,
            _ => null,
        };
        if (truth is null && !_builder.IsEmpty)
        {
            throw Malformed(records, $"{_place} {records.Line}: Related is '{text}'; it must be True or False.");
        }

        _related = truth is null ? -1 : _related;
        return truth ?? true;
    }

    private void ThrowIfUnreadable(EdgeListRecords records)
    {
        if (records.Problem is { } problem)
        {
            throw Malformed(records, $"{_place} {records.Line}: {problem}");
        }
    }

    private static GenEftException Malformed(EdgeListRecords records, FormattableString message) =>
        new(ErrorIds.MalformedLine, FormattableString.Invariant(message), records.Line);

    private Columns NumberedColumns()
    {
        Columns columns = new(
            Number(nameof(format.Source), format.Source ?? "1"),
            Number(nameof(format.Target), format.Target ?? "2"),
            format.RelationColumn is { } relation ? Number(nameof(format.RelationColumn), relation) : -1);
        RequireDifferent(columns, column => FormattableString.Invariant($"column {column + 1}"));
        return columns;

        static int Number(string parameter, string given) =>
            int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int column) && column >= 1
                ? column - 1
                : throw new GenEftException(
                    ErrorIds.MissingColumn,
                    $"{parameter} is '{given}'; without a header it must be the number of a column, 1 or more.",
                    given);
    }

    private Columns NamedColumns(string[] headers)
    {
        Columns columns = new(
            Find(nameof(format.Source), format.Source, s_sourceNames),
            Find(nameof(format.Target), format.Target, s_targetNames),
            format.RelationColumn is { } relation ? Find(nameof(format.RelationColumn), relation, []) : -1);
        RequireDifferent(columns, column => $"'{headers[column]}'");
        return columns;

        int Find(string parameter, string? given, string[] usual)
        {
            string[] names = given is null ? usual : [given];
            foreach (string name in names)
            {
                // Neo4j puts the kind of the nodes behind the name: :START_ID(Person).
                int[] found = [.. Enumerable.Range(0, headers.Length).Where(i =>
                    headers[i].Equals(name, StringComparison.OrdinalIgnoreCase)
                    || (name[0] == ':' && headers[i].StartsWith($"{name}(", StringComparison.OrdinalIgnoreCase)))];
                if (found.Length > 1)
                {
                    throw new GenEftException(
                        ErrorIds.MissingColumn,
                        $"{file} has {found.Length} columns '{name}' (-{parameter}); their names must differ.",
                        name);
                }

                if (found.Length == 1)
                {
                    return found[0];
                }
            }

            throw new GenEftException(
                ErrorIds.MissingColumn,
                $"Column '{names[0]}' (-{parameter}) is not in {file}; it has the columns {string.Join(", ", headers)}. Name one of them with -{parameter}, or is '{_delimiter}' not the delimiter, or the first line no header (-NoHeader)?",
                names[0]);
        }
    }

    private static void RequireDifferent(Columns columns, Func<int, string> describe)
    {
        (string Name, int Column)[] ends = [("Source", columns.Source), ("Target", columns.Target), ("RelationColumn", columns.Relation)];
        for (int i = 1; i < ends.Length; i++)
        {
            (string Name, int Column) same = Array.Find(ends[..i], end => end.Column == ends[i].Column);
            if (same.Name is not null)
            {
                throw new GenEftException(
                    ErrorIds.ValueOutOfRange,
                    $"{same.Name} and {ends[i].Name} are both {describe(same.Column)}; they must be different columns.",
                    describe(same.Column));
            }
        }
    }
}
