using System.Management.Automation;

namespace GenEft.Commands.Tests;

[Collection("Alone")]
public sealed class AcceleratorTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Every_kind_has_a_row_and_what_cannot_be_used_a_reason()
    {
        PSObject[] rows = [.. _session.Run("Get-Accelerator")];
        Assert.Equal("Cpu", rows[0].Properties["Accelerator"].Value.ToString());
        Assert.Equal(true, rows[0].Properties["IsUsable"].Value);
        Assert.Equal(Environment.ProcessorCount, rows[0].Properties["CoreCount"].Value);
        Assert.Subset(
            rows.Select(row => row.Properties["Accelerator"].Value.ToString()!).ToHashSet(), new HashSet<string> { "Cpu", "Cuda", "OpenCL" });
        Assert.All(rows, row => Assert.True((bool)row.Properties["IsUsable"].Value || row.Properties["Reason"].Value is string { Length: > 10 }));
    }

    [Fact]
    public void A_measurement_tells_peak_and_speed_of_what_can_be_used()
    {
        foreach (PSObject row in _session.Run("Get-Accelerator -Measure"))
        {
            bool isUsable = (bool)row.Properties["IsUsable"].Value;
            Assert.Equal(isUsable, row.Properties["PeakGigaflops"].Value is > 0.1);
            Assert.Equal(isUsable, row.Properties["StepsPerSecond"].Value is > 1.0);
        }
    }
}
