using System.Collections.Concurrent;
using System.Diagnostics;
using GenEft.Training;
using GenEft.Training.Scheduling;

namespace GenEft.Sweeps;

/// <summary>
/// Works on a sweep until nothing of it is left that no other process has: claims pieces, trains what is missing of them, and writes each result to a journal of
/// its own. Killed at any moment it loses at most the last half minute of the trainings under way.
/// </summary>
public sealed class SweepRunner : IDisposable
{
    private const int MostPending = 20_000;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_last = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_rescan = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_short = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(2);

    private readonly SweepPlan _plan;
    private readonly int _shard;
    private readonly int _shardCount;
    private readonly CancellationToken _cancelToken;
    private readonly SweepClaims _claims;
    private readonly SweepJournalIndex _index;
    private readonly TimeSpan _patience;
    private readonly SweepPresence _presence;
    private readonly SweepJournalWriter _journal;
    private readonly SemaphoreSlim _slots = new(0);
    private readonly List<Task> _pending = [];
    private readonly ConcurrentQueue<GenEftException> _failures = new();
    private readonly HashSet<string> _absorbed = [];
    private readonly Stopwatch _sinceRead = new();
    private readonly Stopwatch _sinceLook = Stopwatch.StartNew();   // at the plan
    private Trouble? _trouble;   // with claims or journals, that may pass
    private bool _hasFailed;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private Exception? _fatal;
    private int _trained;

