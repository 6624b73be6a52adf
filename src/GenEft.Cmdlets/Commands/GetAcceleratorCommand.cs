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

        ProgressWriter progress = new(this, "Measuring");
        using PipelinePump<Func<CancellationToken, IReadOnlyList<AcceleratorInfo>>, IReadOnlyList<AcceleratorInfo>> pump =
            new(inOrder: true, CancelToken);
        var lane = pump.AddLane(1, static (lane, cancelToken) =>
        {
            while (lane.Take() is { } entry)
            {
                entry.Complete(entry.Item(cancelToken));
            }
        });
        lane.Add(cancelToken => [Processor.Measure(cancelToken)], 1);
        lane.Add(Gpu.GpuDevices.Measure, 0);
        while (pump.Pending > 0)
        {
            if (pump.TryTake(TimeSpan.FromMilliseconds(50), out var completion))
            {
                WriteObject(completion.Exception is null ? completion.Result : throw completion.Exception, enumerateCollection: true);
            }

            progress.Report((double)pump.Taken / pump.Added, _ => pump.Taken == 0 ? "the processor" : "GPUs");
        }

        progress.Complete();
    }
}
