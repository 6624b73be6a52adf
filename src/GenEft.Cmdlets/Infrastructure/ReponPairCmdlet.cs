using System.Management.Automation;
using GenEft.Dynamics.Simulation;

namespace GenEft.Infrastructure;

/// <summary>Initial conditions of two repons, or of one and a cluster, of the full equations too: shared by the cmdlets that follow them.</summary>
public abstract class ReponPairCmdlet : ReponStartCmdlet
{
    /// <summary>The mean of all repons, for the full equations.</summary>
    [Parameter(Mandatory = false, ParameterSetName = "Scalar", ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[]? Center { get; set; } = [0];

    /// <summary>The bias less the target, b - y, for the full equations.</summary>
    [Parameter(Mandatory = false, ParameterSetName = "Scalar", ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[]? Offset { get; set; } = [0];

    /// <summary>The mean of all repons, for the full equations: d numbers. The default is 0.</summary>
    [Parameter(Mandatory = false, ParameterSetName = "Matrix", ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[]? CenterVector { get; set; }

    /// <summary>The bias less the target, b - y, for the full equations: p numbers. The default is 0.</summary>
    [Parameter(Mandatory = false, ParameterSetName = "Matrix", ValueFromPipelineByPropertyName = true)]
    [InvariantNumber(AllowEmpty = true)]
    public double[]? OffsetVector { get; set; }

    /// <summary>The most initial conditions at once, from 1 to 1024. The default is one on each core.</summary>
    [Parameter(Mandatory = false)]
    [InvariantNumber(Whole = true)]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        base.OnBegin();
        Guard.Range(nameof(ThrottleLimit), ThrottleLimit, 1, 1024);
    }

    /// <summary>Starts the threads that follow initial conditions, and who writes what comes of them, in order.</summary>
    /// <param name="activity">What the progress bar says is going on.</param>
    /// <param name="noun">What it counts, in the plural.</param>
    /// <param name="write">Writes what comes of one.</param>
    private protected (WorkerPool Workers, TaskWriter<T> Writer) Start<T>(string activity, string noun, Action<T> write)
    {
        const int Capacity = 4096;
        WorkerPool workers = new(ThrottleLimit, CancelToken);
        return (workers, new TaskWriter<T>(
            this, activity, Capacity, write, () => workers.Progress.Fraction,
            _ => ProgressWriter.Describe($"{workers.Progress.Finished} of {workers.Progress.Added} {noun}")));
    }

    /// <summary>Every combination of the parameters; the order is that of the parameters, the last varying fastest.</summary>
    private IEnumerable<Cell> Cells(IEnumerable<ReponModelKind> models) => models.Select(model => new Cell(model, 0, 0, 0, 0, 0, 0, 1))
        .Sweep(IsScalar ? DecoderScale : null, (cell, value) => cell with { DecoderScale = value })
        .Sweep(IsScalar ? Separation : null, (cell, value) => cell with { Separation = value })
        .Sweep(IsScalar ? Center : null, (cell, value) => cell with { Center = value })
        .Sweep(IsScalar ? Offset : null, (cell, value) => cell with { Offset = value })
        .Sweep(EncoderLearningRate, (cell, value) => cell with { EtaX = value })
        .Sweep(DecoderLearningRate, (cell, value) => cell with { EtaA = value })
        .Sweep(ClusterSize, (cell, value) => cell with { ClusterSize = value });

    /// <summary>Checks all of a record's initial conditions before any is followed, and adds them to be made when their turn comes: a grid may be
    /// larger than memory.</summary>
    /// <param name="models">The equations.</param>
    /// <param name="make">Makes one; what it takes from parameters must be copied, as the next record binds them anew.</param>
    /// <param name="add">Takes one that is to be made.</param>
    private protected void AddAll<T>(IReadOnlyList<ReponModelKind> models, Func<Cell, T> make, Action<Func<T>> add)
    {
        foreach (Cell cell in Cells(models))
        {
            CancelToken.ThrowIfCancellationRequested();
            if (IsScalar)
            {
                cell.CheckScalars();   // at much less cost than making it
            }
            else
            {
                _ = make(cell);
            }
        }

        foreach (Cell cell in Cells(models))
        {
            add(() => make(cell));
        }
    }

    /// <summary>One combination.</summary>
    private protected sealed record Cell(
        ReponModelKind Model, double DecoderScale, double Separation, double Center, double Offset, double EtaX, double EtaA, int ClusterSize)
    {
        /// <summary>Refuses numbers that cannot start anything.</summary>
        public void CheckScalars()
        {
            Guard.Finite(nameof(DecoderScale), DecoderScale);
            Guard.Finite(nameof(Separation), Separation);
            ReponSimulation.CheckPair(Model, new[,] { { DecoderScale } }, [Separation], EtaX, EtaA, ClusterSize, [Center], [Offset]);
        }
    }
}
