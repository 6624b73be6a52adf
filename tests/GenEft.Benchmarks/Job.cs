using GenEft.Relations;
using GenEft.Training;

namespace GenEft.Benchmarks;

/// <summary>A training job: one network's steps on one core.</summary>
internal sealed class Job : IDisposable
{
    private readonly ITrainer _trainer;
    private readonly BatchSchedule _schedule;
    private int _step;

    public Job(TrainingSettings settings, int count = 30, string? trainer = null)
    {
        Relation relation = RelationFactory.Create(new RelationSettings { Kind = RelationKinds.Modulo, Count = count });
        NetworkShape shape = new(relation.Count, settings);
        (PairSet train, _) = PairSet.Split(relation, settings.TrainingFraction, settings.Seed);
        _schedule = new BatchSchedule(train, settings);
        double[] parameters = Initialization.Create(shape, settings);
        _trainer = trainer == "Reference"
            ? new ReferenceTrainer(shape, settings, parameters)
            : TrainerFactory.Create(trainer ?? Environment.GetEnvironmentVariable(TrainerFactory.Variable), shape, settings, parameters, _schedule.Capacity);
        _trainer.SetBatch(_schedule.Select(0));
        MegaFlops = TrainingMemory.MegaFlopsPerStep(relation, settings);
    }

    /// <summary>Of one step.</summary>
    public double MegaFlops { get; }

    public void Step()
    {
        if (!_schedule.IsFull)
        {
            _trainer.SetBatch(_schedule.Select(_step++));
        }

        _trainer.ComputeGradient(CancellationToken.None);
        _trainer.Update();
    }

    /// <summary>Billions of operations a second.</summary>
    public double Gigaflops() => MegaFlops / 1e3 * Rounds.Rate(Step, TimeSpan.FromMilliseconds(20));

    public void Dispose() => _trainer.Dispose();
}
