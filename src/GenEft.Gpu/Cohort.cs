using System.Runtime.InteropServices;
using GenEft.Relations;
using GenEft.Training;
using ILGPU;
using ILGPU.Runtime;

namespace GenEft.Gpu;

/// <summary>
/// Models of one shape on a device. There are places for twice as many as train at once, so that a group that finishes one
/// finds the next on the device; the host refills the places between launches.
/// </summary>
internal sealed class Cohort : IDisposable
{
    private readonly Accelerator _accelerator;
    private readonly AcceleratorStream _launches;   // of its own: copies, on the default one, go on beside a launch
    private readonly MemoryBuffer1D<ModelPlan, Stride1D.Dense> _plans;
    private readonly MemoryBuffer1D<ModelState, Stride1D.Dense> _states;
    private readonly MemoryBuffer1D<Float4, Stride1D.Dense> _parameters;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _pairs;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _incidence;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _goals;
    private readonly MemoryBuffer1D<DeviceEvaluation, Stride1D.Dense> _history;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _queue;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _queueHead;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _slots;
    private readonly MemoryBuffer1D<Float4, Stride1D.Dense> _gradients;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _inputDeltas;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _corrections;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _losses;
    private readonly MemoryBuffer1D<Tally, Stride1D.Dense> _tallies;
    private readonly CohortKernels _kernels;
    private readonly int _spreadLimit;
    private readonly List<MemoryBuffer> _buffers = [];
    private readonly Dictionary<(int Pairs, int Related, PhaseMetric Metric, double Threshold), int[]> _goalsOf = [];   // alike for most models
    private readonly Stack<int> _freePlaces;
    private readonly List<int> _training = [];   // by slot
    private readonly List<int> _waiting = [];
    private readonly (int Offset, int Length)[] _rows;   // of parameters
    private readonly ModelState[] _hostStates;
    private readonly int[] _historyIntervals;   // by place
    private readonly float[] _hostParameters;   // one model's, on its way
    private int _queueLength;
    private bool _wasSpread;   // the last launch

    /// <summary>Takes the memory.</summary>
    /// <param name="accelerator">The device.</param>
    /// <param name="layout">How a model lies on it.</param>
    /// <param name="slots">Models that train at once.</param>
    /// <param name="places">Models held.</param>
    /// <param name="spreadLimit">Models up to which each has many groups; 0 for never.</param>
    public Cohort(Accelerator accelerator, CohortLayout layout, int slots, int places, int spreadLimit)
    {
        _accelerator = accelerator;
        _launches = accelerator.CreateStream();
        Layout = layout;
        SlotCount = slots;
        _spreadLimit = spreadLimit;
        CohortShape shape = layout.Shape;
        _rows = [.. shape.ParameterRows()];
        try
        {
            _plans = Allocate<ModelPlan>(places);
            _states = Allocate<ModelState>(2L * places);
            _parameters = Allocate<Float4>(3L * places * shape.ParameterCount / 4);
            _pairs = Allocate<int>(2L * places * shape.PairCount);
            _incidence = Allocate<int>((long)places * shape.IncidenceLength);
            _goals = Allocate<int>((long)places * shape.GoalLength);
            _history = Allocate<DeviceEvaluation>((long)places * shape.HistoryCapacity);
            _queue = Allocate<int>(places);
            _queueHead = Allocate<int>(1);
            _slots = Allocate<int>(slots);
            long parts = Math.Max(slots, (long)spreadLimit * shape.ChunksOfModel);
            _gradients = Allocate<Float4>(parts * shape.ParameterCount / 4);
            _gradients.MemSetToZero();
            _inputDeltas = Allocate<float>((long)slots * shape.InputWidth * shape.PairCount);
            _losses = Allocate<float>((long)slots * shape.PairCount);
            _tallies = Allocate<Tally>(parts);
            _corrections = Allocate<float>(2L * AdamCorrections.Length);
            _corrections.CopyFromCPU(AdamCorrections.Create());
            _kernels = new CohortKernels(accelerator, _launches, layout);
        }
        catch
        {
            Dispose();
            throw;
        }

        _hostStates = new ModelState[places];
        _historyIntervals = new int[places];
        _hostParameters = new float[3 * shape.ParameterCount];
        _freePlaces = new Stack<int>(Enumerable.Range(0, places).Reverse());
    }

