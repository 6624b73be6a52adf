using System.Management.Automation;
using System.Text.RegularExpressions;

namespace GenEft.Infrastructure;

/// <summary>
/// What every cmdlet shares: Ctrl+C as a token, errors as error records, rows of settings, disposal. An error in OnBegin ends the
/// pipeline; one in OnRecord is that record's alone and the others go on. The same error of many records is one mistake: it is
/// written once, and a warning tells at the end how often it came.
/// </summary>
public abstract partial class GenEftCmdlet : PSCmdlet, IDisposable
{
    private const int MostRemembered = 1000;   // errors that differ in each of a million records are not all kept

    private readonly CancellationTokenSource _cancel = new();
    private readonly Dictionary<(string Id, string Key), (string Message, int Count)> _repeats = [];
    private readonly ParameterDefaults _defaults;
    private readonly UnknownColumns _unknownColumns;

    /// <summary>A cmdlet whose parameters have their defaults.</summary>
    protected GenEftCmdlet()
    {
        _defaults = new ParameterDefaults(this);
        _unknownColumns = new UnknownColumns(this);
    }

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
    protected sealed override void BeginProcessing() => Guarded(
        () =>
        {
            _defaults.RefuseEmpty();
            OnBegin();
        },
        error => ThrowTerminatingError(ErrorRecords.From(error)));

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guarded(
        () =>
        {
            _defaults.FillEmpty();
            if (Row is { } row)
            {
                _unknownColumns.Check(row);
            }
            else if (MyInvocation.BoundParameters.TryGetValue("InputObject", out object? piped) && piped is null)
            {
                throw new GenEftException(ErrorIds.ValueOutOfRange, "The input is $null; it must be an object.", null);
            }

            OnRecord();
        },
        WriteOnce);

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        Guarded(OnEnd, WriteOnce);
        foreach ((string message, int count) in _repeats.Values.Where(repeat => repeat.Count > 1))
        {
            WriteWarning(FormattableString.Invariant($"The same error came {count} times in all: {message}"));
        }
    }

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _cancel.Cancel();

    /// <summary>Whether the command line or the row at hand gives a parameter that has a default.</summary>
    private protected bool IsGiven(string parameter) => _defaults.IsGiven(parameter);

    /// <summary>What is piped in where it is a row of settings, whose properties bind to parameters of their names.</summary>
    private protected virtual PSObject? Row => null;

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

    /// <summary>Asks whether to go on, where -WhatIf, -Confirm or the session's preferences want it.</summary>
    /// <param name="target">What is worked on.</param>
    /// <param name="action">What would be done.</param>
    /// <exception cref="GenEftException">NotConfirmed where nobody can be asked.</exception>
    internal new bool ShouldProcess(string target, string action)
    {
        try
        {
            return base.ShouldProcess(target, action);
        }
        catch (Exception failure) when (failure is not (RuntimeException or FlowControlException))   // each host has its own way to say that it has no user
        {
            throw new GenEftException(ErrorIds.NotConfirmed, $"'{action}' on '{target}' has to be confirmed, and nobody can be asked here; -Confirm:$false goes on without.{(failure is NullReferenceException ? "" : " " + failure.Message)}", target, failure);
        }
    }

    /// <summary>Writes a file to the pipeline, as Get-Item does.</summary>
    /// <param name="path">Its full path.</param>
    private protected void WriteFile(string path) =>
        WriteObject(SessionState.InvokeProvider.Item.Get([$@"Microsoft.PowerShell.Core\FileSystem::{path}"], force: true, literalPath: true), enumerateCollection: true);

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
                WriteOnce(error);
            }
            catch (ExtendedTypeSystemException exception)
            {
                WriteOnce(ErrorRecords.Unforeseen(exception));
            }
        }
    }

    /// <summary>Writes rows once all of them are computed: a bad one among them is refused before any is written.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="count">How many there are, for progress, where it is known.</param>
    protected void WriteAll<T>(IEnumerable<T> rows, long? count = null)
    {
        ProgressWriter progress = new(this, MyInvocation.MyCommand.Name);
        List<T> computed = [];
        foreach (T row in rows)
        {
            _cancel.Token.ThrowIfCancellationRequested();
            computed.Add(row);
            progress.Report(count is { } all ? (double)computed.Count / all : 0, _ => ProgressWriter.Describe($"{computed.Count} rows"));
        }

        progress.Complete();
        computed.ForEach(row => WriteObject(row));
    }

    /// <summary>Writes what became of a piece of work that failed; the others go on.</summary>
    /// <param name="failure">An error, or any other exception, which says that a run failed.</param>
    internal void WriteFailure(Exception failure) => WriteError(failure is GenEftException error
        ? ErrorRecords.From(error)
        : new ErrorRecord(failure, ErrorIds.RunFailed, ErrorCategory.NotSpecified, null));

    // One mistake, such as a property that is named wrongly, is met again with every record, of which only the number differs.
    private void WriteOnce(GenEftException error)
    {
        (string, string) key = (error.ErrorId, ObjectNumber().Replace(error.Message, "object"));
        if (_repeats.TryGetValue(key, out (string Message, int Count) met))
        {
            _repeats[key] = (met.Message, met.Count + 1);
        }
        else
        {
            if (_repeats.Count < MostRemembered)
            {
                _repeats.Add(key, (error.Message, 1));
            }

            WriteError(ErrorRecords.From(error));
        }
    }

    // What WriteObject and the like throw when a pipeline stops, or a loop around it is left, is PowerShell's, and must pass.
    private void Guarded(Action action, Action<GenEftException> refuse)
    {
        try
        {
            action();
        }
        catch (GenEftException error)
        {
            refuse(error);
        }
        catch (OperationCanceledException) when (_cancel.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception exception) when (exception is not (RuntimeException or FlowControlException or PSInvalidOperationException) or ExtendedTypeSystemException)   // PowerShell's own, of -Debug where nobody can be asked say
        {
            refuse(ErrorRecords.Unforeseen(exception));
        }
    }

    [GeneratedRegex(@"\bobject \d+\b")]
    private static partial Regex ObjectNumber();
}
