using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace GenEft.Commands.Tests;

public sealed partial class PipelineTests
{
    public static TheoryData<string> Cultures => ["", "en-US", "de-DE"];

    /// <summary>Rows of text in, rows of text out: no value changes, whatever the culture.</summary>
    [Theory]
    [MemberData(nameof(Cultures))]
    public void Settings_survive_csv_files_in_every_culture(string culture)
    {
        using Session session = new(CultureInfo.GetCultureInfo(culture));
        File.WriteAllText(
            session.PathOf("cells.csv"),
            "EncoderLearningRate,DecoderLearningRate,TrainingFraction,DecoderWidth,Seed,Optimizer\n0.015,1.5E-04,0.5,7,3,Adam\n1e-3,0.25,0.75,12,12345678901,GradientDescent\n");
        session.Run("""
            $r = New-Relation Modulo -Count 9
            $runs = Import-Csv cells.csv | Invoke-Training -Relation $r -MaxSteps 20
            $runs | Export-Csv first.csv
            """);
        Assert.Equal([0.015, 1e-3], session.Values("$runs", "EncoderLearningRate"));
        Assert.Equal([1.5e-4, 0.25], session.Values("$runs", "DecoderLearningRate"));
        Assert.Equal([0.5, 0.75], session.Values("$runs", "TrainingFraction"));
        Assert.Equal([7, 12], session.Values("$runs", "DecoderWidth"));
        Assert.Equal([3L, 12345678901L], session.Values("$runs", "Seed"));

        // Results go back in as settings, without renaming, and come out the same: Export-Csv writes the culture's commas,
        // which PowerShell's own conversion would read a thousandfold.
        string decimals = culture == "de-DE" ? "\"0,015\"" : "\"0.015\"";
        Assert.Contains(decimals, File.ReadAllText(session.PathOf("first.csv")), StringComparison.Ordinal);
        session.Run("Import-Csv first.csv | Invoke-Training -Relation $r | Export-Csv second.csv");
        string[] Columns(string file) =>
            [.. File.ReadAllLines(session.PathOf(file)).Select(line => TimeOfDay().Replace(line, "elapsed"))];
        Assert.Equal(Columns("first.csv"), Columns("second.csv"));
    }

    [Fact]
    public void Relations_are_made_from_rows_of_text()
    {
        using Session session = new(CultureInfo.GetCultureInfo("de-DE"));
        File.WriteAllText(
            session.PathOf("relations.csv"),
            "Kind,Count,Modulus,ClassSize,Density,Seed,Property,ClassCount,Law\nModulo,12,4,,,\"0\",,,\nEquivalence,,,\"3,4,5\",,0,,,\nRandom,10,,,0.25,7,\"Symmetric, Reflexive\",,\nEquivalence,10,,,,7,,4,\nTree,10,,,,7,,,recursive\n");
        PSObject[] relations = [.. session.Run("Import-Csv relations.csv | New-Relation")];
        Assert.Equal(["Modulo 4", "Equivalence 3+4+5", "Random 0.25, seed 7", "Equivalence, 4 classes, seed 7", "Recursive tree, seed 7"], relations.Select(r => r.Properties["Name"].Value));
        Assert.Equal([12, 12, 10, 10, 10], relations.Select(r => r.Properties["Count"].Value));
        PSObject random = session.Run("Import-Csv relations.csv | New-Relation | Where-Object Kind -eq Random | Get-RelationProperty").Single();
        Assert.Equal((true, true), (random.Properties["Symmetric"].Value, random.Properties["Reflexive"].Value));
    }

