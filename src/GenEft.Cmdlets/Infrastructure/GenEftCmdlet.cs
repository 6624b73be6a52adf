using System.Management.Automation;
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace GenEft.Infrastructure;

/// <summary>
/// What every cmdlet shares: Ctrl+C as a token, refusals as error records, disposal. A refusal in OnBegin ends the pipeline;
/// one in OnRecord is that record's alone and the others go on.
/// </summary>
public abstract class GenEftCmdlet : PSCmdlet, IDisposable
{
    private const BindingFlags IgnoreCase = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.IgnoreCase;

    private readonly CancellationTokenSource _cancel = new();
    private readonly HashSet<string> _unknownColumns = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Cancelled when the pipeline is stopped.</summary>
    protected CancellationToken CancelToken => _cancel.Token;

    /// <summary>Cancels what is running and frees what is held. Called by PowerShell however the pipeline ends.</summary>
    public void Dispose()
    {
        _cancel.Cancel();
        Dispose(true);
        _cancel.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what a cmdlet holds; its work has been cancelled.</summary>
    /// <param name="disposing">Always true.</param>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Guarded(OnBegin, ThrowTerminatingError);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guarded(OnRecord, WriteError);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guarded(OnEnd, WriteError);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _cancel.Cancel();

    /// <summary>Once, before the first record: checks what does not depend on a record.</summary>
    protected virtual void OnBegin()
    {
    }

    /// <summary>For each record.</summary>
    protected virtual void OnRecord()
    {
    }

    /// <summary>Once, after the last record; skipped when the pipeline was stopped.</summary>
    protected virtual void OnEnd()
    {
    }

    /// <summary>Does something for each item; a refusal is that item's alone and the others go on.</summary>
    /// <param name="items">The items.</param>
    /// <param name="action">What to do.</param>
    protected void ForEach<T>(IEnumerable<T> items, Action<T> action)
    {
        foreach (T item in items)
        {
            _cancel.Token.ThrowIfCancellationRequested();
            try
            {
                action(item);
            }
            catch (GenEftException refusal)
            {
                WriteError(ToErrorRecord(refusal));
            }
        }
    }

    /// <summary>Warns, once for each, of columns of a row that are no parameters: a misspelt one would be run at the default without a word.
    /// </summary>
    /// <param name="row">What was piped in.</param>
    /// <param name="known">Types of results, whose properties may stand in rows too.</param>
    protected void WarnOfUnknownColumns(PSObject? row, params Type[] known)
    {
        if (row?.BaseObject is not PSCustomObject)
        {
            return;
        }

        foreach (string name in row.Properties.Select(property => property.Name))
        {
            bool isKnown = MyInvocation.MyCommand.Parameters.ContainsKey(name)
                || MyInvocation.MyCommand.Parameters.Values.Any(parameter => parameter.Aliases.Contains(name, StringComparer.OrdinalIgnoreCase))
                || known.Any(type => type.GetProperty(name, IgnoreCase) is not null);
            if (!isKnown && _unknownColumns.Add(name))
            {
                WriteWarning($"'{name}' is no parameter of {MyInvocation.MyCommand.Name}; it is ignored.");
            }
        }
    }

    /// <summary>Writes rows once all of them are computed: a bad one among them is refused before any is written.</summary>
    /// <param name="rows">The rows.</param>
    protected void WriteAll<T>(IEnumerable<T> rows)
    {
        List<T> computed = [];
        foreach (T row in rows)
        {
            _cancel.Token.ThrowIfCancellationRequested();
            computed.Add(row);
        }

        computed.ForEach(row => WriteObject(row));
    }

    /// <summary>Does long work on a thread of its own, with a deep stack, while the pipeline's shows progress.</summary>
    /// <param name="activity">What the progress bar says is going on.</param>
    /// <param name="work">The work; it must heed <see cref="CancelToken"/>.</param>
    /// <param name="report">Called now and then on the pipeline thread, to report how far the work is.</param>
    internal T Aside<T>(string activity, Func<T> work, Action<ProgressWriter> report)
    {
        const int StackBytes = 16 << 20;
        TimeSpan patience = TimeSpan.FromMilliseconds(100);
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        Thread worker = new(
            () =>
            {
                try
                {
                    result = work();
                }
#pragma warning disable CA1031 // The pipeline thread's to report.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    failure = ExceptionDispatchInfo.Capture(exception);
                }
            },
            StackBytes)
        { IsBackground = true, Name = $"GenEft {activity}" };
        ProgressWriter writer = new(this, activity);
        worker.Start();
        try
        {
            while (!worker.Join(patience))
            {
                report(writer);
            }
        }
        finally
        {
            // Progress cannot be written once the pipeline stops; the work is stopping too then.
            worker.Join();
        }

        writer.Complete();
        failure?.Throw();
        return result;
    }

    /// <summary>Writes what became of a piece of work that failed; the others go on.</summary>
    /// <param name="failure">A refusal, or any other exception, which says that a run failed.</param>
    protected void WriteFailure(Exception failure) => WriteError(failure is GenEftException refusal
        ? ToErrorRecord(refusal)
        : new ErrorRecord(failure, ErrorIds.RunFailed, ErrorCategory.NotSpecified, null));

    /// <summary>The error record of a refusal.</summary>
    /// <param name="refusal">The refusal.</param>
    protected static ErrorRecord ToErrorRecord(GenEftException refusal) =>
        new(refusal, refusal.ErrorId, ErrorCategories.Of(refusal.ErrorId), refusal.Target);

    // Only refusals and cancellation are caught: what WriteObject throws when a pipeline stops must pass.
    private void Guarded(Action action, Action<ErrorRecord> refuse)
    {
        try
        {
            action();
        }
        catch (GenEftException refusal)
        {
            refuse(ToErrorRecord(refusal));
        }
        catch (OperationCanceledException) when (_cancel.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }
}
