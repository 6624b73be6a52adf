using System.Collections.Concurrent;
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

    private readonly SweepPlan _plan;
    private readonly int _shard;
    private readonly int _shardCount;
    private readonly CancellationToken _cancelToken;
    private readonly SweepClaims _claims;
    private readonly SweepJournalIndex _index;
    private readonly SweepJournalWriter _journal;
    private readonly ConcurrentQueue<int> _finishedChunks = new();
    private readonly ConcurrentQueue<GenEftException> _failures = new();
    private readonly HashSet<string> _absorbed = [];
    private int _trained;

    /// <summary>Joins the processes that work on a sweep.</summary>
    /// <param name="plan">The sweep.</param>
    /// <param name="shard">Which part of the pieces to work on, from 0.</param>
    /// <param name="shardCount">How many parts there are; 1 for all pieces.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <exception cref="GenEftException">FileNotWritable, InvalidCheckpoint.</exception>
    public SweepRunner(SweepPlan plan, int shard = 0, int shardCount = 1, CancellationToken cancelToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Guard.Range("ShardCount", shardCount, 1, int.MaxValue);
        Guard.Range("Shard", shard, 0, shardCount - 1);
        (_plan, _shard, _shardCount, _cancelToken, _index) = (plan, shard, shardCount, cancelToken, new SweepJournalIndex(plan));
        _claims = new SweepClaims(plan.Folder);
        try
        {
            string journals = Directory.CreateDirectory(SweepJournalIndex.FolderOf(plan.Folder)).FullName;
            _journal = new SweepJournalWriter(Path.Combine(journals, _claims.OwnerName + ".jsonl"), cancelToken);
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

    /// <summary>Why results cannot be written at the moment; null where they can. They wait.</summary>
    public string? JournalFailure => _journal.Failure;

    /// <summary>Processes that are gone, whose work this one has taken over.</summary>
    public IReadOnlyList<string> TakenOver => _claims.TakenOver;

    private string CheckpointFolder => Path.Combine(_plan.Folder, "checkpoints");

    /// <summary>Trains until nothing is left but what others have.</summary>
    /// <param name="scheduler">Who trains, with <see cref="Checkpoint"/>.</param>
    /// <exception cref="OperationCanceledException">It was stopped; what was under way is in the checkpoint.</exception>
    public void Run(TrainingScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(scheduler);
        SweepChunks chunks = new(_plan, _cancelToken);
        HashSet<int> begun = [];
        List<Task> pending = [];
        int window = 2 * scheduler.Breadth;
        using SemaphoreSlim slots = new(window);
        try
        {
            while (true)
            {
                _index.Read(_cancelToken);
                Interlocked.Exchange(ref _trained, 0);   // they are in the index now
                (bool hasMine, bool isUnclear) = (false, false);
                for (int chunk = _shard; chunk < chunks.Count; chunk += _shardCount)
                {
                    if (begun.Contains(chunk) || IsDone(chunks[chunk]))
                    {
                        continue;
                    }

                    slots.Wait(_cancelToken);
                    slots.Release();
                    ReleaseFinished();
                    ClaimState state = _claims.Take(chunk);
                    isUnclear |= state == ClaimState.Unclear;
                    if (state == ClaimState.Mine)
                    {
                        hasMine = true;
                        begun.Add(chunk);
                        Absorb();
                        _index.Read(_cancelToken);   // whoever had it may have finished some
                        Interlocked.Exchange(ref _trained, 0);
                        Begin(chunk, chunks[chunk].ToArray());
                    }
                }

                while (!hasMine && !Task.WhenAll(pending).Wait(s_patience, _cancelToken))
                {
                    ReleaseFinished();
                }

                if (!hasMine && isUnclear)
                {
                    _cancelToken.WaitHandle.WaitOne(s_patience);
                    _cancelToken.ThrowIfCancellationRequested();
                }
                else if (!hasMine)
                {
                    ReleaseFinished();
                    _index.Read(_cancelToken);
                    Interlocked.Exchange(ref _trained, 0);
                    return;
                }
            }
        }
        catch (AggregateException failure) when (failure.InnerException is not null)
        {
            throw failure.InnerException;
        }

        void Begin(int chunk, int[] cells)
        {
            int[] missing = [.. cells.Where(cell => !_index.IsDone(cell))];
            int[] remaining = [missing.Length];
            if (missing.Length == 0)
            {
                _finishedChunks.Enqueue(chunk);
            }

            foreach (int cell in missing)
            {
                slots.Wait(_cancelToken);
                if (pending.Count >= MostPending)
                {
                    ForgetDone(pending);
                }

                pending.Add(TrainAsync(scheduler, slots, _plan[cell], () =>
                {
                    if (Interlocked.Decrement(ref remaining[0]) == 0)
                    {
                        _finishedChunks.Enqueue(chunk);
                    }
                }));
            }
        }
    }

    /// <summary>Leaves the sweep: writes what waits for the journal, and frees what is claimed. To be called after the scheduler's end.</summary>
    public void Dispose()
    {
        _journal?.Dispose();
        bool isDone = _index.DoneCount == _plan.CellCount;
        bool isNeeded = Checkpoint?.IsEmpty == false && !isDone;
        Checkpoint?.Dispose();
        if (!isNeeded)
        {
            File.Delete(CheckpointOf(_claims.OwnerName));
        }

        _claims.Dispose();
        if (isDone)
        {
            CleanUp();
        }
    }

    // What processes have left that were killed, once nobody needs it.
    private void CleanUp()
    {
        try
        {
            string owners = SweepClaims.OwnersOf(_plan.Folder);
            string[] gone = [.. Directory.GetFiles(owners, "*.json").Where(path => SweepOwner.Read(owners, Path.GetFileNameWithoutExtension(path)) is not { } state || SweepOwner.IsGone(state))];
            string[] states = [.. gone.Select(path => CheckpointOf(Path.GetFileNameWithoutExtension(path))).Where(File.Exists)];
            Array.ForEach([.. gone, .. states, .. Directory.GetFiles(Path.Combine(_plan.Folder, "claims"))], File.Delete);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It hinders nobody.
        }
    }

    // What is trained waits for the disk with the next; where it does not write, nothing more is trained.
    private void ForgetDone(List<Task> pending)
    {
        while (pending.RemoveAll(task => task.IsCompletedSuccessfully) == 0)
        {
            Task.WaitAny([.. pending], (int)s_patience.TotalMilliseconds, _cancelToken);
        }
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

    private void ReleaseFinished()
    {
        while (_finishedChunks.TryDequeue(out int chunk))
        {
            _claims.Release(chunk);
        }
    }

    // The states that a process which is gone has left.
    private void Absorb()
    {
        foreach (string owner in _claims.TakenOver.Where(_absorbed.Add))
        {
            Checkpoint.Absorb(CheckpointOf(owner));
        }
    }

    private async Task TrainAsync(TrainingScheduler scheduler, SemaphoreSlim slots, SweepCell cell, Action finished)
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
                slots.Release();
            }

            await _journal.AddAsync(SweepJournal.Line(_plan.Hash, entry)).ConfigureAwait(false);
            Interlocked.Increment(ref _trained);
            finished();
        }
        catch (GenEftException failure)
        {
            _failures.Enqueue(failure);
        }
    }
}
