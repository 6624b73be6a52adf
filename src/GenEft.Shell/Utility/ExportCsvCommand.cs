using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace GenEft.Shell.Utility;

/// <summary>Stand-in for Export-Csv: columns from the first object, every value quoted but null, text by ToString.</summary>
[Cmdlet(VerbsData.Export, "Csv", SupportsShouldProcess = true, DefaultParameterSetName = "Delimiter")]
public sealed class ExportCsvCommand : PSCmdlet, IDisposable
{
    private StreamWriter? _writer;
    private string[]? _columns;
    private string _separator = ",";
    private bool _isSkipped;

    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public PSObject InputObject { get; set; } = null!;

    [Parameter(Mandatory = true, Position = 0)]
    [Alias("LiteralPath", "PSPath", "LP")]
    public string Path { get; set; } = "";

    [Parameter(Position = 1, ParameterSetName = "Delimiter")]
    public char Delimiter { get; set; } = ',';

    [Parameter(ParameterSetName = "UseCulture")]
    public SwitchParameter UseCulture { get; set; }

    [Parameter]
    public SwitchParameter Append { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>The default since PowerShell 6; taken so that older scripts run.</summary>
    [Parameter]
    [Alias("NTI")]
    public SwitchParameter NoTypeInformation { get; set; }

    public void Dispose() => _writer?.Dispose();

    protected override void BeginProcessing()
    {
        string path = GetUnresolvedProviderPathFromPSPath(Path);
        _separator = UseCulture ? CultureInfo.CurrentCulture.TextInfo.ListSeparator : Delimiter.ToString();
        _isSkipped = !ShouldProcess(path);
        if (_isSkipped)
        {
            return;
        }

        try
        {
            if (Append && File.Exists(path))
            {
                _columns = [.. CsvText.ReadRecords(path, _separator).Take(1).SelectMany(fields => fields)];
            }

            FileMode mode = Append ? FileMode.Append : NoClobber ? FileMode.CreateNew : FileMode.Create;
            _writer = new StreamWriter(new FileStream(path, mode, FileAccess.Write, FileShare.Read), new UTF8Encoding(false));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(new ErrorRecord(problem, "FileOpenFailure", ErrorCategory.OpenError, path));
        }
    }

    protected override void ProcessRecord()
    {
        if (_isSkipped)
        {
            return;
        }

        if (_columns is null or { Length: 0 })
        {
            _columns = [.. InputObject.Properties.Select(property => property.Name)];
            _writer!.WriteLine(string.Join(_separator, _columns.Select(Quote)));
        }

        _writer!.WriteLine(string.Join(_separator, _columns.Select(column => ToField(InputObject.Properties[column]))));
    }

    protected override void EndProcessing() => _writer?.Flush();

    // A getter that throws leaves its field empty, as the real cmdlet does.
    private static string ToField(PSPropertyInfo? property)
    {
        try
        {
            return property?.Value?.ToString() is string text ? Quote(text) : "";
        }
        catch (GetValueException)
        {
            return "";
        }
    }

    private static string Quote(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
