using System.Management.Automation;

namespace GenEft.Infrastructure;

/// <summary>PowerShell's category for each refusal of the engine.</summary>
internal static class ErrorCategories
{
    /// <summary>The category; InvalidArgument for everything about a parameter's value.</summary>
    public static ErrorCategory Of(string errorId) => errorId switch
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
