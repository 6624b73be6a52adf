namespace GenEft.Training;

/// <summary>A run between two steps: what resuming needs to go on with the same bits.</summary>
/// <param name="Trainer">Parameters, moments and steps taken.</param>
/// <param name="TrainStep">First crossing of the train accuracy so far.</param>
/// <param name="TestStep">First crossing of the test accuracy so far.</param>
/// <param name="Plateau">When it was last better than before.</param>
/// <param name="History">The history so far.</param>
/// <param name="Elapsed">Time spent so far.</param>
internal sealed record RunState(
    TrainerState Trainer, int? TrainStep, int? TestStep, PlateauWatch Plateau, IReadOnlyList<HistoryPoint> History, TimeSpan Elapsed);