    [Fact]
    public void Grid_and_stream_any_number_of_threads_and_order_give_the_same_bits()
    {
        using Session session = new();
        session.Run("$r = New-Relation Modulo -Count 12; $p = @{ DecoderWidth = 10; MaxSteps = 150; IncludeModel = $true }");
        string[] Fingerprint(string script) => [.. session.Run(script + """
             | ForEach-Object { "$($_.EncoderLearningRate) $($_.DecoderLearningRate) $($_.Seed) $($_.TrainLoss.ToString('R')) $($_.TestAccuracy) $($_.Phase) $($_.Model.GetWeight(1)[3, 2].ToString('R'))" }
            """).Select(line => line.ToString())];
        string[] one = Fingerprint("$r | Invoke-Training @p -EncoderLearningRate 1e-3, 1e-2 -DecoderLearningRate 1e-3, 1e-2 -Seed 1, 2 -ThrottleLimit 1");
        string[] many = Fingerprint("$r | Invoke-Training @p -EncoderLearningRate 1e-3, 1e-2 -DecoderLearningRate 1e-3, 1e-2 -Seed 1, 2 -ThrottleLimit 5");
        string[] stream = Fingerprint("""
            & { foreach ($e in 1e-3, 1e-2) { foreach ($d in 1e-3, 1e-2) { foreach ($s in 1, 2) {
                [pscustomobject]@{ EncoderLearningRate = $e; DecoderLearningRate = $d; Seed = $s } } } } } | Invoke-Training -Relation $r @p
            """);
        string[] unordered = Fingerprint("$r | Invoke-Training @p -EncoderLearningRate 1e-3, 1e-2 -DecoderLearningRate 1e-3, 1e-2 -Seed 1, 2 -Unordered");
        Assert.Equal(8, one.Distinct().Count());
        Assert.Equal(one, many);
        Assert.Equal(one, stream);
        Assert.Equal(one.Order(StringComparer.Ordinal), unordered.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_grid_varies_its_last_parameter_fastest()
    {
        using Session session = new();
        Assert.Equal(
            ["0.001 0.001 0", "0.001 0.001 1", "0.001 0.01 0", "0.001 0.01 1", "0.01 0.001 0", "0.01 0.001 1", "0.01 0.01 0", "0.01 0.01 1"],
            session.Run("""
                New-Relation Modulo -Count 6 | Invoke-Training -EncoderLearningRate 1e-3, 1e-2 -DecoderLearningRate 1e-3, 1e-2 -Seed 0, 1 -MaxSteps 1 |
                    ForEach-Object { "$($_.EncoderLearningRate) $($_.DecoderLearningRate) $($_.Seed)" }
                """).Select(line => line.ToString()));
    }

    [Fact]
    public void A_checkpoint_brings_finished_runs_back_at_once()
    {
        using Session session = new();
        session.Run("$r = New-Relation Modulo -Count 12; $p = @{ DecoderWidth = 10; StopWhen = 'MaxSteps'; Seed = 1, 2; Checkpoint = 'runs.ckpt' }");
        object?[] half = session.Values("$r | Invoke-Training @p -MaxSteps 100", "TrainLoss");
        object?[] whole = session.Values("$r | Invoke-Training @p -MaxSteps 200", "TrainLoss");
        object?[] direct = session.Values("$p.Remove('Checkpoint'); $r | Invoke-Training @p -MaxSteps 200", "TrainLoss");
        Assert.Equal(direct, whole);
        Assert.NotEqual(half, whole);
    }

    [Fact]
    public void Extra_data_is_absent_unless_asked_for_and_unrolls_to_rows()
    {
        using Session session = new();
        session.Run("$r = New-Relation Modulo -Count 9; $plain = $r | Invoke-Training -MaxSteps 20; $rich = $r | Invoke-Training -MaxSteps 20 -HistoryInterval 5 -IncludeEmbedding -IncludeModel");
        Assert.Empty(session.Run("$plain.PSObject.Properties.Name | Where-Object { $_ -in 'History', 'Embedding', 'Model' }"));
        Assert.Equal([0, 5, 10, 15, 20], session.Values("$rich | Get-TrainingHistory", "Step"));
        PSObject[] rows = [.. session.Run("$rich | Select-Object * | Get-Embedding")];
        Assert.Equal(9, rows.Length);
        Assert.Equal(["Relation", "Phase", "Seed", "Index", "Element", "E1", "E2"], rows[0].Properties.Select(p => p.Name));
        session.Run("$rich | Export-Csv rich.csv");
        Assert.DoesNotContain("System.Object", File.ReadAllText(session.PathOf("rich.csv")), StringComparison.Ordinal);
        Assert.DoesNotContain("GenEft.", File.ReadAllText(session.PathOf("rich.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_run_of_a_stream_carries_the_history_it_asked_for()
    {
        using Session session = new();
        PSObject[] runs = [.. session.Run("""
            @{ HistoryInterval = 5; MaxSteps = 5 }, @{ HistoryInterval = 0; MaxSteps = 5 }, @{ HistoryInterval = 1; MaxSteps = 3 } |
                ForEach-Object { [pscustomobject]$_ } | Invoke-Training -Relation (New-Relation Modulo -Count 6)
            """)];
        Assert.Equal(["2 evaluations", null, "4 evaluations"], runs.Select(run => run.Properties["History"]?.Value?.ToString()));
    }

    [Fact]
    public void The_charge_is_a_column_of_the_history_where_it_was_asked_for()
    {
        using Session session = new();
        session.Run("""
            $r = New-Relation Modulo -Count 9
            $run = $r | Invoke-Training -MaxSteps 10 -HistoryInterval 10 -IncludeCharge -IncludeModel -IncludeEmbedding
            $run | Export-Csv run.csv
            $again = Import-Csv run.csv | Invoke-Training -Relation $r
            $plain = [pscustomobject]@{ IncludeCharge = 'False'; HistoryInterval = 10; MaxSteps = 10 }, [pscustomobject]@{ IncludeCharge = ''; HistoryInterval = 10; MaxSteps = 10 } |
                Invoke-Training -Relation $r
            """);
        object?[] charge = session.Values("$run | Get-TrainingHistory", "Charge");
        Assert.Equal(session.Values("$run | Measure-EmbeddingStructure", "Charge").Single(), charge[^1]);
        Assert.Equal(charge, session.Values("$again | Get-TrainingHistory", "Charge"));
        Assert.Equal([null, null, null, null], session.Values("$plain | Get-TrainingHistory", "ChargeDrift"));
    }

    [Fact]
    public void A_column_that_is_no_parameter_gives_one_warning_and_results_give_none()
    {
        using Session session = new();
        session.Run("""
            $r = New-Relation Modulo -Count 6
            $runs = 1, 2 | ForEach-Object { [pscustomobject]@{ Seed = $_; DecoderLearnRate = 0.1 } } |
                Invoke-Training -Relation $r -MaxSteps 1 -HistoryInterval 1 -WarningVariable misspelt
            $again = $runs | Select-Object * | Invoke-Training -Relation $r -WarningVariable none
            """);
        Assert.Equal("'DecoderLearnRate' is no parameter of Invoke-Training; it is ignored.", session.Run("$misspelt").Single().ToString());
        Assert.Empty(session.Run("$none"));
        Assert.Equal(session.Values("$runs", "TrainLoss"), session.Values("$again", "TrainLoss"));
    }

    [Fact]
    public void Rows_of_random_relations_and_of_classes_can_be_told_apart()
    {
        using Session session = new();
        Assert.Equal([1L, 2L], session.Values("New-Relation Random -Count 6 -Seed 1, 2 | Invoke-Training -MaxSteps 1", "RelationSeed"));
        Assert.Equal([3, 5], session.Values("Get-DescriptionLength Equivalence -ClassCount 3, 5", "ClassCount"));
        Assert.Equal(["TotalOrder"], session.Values("Get-DescriptionLength TotalOrder | Measure-CriticalFraction", "Relation"));
    }

    [Fact]
    public void A_long_training_shows_progress_and_takes_it_away()
    {
        using Session session = new();
        session.Run("New-Relation Modulo | Invoke-Training -Seed (1..4) -MaxSteps 4000 -StopWhen MaxSteps -DecoderDepth 5 -ThrottleLimit 2");
        Assert.Contains(session.Progress, record => record.StatusDescription.Contains("of 4 runs", StringComparison.Ordinal) && record.PercentComplete is > 0 and <= 100);
        Assert.Equal(ProgressRecordType.Completed, session.Progress[^1].RecordType);
        Assert.Single(session.Progress.Select(record => record.ActivityId).Distinct());
    }

    [Fact]
    public void Edges_from_the_pipeline_make_a_relation()
    {
        using Session session = new();
        PSObject relation = session.Run("""
            'a', 'b', 'c' | ForEach-Object { $s = $_; 'a', 'b', 'c' | ForEach-Object { [pscustomobject]@{ from = $s; to = $_ } } } |
                ConvertTo-Relation -Source from -Target to -Name All
            """).Single();
        Assert.Equal((3, 9L, "All"), ((int)relation.Properties["Count"].Value, (long)relation.Properties["EdgeCount"].Value, (string)relation.Properties["Name"].Value));
        Assert.Equal([3L], session.Values("1..3 | ForEach-Object { [pscustomobject]@{ head = $_; tail = $_ + 1 } } | ConvertTo-Relation", "EdgeCount"));
    }

    [Fact]
    public void Class_bits_flow_into_critical_fractions()
    {
        using Session session = new();
        PSObject row = session.Run("Get-DescriptionLength -Class TotalOrder -Count 30 | Measure-CriticalFraction").Single();
        PSObject direct = session.Run("New-Relation GreaterThan | Measure-CriticalFraction").Single();
        Assert.Equal(direct.Properties["CriticalFraction"].Value, row.Properties["CriticalFraction"].Value);
    }

    [GeneratedRegex(@"\d\d:\d\d:\d\d\.\d+")]
    private static partial Regex TimeOfDay();
}
