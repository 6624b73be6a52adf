using System.Net;
using System.Text;
using GenEft.Files;

namespace GenEft.Relations.Formats;

/// <summary>Reads GML: "graph [ directed 1 node [ id 0 label "a" ] edge [ source 0 target 1 ] ]", keys in any order and other keys
/// passed over.</summary>
internal sealed class GmlGraph(GraphBuilder builder, TextLines lines)
{
    private const int MaximumDepth = 64;

    private readonly SortedSet<string> _unread = new(StringComparer.Ordinal);
    private Action<long> _tell = _ => { };
    private int _at;
    private int _graphs;

    private enum TokenKind
    {
        Word,
        Text,
        Open,
        Close,
        End,
    }

    /// <summary>Reads the graph.</summary>
    /// <param name="tell">Told each line.</param>
    public IEnumerable<string> Read(Action<long> tell)
    {
        _tell = tell;
        _at = -1;
        ReadPairs(depth: 0, (key, value) =>
        {
            if (key == "graph" && value is null)
            {
                if (++_graphs > 1)
                {
                    throw Malformed("a second graph begins; a relation is one.");
                }

                builder.IsUndirected = true;   // unless it says otherwise
                ReadPairs(1, ReadGraphPair);
            }
            else if (value is null)
            {
                Skip(value, 1);
            }
        });
        if (_graphs == 0)
        {
            throw Malformed("there is no 'graph [' in it; is it GML?");
        }

        return _unread.Count > 0 ? [$"keys not read: {string.Join(", ", _unread)}."] : [];
    }

    private void ReadGraphPair(string key, string? value)
    {
        switch (key)
        {
            case "directed" when value is not null:
                builder.IsUndirected = value != "1";
                break;
            case "node" when value is null:
                Dictionary<string, string> node = ReadFields();
                builder.AddElement(Field(node, key, "id"), node.GetValueOrDefault("label"), lines.Number);
                _unread.UnionWith(node.Keys.Except(["id", "label"]));
                break;
            case "edge" when value is null:
                Dictionary<string, string> edge = ReadFields();
                builder.AddEdge(Field(edge, key, "source"), Field(edge, key, "target"), isDirected: true, lines.Number);
                _unread.UnionWith(edge.Keys.Except(["source", "target"]));
                break;
            default:
                Skip(value, 2);
                break;
        }
    }

    private Dictionary<string, string> ReadFields()
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        ReadPairs(2, (key, value) =>
        {
            Skip(value, 3);
            fields.TryAdd(key, value ?? "");
        });
        return fields;
    }

    private string Field(Dictionary<string, string> fields, string key, string name) => fields.TryGetValue(name, out string? value)
        ? value
        : throw Malformed($"the {key} has no {name}.");

    private void Skip(string? value, int depth)
    {
        if (value is null)
        {
            ReadPairs(depth, (_, inner) => Skip(inner, depth + 1));
        }
    }

    // Keys with their values, up to the bracket that closes them, or at depth 0 the end; a value that is null is a list, which the
    // taker reads.
    private void ReadPairs(int depth, Action<string, string?> take)
    {
        if (depth > MaximumDepth)
        {
            throw Malformed("it is nested too deeply.");
        }

        while (true)
        {
            (TokenKind kind, string key) = ReadToken();
            if (kind == (depth == 0 ? TokenKind.End : TokenKind.Close))
            {
                return;
            }

            if (kind != TokenKind.Word)
            {
                throw Malformed(kind == TokenKind.End ? "it ends before a ']'." : $"'{key}' stands where a key must be.");
            }

            (TokenKind valueKind, string value) = ReadToken();
            if (valueKind is TokenKind.Close or TokenKind.End)
            {
                throw Malformed($"'{key}' has no value.");
            }

            take(key.ToLowerInvariant(), valueKind == TokenKind.Open ? null : value);
        }
    }

    private (TokenKind Kind, string Text) ReadToken()
    {
        while (true)
        {
            if (_at < 0 && !ReadLine())
            {
                return (TokenKind.End, "the end");
            }

            string line = lines.Text;
            while (_at < line.Length && (char.IsWhiteSpace(line[_at]) || line[_at] == '\uFEFF'))
            {
                _at++;
            }

            if (_at == line.Length)
            {
                _at = -1;
                continue;
            }

            if (line[_at] is '[' or ']')
            {
                return line[_at++] == '[' ? (TokenKind.Open, "[") : (TokenKind.Close, "]");
            }

            if (line[_at] == '"')
            {
                _at++;
                return (TokenKind.Text, ReadText());
            }

            int start = _at;
            while (_at < line.Length && !char.IsWhiteSpace(line[_at]) && line[_at] is not ('[' or ']' or '"'))
            {
                _at++;
            }

            return (TokenKind.Word, line[start.._at]);
        }
    }

    // To the closing quote, on this line or a later one.
    private string ReadText()
    {
        long opened = lines.Number;
        StringBuilder text = new();
        while (true)
        {
            int close = lines.Text.IndexOf('"', _at);
            if (close >= 0)
            {
                text.Append(lines.Text, _at, close - _at);
                _at = close + 1;
                return WebUtility.HtmlDecode(text.ToString());
            }

            text.Append(lines.Text, _at, lines.Text.Length - _at).Append(lines.LineEnd);
            if (text.Length > lines.MaximumLength || !NextLine())
            {
                throw builder.Malformed(opened, "a text in quotes is not closed.");
            }
        }
    }

    // Past lines that are comments.
    private bool ReadLine()
    {
        do
        {
            if (!NextLine())
            {
                return false;
            }
        }
        while (lines.Text.AsSpan().TrimStart().StartsWith('#'));
        return true;
    }

    private bool NextLine()
    {
        _at = 0;
        if (!lines.Read())
        {
            return false;
        }

        _tell(lines.Number);
        return lines.Problem is { } problem ? throw Malformed(problem) : true;
    }

    private GenEftException Malformed(string problem) => builder.Malformed(lines.Number, problem);
}
