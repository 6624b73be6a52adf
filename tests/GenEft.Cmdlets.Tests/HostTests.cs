using System.Management.Automation;

namespace GenEft.Commands.Tests;

/// <summary>What a host is shown: progress, and what would be done.</summary>
public sealed class HostTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void WhatIf_writes_nothing()
    {
        _session.Run("New-Relation Modulo | Export-Relation r.csv -WhatIf");
        _session.Run("New-Relation Modulo -Count 6 | Invoke-Training -MaxSteps 1 -Checkpoint c.ckpt -WhatIf");
        Assert.Empty(_session.Folder.GetFiles());
        Assert.Contains("r.csv", _session.HostOutput, StringComparison.Ordinal);
        Assert.Contains("Train 1 network(s)", _session.HostOutput, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_training_shows_progress_and_takes_it_away()
    {
        _session.Run("New-Relation Modulo | Invoke-Training -Seed (1..4) -MaxSteps 4000 -StopWhen MaxSteps -DecoderDepth 5 -ThrottleLimit 2");
        Assert.Contains(_session.Progress, record => record.StatusDescription.Contains("of 4 runs", StringComparison.Ordinal) && record.PercentComplete is > 0 and <= 100);
        AssertTakenAway();
    }

    [Fact]
    public void A_long_search_for_a_fraction_shows_progress_and_takes_it_away()
    {
        _session.Run("New-Relation Modulo | Measure-CriticalFraction -Method Training -SamplingCount 2 -Tolerance 0.2 -Training @{ MaxSteps = 6000 }");
        Assert.Contains(_session.Progress, record => record.StatusDescription.Contains("of at most 8 runs", StringComparison.Ordinal) && record.PercentComplete is > 0 and <= 100);
        AssertTakenAway();
    }

    [Fact]
    public void A_long_trajectory_shows_how_far_it_is()
    {
        _session.Run("Invoke-ReponSimulation -Method Euler -StepSize 7e-8 -EndTime 3 -PointCount 1001 -MaxSteps 50000000");
        Assert.Contains(_session.Progress, record => record.PercentComplete is > 0 and < 100);
        Assert.Equal(ProgressRecordType.Completed, _session.Progress[^1].RecordType);
    }

    private void AssertTakenAway()
    {
        Assert.Equal(ProgressRecordType.Completed, _session.Progress[^1].RecordType);
        Assert.Single(_session.Progress.Select(record => record.ActivityId).Distinct());
    }
}
