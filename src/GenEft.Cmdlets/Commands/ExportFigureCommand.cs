using System.Management.Automation;
using GenEft.Drawing;
using GenEft.Files;
using GenEft.Infrastructure;

namespace GenEft.Commands;

/// <summary>What a figure is drawn on.</summary>
public enum FigureTheme
{
    /// <summary>A white background.</summary>
    Light,

    /// <summary>A background near black.</summary>
    Dark,
}

/// <summary>Draws what is piped to it, as SVG or PNG.</summary>
/// <remarks>
/// <para>The rows' columns tell what is drawn, of objects as of files. Runs of Invoke-Training over several learning rates are a phase diagram
/// (Figure 5): a cell for each pair of rates, shared in stripes where seeds end differently, with the boundary of Measure-PhaseBoundary. Where
/// one rate and a setting of numbers, such as DecoderWeightDecay, have several values, these are the axes (Figure 8); relations and other settings have
/// panels of their own, nine at most. Runs of one pair of rates over another setting that is a number, such as DecoderDepth, are test accuracy against it (Figure 7); train them with -StopWhen MaxSteps or Plateau, since a run that stops once its phase is known stops just above the threshold, of which a warning tells. A run that is met twice is drawn once.
/// Rows of Measure-AccuracyBound, of Measure-CriticalFraction, and runs over several fractions are accuracy against fraction (Figures 2 and 3), with a line at b/n^2
/// for each relation of Measure-CriticalFraction's rows; bands are 95 % intervals over seeds. Rows of Measure-PhaseProbability and Get-ReponProbability are
/// probability against ratio (Figure 6), with the exact law and Eq. 12 for their own scales and Wilson intervals. Rows of Find-PhaseBoundary and Measure-PhaseBoundary for several values of a setting are critical ratios against it,
/// beside both laws'. Rows of Get-TrainingHistory are
/// accuracy along up to six runs, rows of Get-Embedding points in colours by class or by place in the order, named where there is room (in more than two dimensions along their principal axes), rows of
/// Get-Orbit the number of orbits by size, and rows of Invoke-ReponSimulation trajectories over the phase portrait (Figure 4). What cannot be drawn is refused with the list of what can.</para>
/// <para>The file's extension, .svg or .png, is the format. SVG holds letters as outlines, and the module brings its own font (Inter, under the SIL Open
/// Font License): figures look alike on machines without fonts, and the same rows give the same bytes. The file is written whole or not at all.
/// Colours are told apart by all common kinds of colour vision.</para>
/// </remarks>
/// <example>
/// <code>$runs = New-Relation Modulo -Count 9 | Invoke-Training -EncoderLearningRate 1e-3, 1e-2 -DecoderLearningRate (Get-LogRange 1e-3 1 4) -Seed 1, 2 -MaxSteps 300
/// $runs | Export-Figure phases.svg</code>
/// <para>A phase diagram.</para>
/// </example>
/// <example>
/// <code>$relation = New-Relation GreaterThan -Count 9
/// &amp; { $relation | Measure-AccuracyBound -TrainingFraction 0.1, 0.3, 0.5, 0.7 -Method Analytic, Exact; $relation | Measure-CriticalFraction } |
///     Export-Figure bounds.png -Title 'What can be known of an order' -Theme Dark -Force</code>
/// <para>Bounds on the accuracy, with b/n^2.</para>
/// </example>
/// <example>
/// <code>Get-LogRange 1e-2 1e2 20 | Get-ReponProbability -EmbeddingDimension 2 -OutputDimension 100 | Export-Figure probability.svg -Width 600 -Height 400 -PassThru</code>
/// <para>The laws of Theorem 3.</para>
/// </example>
/// <seealso>Measure-PhaseBoundary</seealso>
/// <seealso>Measure-PhaseProbability</seealso>
/// <seealso>Measure-AccuracyBound</seealso>
/// <seealso>Get-TrainingHistory</seealso>
/// <seealso>Get-Embedding</seealso>
/// <seealso>Get-Orbit</seealso>
[Cmdlet(VerbsData.Export, "Figure", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportFigureCommand : GenEftCmdlet
{
    private readonly List<PSObject> _rows = [];
    private string _path = "";
    private bool _isPng;

    /// <summary>A row of what is to be drawn.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>The file to write, .svg or .png; its folder must exist.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("LiteralPath", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>What stands above the figure. The default is the relation, or what is drawn.</summary>
    [Parameter(Mandatory = false)]
    public string? Title { get; set; }

    /// <summary>Pixels, from 300 to 4000. The default is 800, and more for several panels.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true, AllowEmpty = true)]
    public int? Width { get; set; }

    /// <summary>Pixels, from 200 to 4000. The default is 600, and more for several panels.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true, AllowEmpty = true)]
    public int? Height { get; set; }

    /// <summary>Light, on white, or Dark.</summary>
    [Parameter(Mandatory = false)]
    [EnumName(typeof(FigureTheme))]
    public FigureTheme Theme { get; set; }

    /// <summary>Count grokking as generalization, for the boundary of a phase diagram.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter IncludeGrokking { get; set; }

    /// <summary>Replace an existing file.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter Force { get; set; }

    /// <summary>Return the file written.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        Guard.Range("The length of Title", Title?.Length ?? 0, 0, 1000);
        Guard.Range(nameof(Width), Width ?? 300, 300, 4000);
        Guard.Range(nameof(Height), Height ?? 200, 200, 4000);
        _path = PathResolver.ResolveNew(this, Path);
        string extension = System.IO.Path.GetExtension(_path);
        _isPng = extension.Equals(".png", StringComparison.OrdinalIgnoreCase);
        if (!_isPng && !extension.Equals(".svg", StringComparison.OrdinalIgnoreCase))
        {
            throw new GenEftException(ErrorIds.UnknownFormat, $"Path is '{_path}'; its extension must be .svg or .png.", Path);
        }

        if (!Force && FileStatus.Of(_path) is { Kind: FileKind.Regular })
        {
            throw new GenEftException(ErrorIds.FileExists, $"'{_path}' exists; -Force replaces it.", _path);
        }
    }

    /// <inheritdoc/>
    protected override void OnRecord() => _rows.AddRange(InputObject);

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        if (_rows.Count == 0)
        {
            WriteWarning($"Nothing was piped in; '{_path}' is not written.");
            return;
        }

        if (!ShouldProcess(_path, $"Draw {_rows.Count} row(s)"))
        {
            return;
        }

        byte[] drawn = FigureDrawing.Draw(this, _rows, Title, _isPng, Width, Height, Theme == FigureTheme.Dark, IncludeGrokking);
        foreach (string file in AtomicFile.Write(_path, Force, stream => stream.Write(drawn), CancelToken))
        {
            WriteWarning($"'{file}' was left by a run that did not end; it is removed.");
        }

        if (PassThru)
        {
            WriteFile(_path);
        }
    }
}
