using Hostile;

namespace GenEft.Commands.Tests;

/// <summary>A sample of what the benchmarks do a great many times: values that no parameter expects give a named error or a valid
/// result.</summary>
public sealed class HostileTests : IDisposable
{
    private readonly HostileCalls _calls = new(Session.Manifest);

    public void Dispose() => _calls.Dispose();

    [Fact]
    public void The_calls_work_before_anything_hostile_is_put_in() => Assert.Empty(_calls.FaultsOfCallsThemselves());

    [Fact]
    public void Hostile_values_give_named_errors_or_valid_results() =>
        Assert.All(Enumerable.Range(0, 3000), seed => Assert.Null(_calls.Try(seed) is { Fault: { } fault } bad ? $"{bad.Text}: {fault}" : null));

    /// <summary>The judge sees what is wrong.</summary>
    [Theory]
    [InlineData("throw [NullReferenceException]::new()", "error Object reference")]
    [InlineData("Write-Error ('x' * 2000) -ErrorId GenEft.Long", "of 2000 characters")]
    [InlineData("$null = 1", "no output, and no word why")]
    [InlineData("[pscustomobject]@{ Loss = [double]::NaN }", "Loss is NaN")]
    [InlineData("Set-Content .geneft.tmp x; 1", "left .geneft.tmp")]
    [InlineData("$global:hostileCodeRan = $true; 1", "a value was run as code")]
    public void The_judge_finds_faults(string body, string fault) =>
        Assert.Contains(fault, _calls.FaultOf(body), StringComparison.Ordinal);
}
