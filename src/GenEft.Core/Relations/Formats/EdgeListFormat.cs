namespace GenEft.Relations.Formats;

/// <summary>What a quote is in an edge list.</summary>
public enum EdgeListQuote
{
    /// <summary>A double quote at the start of a field opens it and the next closes it; two in a row stand for one.</summary>
    Standard,

    /// <summary>Quotes are characters like any other.</summary>
    None,
}

/// <summary>How an edge list is laid out.</summary>
public sealed record EdgeListFormat
{
    /// <summary>The <see cref="Delimiter"/> that stands for any run of white space.</summary>
    public const string WhiteSpace = "Whitespace";

    /// <summary>Column of the first argument: its header, or with no header its 1-based number. Null for the column head,
    /// source or :START_ID, or with no header the first.</summary>
    public string? Source { get; init; }

    /// <summary>Column of the second argument, likewise. Null for the column tail, target or :END_ID, or with no header the
    /// second.</summary>
    public string? Target { get; init; }

    /// <summary>Column that tells of triples which relation they belong to, likewise; null where there is one relation only.</summary>
    public string? RelationColumn { get; init; }

    /// <summary>The relations to read of <see cref="RelationColumn"/>; lines of others are passed over. Empty for all.</summary>
    public IReadOnlyList<string> RelationValue { get; init; } = [];

    /// <summary>What separates fields; null for a tab in .tsv and .tab files and a comma in others.</summary>
    public string? Delimiter { get; init; }

    /// <summary>What a quote is.</summary>
    public EdgeListQuote Quote { get; init; }

    /// <summary>Whether a quoted field may run over the end of a line.</summary>
    public bool MultilineField { get; init; }

    /// <summary>What a line starts with that is a comment.</summary>
    public IReadOnlyList<string> Comment { get; init; } = ["#", "%"];

    /// <summary>How many lines at the start are passed over.</summary>
    public long SkipFirst { get; init; }

    /// <summary>The text's encoding where no byte order mark tells it; null for UTF-8.</summary>
    public string? Encoding { get; init; }

    /// <summary>Whether the first line names the columns.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>Whether each edge stands for both directions.</summary>
    public bool Undirected { get; init; }

    /// <summary>Whether lines that are no edge are skipped and counted; otherwise the first of them is refused.</summary>
    public bool SkipMalformed { get; init; }

    /// <summary>The longest line, in bytes, of any format that is read by lines; and the longest field over several lines, in
    /// characters.</summary>
    public int MaximumLineLength { get; init; } = 1 << 20;

    /// <summary>The most bytes of text, of any format.</summary>
    public long MaximumSize { get; init; } = 1L << 36;

    /// <summary>The most bytes of text for each byte of a compressed file, of any format; 64 MiB of text are always read.</summary>
    public double MaximumExpansion { get; init; } = 100;

    /// <summary>Checks what does not depend on a file.</summary>
    /// <exception cref="GenEftException">ValueOutOfRange or ParameterNotApplicable.</exception>
    internal void Validate()
    {
        if (Delimiter is { } given && (given.Length == 0 || given.AsSpan().ContainsAny("\"\r\n")))
        {
            throw new GenEftException(
                ErrorIds.ValueOutOfRange,
                $"Delimiter is '{given}'; it must be one or more characters other than a quote or the end of a line.",
                given);
        }

        Guard.NotNegative(nameof(SkipFirst), SkipFirst);
        Guard.Range(nameof(MaximumLineLength), MaximumLineLength, 1, 1 << 30);
        Guard.Range(nameof(MaximumSize), MaximumSize, 1, long.MaxValue);
        Guard.AtLeastOne(nameof(MaximumExpansion), MaximumExpansion);
        if (Comment.Any(string.IsNullOrEmpty))
        {
            throw new GenEftException(
                ErrorIds.ValueOutOfRange, "Comment holds an empty text, with which every line starts; give none, or what comments start with.", "");
        }

        if (RelationColumn is null && RelationValue.Count > 0)
        {
            throw new GenEftException(
                ErrorIds.ParameterNotApplicable, "RelationValue was given; RelationColumn must say in which column it stands.", RelationValue);
        }
    }
}