    public CohortLayout Layout { get; }

    public int SlotCount { get; }

    /// <summary>Whether each model has many groups, as few have.</summary>
    public bool IsSpread => _waiting.Count == 0 && _training.Count <= _spreadLimit;

    /// <inheritdoc cref="CohortKernels.LeastGraph"/>
    public int LeastGraph => _kernels.LeastGraph;

    /// <summary>Models that have slots.</summary>
    public int TrainingCount => _training.Count;

    public bool HasRoom => _freePlaces.Count > 0;

    /// <summary>Puts a model on the device, to be trained by the next launch that has a group free.</summary>
    /// <returns>Its place.</returns>
    public int Add(RunRecord record)
    {
        int place = _freePlaces.Pop();
        CohortShape shape = Layout.Shape;
        ModelPlan plan = ToPlan(record);
        _plans.View.SubView(place, 1).CopyFromCPU([plan]);
        _historyIntervals[place] = plan.HistoryInterval;
        _hostStates[place] = new ModelState
        {
            Step = record.Start.UpdateCount, TrainStep = record.TrainStep ?? -1, TestStep = record.TestStep ?? -1,
        };
        _states.View.SubView(place, 1).CopyFromCPU([_hostStates[place]]);
        ToDevice(record.Start.Parameters, 0);
        ToDevice(record.Start.FirstMoment, 1);
        ToDevice(record.Start.SecondMoment, 2);
        ParametersOf(place).CopyFromCPU(_hostParameters);
        int[] pairs = ToPairs(record);
        _pairs.View.SubView((long)place * pairs.Length, pairs.Length).CopyFromCPU(pairs);
        int[] incidence = ToIncidence(record.Train);
        _incidence.View.SubView((long)place * incidence.Length, incidence.Length).CopyFromCPU(incidence);
        int[] goals = [.. GoalsOf(record, record.Train), .. GoalsOf(record, record.Test)];
        _goals.View.SubView((long)place * shape.GoalLength, goals.Length).CopyFromCPU(goals);
        _waiting.Add(place);
        return place;
    }

    /// <summary>Gives the place of a finished model back.</summary>
    public void Release(int place) => _freePlaces.Push(place);

    /// <summary>Gives models that wait the slots that are free.</summary>
    public void Fill()
    {
        int next = Math.Min(SlotCount - _training.Count, _waiting.Count);
        _training.AddRange(_waiting[..next]);
        _waiting.RemoveRange(0, next);
    }

    /// <summary>Begins a launch that takes up to a number of steps with every slot that is filled. Until it is waited for, only what it does
    /// not hold may be touched: models may be added, and finished ones read.</summary>
    /// <returns>The steps that it takes: models with many groups go in step, as far as the history of each has room.</returns>
    public int Start(int budget)
    {
        // As many groups as there are models, so that a few get a multiprocessor each: those that share one are half as fast.
        _queueLength = _waiting.Count;
        _slots.View.AsContiguous().CopyFromCPU(CollectionsMarshal.AsSpan(_training));
        _queue.View.AsContiguous().CopyFromCPU(CollectionsMarshal.AsSpan(_waiting));
        _queueHead.View.CopyFromCPU([0]);
        _wasSpread = IsSpread;
        if (!_wasSpread)
        {
            _kernels.Train(Memory, _training.Count, _queueLength, budget);
            return budget;
        }

        int steps = Math.Max(2, Math.Min(budget, HistoryRoom()) / 2 * 2);
        _kernels.TrainSpread(Memory, _training.Count, steps);
        return steps;
    }

    /// <summary>Waits for the launch; the states are then the host's to read.</summary>
    public void Wait()
    {
        _launches.Synchronize();
        _states.View.SubView(0, _hostStates.Length).CopyToCPU(_hostStates);
        int[] head = new int[1];
        _queueHead.View.CopyToCPU(head);
        _waiting.RemoveRange(0, Math.Min(head[0], _queueLength));
        _slots.View.AsContiguous().CopyToCPU(CollectionsMarshal.AsSpan(_training));
        _training.RemoveAll(place => place < 0 || (_wasSpread && _hostStates[place].Status == ModelStatus.Done));
    }

