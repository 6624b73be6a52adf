using System.Management.Automation;

namespace GenEft.Infrastructure;

/// <summary>The engine's errors as PowerShell's.</summary>
internal static class ErrorRecords
{
    /// <summary>The error record of an exception.</summary>
    public static ErrorRecord From(GenEftException exception) => new(exception, exception.ErrorId, Category(exception.ErrorId), exception.Target);

    // InvalidArgument for everything about a parameter's value.
    private static ErrorCategory Category(string errorId) => errorId switch
    {
        ErrorIds.FileNotFound => ErrorCategory.ObjectNotFound,
        ErrorIds.FileUnreadable => ErrorCategory.ReadError,
        ErrorIds.FileNotWritable => ErrorCategory.WriteError,
        ErrorIds.FileExists => ErrorCategory.ResourceExists,
        ErrorIds.MissingColumn or ErrorIds.EmptyField or ErrorIds.MalformedLine or ErrorIds.EmptyRelation
            or ErrorIds.InvalidCheckpoint or ErrorIds.DataNotIncluded => ErrorCategory.InvalidData,
        ErrorIds.NoGuessProbability or ErrorIds.NoPosterior => ErrorCategory.NotImplemented,
        ErrorIds.ContradictingSample or ErrorIds.NoBound or ErrorIds.NotBracketed => ErrorCategory.InvalidData,
        ErrorIds.RelationTooLarge or ErrorIds.TrainingTooLarge or ErrorIds.ExactOverBudget => ErrorCategory.LimitsExceeded,
        ErrorIds.AcceleratorUnavailable => ErrorCategory.ResourceUnavailable,
        ErrorIds.AcceleratorFailed => ErrorCategory.DeviceError,
        _ => ErrorCategory.InvalidArgument,
    };
}
