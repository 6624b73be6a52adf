using System.Management.Automation;

namespace GenEft.Infrastructure;

/// <summary>A cmdlet whose parameters may come as rows.</summary>
public abstract class RowCmdlet : GenEftCmdlet
{
    /// <summary>A row of settings; each property named like a parameter sets it, any other gives a warning.</summary>
    [Parameter(Mandatory = false, ValueFromPipeline = true)]
    [ReadableRow]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    private protected override PSObject? Row => InputObject;
}
