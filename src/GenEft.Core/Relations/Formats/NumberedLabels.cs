using System.Globalization;
using System.Text.Json;

namespace GenEft.Relations.Formats;

/// <summary>Labels in the comments of formats that number their elements from 1: "label 3 "text"", the text as in JSON, or for a
/// relation whose elements are numbered from 0, "labels from 0".</summary>
internal sealed class NumberedLabels
{
    private const string FromZero = "labels from 0";
    private const string Prefix = "label ";

    private readonly Dictionary<int, string> _labels = [];
    private bool _isFromZero;

    /// <summary>The comments that keep a relation's labels.</summary>
    public static IEnumerable<string> Comments(Relation relation) => relation.HasLabels
        ? Enumerable.Range(0, relation.Count).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"{Prefix}{i + 1} {JsonSerializer.Serialize(relation.GetLabel(i))}"))
        : [FromZero];

    /// <summary>Reads a comment; any other is passed over.</summary>
    public void Read(string comment)
    {
        if (comment == FromZero)
        {
            _isFromZero = true;
        }
        else if (comment.StartsWith(Prefix, StringComparison.Ordinal) && comment.IndexOf('"', StringComparison.Ordinal) is > 0 and int quote
            && int.TryParse(comment.AsSpan(Prefix.Length, quote - Prefix.Length).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            try
            {
                _labels[number] = JsonSerializer.Deserialize<string>(comment[quote..])!;
            }
            catch (JsonException)
            {
                // A comment of somebody else's.
            }
        }
    }

    /// <summary>Declares n elements, with their labels.</summary>
    public void AddTo(GraphBuilder builder, int count, long line)
    {
        for (int i = 1; i <= count; i++)
        {
            string number = i.ToString(CultureInfo.InvariantCulture);
            builder.AddElement(
                number,
                _labels.GetValueOrDefault(i) ?? (_isFromZero ? (i - 1).ToString(CultureInfo.InvariantCulture) : number),
                line);
        }
    }
}
