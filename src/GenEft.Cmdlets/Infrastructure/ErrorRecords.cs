using System.Management.Automation;

namespace GenEft.Infrastructure;

/// <summary>The engine's errors as PowerShell's.</summary>
internal static class ErrorRecords
{
    /// <summary>The error record of an exception.</summary>
    public static ErrorRecord From(GenEftException exception) => new(exception, exception.ErrorId, Category(exception.ErrorId), exception.Target);

    /// <summary>What nobody foresaw, as an error of its record alone. The exception is kept, for the report that is asked for.</summary>
    public static GenEftException Unforeseen(Exception exception) => exception switch
    {
        // A property of an object that is computed when it is read.
        ExtendedTypeSystemException => new GenEftException(
            ErrorIds.UnreadableInput, $"The input object cannot be read: {exception.Message}", null, exception),
        OutOfMemoryException => new GenEftException(
            ErrorIds.OutOfMemory, "There is not enough memory for this. What has come out stands; the others go on.", null, exception),
        _ => new GenEftException(
            ErrorIds.InternalFault,
            $"This is a fault of GenEft; please report it with the command and its input, and with $Error[0].Exception.InnerException. {exception.GetType().Name}: {exception.Message}",
            null, exception),
    };

    // InvalidArgument for everything about a parameter's value.
    private static ErrorCategory Category(string errorId) => errorId switch
    {
        ErrorIds.FileNotFound or ErrorIds.EngineNotFound => ErrorCategory.ObjectNotFound,
        ErrorIds.FileUnreadable => ErrorCategory.ReadError,
        ErrorIds.FileNotWritable => ErrorCategory.WriteError,
        ErrorIds.FileExists or ErrorIds.SweepExists => ErrorCategory.ResourceExists,
        ErrorIds.MissingColumn or ErrorIds.EmptyField or ErrorIds.MalformedLine or ErrorIds.EmptyRelation
            or ErrorIds.InvalidCheckpoint or ErrorIds.InvalidSweep or ErrorIds.DataNotIncluded => ErrorCategory.InvalidData,
        ErrorIds.NoGuessProbability or ErrorIds.NoPosterior => ErrorCategory.NotImplemented,
        ErrorIds.ContradictingSample or ErrorIds.NoBound or ErrorIds.NotBracketed => ErrorCategory.InvalidData,
        ErrorIds.RelationTooLarge or ErrorIds.TrainingTooLarge or ErrorIds.ExactOverBudget => ErrorCategory.LimitsExceeded,
        ErrorIds.OutOfMemory => ErrorCategory.ResourceUnavailable,
        ErrorIds.SweepStopped or ErrorIds.NotConfirmed => ErrorCategory.OperationStopped,
        ErrorIds.EngineFailed => ErrorCategory.InvalidResult,
        ErrorIds.TimedOut => ErrorCategory.OperationTimeout,
        ErrorIds.InternalFault => ErrorCategory.NotSpecified,
        ErrorIds.UnreadableInput => ErrorCategory.ReadError,
        ErrorIds.AcceleratorUnavailable => ErrorCategory.ResourceUnavailable,
        ErrorIds.AcceleratorFailed => ErrorCategory.DeviceError,
        _ => ErrorCategory.InvalidArgument,
    };
}
