using System.Diagnostics;
using GenEft.Numerics;
using GenEft.Relations;
using GenEft.Training;

namespace GenEft.Benchmarks;

/// <summary>The phase map of modulo 3, 7 x 7 cells of up to 3e4 steps: what a user waits for, and the map itself.</summary>
internal static class PhaseMapBenchmark
{
    private const int Size = 7;

    public static void Measure(Report report)
    {
        foreach (int hidden in new[] { 2, 3 })
        {
            double[] rates = LogRange.Create(1e-5, 1e-1, Size);
            Relation relation = RelationFactory.Create(new RelationSettings { Kind = RelationKinds.Modulo });
            TrainingRun[] runs =
            [
                .. from encoder in rates
                   from decoder in rates
                   select new TrainingRun(relation, new TrainingSettings
                   {
                       EncoderLearningRate = encoder, DecoderLearningRate = decoder, MaxSteps = 30_000, DecoderDepth = hidden + 1,
                   }),
            ];
            Phase?[] phases = new Phase?[runs.Length];
            long steps = 0;
            int next = -1;
            long start = Stopwatch.GetTimestamp();
            Thread[] threads = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(Work))];
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            IEnumerable<string[]> rows = Enumerable.Range(0, Size).Reverse().Select(row => (string[])
            [
                $"{Math.Log10(rates[row]):0.00}",
                .. Enumerable.Range(0, Size).Select(column => Letter(phases[(column * Size) + row])),
            ]);
            report.Table(
                $"Phase map, modulo 3, {hidden} hidden layers: {seconds:0.0} s for {runs.Length} cells, {steps:#,0} steps, {steps / seconds:#,0} steps/s on {Environment.ProcessorCount} cores",
                ["log10 eta_dec \\ eta_enc", .. rates.Select(rate => $"{Math.Log10(rate):0.00}")], rows);

            void Work()
            {
                for (int i = Interlocked.Increment(ref next); i < runs.Length; i = Interlocked.Increment(ref next))
                {
                    TrainingResult result = runs[i].Execute().Result;
                    phases[i] = result.Phase;
                    Interlocked.Add(ref steps, result.StepCount);
                }
            }
        }
    }

    private static string Letter(Phase? phase) => phase switch
    {
        Phase.Generalization => "G", Phase.Grokking => "g", Phase.Memorization => "M", _ => "C",
    };
}
