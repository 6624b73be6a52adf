using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;

namespace GenEft.Infrastructure;

/// <summary>Values as the pipeline carries them.</summary>
internal static class PipelineValue
{
    /// <summary>The value itself: PowerShell wraps some in a PSObject, and others not.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
