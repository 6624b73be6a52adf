using System.Globalization;
using System.Management.Automation;

namespace GenEft.Commands.Tests;

/// <summary>Trajectories, comparisons and draws as rows.</summary>
public sealed class ReponSimulationTests
{
    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    public void Initial_conditions_come_from_rows_of_text(string culture)
    {
        using Session session = new(CultureInfo.GetCultureInfo(culture));
        File.WriteAllText(session.PathOf("starts.csv"), "DecoderScale,Separation,EncoderLearningRate,ClusterSize\n1,0.5,1,1\n0.25,1.5,0.5,3\n");
        PSObject[] rows = [.. session.Run("Import-Csv starts.csv | Invoke-ReponSimulation -Model ClosedForm, Reduced -Time 0, 2.5 | Where-Object Event -eq None")];
        Assert.Equal(["0 ClosedForm 0", "0 ClosedForm 2.5", "1 Reduced 0", "1 Reduced 2.5", "2 ClosedForm 0", "2 ClosedForm 2.5", "3 Reduced 0", "3 Reduced 2.5"],
            rows.Select(row => FormattableString.Invariant($"{Value(row, "Index")} {Value(row, "Model")} {Value(row, "Time")}")));
        foreach (int i in new[] { 1, 5 })
        {
            Assert.Equal((double)Value(rows[i], "Separation")!, (double)Value(rows[i + 2], "Separation")!, 8);
            Assert.Equal("Completed", $"{Value(rows[i], "End")}");
        }

        Assert.Equal((1.5, 3), (Value(rows[4], "Separation"), Value(rows[4], "ClusterSize")));
        Assert.Equal((null, 1e-9), (Value(rows[0], "Tolerance"), Value(rows[2], "Tolerance")));
    }

    /// <summary>Three ways to the same rows, where the reduced equations are exact.</summary>
    [Fact]
    public void A_cluster_is_followed_by_all_models()
    {
        using Session session = new();
        foreach (string start in new[] { "-DecoderScale 1.2 -Separation -0.7", "-Decoder @(@(1, 0.5), @(0, 2), @(1, 1)) -Displacement 0.3, -0.2" })
        {
            object?[] separations = session.Values($"Invoke-ReponSimulation -Model ClosedForm, Reduced, Full {start} -ClusterSize 3 -Time 1.5 -Tolerance 1e-12", "Separation");
            Assert.Equal(3, separations.Length);
            Assert.All(separations, separation => Assert.Equal((double)separations[0]!, (double)separation!, 1e-10));
        }
    }

    /// <summary>Matrices come from rows as scalars do, and what a cmdlet writes it reads again.</summary>
    [Fact]
    public void Rows_bind_matrices_and_their_own_columns()
    {
        using Session session = new();
        session.Run("$row = [pscustomobject]@{ Decoder = @(@(1, 0.5), @(0, 2), @(1, 1)); Displacement = 0.3, -0.2; EncoderLearningRate = 1; DecoderLearningRate = 1 }");
        foreach (string cmdlet in new[] { "Get-ReponPhase", "Compare-ReponModel" })
        {
            string given = $"{session.Run($"{cmdlet} -Decoder @(@(1, 0.5), @(0, 2), @(1, 1)) -Displacement 0.3, -0.2 -EncoderLearningRate 1 -DecoderLearningRate 1").Single()}";
            Assert.Equal(given, $"{session.Run($"$row | {cmdlet}").Single()}");
        }

        Assert.Equal(
            [0.1, 0.5], session.Values("Get-CriticalLearningRate 0.1, 0.5 -EmbeddingDimension 2 -OutputDimension 9 | Get-ReponProbability", "ExactProbability").Select(p => Math.Round((double)p!, 12)));
        session.Run("Get-CriticalLearningRate 0.5, 0.9 | Export-Csv critical.csv; Invoke-ReponSimulation -Decoder 1 -Position @(@(1), @(-1)) -Target 0 -Time 0 | Export-Csv start.csv");
        Assert.Equal(
            session.Values("Get-CriticalLearningRate 0.5, 0.9", "CriticalRatio"), session.Values("Import-Csv critical.csv | Get-CriticalLearningRate", "CriticalRatio"));
        Assert.Single(session.Run("Import-Csv start.csv | Invoke-ReponSimulation -Decoder 2 -Position @(@(1), @(-1)) -Target 0 -Time 0"));
        Assert.Single(session.Run("[pscustomobject]@{ ClusterSize = $null } | Invoke-ReponSimulation -Time 0"));
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        using Session session = new();
        string Compared(int threads) => string.Join('\n', session.Run(
            $"Compare-ReponModel -DecoderScale 0.5, 1, 2 -Separation 0.3, 1 -Offset 0, 1 -ThrottleLimit {threads}").Select(row => $"{row}"));
        Assert.Equal(Compared(1), Compared(4));
        string Rows(int threads) => string.Join('\n', session.Run(
            $"Invoke-ReponSimulation -Model Full -DecoderScale 0.5, 1, 2 -Separation 0.3, 1 -Center 0.2 -Offset 0, 1 -PointCount 4 -ThrottleLimit {threads}").Select(row => $"{row}"));
        Assert.Equal(Rows(1), Rows(4));
    }

