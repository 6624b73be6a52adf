using Microsoft.VisualBasic.FileIO;

namespace GenEft.Shell.Utility;

/// <summary>CSV files as records of text.</summary>
internal static class CsvText
{
    public static IEnumerable<string[]> ReadRecords(string path, string separator)
    {
        using TextFieldParser parser = new(path)
        {
            Delimiters = [separator],
            HasFieldsEnclosedInQuotes = true,
            TrimWhiteSpace = false,
        };
        while (!parser.EndOfData)
        {
            yield return parser.ReadFields()!;
        }
    }
}
