using GenEft.Training;

namespace GenEft.Gpu.Tests;

/// <summary>Models with many groups each, beside the same with one.</summary>
public sealed class SpreadTests
{
    public static TheoryData<string> DevicesOfGroups =>
        [.. TestDevices.All.Select(row => row.Data).Where(name => name != TestDevices.Emulated), TestDevices.EmulatedGroups];

    /// <summary>More models than slots: they wait, so that launches are of both kinds, and those with many groups change slots and places.</summary>
    [Theory]
    [MemberData(nameof(DevicesOfGroups))]
    public void Launches_of_both_kinds_in_turns_come_to_the_same_bits(string deviceName)
    {
        using GpuDevice device = TestDevices.Open(deviceName);
        Random random = new(0);
        TrainingRun[] runs = [.. Enumerable.Range(0, 12).Select(i => new TrainingRun(Make.Modulo(3, 11), new TrainingSettings
        {
            DecoderWidth = 7, Seed = i, MaxSteps = 1 + random.Next(40), EvaluationInterval = 1 + random.Next(8), HistoryInterval = random.Next(4),
            StopWhen = (StopCondition)random.Next(2), AccuracyThreshold = 0.7, TrainingFraction = i % 4 == 0 ? 1 : 0.05 + (0.9 * random.NextDouble()),
            Optimizer = (Optimizer)(i % 3), EncoderLearningRate = 0.05, DecoderLearningRate = i == 5 ? 1e30 : 0.05,
        }))];
        RunRecord[] records = [.. runs.Select(run => new RunRecord(run, "", null, CancellationToken.None))];
        CohortLayout layout = CohortLayout.Find(runs[0], device.Limits).Layout!;
        using Cohort cohort = new(device.Accelerator, layout, slots: 4, places: 8, spreadLimit: 3);
        Dictionary<int, (int Run, List<DeviceEvaluation> History)> flights = [];
        HashSet<bool> kinds = [];
        for (int next = 0; next < runs.Length || flights.Count > 0;)
        {
            while (next < runs.Length && cohort.HasRoom && (flights.Count == 0 || random.Next(3) == 0))
            {
                flights.Add(cohort.Add(records[next]), (next, []));
                next++;
            }

            cohort.Fill();
            kinds.Add(cohort.IsSpread);
            cohort.Start(1 + random.Next(11));
            cohort.Wait();
            foreach ((int place, (int run, List<DeviceEvaluation> history)) in flights.ToArray())
            {
                history.AddRange(cohort.TakeHistory(place));
                if (cohort.StateOf(place).Status == ModelStatus.Done)
                {
                    (DeviceEvaluation[] expected, double[] parameters) = KernelTests.Train(device, layout, records[run], spreadLimit: 0);
                    Assert.Equal(expected, history);
                    Assert.Equal(parameters, cohort.Download(place, runs[run].Settings.Optimizer).Parameters);
                    flights.Remove(place);
                    cohort.Release(place);
                }
            }
        }

        Assert.Equal(2, kinds.Count);
    }

    /// <summary>Models with many groups each, that begin, stop, diverge and tell their history at other steps, in launches of any length.</summary>
    [Theory]
    [MemberData(nameof(DevicesOfGroups))]
    public void Models_with_many_groups_come_out_as_with_one_to_the_bit(string deviceName)
    {
        using GpuDevice device = TestDevices.Open(deviceName);
        TrainingSettings settings = new()
        {
            DecoderWidth = 9, MaxSteps = 70, EvaluationInterval = 3, EncoderLearningRate = 0.05, DecoderLearningRate = 0.05, AccuracyThreshold = 0.7,
        };
        TrainingSettings[] all =
        [
            settings, settings with { Seed = 1, TrainingFraction = 0.2, HistoryInterval = 1 },
            settings with { Seed = 2, TrainingFraction = 1, HistoryInterval = 7, StopWhen = StopCondition.MaxSteps },
            settings with { Seed = 3, Optimizer = Optimizer.GradientDescent, DecoderLearningRate = 1e30, HistoryInterval = 2 },
        ];
        TrainingRun[] runs = [.. all.Select(each => new TrainingRun(Make.GreaterThan(13), each))];
        RunRecord[] records = [.. runs.Select(run => new RunRecord(run, "", null, CancellationToken.None))];
        CohortLayout layout = CohortLayout.Find(runs[0], device.Limits).Layout!;
        foreach (int budget in new[] { 5, 200 })
        {
            (ModelState State, DeviceEvaluation[] History, double[] Parameters)[] one = Train(spreadLimit: 0, budget);
            (ModelState State, DeviceEvaluation[] History, double[] Parameters)[] many = Train(spreadLimit: 4, budget);
            for (int i = 0; i < all.Length; i++)
            {
                Assert.Equal(one[i].State, many[i].State);
                Assert.Equal(one[i].History, many[i].History);
                Assert.Equal(one[i].Parameters, many[i].Parameters);
            }

            Assert.True(one[0].State.TrainStep >= 0 && one[0].State.Step < 70, "no model ended by its phase");
            Assert.Equal(70, one[2].State.Step);
            Assert.Equal(0, one[3].State.Last.IsLossFinite);
        }

        (ModelState State, DeviceEvaluation[] History, double[] Parameters)[] Train(int spreadLimit, int budget)
        {
            using Cohort cohort = new(device.Accelerator, layout, slots: 4, places: 4, spreadLimit);
            int[] places = [.. records.Select(cohort.Add)];
            List<DeviceEvaluation>[] histories = [.. records.Select(_ => new List<DeviceEvaluation>())];
            while (places.Any(place => cohort.StateOf(place).Status == ModelStatus.Running))
            {
                cohort.Fill();
                Assert.Equal(spreadLimit > 0, cohort.IsSpread);
                cohort.Start(budget);
                cohort.Wait();
                for (int i = 0; i < places.Length; i++)
                {
                    histories[i].AddRange(cohort.TakeHistory(places[i]));
                }
            }

            return [.. places.Select((place, i) => (
                cohort.StateOf(place), histories[i].ToArray(), cohort.Download(place, all[i].Optimizer).Parameters))];
        }
    }
}