    /// <summary>How far a model was after the last launch.</summary>
    public ModelState StateOf(int place) => _hostStates[place];

    /// <summary>Whether a model would have gone on if the last launch had had more steps to give.</summary>
    public bool IsHeldByBudget(int place) => _hostStates[place].Status == ModelStatus.Running
        && _hostStates[place].HistoryCount < Layout.Shape.HistoryCapacity;

    /// <summary>A model's parameters and moments after the last launch.</summary>
    public TrainerState Download(int place, Optimizer optimizer)
    {
        int step = _hostStates[place].Step;
        if (optimizer == Optimizer.GradientDescent)
        {
            return new(DownloadParameters(place), [], [], step);
        }

        ParametersOf(place).CopyToCPU(_hostParameters);
        return new(FromDevice(0), FromDevice(1), FromDevice(2), step);
    }

    /// <summary>A model's parameters after the last launch.</summary>
    public double[] DownloadParameters(int place)
    {
        ParametersOf(place).SubView(0, Layout.Shape.ParameterCount).CopyToCPU(_hostParameters.AsSpan(0, Layout.Shape.ParameterCount));
        return FromDevice(0);
    }

    /// <summary>The history that a model gathered in the last launch; its place on the device is then free again.</summary>
    public DeviceEvaluation[] TakeHistory(int place)
    {
        DeviceEvaluation[] points = new DeviceEvaluation[_hostStates[place].HistoryCount];
        if (points.Length > 0)
        {
            _history.View.SubView((long)place * Layout.Shape.HistoryCapacity, points.Length).CopyToCPU(points);
            _hostStates[place].HistoryCount = 0;
            _states.View.SubView(place, 1).CopyFromCPU([_hostStates[place]]);
        }

        return points;
    }

    public void Dispose()
    {
        Quietly.Do(_launches.Synchronize);   // what it works on is not to be freed below it
        _kernels?.Dispose();
        foreach (MemoryBuffer buffer in _buffers)
        {
            Quietly.Dispose(buffer);
        }

        _buffers.Clear();
        Quietly.Dispose(_launches);
    }

    // Steps for which every model's history has room; more than two, as histories are taken after each launch.
    private int HistoryRoom() => (int)_training.Min(place => _historyIntervals[place] > 0
        ? Math.Min(int.MaxValue, (long)(Layout.Shape.HistoryCapacity - _hostStates[place].HistoryCount) * _historyIntervals[place])
        : int.MaxValue);

    private CohortMemory Memory => new()
    {
        Plans = _plans.View.AsContiguous(),
        States = _states.View.AsContiguous(),
        Parameters = _parameters.View.AsContiguous(),
        Pairs = _pairs.View.AsContiguous(),
        Incidence = _incidence.View.AsContiguous(),
        Goals = _goals.View.AsContiguous(),
        History = _history.View.AsContiguous(),
        Queue = _queue.View.AsContiguous(),
        QueueHead = _queueHead.View.AsContiguous(),
        Slots = _slots.View.AsContiguous(),
        Gradients = _gradients.View.AsContiguous(),
        InputDeltas = _inputDeltas.View.AsContiguous(),
        Losses = _losses.View.AsContiguous(),
        Tallies = _tallies.View.AsContiguous(),
        Corrections = _corrections.View.AsContiguous(),
    };

    private static ModelPlan ToPlan(RunRecord record)
    {
        TrainingSettings settings = record.Settings;
        return new ModelPlan
        {
            TrainCount = record.Train.Count,
            TestCount = record.Test.Count,
            TrainRelated = record.Train.RelatedCount,
            JudgesTest = record.JudgesTest ? 1 : 0,
            MaxSteps = settings.MaxSteps,
            EvaluationInterval = settings.EvaluationInterval,
            HistoryInterval = settings.HistoryInterval,
            StopsWhenKnown = settings.StopWhen == StopCondition.PhaseKnown ? 1 : 0,
            Optimizer = settings.Optimizer,
            EncoderRate = (float)settings.EncoderLearningRate,
            DecoderRate = (float)settings.DecoderLearningRate,
            EncoderDecay = (float)settings.EncoderWeightDecay,
            DecoderDecay = (float)settings.DecoderWeightDecay,
        };
    }

