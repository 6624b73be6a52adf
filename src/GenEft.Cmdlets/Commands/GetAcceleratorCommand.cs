using System.Management.Automation;
using GenEft.Infrastructure;
using GenEft.Training;

namespace GenEft.Commands;

/// <summary>Lists the devices that Invoke-Training can use, and why others cannot be used.</summary>
/// <remarks>
/// <para>The processor comes first, then CUDA and OpenCL devices. A device that cannot be used has a row with the reason, and so
/// has a kind of which there is none: a missing or too old driver is never an error.</para>
/// <para>-Measure adds each usable device's peak in fused multiply-adds and its optimizer steps a second, with as many models
/// at the paper's defaults at once as fill it. It takes some seconds a device and wants an idle machine.</para>
/// </remarks>
/// <example>
/// <code>Get-Accelerator</code>
/// <para>What can be used here.</para>
/// </example>
/// <example>
/// <code>Get-Accelerator -Measure | Export-Csv accelerators.csv</code>
/// <para>How fast each is.</para>
/// </example>
/// <seealso>Invoke-Training</seealso>
/// <seealso>about_GenEft_Training</seealso>
[Cmdlet(VerbsCommon.Get, "Accelerator")]
[OutputType(typeof(AcceleratorInfo))]
public sealed class GetAcceleratorCommand : GenEftCmdlet
{
    /// <summary>Measure each usable device.</summary>
    [Parameter(Mandatory = false)]
    public SwitchParameter Measure { get; set; }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        if (!Measure)
        {
            WriteObject(Processor.Describe());
            WriteObject(Gpu.GpuDevices.List(), enumerateCollection: true);
            return;
        }

        using WorkerPool workers = new(1, CancelToken);
        TaskWriter<IReadOnlyList<AcceleratorInfo>> writer = new(
            this, "Measuring", int.MaxValue, rows => WriteObject(rows.Select(Measured), enumerateCollection: true),
            () => workers.Progress.Fraction, _ => workers.Progress.Finished == 0 ? "the processor" : "GPUs");
        writer.Add(workers.Run((_, cancelToken) => (IReadOnlyList<AcceleratorInfo>)[Processor.Measure(cancelToken)]));
        writer.Add(workers.Run((_, cancelToken) => Gpu.GpuDevices.Measure(cancelToken)));
        writer.Finish();
    }

    // A table with the figures.
    private static PSObject Measured(AcceleratorInfo row)
    {
        PSObject measured = PSObject.AsPSObject(row);
        measured.TypeNames.Insert(0, $"{typeof(AcceleratorInfo).FullName}#Measured");
        return measured;
    }
}
