using System.Diagnostics;

namespace GenEft.Symmetry;

/// <summary>Asked every few thousand operations: stops the work when it is cancelled or its time or nodes are spent.</summary>
internal sealed class SearchBudget
{
    private static readonly TimeSpan s_reportEvery = TimeSpan.FromMilliseconds(200);

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly AutomorphismOptions _options;
    private readonly CancellationToken _cancelToken;
    private TimeSpan _nextReport = s_reportEvery;
    private TimeSpan _lastCheck;
    private string _stage = "";
    private int _vertices;
    private int _work;   // items since the last check that counted them

    public SearchBudget(AutomorphismOptions options, CancellationToken cancelToken)
    {
        _options = options;
        _cancelToken = cancelToken;
    }

    /// <summary>Search nodes visited so far.</summary>
    public long Nodes { get; private set; }

    /// <summary>The longest time that went by without a check: how late a stop can come.</summary>
    public TimeSpan LongestPause { get; private set; }

    /// <summary>The time since the start.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>Says what is being done from here on.</summary>
    public void Enter(string stage, int vertices) => (_stage, _vertices) = (stage, vertices);

    /// <summary>Goes on, or throws.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="BudgetSpentException">The time or the nodes are spent.</exception>
    public void Check()
    {
        _cancelToken.ThrowIfCancellationRequested();
        TimeSpan elapsed = Elapsed;
        if (elapsed - _lastCheck > LongestPause)
        {
            LongestPause = elapsed - _lastCheck;
        }

        _lastCheck = elapsed;
        if (elapsed > _options.TimeLimit || Nodes > _options.NodeLimit)
        {
            throw new BudgetSpentException();
        }

        if (elapsed > _nextReport)
        {
            _nextReport = elapsed + s_reportEvery;
            _options.Progress?.Report(new AutomorphismProgress(_stage, _vertices, Nodes, elapsed));
        }
    }

    /// <summary>The same once in 4096 steps of a loop.</summary>
    public void CheckEvery(int step)
    {
        if ((step & 0xFFF) == 0)
        {
            Check();
        }
    }

    /// <summary>The same once in some thousand items, a step having some.</summary>
    public void Work(int items)
    {
        const int Enough = 1 << 13;
        _work += 1 + items;
        if (_work >= Enough)
        {
            _work = 0;
            Check();
        }
    }

    /// <summary>An array of zeros; making a large one takes as long as some thousand steps.</summary>
    public T[] New<T>(int length)
        where T : unmanaged
    {
        Check();
        return new T[length];
    }

    /// <summary>A copy, asked for in pieces.</summary>
    public T[] Copy<T>(ReadOnlySpan<T> items)
        where T : unmanaged
    {
        const int Piece = 1 << 16;
        T[] copy = GC.AllocateUninitializedArray<T>(items.Length);
        for (int from = 0; from < items.Length; from += Piece)
        {
            Check();
            int length = Math.Min(Piece, items.Length - from);
            items.Slice(from, length).CopyTo(copy.AsSpan(from));
        }

        return copy;
    }

    /// <summary>Counts a search node.</summary>
    public void CountNode()
    {
        Nodes++;
        if ((Nodes & 0x3F) == 0 || _options.NodeLimit is not null)
        {
            Check();
        }
    }
}

/// <summary>The budget is spent; whoever searches turns what is known into an interval.</summary>
internal sealed class BudgetSpentException : Exception;
