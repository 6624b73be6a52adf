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

    /// <summary>The figure of some rows.</summary>
    /// <param name="rows">One at least.</param>
    /// <param name="title">What stands above it; null for what the rows say.</param>
    /// <param name="includeGrokking">Whether grokking counts as generalization.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <exception cref="GenEftException">NotDrawable with the list of what is, or ValueOutOfRange.</exception>
    public static Figure Read(IReadOnlyList<PSObject> rows, string? title, bool includeGrokking, CancellationToken cancelToken)
    {
        RowReader[] readers = [.. rows.Select(row => new RowReader(row))];
        if (readers.All(PhaseRows.Are))
        {
            return PhaseRows.HaveSeveralRates(readers) ? PhaseRows.Draw(rows, readers, title, includeGrokking, cancelToken)
                : !RowReader.Differ(readers, nameof(TrainingSettings.TrainingFraction)) && SettingRows.AxisOf(readers, cancelToken) is { } axis ? SettingRows.Draw(readers, axis, title, cancelToken)
                : AccuracyRows.Draw(readers, title, cancelToken);
        }

        if (readers.All(AccuracyRows.Are))
        {
            return AccuracyRows.Draw(readers, title, cancelToken);
        }

        if (readers.All(ProbabilityRows.Are))
        {
            return ProbabilityRows.Draw(readers, title);
        }

        if (readers.All(BoundaryRows.Are))
        {
            return BoundaryRows.Draw(readers, title, cancelToken);
        }

        if (readers.All(HistoryRows.Are))
        {
            return HistoryRows.Draw(readers, title);
        }

        if (readers.All(EmbeddingRows.Are))
        {
            return EmbeddingRows.Draw(readers, title);
        }

        if (readers.All(OrbitRows.Are))
        {
            return OrbitRows.Draw(readers, title);
        }

        if (readers.All(TrajectoryRows.Are))
        {
            return TrajectoryRows.Draw(readers, title);
        }

        string columns = string.Join(", ", rows[0].Properties.Select(property => property.Name).Take(12));
        throw new GenEftException(ErrorIds.NotDrawable, $"The input cannot be drawn; its first object has {(columns.Length == 0 ? "no columns" : columns)}. What can: {Drawable}.", rows[0]);
    }

    /// <summary>A title that rows share in a column; else what is given.</summary>
    public static string Title(IEnumerable<RowReader> rows, string column, string otherwise) =>
        rows.Select(row => row.Text(column)).Distinct().ToArray() is [{ Length: > 0 } one] ? one : otherwise;
}
