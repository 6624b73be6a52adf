using System.Management.Automation;
using GenEft.Figures;
using GenEft.Infrastructure;
using GenEft.Training;

namespace GenEft.Drawing;

/// <summary>Recognizes what rows can be drawn as, by their columns: rows of a file as objects.</summary>
internal static class FigureRows
{
    /// <summary>What can be drawn, for errors.</summary>
    public const string Drawable =
        "runs of Invoke-Training over several learning rates (phase diagrams), fractions, or values of another setting; rows of Measure-AccuracyBound and Measure-CriticalFraction, with runs over fractions or alone (accuracy against fraction); "
        + "rows of Measure-PhaseProbability and Get-ReponProbability (probability against ratio); rows of Find-PhaseBoundary and Measure-PhaseBoundary for several values of a setting (ratio against it); rows of Get-TrainingHistory; rows of Get-Embedding; rows of Get-Orbit; rows of Invoke-ReponSimulation (phase portrait)";

    /// <summary>Reads rows.</summary>
    /// <param name="rows">One at least.</param>
    /// <param name="title">What stands above it; null for what the rows say.</param>
    /// <param name="includeGrokking">Whether grokking counts as generalization.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <param name="warn">Told what a reader of the figure must know.</param>
    /// <returns>What makes the figure of what was read, on any thread; given whom to tell the share that is done.</returns>
    /// <exception cref="GenEftException">NotDrawable with the list of what is, or ValueOutOfRange.</exception>
    public static Func<IProgress<double>, Figure> Read(IReadOnlyList<PSObject> rows, string? title, bool includeGrokking, Action<string> warn, CancellationToken cancelToken)
    {
        (rows, RowReader[] readers) = WithoutRepeats(rows, warn);
        bool Are(Predicate<RowReader> kind) => Array.TrueForAll(readers, kind);
        if (Are(PhaseRows.Are) && PhaseRows.HaveSeveralRates(readers))
        {
            return PhaseRows.Read(rows, readers, title, includeGrokking, cancelToken);
        }

        if (Are(PhaseRows.Are))
        {
            WarnOfStopped(readers, warn);
        }

        Figure? figure =
            Are(PhaseRows.Are) && !RowReader.Differ(readers, nameof(TrainingSettings.TrainingFraction)) && SettingRows.AxisOf(readers, cancelToken) is { } axis
                ? SettingRows.Draw(readers, axis, title, cancelToken)
            : Are(AccuracyRows.Are) ? AccuracyRows.Draw(readers, title, cancelToken)
            : Are(ProbabilityRows.Are) ? ProbabilityRows.Draw(readers, title)
            : Are(BoundaryRows.Are) ? BoundaryRows.Draw(readers, title, cancelToken)
            : Are(HistoryRows.Are) ? HistoryRows.Draw(readers, title)
            : Are(EmbeddingRows.Are) ? EmbeddingRows.Draw(readers, title)
            : Are(OrbitRows.Are) ? OrbitRows.Draw(readers, title)
            : Are(TrajectoryRows.Are) ? TrajectoryRows.Draw(readers, title)
            : null;
        if (figure is not null)
        {
            return _ => figure;
        }

        string columns = string.Join(", ", rows[0].Properties.Select(property => property.Name).Take(12));
        throw new GenEftException(ErrorIds.NotDrawable, $"The input cannot be drawn; its first object has {(columns.Length == 0 ? "no columns" : columns)}. What can: {Drawable}.", rows[0]);
    }

    private static (IReadOnlyList<PSObject> Rows, RowReader[] Readers) WithoutRepeats(IReadOnlyList<PSObject> rows, Action<string> warn)
    {
        RepeatedRuns repeats = new();
        (PSObject Row, RowReader Reader)[] kept = [.. rows.Select(row => (row, new RowReader(row))).Where(row => !repeats.IsRepeat(row.Item2))];
        if (repeats.Warning is { } warning)
        {
            warn(warning);
        }

        return ([.. kept.Select(row => row.Row)], [.. kept.Select(row => row.Reader)]);
    }

    // Of these the threshold is drawn, not what they learn.
    private static void WarnOfStopped(RowReader[] runs, Action<string> warn)
    {
        int stopped = runs.Count(run => run.Text(nameof(TrainingResult.StopReason)) == nameof(StopReason.PhaseKnown));
        if (stopped > 0)
        {
            warn(FormattableString.Invariant(
                $"{stopped} of {runs.Length} runs stopped as soon as their phase was known (StopReason PhaseKnown), most of them just above the threshold: the accuracies drawn are not those that training on would reach. -StopWhen MaxSteps or Plateau trains on."));
        }
    }

    /// <summary>A title that rows share in a column; else what is given.</summary>
    public static string Title(IEnumerable<RowReader> rows, string column, string otherwise) =>
        rows.Select(row => row.Text(column)).Distinct().ToArray() is [{ Length: > 0 } one] ? one : otherwise;
}