    /// <summary>Joins the processes that work on a sweep.</summary>
    /// <param name="plan">The sweep.</param>
    /// <param name="shard">Which part of the pieces to work on, from 0.</param>
    /// <param name="shardCount">How many parts there are; 1 for all pieces.</param>
    /// <param name="patience">How long the plan's file may be missing; null for a minute.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <exception cref="GenEftException">FileNotWritable, InvalidCheckpoint.</exception>
    public SweepRunner(SweepPlan plan, int shard = 0, int shardCount = 1, TimeSpan? patience = null, CancellationToken cancelToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Guard.Range("ShardCount", shardCount, 1, int.MaxValue);
        Guard.Range("Shard", shard, 0, shardCount - 1);
        (_plan, _shard, _shardCount, _cancelToken, _index) = (plan, shard, shardCount, cancelToken, new SweepJournalIndex(plan));
        _patience = patience ?? SweepOwner.Patience;
        if (new SweepPresence(plan, _patience) is { IsThere: false } gone)
        {
            throw gone.Failure;   // nothing is made where a sweep was
        }

        _claims = new SweepClaims(plan.Folder);
        _presence = new SweepPresence(plan, _patience, SweepOwner.PathOf(SweepClaims.OwnersOf(plan.Folder), _claims.OwnerName));
        try
        {
            string journals = Directory.CreateDirectory(SweepJournalIndex.FolderOf(plan.Folder)).FullName;
            _journal = new SweepJournalWriter(Path.Combine(journals, _claims.OwnerName + ".jsonl"), _presence, cancelToken);
            Directory.CreateDirectory(CheckpointFolder);
            Checkpoint = CheckpointFile.Open(CheckpointOf(_claims.OwnerName), keepsFinished: false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or GenEftException)
        {
            Dispose();
            throw failure as GenEftException ?? new GenEftException(ErrorIds.FileNotWritable, $"The sweep '{plan.Folder}' cannot be written to: {failure.Message}", plan.Folder, failure);
        }
    }

    /// <summary>Where the scheduler keeps the trainings under way.</summary>
    public CheckpointFile Checkpoint { get; } = null!;

    /// <summary>How many trainings are finished, by this process and others.</summary>
    public int DoneCount => _index.DoneCount + Volatile.Read(ref _trained);

    /// <summary>Trainings that failed, which the sweep still lacks.</summary>
    public IReadOnlyCollection<GenEftException> Failures => _failures;

    /// <summary>Why nothing can be written at the moment; null where it can. Results wait.</summary>
    public string? DiskFailure => _journal.Dropped ?? _journal.Failure ?? _claims.Failure ?? _trouble?.What;

    /// <summary>Processes whose work this one has taken over.</summary>
    public IReadOnlyList<SweepPredecessor> TakenOver => _claims.TakenOver;

    private string CheckpointFolder => CheckpointsOf(_plan.Folder);

    /// <summary>The folder of a sweep's trainings under way.</summary>
    internal static string CheckpointsOf(string folder) => Path.Combine(folder, "checkpoints");

    /// <summary>Trains until nothing is left but what others have.</summary>
    /// <param name="scheduler">Who trains, with <see cref="Checkpoint"/>.</param>
    /// <exception cref="GenEftException">FileNotFound where the sweep is gone, FileNotWritable where results cannot be kept.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; what was under way is in the checkpoint.</exception>
    public void Run(TrainingScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        try
        {
            Work(scheduler);
        }
        catch (GenEftException)
        {
            _hasFailed = true;
            throw;
        }
    }

    private void Work(TrainingScheduler scheduler)
    {
        SweepChunks chunks = new(_plan, _cancelToken);
        HashSet<int> begun = [];
        _slots.Release(2 * scheduler.Breadth);
        bool wasIdle = false;
        while (true)
        {
            ReadJournals();
            (bool hasMine, bool isUnclear) = (false, false);
            for (int chunk = _shard; chunk < chunks.Count; chunk += _shardCount)
            {
                if (begun.Contains(chunk) || IsDone(chunks[chunk]))
                {
                    continue;
                }

                WaitForCore(scheduler.Breadth, begun.Count);
                ClaimState state = Claim(chunk);
                isUnclear |= state == ClaimState.Unclear;
                if (state == ClaimState.Mine)
                {
                    hasMine = true;
                    begun.Add(chunk);
                    Absorb();
                    if (_claims.IsTakeover || _sinceRead.Elapsed > s_patience)
                    {
                        ReadJournals();   // whoever had it may have finished some
                    }

                    Begin(scheduler, chunks[chunk]);
                }
            }

            if (hasMine)
            {
                continue;
            }

            // Others may die while the last trainings go on; so it looks again, and leaves after a look with nothing under way.
            bool isIdle = WaitForPending(s_rescan);
            if (isIdle && wasIdle && !isUnclear)
            {
                ReadJournals();
                return;
            }

            if (isIdle && isUnclear)
            {
                _cancelToken.WaitHandle.WaitOne(s_patience);
                _cancelToken.ThrowIfCancellationRequested();
            }

            wasIdle = isIdle;
        }
    }

    /// <summary>Leaves the sweep: writes what waits for the journal, and frees what is claimed. To be called after the scheduler's end.</summary>
    public void Dispose()
    {
        try
        {
            // What is trained is written, whatever ends the work.
            Task all = Task.WhenAll(_pending).ContinueWith(ended => ended.Exception, TaskScheduler.Default);
            if (_hasFailed && !all.Wait(s_last, CancellationToken.None))
            {
                _journal.GiveUp();   // the failure is to be told
            }

            all.Wait(CancellationToken.None);
            _journal?.Dispose();
            bool isDone = _index.DoneCount == _plan.CellCount;
            bool isNeeded = Checkpoint?.IsEmpty == false && !isDone;
            Checkpoint?.Dispose();
            if (!isNeeded)
            {
                TryDelete(CheckpointOf(_claims.OwnerName));
            }

            _slots.Dispose();
            if (isDone && _presence.IsThere)
            {
                CleanUp();
            }
        }
        finally
        {
            _claims.Dispose();
        }
    }

    // What processes have left, once nobody needs it; what those have that still look is theirs.
    private void CleanUp()
    {
        string owners = SweepClaims.OwnersOf(_plan.Folder);
        foreach (string path in FilesOf(owners).Concat(FilesOf(CheckpointFolder)))
        {
            string owner = Path.GetFileName(path).Split('.')[0];
            if (owner != _claims.OwnerName && SweepOwner.IsGone(owners, owner))
            {
                TryDelete(path);
            }
        }

        Array.ForEach(FilesOf(SweepClaims.FolderOf(_plan.Folder)), TryDelete);
    }

    private static string[] FilesOf(string folder)
    {
        try
        {
            return Directory.GetFiles(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It hinders nobody.
        }
    }

    // Where the plan is not there, the next look at it tells whether it comes back.
    private ClaimState Claim(int chunk)
    {
        try
        {
            ClaimState state = _presence.IsThere ? _claims.Take(chunk) : ClaimState.Unclear;
            _trouble = null;
            return state;
        }
        catch (GenEftException failure) when (MayPass(failure))
        {
            return ClaimState.Unclear;
        }
    }

    // A server that is away for a while; not what is denied.
    private bool MayPass(GenEftException failure)
    {
        if (failure.InnerException is not IOException)
        {
            return false;
        }

        _trouble ??= new Trouble(failure.InnerException.Message, Stopwatch.StartNew());
        return _trouble.Since.Elapsed < _patience;
    }

    // Nobody brings back a folder that was removed, and what stands in its place is another's.
    private void LookAtPlan()
    {
        if (_sinceLook.Elapsed > s_patience)
        {
            if (_presence.IsLost)
            {
                throw _presence.Failure;
            }

            _sinceLook.Restart();
        }
    }

    private void ReadJournals()
    {
        LookAtPlan();
        try
        {
            _index.Read(_cancelToken);
        }
        catch (GenEftException failure) when (MayPass(failure))
        {
            return;
        }

        _sinceRead.Restart();
        Interlocked.Exchange(ref _trained, 0);   // they are in the index now
    }

    // A chunk is claimed when there is a core for it: what would wait here another process can train. Where chunks are short, one is claimed ahead for each core,
    // so that none waits for the claim.
    private void WaitForCore(int breadth, int begun)
    {
        bool areShort = begun > 2 * breadth && _clock.Elapsed * breadth < begun * s_short;
        while (_slots.CurrentCount <= (areShort ? 0 : breadth))
        {
            _cancelToken.WaitHandle.WaitOne(s_look);
            _cancelToken.ThrowIfCancellationRequested();
            LookAtPlan();
        }
    }

    private void Begin(TrainingScheduler scheduler, ReadOnlySpan<int> cells)
    {
        foreach (int cell in cells)
        {
            if (_index.IsDone(cell))
            {
                continue;
            }

            while (!_slots.Wait(s_patience, _cancelToken))
            {
                LookAtPlan();
            }

            if (_fatal is { } fatal)
            {
                throw fatal;
            }

            // What is trained waits for the disk with the next; where it does not write, nothing more is trained.
            while (_pending.Count >= MostPending && _pending.RemoveAll(task => task.IsCompleted) == 0)
            {
                Task.WaitAny([.. _pending], (int)s_patience.TotalMilliseconds, _cancelToken);
                LookAtPlan();
            }

            _pending.Add(TrainAsync(scheduler, _plan[cell]));
        }
    }

    // Whether nothing is under way any more.
    private bool WaitForPending(TimeSpan patience)
    {
        _pending.RemoveAll(task => task.IsCompleted);
        Task all = Task.WhenAll(_pending);
        Task.WaitAny([all], (int)patience.TotalMilliseconds, _cancelToken);
        _cancelToken.ThrowIfCancellationRequested();
        return _fatal is { } fatal ? throw fatal : all.IsCompleted;
    }

    private bool IsDone(ReadOnlySpan<int> cells)
    {
        foreach (int cell in cells)
        {
            if (!_index.IsDone(cell))
            {
                return false;
            }
        }

        return true;
    }

    private string CheckpointOf(string owner) => Path.Combine(CheckpointFolder, owner + ".ckpt");

    // The states that a process has left behind.
    private void Absorb()
    {
        foreach (string owner in _claims.TakenOver.Select(predecessor => predecessor.Owner).Where(owner => !_absorbed.Contains(owner)))
        {
            if (Checkpoint.Absorb(CheckpointOf(owner)))
            {
                _absorbed.Add(owner);
            }
        }
    }

    private async Task TrainAsync(TrainingScheduler scheduler, SweepCell cell)
    {
        try
        {
            SweepEntry entry;
            try
            {
                TrainingRun run = new(cell.Relation, cell.Settings);
                entry = await scheduler.Submit(run, outcome => new SweepEntry(
                    cell.Index, outcome.Result, outcome.Result.HistoryInterval > 0 ? outcome.History : null)).ConfigureAwait(false);
            }
            finally
            {
                _slots.Release();
            }

            await WriteAsync(entry).ConfigureAwait(false);
        }
        catch (GenEftException failure)
        {
            _failures.Enqueue(failure);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _fatal ??= failure;   // what fails as a whole, an accelerator say, would fail all that is left
        }
    }

    // What one result cannot be written for holds for all that follow.
    private async Task WriteAsync(SweepEntry entry)
    {
        try
        {
            await _journal.AddAsync(SweepJournal.Line(_plan.Hash, entry)).ConfigureAwait(false);
            Interlocked.Increment(ref _trained);
        }
        catch (GenEftException failure)
        {
            _fatal ??= failure;
        }
    }

    private sealed record Trouble(string What, Stopwatch Since);
}
