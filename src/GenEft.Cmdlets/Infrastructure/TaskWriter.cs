using System.Collections.Concurrent;

namespace GenEft.Infrastructure;

/// <summary>Writes what tasks yield, on the pipeline thread: in the order in which they were added, or as they finish, with progress.</summary>
/// <typeparam name="T">What a task yields.</typeparam>
internal sealed class TaskWriter<T>
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(50);

    private readonly GenEftCmdlet _cmdlet;
    private readonly ProgressWriter _progress;
    private readonly int _capacity;
    private readonly Action<T> _write;
    private readonly Func<double> _fraction;
    private readonly Func<TimeSpan, string> _describe;
    private readonly Queue<Task<T>>? _ordered;
    private readonly BlockingCollection<Task<T>> _finished = [];
    private int _pending;

    /// <param name="cmdlet">Who writes.</param>
    /// <param name="activity">What the progress bar says is going on.</param>
    /// <param name="capacity">The most tasks whose results are waited for before another may be added.</param>
    /// <param name="write">Writes what a task yields.</param>
    /// <param name="fraction">The share of all work that is done, from 0 to 1.</param>
    /// <param name="describe">What to say about it, given the time since the start.</param>
    /// <param name="inOrder">Whether results are written in the order in which the tasks were added.</param>
    public TaskWriter(
        GenEftCmdlet cmdlet, string activity, int capacity, Action<T> write, Func<double> fraction, Func<TimeSpan, string> describe, bool inOrder = true)
    {
        _cmdlet = cmdlet;
        _progress = new ProgressWriter(cmdlet, activity);
        (_capacity, _write, _fraction, _describe) = (capacity, write, fraction, describe);
        _ordered = inOrder ? [] : null;
    }

    /// <summary>Adds a task, and writes what is done meanwhile.</summary>
    public void Add(Task<T> task)
    {
        _pending++;
        _ordered?.Enqueue(task);
        if (_ordered is null)
        {
            task.ContinueWith(_finished.Add, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        while (WriteNext(_pending >= _capacity ? s_patience : TimeSpan.Zero) || _pending >= _capacity)
        {
        }
    }

    /// <summary>Waits for all tasks and writes what they yield.</summary>
    public void Finish()
    {
        while (_pending > 0)
        {
            WriteNext(s_patience);
        }

        _progress.Complete();
    }

    // Writes the next result if there is one, waiting for it up to the given time.
    private bool WriteNext(TimeSpan patience)
    {
        Task<T>? task = Take(patience);
        _cmdlet.CancelToken.ThrowIfCancellationRequested();
        if (task is not null)
        {
            _pending--;
            if (task.IsCompletedSuccessfully)
            {
                _write(task.Result);
            }
            else
            {
                _cmdlet.WriteFailure(task.Exception?.InnerException ?? new OperationCanceledException());
            }
        }

        _progress.Report(_fraction(), _describe);
        return task is not null;
    }

    private Task<T>? Take(TimeSpan patience)
    {
        if (_ordered is null)
        {
            return _finished.TryTake(out Task<T>? finished, patience) ? finished : null;
        }

        return _ordered.TryPeek(out Task<T>? next) && Task.WaitAny([next], patience) == 0 ? _ordered.Dequeue() : null;
    }
}
