using GenEft.Relations;
using GenEft.Training;

namespace GenEft.Gpu;

/// <summary>
/// Before a kernel is trusted it trains some small networks, and what comes out must be what the processor computes: drivers
/// differ in what they make of a barrier, compilers in what they make of a choice, and a wrong number must not pass for a result.
/// </summary>
internal static class DeviceCheck
{
    // Float sums in another order, 8 steps of plain descent at a rate of 0.5; seen on ILGPU's CPU accelerator: 2e-7. Adam
    // divides by small gradients, so it is judged by the loss and by the pairs it gets right.
    private const double Tolerance = 1e-4;
    private const int Models = 3;
    private const int Slots = 2;
    private const int Steps = 8;

    // Wide enough for the tiles of wide networks, with some left over in each direction; pairs enough for two of the largest chunks.
    private const int Width = 37;
    private const int Elements = 12;

    /// <summary>Checks the kernel of a layout, as it is compiled for it.</summary>
    /// <param name="device">The device.</param>
    /// <param name="kernel">The layout of what is to be trained; the check's networks are small ones.</param>
    /// <param name="mistake">Changes what the device is given: how a test makes it compute something else.</param>
    /// <returns>Whether models with many groups come out as those with one, to the bit.</returns>
    /// <exception cref="GenEftException">AcceleratorUnavailable where its results are not the processor's.</exception>
    public static bool Run(GpuDevice device, CohortLayout kernel, Func<TrainingSettings, TrainingSettings>? mistake = null)
    {
        Relation relation = RelationFactory.Create(new RelationSettings { Kind = RelationKinds.Modulo, Count = Elements });
        TrainingRun[] runs = [.. Enumerable.Range(0, Models).Select(seed => new TrainingRun(relation, new TrainingSettings
        {
            Activation = kernel.Shape.Activation,
            DecoderWidth = Width,
            MaxSteps = Steps,
            Seed = seed,
            Optimizer = seed % 2 == 0 ? Optimizer.GradientDescent : Optimizer.AdamW,
            EncoderLearningRate = seed % 2 == 0 ? 0.5 : 0.01,
            DecoderLearningRate = seed % 2 == 0 ? 0.5 : 0.01,
        }))];
        (CohortLayout? layout, string? reason) = CohortLayout.Find(runs[0], device.Limits);
        CohortShape shape = layout?.Shape ?? throw Unavailable(device, $"cannot hold a network of width {Width}: {reason}");
        shape.ChunkSize = kernel.Shape.ChunkSize;
        TrainingOutcome[] expected = [.. runs.Select(run => run.Execute())];
        TrainingRun[] given = [.. runs.Select(run => mistake is null ? run : new TrainingRun(relation, mistake(run.Settings)))];

        // Models that follow each other in a group, and models that have many.
        double[][] one = Compare(device, kernel with { Shape = shape }, given, expected, Slots, spreadLimit: 0);
        double[][] many = Compare(device, kernel with { Shape = shape }, given, expected, Models, spreadLimit: Models);
        return one.Zip(many).All(pair => pair.First.SequenceEqual(pair.Second));
    }

    // The models' last losses and parameters.
    private static double[][] Compare(GpuDevice device, CohortLayout layout, TrainingRun[] runs, TrainingOutcome[] expected, int slots, int spreadLimit)
    {
        using Cohort cohort = new(device.Accelerator, layout, slots, Models, spreadLimit);
        int[] places = [.. runs.Select(run => cohort.Add(new RunRecord(run, "", null, CancellationToken.None)))];
        cohort.Fill();
        cohort.Start(Math.Max(2 * Models * Steps, cohort.LeastGraph));   // enough for one slot to train them all
        cohort.Wait();
        double[][] trained = new double[Models][];
        for (int model = 0; model < Models; model++)
        {
            TrainingResult result = expected[model].Result;
            DeviceEvaluation last = cohort.StateOf(places[model]).Last;
            double error = Math.Max(Math.Abs(result.TrainLoss - last.TrainLoss), Math.Abs(result.TestLoss!.Value - last.TestLoss));
            double[] actual = cohort.DownloadParameters(places[model]);
            trained[model] = [last.TrainLoss, last.TestLoss, .. actual];
            if (result.Optimizer == Optimizer.GradientDescent)
            {
                error = expected[model].Model.Parameters.Zip(actual, (e, a) => Math.Abs(e - a)).Append(error).Max();
            }

            // A logit that is zero to rounding may fall on either side.
            bool counts = Math.Abs((result.TrainAccuracy * result.SampleCount) - last.TrainCorrect) < 1.5
                && Math.Abs((result.TestAccuracy!.Value * ((Elements * Elements) - result.SampleCount)) - last.TestCorrect) < 1.5;
            if (!(error <= Tolerance) || !counts)
            {
                throw Unavailable(device, $"computes wrong numbers: after {Steps} steps a loss or parameter is off by {error:g2}");
            }
        }

        return trained;
    }

    private static GenEftException Unavailable(GpuDevice device, string what) => new(
        ErrorIds.AcceleratorUnavailable, $"Accelerator is {device.Kind}; '{device.Name}' {what}.", device.Kind);
}
