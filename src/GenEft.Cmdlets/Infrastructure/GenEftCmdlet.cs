using System.Management.Automation;

namespace GenEft.Infrastructure;

/// <summary>
/// What every cmdlet shares: Ctrl+C as a token, errors as error records, disposal. An error in OnBegin ends the pipeline;
/// one in OnRecord is that record's alone and the others go on.
/// </summary>
public abstract class GenEftCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _cancel = new();

    /// <summary>Cancelled when the pipeline is stopped.</summary>
    internal CancellationToken CancelToken => _cancel.Token;

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

    /// <summary>Does something for each item; an error is that item's alone and the others go on.</summary>
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
            catch (GenEftException error)
            {
                WriteError(ErrorRecords.From(error));
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

    /// <summary>Writes what became of a piece of work that failed; the others go on.</summary>
    /// <param name="failure">An error, or any other exception, which says that a run failed.</param>
    internal void WriteFailure(Exception failure) => WriteError(failure is GenEftException error
        ? ErrorRecords.From(error)
        : new ErrorRecord(failure, ErrorIds.RunFailed, ErrorCategory.NotSpecified, null));

    // Only errors and cancellation are caught: what WriteObject throws when a pipeline stops must pass.
    private void Guarded(Action action, Action<ErrorRecord> refuse)
    {
        try
        {
            action();
        }
        catch (GenEftException error)
        {
            refuse(ErrorRecords.From(error));
        }
        catch (OperationCanceledException) when (_cancel.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }
}
