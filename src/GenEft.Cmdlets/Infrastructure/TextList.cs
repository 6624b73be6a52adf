namespace GenEft.Infrastructure;

/// <summary>Several values in one piece of text, as a cell of a CSV file holds them.</summary>
internal static class TextList
{
    /// <summary>What may stand between the values.</summary>
    public static readonly char[] Separators = [',', ';', '+', ' '];
}