    private int[] GoalsOf(RunRecord record, PairSet pairs)
    {
        (int, int, PhaseMetric, double) key = (pairs.Count, pairs.RelatedCount, record.Settings.PhaseMetric, record.Settings.AccuracyThreshold);
        if (!_goalsOf.TryGetValue(key, out int[]? goals))
        {
            goals = Goals(record, pairs);
            _goalsOf.Add(key, goals);
        }

        return goals;
    }

    // By halving: with more right answers every measure grows.
    private static int[] Goals(RunRecord record, PairSet pairs)
    {
        int related = pairs.RelatedCount;
        int unrelated = pairs.Count - related;
        int[] goals = new int[related + 1];
        for (int hits = 0; hits <= related; hits++)
        {
            (int below, int enough) = (-1, unrelated + 1);
            while (enough - below > 1)
            {
                int middle = below + ((enough - below) / 2);
                bool crosses = record.Crosses(new Evaluation(0, new ClassificationCounts(hits, related - hits, middle, unrelated - middle), true));
                (below, enough) = crosses ? (below, middle) : (middle, enough);
            }

            goals[hits] = enough > unrelated ? int.MaxValue : enough;
        }

        return goals;
    }

    private int[] ToPairs(RunRecord record)
    {
        int train = record.Train.Count;
        int[] pairs = new int[2 * Layout.Shape.PairCount];
        for (int s = 0; s < train + record.Test.Count; s++)
        {
            (PairSet set, int index) = s < train ? (record.Train, s) : (record.Test, s - train);
            pairs[s] = set.First[index];
            pairs[Layout.Shape.PairCount + s] = (2 * set.Second[index]) + (set.Related[index] ? 1 : 0);
        }

        return pairs;
    }

    // By counting: each element's training pairs, those it comes first in before those it comes second in.
    private int[] ToIncidence(PairSet train)
    {
        int n = Layout.Shape.ElementCount;
        int[] incidence = new int[Layout.Shape.IncidenceLength];
        for (int s = 0; s < train.Count; s++)
        {
            incidence[train.First[s] + 1]++;
            incidence[train.Second[s] + 1]++;
        }

        int[] next = new int[n];
        for (int element = 0; element < n; element++)
        {
            next[element] = incidence[element];
            incidence[element + 1] += incidence[element];
        }

        foreach (int role in new[] { 0, 1 })
        {
            int[] elements = role == 0 ? train.First : train.Second;
            for (int s = 0; s < train.Count; s++)
            {
                incidence[n + 1 + next[elements[s]]++] = (2 * s) + role;
            }
        }

        return incidence;
    }

    private ArrayView<float> ParametersOf(int place)
    {
        int length = 3 * Layout.Shape.ParameterCount / 4;
        return _parameters.View.SubView((long)place * length, length).AsContiguous().Cast<float>();
    }

    // Parameters are part 0, the moments 1 and 2; one that is not there yet is zero.
    private void ToDevice(double[] from, int part)
    {
        Span<float> to = PartOf(part);
        to.Clear();
        if (from.Length > 0)
        {
            int next = 0;
            foreach ((int offset, int length) in _rows)
            {
                for (int i = 0; i < length; i++)
                {
                    to[offset + i] = (float)from[next++];
                }
            }
        }
    }

    private double[] FromDevice(int part)
    {
        ReadOnlySpan<float> from = PartOf(part);
        double[] to = new double[_rows.Sum(row => row.Length)];
        int next = 0;
        foreach ((int offset, int length) in _rows)
        {
            for (int i = 0; i < length; i++)
            {
                to[next++] = from[offset + i];
            }
        }

        return to;
    }

    private Span<float> PartOf(int part) => _hostParameters.AsSpan(part * Layout.Shape.ParameterCount, Layout.Shape.ParameterCount);

    private MemoryBuffer1D<T, Stride1D.Dense> Allocate<T>(long length)
        where T : unmanaged
    {
        MemoryBuffer1D<T, Stride1D.Dense> buffer = _accelerator.Allocate1D<T>(length);
        _buffers.Add(buffer);
        return buffer;
    }
}
