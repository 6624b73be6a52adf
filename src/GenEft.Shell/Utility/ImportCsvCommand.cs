using System.Globalization;
using System.Management.Automation;

namespace GenEft.Shell.Utility;

/// <summary>Stand-in for Import-Csv: one object a line, every property text.</summary>
[Cmdlet(VerbsData.Import, "Csv", DefaultParameterSetName = "Delimiter")]
public sealed class ImportCsvCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("LiteralPath", "PSPath", "LP")]
    public string[] Path { get; set; } = [];

    [Parameter(Position = 1, ParameterSetName = "Delimiter")]
    public char Delimiter { get; set; } = ',';

    [Parameter(ParameterSetName = "UseCulture")]
    public SwitchParameter UseCulture { get; set; }

    [Parameter]
    public string[]? Header { get; set; }

    protected override void ProcessRecord()
    {
        string separator = UseCulture ? CultureInfo.CurrentCulture.TextInfo.ListSeparator : Delimiter.ToString();
        foreach (string path in Path)
        {
            string resolved = GetUnresolvedProviderPathFromPSPath(path);
            try
            {
                Read(resolved, separator);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException
                or Microsoft.VisualBasic.FileIO.MalformedLineException)
            {
                WriteError(new ErrorRecord(problem, "FileOpenFailure", ErrorCategory.OpenError, resolved));
            }
        }
    }

    private void Read(string path, string separator)
    {
        string[]? columns = Header;
        foreach (string[] fields in CsvText.ReadRecords(path, separator))
        {
            if (columns is null)
            {
                columns = fields;
                continue;
            }

            PSObject row = new();
            for (int i = 0; i < columns.Length; i++)
            {
                row.Properties.Add(new PSNoteProperty(columns[i], i < fields.Length ? fields[i] : null));
            }

            WriteObject(row);
        }
    }
}
