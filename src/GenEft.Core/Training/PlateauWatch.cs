namespace GenEft.Training;

/// <summary>When a run was last better than ever before: the best answers on either side so far, by what decides the phase.</summary>
/// <param name="BestTrain">On the training pairs.</param>
/// <param name="BestTest">On the others.</param>
/// <param name="Step">The step at which one of them was reached first.</param>
internal readonly record struct PlateauWatch(double BestTrain, double BestTest, int Step)
{
    /// <summary>Before the first evaluation.</summary>
    public static PlateauWatch Start => new(double.NegativeInfinity, double.NegativeInfinity, 0);

    /// <summary>With one more evaluation; a measure that is NaN is no better than any.</summary>
    /// <param name="step">Optimizer steps taken.</param>
    /// <param name="train">On the training pairs.</param>
    /// <param name="test">On the others.</param>
    public PlateauWatch After(int step, double train, double test) => train > BestTrain || test > BestTest
        ? new(train > BestTrain ? train : BestTrain, test > BestTest ? test : BestTest, step)
        : this;
}