    [Fact]
    public void One_bad_record_leaves_the_others()
    {
        using Session session = new();
        (IReadOnlyList<PSObject> rows, IReadOnlyList<ErrorRecord> errors) = session.RunWithErrors(
            "1, -1, 2 | ForEach-Object { [pscustomobject]@{ EncoderLearningRate = $_ } } | Invoke-ReponSimulation -PointCount 2");
        Assert.Equal([1.0, 1.0, 2.0, 2.0], rows.Where(row => $"{Value(row, "Event")}" == "None").Select(row => Value(row, "EncoderLearningRate")));
        Assert.StartsWith("GenEft.ValueOutOfRange", Assert.Single(errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    /// <summary>On opposite sides of the origin with the bias on target the verdicts are the same, in scalars and in matrices.</summary>
    [Fact]
    public void Models_agree_where_the_reduced_equations_are_exact()
    {
        using Session session = new();
        PSObject[] rows = [.. session.Run("Compare-ReponModel -DecoderScale 0.3, 1.1, 2 -Separation 0.2, 0.9, 1.7 -EncoderLearningRate 0.5, 2")];
        Assert.Equal(18, rows.Length);
        Assert.All(rows, row => Assert.Equal(false, Value(row, "IsDifferent")));
        Assert.All(rows, row => Assert.InRange((double)Value(row, "Difference")!, -1e-4, 1e-4));
        PSObject matrix = session.Run("Compare-ReponModel -Decoder @(@(1, 0.5), @(0, 2), @(1, 1)) -Displacement 0.3, -0.2").Single();
        Assert.Equal("Generalization False ", $"{Value(matrix, "FullPhase")} {Value(matrix, "IsDifferent")} {Value(matrix, "DecoderScale")}");

        Assert.All(
            session.Run("Compare-ReponModel -DecoderScale 0.3, 1.1 -Separation -0.4, 0.9 -ClusterSize 1, 4"),
            row => Assert.Equal(false, Value(row, "IsDifferent")));
        Assert.Equal(
            ["Generalization", "Memorization"],   // kappa = 2 and 8/3 on both sides of the boundary c^2 = 1/kappa
            session.Run("Compare-ReponModel -DecoderScale 1 -Separation 0.66 -ClusterSize 1, 2").Select(row => $"{Value(row, "FullPhase")}"));

        // Off target, the decoder is used up on the bias: repons that the reduced theory lets collide stay apart.
        Assert.Equal(true, Value(session.Run("Compare-ReponModel -DecoderScale 0.5 -Separation 0.25 -Center 0.5 -Offset 2").Single(), "IsDifferent"));
        PSObject cut = session.Run("Compare-ReponModel -MaxSteps 3").Single();
        Assert.Equal((null, null, null), (Value(cut, "FullPhase"), Value(cut, "IsDifferent"), Value(cut, "Difference")));
    }

    [Fact]
    public void Draws_are_reproducible_and_lie_about_the_law()
    {
        using Session session = new();
        const string Command = "0.1, 1, 10 | Get-ReponProbability -EmbeddingDimension 1, 2 -OutputDimension 4 -SampleCount 20000 -Seed 5 -ThrottleLimit ";
        PSObject[] rows = [.. session.Run(Command + "1")];
        Assert.Equal(rows.Select(row => $"{row}"), session.Run(Command + "3").Select(row => $"{row}"));
        Assert.Equal([0.1, 0.1, 1.0, 1.0, 10.0, 10.0], rows.Select(row => Value(row, "LearningRateRatio")));

        // Six 95 % intervals with this seed.
        Assert.InRange(rows.Count(row => (double)Value(row, "Low")! <= (double)Value(row, "ExactProbability")! && (double)Value(row, "ExactProbability")! <= (double)Value(row, "High")!), 5, 6);
        Assert.Null(Value(session.Run("Get-ReponProbability 1").Single(), "SampledProbability"));
    }

    /// <summary>Rows bind by name, objects and text alike: its own, and those of the inverse.</summary>
    [Fact]
    public void The_law_takes_rows()
    {
        using Session session = new();
        PSObject[] rows = [.. session.Run("[pscustomobject]@{ LearningRateRatio = 4; DecoderSigma = '2' }, [pscustomobject]@{ LearningRateRatio = '1' } | Get-ReponProbability")];
        Assert.Equal([4.0, 1.0], rows.Select(row => Value(row, "LearningRateRatio")));
        Assert.Equal(Value(rows[0], "ScalarProbability"), Value(rows[1], "ScalarProbability"));
        Assert.Equal(2.0, Value(rows[0], "DecoderSigma"));
        session.Run("0.5, 2 | Get-ReponProbability -EmbeddingDimension 2 -OutputDimension 3 | Export-Csv law.csv");
        Assert.Equal(
            session.Run("0.5, 2 | Get-ReponProbability -EmbeddingDimension 2 -OutputDimension 3").Select(row => $"{row}"),
            session.Run("Import-Csv law.csv | Get-ReponProbability").Select(row => $"{row}"));
    }

    [Fact]
    public void Settings_come_from_rows_too()
    {
        using Session session = new();
        PSObject[] rows = [.. session.Run("[pscustomobject]@{ Model = 'Full'; DecoderScale = 1; Separation = 0.5; Method = 'Midpoint'; EndTime = '2'; Tolerance = '' } | Invoke-ReponSimulation -PointCount 3")];
        Assert.Equal(["Full Midpoint 0", "Full Midpoint 1", "Full Midpoint 2"], rows.Select(row => $"{Value(row, "Model")} {Value(row, "Method")} {Value(row, "Time")}"));
        Assert.Equal((0.0, 0.0), (Value(rows[0], "StartCenter"), Value(rows[0], "StartOffset")));
    }

    /// <summary>A row of a trajectory is where another can start: the full equations' centre and offset are columns too.</summary>
    [Fact]
    public void A_trajectory_goes_on_from_a_row()
    {
        using Session session = new();
        session.Run("""
            $whole = Invoke-ReponSimulation -Model Full -DecoderScale 0.5 -Separation -0.25 -Center 0.5 -Offset 1 -ClusterSize 3 -Time 0, 0.7, 1.5 -Tolerance 1e-12
            $whole | Export-Csv whole.csv
            $rest = $whole | Where-Object Time -eq 0.7 | Invoke-ReponSimulation -Time 0.8
            $read = Import-Csv whole.csv | Where-Object Time -eq 0.7 | Invoke-ReponSimulation -Time 0.8
            """);
        PSObject end = session.Run("$whole[-1]").Single();
        foreach (PSObject rest in session.Run("$rest; $read"))
        {
            foreach (string column in new[] { "DecoderScale", "Separation", "Potential", "Center", "Offset" })
            {
                Assert.Equal((double)Value(end, column)!, (double)Value(rest, column)!, 1e-10);
            }
        }

        Assert.Equal((0.5, -0.25, 0.5, 1.0), (Value(end, "StartDecoderScale"), Value(end, "StartSeparation"), Value(end, "StartCenter"), Value(end, "StartOffset")));
        Assert.Equal([1, 1], session.Values("$whole[-1]", "EmbeddingDimension").Concat(session.Values("$whole[-1]", "OutputDimension")));
    }

    /// <summary>States unroll to a row for each repon, of every model; those of a cluster stand together.</summary>
    [Fact]
    public void States_unroll_to_positions()
    {
        using Session session = new();
        session.Run("""
            $pair = Invoke-ReponSimulation -Model ClosedForm, Reduced, Full -DecoderScale 0.8 -Separation 0.6 -ClusterSize 2 -Time 0, 1 -Tolerance 1e-12 -IncludeState
            $many = Invoke-ReponSimulation -Decoder @(@(1, 0.5), @(0, 2)) -Bias 1, 2 -Position @(@(1, 0), @(0.5, 0.2), @(-1, 0)) -Target @(@(1, 0), @(0, 1), @(1, -0.0)) -Time 0 -IncludeState
            $pair | Export-Csv pair.csv
            """);
        PSObject[] rows = [.. session.Run("$pair | Get-ReponState")];
        Assert.Equal(3 * 2 * 2, rows.Length);
        Assert.Equal(["Index", "Model", "Time", "Event", "Repon", "Class", "Count", "X1"], rows[0].Properties.Select(property => property.Name));
        object?[] separations = session.Values("$pair", "Separation");
        for (int i = 0; i < 6; i++)
        {
            // A distance 2 r apart with the mean at 0, whatever the model.
            (double one, double others) = ((double)Value(rows[2 * i], "X1")!, (double)Value(rows[(2 * i) + 1], "X1")!);
            Assert.Equal(2 * (double)separations[i]!, one - others, 1e-10);
            Assert.Equal(0, one + (2 * others), 1e-10);
            Assert.Equal((1, 2), (Value(rows[2 * i], "Count"), Value(rows[(2 * i) + 1], "Count")));
        }

        Assert.Equal(["0 1 0", "1 0.5 0.2", "0 -1 0"], session.Run("$many | Get-ReponState").Select(row => FormattableString.Invariant($"{Value(row, "Class")} {Value(row, "X1")} {Value(row, "X2")}")));
        Assert.Equal([2.0, 2.0], session.Run("$many.State.Decoder[1, 1]; $many.State.Bias[1]").Select(value => value.BaseObject));
        Assert.DoesNotContain("GenEft.", File.ReadAllText(session.PathOf("pair.csv")), StringComparison.Ordinal);
        session.Run("$pair | Select-Object * | Invoke-ReponSimulation -Time 0 -WarningVariable none");
        Assert.Empty(session.Run("$none"));
    }

    [Fact]
    public void A_misspelt_column_gives_a_warning_and_results_give_none()
    {
        using Session session = new();
        foreach (string cmdlet in new[] { "Get-ReponPhase", "Compare-ReponModel", "Invoke-ReponSimulation -Time 0" })
        {
            session.Run($"[pscustomobject]@{{ DecoderScale = 2; Seperation = 0.3 }} | {cmdlet} -WarningVariable misspelt");
            Assert.Equal($"'Seperation' is no parameter of {cmdlet.Split(' ')[0]}; it is ignored.", $"{session.Run("$misspelt").Single()}");
            session.Run($"Invoke-ReponSimulation -Time 0 | Select-Object * | {cmdlet} -WarningVariable none");
            Assert.Empty(session.Run("$none"));
        }
    }

    [Fact]
    public void A_setting_that_changes_nothing_gives_one_warning()
    {
        using Session session = new();
        session.Run("1, 2 | ForEach-Object { [pscustomobject]@{ DecoderScale = $_; StepSize = 0.1 } } | Invoke-ReponSimulation -Time 0, 1 -EndTime 2 -PointCount 9 -WarningVariable adaptive");
        Assert.Equal(["StepSize", "EndTime", "PointCount"], session.Run("$adaptive").Select(text => $"{text}".Split(' ')[0]));
        session.Run("Invoke-ReponSimulation -Method Euler -Tolerance 1e-5 -WarningVariable fixed; Invoke-ReponSimulation -Method Euler -StepSize 0.1 -EndTime 1 -PointCount 3 -WarningVariable none");
        Assert.Equal("Tolerance is ignored: Euler takes steps of StepSize.", $"{session.Run("$fixed").Single()}");
        Assert.Empty(session.Run("$none"));
        session.Run("Invoke-ReponSimulation -Model ClosedForm -Method Euler -WarningVariable closed");
        Assert.StartsWith("Method, Tolerance and StepSize are ignored", $"{session.Run("$closed").Single()}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_trajectory_shows_how_far_it_is()
    {
        using Session session = new();
        session.Run("Invoke-ReponSimulation -Method Euler -StepSize 3e-7 -EndTime 3 -PointCount 1001 -MaxSteps 20000000");
        Assert.Contains(session.Progress, record => record.PercentComplete is > 0 and < 100);
        Assert.Equal(ProgressRecordType.Completed, session.Progress[^1].RecordType);
    }

    /// <summary>The deciding mode is much slower, or much smaller, than the others.</summary>
    [Theory]
    [InlineData("Compare-ReponModel -DecoderScale 1 -Separation 0.01 -Center 10 -Offset -10", "Generalization")]
    [InlineData("Compare-ReponModel -Decoder @(@(1, 0), @(0, 0.02)) -Displacement 0, 1 -DecoderLearningRate 1e-5", "Generalization")]
    [InlineData("Compare-ReponModel -DecoderScale 1 -Separation 0.5 -Tolerance 1e-5", "Generalization")]
    [InlineData("Compare-ReponModel -DecoderScale 1 -Separation 0.5 -Tolerance 1e-4", "Generalization")]
    [InlineData("Compare-ReponModel -DecoderScale 0.5 -Separation 1 -Tolerance 1e-4", "Memorization")]
    [InlineData("Compare-ReponModel -DecoderScale 0.001 -Separation 1", "Memorization")]
    [InlineData("Compare-ReponModel -Decoder @(@(1, 0), @(0, 1e-3)) -Displacement 0, 1 -DecoderLearningRate 1e-8", "Generalization")]
    [InlineData("Compare-ReponModel -DecoderScale 1e-3 -Separation 1e-4 -Center 1 -MaxSteps 10000", "")]   // not followed to its end
    [InlineData("Compare-ReponModel -Decoder @(,@(1, 0)) -Displacement 0.1, 1e-8", "")]   // the reduced end is closer than a collision
    [InlineData("Compare-ReponModel -Decoder @(,@(1, 0)) -Displacement 0, 1", "Memorization")]
    [InlineData("Compare-ReponModel -DecoderScale 0 -Separation 1 -Offset 1 -Center 1", "Memorization")]
    [InlineData("Compare-ReponModel -Separation 0 -Center 1 -Offset 1", "Generalization")]
    [InlineData("Compare-ReponModel -Decoder @(@(1, 0), @(0, 3e-7)) -Displacement 1e-7, 1e-7 -MaxSteps 10000", "")]
    [InlineData("Compare-ReponModel -Decoder @(@(1, 0), @(0, 3e-4)) -Displacement 1e-4, 1e-4 -Tolerance 1e-5 -MaxSteps 10000", "")]
    [InlineData("Compare-ReponModel -DecoderScale 0.1 -Separation 0.01 -EncoderLearningRate 0.001 -DecoderLearningRate 1 -ClusterSize 6", "Memorization")]
    [InlineData("Compare-ReponModel -DecoderScale 0.1 -Separation 0.01 -EncoderLearningRate 0.001 -DecoderLearningRate 1 -ClusterSize 20", "Memorization")]
    public void A_slow_end_is_waited_for(string command, string phase)
    {
        using Session session = new();
        Assert.Equal(phase, $"{Value(session.Run(command).Single(), "FullPhase")}");
    }

    /// <summary>a_2 of the closed form to all digits, however small; its collision where it happens.</summary>
    [Fact]
    public void The_closed_form_is_exact_in_scalars()
    {
        using Session session = new();
        PSObject[] rows = [.. session.Run("Invoke-ReponSimulation -Model ClosedForm, Reduced -DecoderScale 1e-9, -0.4 -Separation 1 -Time 0, 3 -Tolerance 1e-13")];
        foreach (int i in new[] { 0, 1, 2, 3 })
        {
            double exact = (double)Value(rows[i], "DecoderScale")!;
            double integrated = (double)Value(rows[i + 4], "DecoderScale")!;
            Assert.InRange(integrated / exact, 1 - 1e-9, 1 + 1e-9);
        }

        PSObject[] stopped = [.. session.Run("Invoke-ReponSimulation -Model ClosedForm -DecoderScale 1 -Separation 0.5 -EndTime 1e4 -PointCount 3 -StopAtEvent")];
        Assert.Equal(["None ", "Collision Event"], stopped.Select(row => $"{Value(row, "Event")} {Value(row, "End")}"));
        Assert.Equal(0.5e-6, (double)Value(stopped[1], "Separation")!, 12);
    }

    private static object? Value(PSObject row, string property) => row.Properties[property].Value;
}
