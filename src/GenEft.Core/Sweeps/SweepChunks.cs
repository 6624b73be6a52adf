using GenEft.Training;

namespace GenEft.Sweeps;

/// <summary>
/// The trainings of a sweep in pieces that processes claim: the longest first, by a simple prediction, since what takes longest must not be what is begun last; many
/// more pieces than processes, so that all end together. Every process finds the same pieces.
/// </summary>
internal sealed class SweepChunks
{
    private const int MostChunks = 4096;

    private readonly int[] _cells;
    private readonly int[] _starts;

    public SweepChunks(SweepPlan plan, CancellationToken cancelToken)
    {
        double[] costs = new double[plan.CellCount];
        for (int i = 0; i < costs.Length; i++)
        {
            cancelToken.ThrowIfCancellationRequested();
            costs[i] = PredictCost(plan[i]);
        }

        double share = costs.Sum() / MostChunks;
        _cells = [.. Enumerable.Range(0, costs.Length).OrderByDescending(i => costs[i])];   // of equal ones in the order of the plan
        List<int> starts = [0];
        double cost = 0;
        for (int i = 0; i < _cells.Length; i++)
        {
            if (i > starts[^1] && cost + costs[_cells[i]] > share)
            {
                starts.Add(i);
                cost = 0;
            }

            cost += costs[_cells[i]];
        }

        starts.Add(_cells.Length);
        _starts = [.. starts];
    }

    /// <summary>How many there are.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>The trainings of a piece.</summary>
    public ReadOnlySpan<int> this[int chunk] => _cells.AsSpan(_starts[chunk], _starts[chunk + 1] - _starts[chunk]);

    /// <summary>What a training is thought to take, millions of operations: all its steps where the decoder is much faster than the encoder and the network memorizes; else
    /// about as many as an embedding of size 1 takes to move by its size.</summary>
    public static double PredictCost(SweepCell cell)
    {
        TrainingSettings settings = cell.Settings;
        double steps = settings.StopWhen == StopCondition.MaxSteps || settings.DecoderLearningRate > 10 * settings.EncoderLearningRate
            ? settings.MaxSteps
            : Math.Min(settings.MaxSteps, 200 + (1 / settings.EncoderLearningRate));
        return TrainingMemory.MegaFlopsPerStep(cell.Relation, settings) * steps;
    }
}
