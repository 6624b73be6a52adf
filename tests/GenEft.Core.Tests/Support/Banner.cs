using System.Globalization;
using GenEft.Training;

[assembly: AssemblyFixture(typeof(GenEft.Tests.Banner))]

namespace GenEft.Tests;

/// <summary>Says first what the suite runs on. xunit.runner.json sets a culture with decimal commas for all of it.</summary>
public sealed class Banner
{
    public Banner()
    {
        string culture = CultureInfo.CurrentCulture.Name;
        TestContext.Current.SendDiagnosticMessage(
            $"Trainers: {string.Join(", ", TrainerFactory.Supported)}; cores: {Environment.ProcessorCount}; culture: {culture}.");
    }
}

public sealed class BannerTests
{
    /// <summary>Under the runner's culture a careless conversion of text would show as a wrong number.</summary>
    [Fact]
    public void The_suite_runs_under_decimal_commas() => Assert.Equal("0,5", 0.5.ToString(CultureInfo.CurrentCulture));
}
