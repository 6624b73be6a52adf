namespace GenEft.Gpu;

/// <summary>
/// Before a device is trusted it trains some small networks, and what comes out must be what the processor computes: drivers
/// differ in what they make of a barrier, and a wrong number must not pass for a result.
/// </summary>
internal static class DeviceCheck
{
    // Float sums in another order, 12 steps of plain descent at a rate of 0.5; seen on ILGPU's CPU accelerator: 2e-7.
    private const double Tolerance = 1e-4;
    private const int Models = 4;
    private const int Slots = 2;

    /// <summary>Checks a device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="mistake">Changes what the device is given: how a test makes it compute something else.</param>
    /// <exception cref="GenEftException">AcceleratorUnavailable where its results are not the processor's.</exception>
    public static void Run(GpuDevice device, Func<TrainingSettings, TrainingSettings>? mistake = null)
    {
        Relation relation = RelationFactory.Create(new RelationSettings { Kind = RelationKinds.Modulo, Count = 9 });
        TrainingRun[] runs = [.. Enumerable.Range(0, Models).Select(seed => new TrainingRun(relation, new TrainingSettings
        {
            DecoderWidth = 11, MaxSteps = 12, Seed = seed, Optimizer = Optimizer.GradientDescent, EncoderLearningRate = 0.5, DecoderLearningRate = 0.5,
        }))];
        (CohortLayout? layout, string? reason) = CohortLayout.Find(runs[0], device.Limits);
        if (layout is null)
        {
            throw Unavailable(device, $"cannot hold a network of width 11: {reason}");
        }

        using Cohort cohort = new(device.Accelerator, layout, Slots, Models);
        int[] places = [.. runs.Select(run => cohort.Add(new RunRecord(
            mistake is null ? run : new TrainingRun(relation, mistake(run.Settings)), null, CancellationToken.None)))];
        cohort.Launch(Models * 12);
        double error = 0;
        for (int model = 0; model < Models; model++)
        {
            double[] expected = runs[model].Execute().Model.Parameters;
            double[] actual = cohort.Download(places[model], Optimizer.GradientDescent).Parameters;
            error = expected.Zip(actual, (e, a) => Math.Abs(e - a)).Append(error).Max();
        }

        if (!(error <= Tolerance))
        {
            throw Unavailable(device, $"computes wrong numbers: after 12 steps a parameter is off by {error:g2}");
        }
    }

    private static GenEftException Unavailable(GpuDevice device, string what) => new(
        ErrorIds.AcceleratorUnavailable, $"Accelerator is {device.Kind}; '{device.Name}' {what}.", device.Kind);
}
