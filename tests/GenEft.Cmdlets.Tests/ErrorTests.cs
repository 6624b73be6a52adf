using System.Management.Automation;

namespace GenEft.Commands.Tests;

/// <summary>Each refusal by its own id, before any work: the ids are what scripts test for.</summary>
public sealed class ErrorTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("New-Relation Foo", "GenEft.UnknownKind")]
    [InlineData("New-Relation Modulo -Count 0", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Modulo -Modulus 0", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Equivalence -Count 30 -ClassSize 10, 10, 5", "GenEft.ClassSizeMismatch")]
    [InlineData("New-Relation Equivalence -Count 5 -ClassCount 6", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Equivalence -ClassSize 2, 3 -ClassCount 2", "GenEft.ParameterNotApplicable")]
    [InlineData("New-Relation Random -Property Transitive -Law Uniform", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Tree -Law Independent", "GenEft.ParameterNotApplicable")]
    [InlineData("New-Relation Tournament -Law Uniform", "GenEft.ParameterNotApplicable")]
    [InlineData("New-Relation GreaterThan -Modulus 3", "GenEft.ParameterNotApplicable")]
    [InlineData("New-Relation Random -Density NaN", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Random -Property Reflexive, Irreflexive", "GenEft.ContradictingProperties")]
    [InlineData("New-Relation Modulo -Count 1000000", "GenEft.RelationTooLarge")]
    [InlineData("New-Relation Random | Measure-AccuracyBound -TrainingFraction 0.5", "GenEft.NoGuessProbability")]
    [InlineData("New-Relation Random | Get-Orbit", "GenEft.DataNotIncluded")]
    [InlineData("New-Relation Random | Measure-DescriptionLength | Get-Generator", "GenEft.DataNotIncluded")]
    [InlineData("New-Relation Random | Measure-DescriptionLength -TimeLimit -1", "ParameterArgumentTransformationError")]
    [InlineData("New-Relation Random | Measure-DescriptionLength -TimeLimit soon", "ParameterArgumentTransformationError")]
    [InlineData("New-Relation Random | Measure-CriticalFraction -TimeLimit 1e10", "ParameterArgumentTransformationError")]
    [InlineData("New-Relation Random | Measure-AccuracyBound -TrainingFraction 0.5 -Bits 100", "GenEft.NoGuessProbability")]
    [InlineData("New-Relation Modulo | Measure-CriticalFraction -Accuracy 1", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Modulo | Measure-AccuracyBound -TrainingFraction 0", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Modulo | Measure-AccuracyBound -TrainingFraction 1.5", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Random | Measure-AccuracyBound -TrainingFraction 0.5 -Method Exact", "GenEft.NoPosterior")]
    [InlineData("New-Relation Modulo | Measure-AccuracyBound -TrainingFraction 0.5 -Method Paper -Bits 40", "GenEft.ParameterNotApplicable")]
    [InlineData("New-Relation Modulo | Measure-AccuracyBound -TrainingFraction 0.5 -Method Exact -GuessProbability 0.5", "GenEft.ParameterNotApplicable")]
    [InlineData("New-Relation Modulo | Measure-AccuracyBound -SampleCount 0 -Method Exact", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Modulo | Measure-AccuracyBound -SampleCount 901 -Method Analytic", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Modulo | Measure-AccuracyBound -TrainingFraction 0.5, 2 -Method Exact", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Modulo | Measure-AccuracyBound -TrainingFraction 0.5 -Method Exact -SamplingCount 0", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Modulo | Measure-AccuracyBound -TrainingFraction 0.5 -Method Exact -DrawCount 1", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Modulo | Measure-AccuracyBound -TrainingFraction 0.5 -Method Exact -Budget -1", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Modulo | Measure-AccuracyBound -TrainingFraction 0.5 -Method Exact -ThrottleLimit 0", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation GreaterThan | Measure-AccuracyBound -TrainingFraction 0.05 -Method Exact -Budget 9 -NoSampling", "GenEft.ExactOverBudget")]
    [InlineData("Measure-CriticalFraction -Bits 0.5 -Count 30", "GenEft.ValueOutOfRange")]
    [InlineData("Measure-CriticalFraction -Bits 50 -Count 30 -Method Exact", "GenEft.ParameterNotApplicable")]
    [InlineData("New-Relation Random | Measure-CriticalFraction -Method MonteCarlo", "GenEft.NoPosterior")]
    [InlineData("New-Relation Modulo | Measure-CriticalFraction -Method Exact -SamplingCount 1", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Modulo | Measure-CriticalFraction -Method Exact -Accuracy 0", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation GreaterThan | Measure-CriticalFraction -Method Exact -Budget 9 -NoSampling", "GenEft.ExactOverBudget")]
    [InlineData("New-Relation Modulo | Measure-CriticalFraction -Training @{ MaxSteps = 5 }", "GenEft.ParameterNotApplicable")]
    [InlineData("New-Relation Modulo | Measure-CriticalFraction -Tolerance 0.1", "GenEft.ParameterNotApplicable")]
    [InlineData("New-Relation Modulo | Measure-CriticalFraction -Method Training -Tolerance 0", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Modulo | Measure-CriticalFraction -Method Training -SamplingCount 1", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Modulo | Measure-CriticalFraction -Method Training -Training @{ Depth = 5 }", "GenEft.UnknownSetting")]
    [InlineData("New-Relation Modulo | Measure-CriticalFraction -Method Training -Training @{ Seed = 5 }", "GenEft.UnknownSetting")]
    [InlineData("New-Relation Modulo | Measure-CriticalFraction -Method Training -Training @{ MaxSteps = 'many' }", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Modulo | Measure-CriticalFraction -Method Training -Training @{ MaxSteps = 5 }, @{ DecoderDepth = 0 }", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Modulo | Measure-CriticalFraction -Method Training -Training @{ Combination = 'Sum' }", "GenEft.ValueOutOfRange")]
    [InlineData("Measure-InductiveGap (New-Relation Modulo)", "GenEft.DataNotIncluded")]
    [InlineData("Measure-InductiveGap ([pscustomobject]@{ Relation = 'r'; Count = 9; TrainingFraction = 'x'; Seed = 1; Accuracy = 1 })", "GenEft.ValueOutOfRange")]
    [InlineData("Measure-InductiveGap ([pscustomobject]@{ Relation = 'r'; Count = 9; TrainingFraction = 0.5; Seed = 1; Accuracy = 0.5 })", "GenEft.NoBound")]
    [InlineData("Measure-InductiveGap ([pscustomobject]@{ Relation = 'r'; Count = 9; TrainingFraction = 0.5; Seed = 1; Accuracy = 1 })", "GenEft.NotBracketed")]
    [InlineData("Measure-InductiveGap ([pscustomobject]@{ Relation = 'r'; Method = 'Guess'; CriticalFraction = 0.5 })", "GenEft.ValueOutOfRange")]
    [InlineData("Measure-InductiveGap ([pscustomobject]@{ Relation = 'r' }) -Accuracy 1", "GenEft.ValueOutOfRange")]
    [InlineData("Invoke-ReponSimulation -Model Reduced -Offset 1", "GenEft.ParameterNotApplicable")]
    [InlineData("Invoke-ReponSimulation -Decoder 1, 2 -Position 1, 2 -Target 1 -ClusterSize 2", "GenEft.ParameterNotApplicable")]
    [InlineData("Invoke-ReponSimulation -Model Full, Reduced -Decoder 1, 2 -Displacement 1, 2 -OffsetVector 1", "GenEft.ParameterNotApplicable")]
    [InlineData("Invoke-ReponSimulation -Model Full -Decoder 1, 2 -Displacement 1, 2 -OffsetVector 1, 2", "GenEft.ShapeMismatch")]
    [InlineData("Invoke-ReponSimulation -Model Full -Decoder 1, 2 -Displacement 1, 2 -CenterVector 1", "GenEft.ShapeMismatch")]
    [InlineData("Get-ReponPhase -Decoder @(@(1, 2), @(2, 4), @(3, 6)) -Displacement 1, 2", "GenEft.SingularDecoder")]
    [InlineData("Get-ReponPhase -Decoder @(@(0, 0), @(0, 0)) -Displacement 1, 2", "GenEft.SingularDecoder")]
    [InlineData("[pscustomobject]@{ DecoderScale = 1; Separation = $null } | Get-ReponPhase", "GenEft.ValueOutOfRange")]
    [InlineData("Compare-ReponModel -ClusterSize 0", "GenEft.ValueOutOfRange")]
    [InlineData("0.5 | Invoke-ReponSimulation", "GenEft.ValueOutOfRange")]
    [InlineData("$null | Compare-ReponModel", "GenEft.ValueOutOfRange")]
    [InlineData("@{ DecoderScale = 0.5 } | Get-ReponPhase", "GenEft.ValueOutOfRange")]
    [InlineData("[timespan]::Zero | Get-ReponPhase", "GenEft.ValueOutOfRange")]
    [InlineData("Compare-ReponModel -Decoder @(@(1, 0), @(0, 1)) -Displacement 0.1, 0.2 | Get-ReponPhase", "GenEft.ShapeMismatch")]
    [InlineData("Get-ReponPhase -Decoder @(@(1, 0), @(0, 1)) -Displacement 0.1, 0.2 | Compare-ReponModel", "GenEft.ShapeMismatch")]
    [InlineData("Invoke-ReponSimulation -Decoder 1, 2 -Displacement 1, 2 -Time 0 | Invoke-ReponSimulation", "GenEft.ShapeMismatch")]
    [InlineData("Invoke-ReponSimulation -Decoder @(@(1), @(2)) -Displacement 1 -Time 0 | Get-ReponPhase", "GenEft.ShapeMismatch")]
    [InlineData("Compare-ReponModel -Decoder @(@(1, 2), @(2, 4)) -Displacement 1, 2", "GenEft.SingularDecoder")]
    [InlineData("Get-ReponPhase -Separation 1, $null", "ParameterArgumentTransformationError")]
    [InlineData("Get-ReponPhase -Decoder @(@(1, 0), @(0, 2)) -Displacement 1, $null", "ParameterArgumentTransformationError")]
    [InlineData("Get-ReponPhase -Decoder @(@(1, 0), @(0, 2)) -Displacement @(@(1, 2), @(3, 4))", "ParameterArgumentTransformationError")]
    [InlineData("Compare-ReponModel -EncoderLearningRate 1, -1", "GenEft.ValueOutOfRange")]
    [InlineData("Compare-ReponModel -Tolerance 0.01", "GenEft.ValueOutOfRange")]
    [InlineData("Compare-ReponModel -ThrottleLimit 0", "GenEft.ValueOutOfRange")]
    [InlineData("Invoke-ReponSimulation -EncoderLearningRate $null", "ParameterArgumentValidationError")]
    [InlineData("Get-ReponProbability 1 -DecoderSigma $null", "ParameterArgumentValidationError")]
    [InlineData("Get-ReponProbability 1 -OutputDimension 2, 2000000 -SampleCount 10", "GenEft.ValueOutOfRange")]
    [InlineData("Invoke-ReponSimulation -CollisionTolerance 2", "GenEft.ValueOutOfRange")]
    [InlineData("Invoke-ReponSimulation -Model Reduced -Decoder 1, 2 -Position 1, 2 -Target 1", "GenEft.ParameterNotApplicable")]
    [InlineData("Invoke-ReponSimulation -Decoder 1, 2 -Position 1, 2, 3 -Target 1", "GenEft.ShapeMismatch")]
    [InlineData("Invoke-ReponSimulation -Decoder 1, 2 -Displacement 1", "GenEft.ShapeMismatch")]
    [InlineData("[pscustomobject]@{ DecoderScale = $null; Separation = 1 } | Invoke-ReponSimulation", "GenEft.ValueOutOfRange")]
    [InlineData("[pscustomobject]@{ DecoderScale = $null; Separation = 1 } | Compare-ReponModel", "GenEft.ValueOutOfRange")]
    [InlineData("[pscustomobject]@{ Decoder = 1; Position = 1; Target = 1 } | Invoke-ReponSimulation -Model Reduced", "GenEft.ParameterNotApplicable")]
    [InlineData("Invoke-ReponSimulation -EncoderLearningRate 0", "GenEft.ValueOutOfRange")]
    [InlineData("Invoke-ReponSimulation -DecoderScale NaN", "GenEft.ValueOutOfRange")]
    [InlineData("Invoke-ReponSimulation -Time 1, 0", "GenEft.ValueOutOfRange")]
    [InlineData("Invoke-ReponSimulation -EndTime -1", "GenEft.ValueOutOfRange")]
    [InlineData("Invoke-ReponSimulation -PointCount 1", "GenEft.ValueOutOfRange")]
    [InlineData("Invoke-ReponSimulation -Tolerance 0", "GenEft.ValueOutOfRange")]
    [InlineData("Invoke-ReponSimulation -ThrottleLimit 0", "GenEft.ValueOutOfRange")]
    [InlineData("Compare-ReponModel -DecoderLearningRate 0", "GenEft.ValueOutOfRange")]
    [InlineData("Compare-ReponModel -Offset NaN", "GenEft.ValueOutOfRange")]
    [InlineData("Compare-ReponModel -Decoder 1, 2 -Displacement 1, 2 -CenterVector 1", "GenEft.ShapeMismatch")]
    [InlineData("New-Relation Modulo | Measure-EmbeddingStructure", "GenEft.DataNotIncluded")]
    [InlineData("New-Relation Modulo | Measure-PhaseProbability", "GenEft.MissingColumn")]
    [InlineData("[pscustomobject]@{ Phase = 'Grokking'; Seed = 1 } | Measure-PhaseProbability -By Seed -ClusterSize 0", "GenEft.ValueOutOfRange")]
    [InlineData("[pscustomobject]@{ Phase = 'Liquid'; Seed = 1 } | Measure-PhaseProbability -By Seed", "GenEft.ValueOutOfRange")]
    [InlineData("[pscustomobject]@{ Phase = 'Grokking'; Seed = 'x' } | Measure-PhaseProbability -By Phase", "GenEft.ValueOutOfRange")]
    [InlineData("Get-ReponProbability 1 -SampleCount -1", "GenEft.ValueOutOfRange")]
    [InlineData("Get-ReponProbability 1 -EmbeddingDimension 5000 -OutputDimension 5000 -SampleCount 1", "GenEft.ValueOutOfRange")]
    [InlineData("Resolve-Relation -Source a -Target a -Related 0 -Structure Equivalence", "GenEft.ContradictingSample")]
    [InlineData("Resolve-Relation -Source a -Target a -Related 0 -Property Reflexive", "GenEft.ContradictingSample")]
    [InlineData("Resolve-Relation -Source a -Target b -Related maybe", "ParameterArgumentTransformationError")]
    [InlineData("Resolve-Relation -Source 5 -Target 2 -Count 5", "GenEft.ValueOutOfRange")]
    [InlineData("Resolve-Relation -Source 5 -Target 2 -Count 0", "GenEft.ValueOutOfRange")]
    [InlineData("Resolve-Relation -Source 5 -Target 2 -Structure TotalOrder -ClassCount 2", "GenEft.ParameterNotApplicable")]
    [InlineData("Resolve-Relation -Source 5 -Target 2 -Structure TotalOrder -Budget -1", "GenEft.ValueOutOfRange")]
    [InlineData("Resolve-Relation -Source 5 -Target 2 -Count 20 -Structure TotalOrder -Budget 9 -IncludeOpen", "GenEft.ExactOverBudget")]
    [InlineData("Resolve-Relation -Source a -Target b -Property Symmetric, Antisymmetric", "GenEft.ContradictingProperties")]
    [InlineData("Resolve-Relation -Source 5 -Target 2 -Structure TotalOrder -Count 4001", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Modulo | Measure-CriticalFraction -Method Training -Training @{ DecoderDepth = @() }", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Modulo | Measure-CriticalFraction -Method Training -Training @{ Combination = [GenEft.Training.Optimizer]::Adam }", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Modulo | Get-RelationPair -Seed 5", "GenEft.ParameterNotApplicable")]
    [InlineData("New-Relation Modulo | Get-RelationPair -TrainingFraction 0", "GenEft.ValueOutOfRange")]
    [InlineData("Get-DescriptionLength -Class Equivalence -Count 5 -ClassCount 6", "GenEft.ValueOutOfRange")]
    [InlineData("Get-DescriptionLength -Class Tree -Count 5 -ClassCount 2", "GenEft.ParameterNotApplicable")]
    [InlineData("New-Relation Modulo | Invoke-Training -TrainingFraction 0", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Modulo | Invoke-Training -TrainingFraction 1.5", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Modulo | Invoke-Training -EncoderLearningRate 0", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Modulo | Invoke-Training -DecoderLearningRate -1", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Modulo | Invoke-Training -EncoderLearningRate NaN", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Modulo | Invoke-Training -DecoderDepth 10", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Modulo | Invoke-Training -Accelerator Cuda", "GenEft.AcceleratorUnavailable")]
    [InlineData("New-Relation Modulo | Invoke-Training -ThrottleLimit 0", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Modulo | Invoke-Training -DecoderWidth 65536 -EmbeddingDimension 4096", "GenEft.TrainingTooLarge")]
    [InlineData("New-Relation Modulo | Invoke-Training -Checkpoint no/such.ckpt", "GenEft.FileNotWritable")]
    [InlineData("New-Relation Modulo | Invoke-Training -IncludeCharge", "GenEft.ParameterNotApplicable")]
    [InlineData("New-Relation Modulo | Invoke-Training -IncludeCharge -HistoryInterval 5 -Combination SquaredDifference", "GenEft.ParameterNotApplicable")]
    [InlineData("New-Relation Modulo | Measure-CriticalFraction -Method Training -Training @{ IncludeCharge = $true }", "GenEft.UnknownSetting")]
    [InlineData("New-Relation Modulo | Get-TrainingHistory", "GenEft.DataNotIncluded")]
    [InlineData("New-Relation Modulo | Get-Embedding", "GenEft.DataNotIncluded")]
    [InlineData("Invoke-ReponSimulation -Time 0 | Get-ReponState", "GenEft.DataNotIncluded")]
    [InlineData("Get-LogRange 0 1", "GenEft.ValueOutOfRange")]
    [InlineData("Get-ReponPhase -EncoderLearningRate 0", "GenEft.ValueOutOfRange")]
    [InlineData("Get-ReponPhase -Decoder @(@(1, 2), @(3, 4)) -Displacement 1", "GenEft.ShapeMismatch")]
    [InlineData("Get-ReponPhase -Decoder @(1e160, 1e160) -Displacement 1, 1", "GenEft.ValueOutOfRange")]
    [InlineData("Get-ReponPhase -DecoderScale 1e200", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Modulo, Foo, GreaterThan", "GenEft.UnknownKind")]
    [InlineData("New-Relation Modulo | Measure-CriticalFraction -Accuracy 0.9, 1.5", "GenEft.ValueOutOfRange")]
    [InlineData("New-Relation Modulo | Export-Relation \"a`0b.csv\"", "GenEft.FileNotWritable")]
    [InlineData("New-Relation Modulo | Invoke-Training -Checkpoint \"a`0b\"", "GenEft.FileNotWritable")]
    [InlineData("Get-ReponProbability 0", "GenEft.ValueOutOfRange")]
    [InlineData("Get-CriticalLearningRate -Probability 1", "GenEft.ValueOutOfRange")]
    [InlineData("Import-Relation none.csv", "GenEft.FileNotFound")]
    [InlineData("Import-Relation none*.csv", "GenEft.FileNotFound")]
    [InlineData("Import-Relation -LiteralPath none.csv", "GenEft.FileNotFound")]
    [InlineData("Import-Relation .", "GenEft.FileUnreadable")]
    [InlineData("Import-Relation Variable:PSHOME", "GenEft.FileUnreadable")]
    [InlineData("New-Relation Modulo | Export-Relation no/such.csv", "GenEft.FileNotWritable")]
    [InlineData("New-Relation Modulo | Export-Relation nodrive:x.csv", "GenEft.FileNotFound")]
    [InlineData("[pscustomobject]@{ a = 1 } | ConvertTo-Relation -ErrorAction Stop", "GenEft.MissingColumn")]
    public void Bad_input_is_refused_by_its_own_id(string script, string errorId)
    {
        Assert.Empty(_session.RunWithErrors(script).Output);
        ErrorRecord error = _session.Refused(errorId, script);
        Assert.NotEqual(ErrorCategory.NotSpecified, error.CategoryInfo.Category);
        Assert.Empty(_session.Folder.GetFiles());
    }

    [Theory]
    [InlineData("a,b\nx,y\n", "GenEft.MissingColumn")]
    [InlineData("head,tail\nx,\n", "GenEft.EmptyField")]
    [InlineData("head,tail\nx\n", "GenEft.MalformedLine")]
    [InlineData("head,tail\n", "GenEft.EmptyRelation")]
    public void Bad_edge_lists_are_refused_by_their_own_id(string text, string errorId)
    {
        File.WriteAllText(_session.PathOf("edges.csv"), text);
        _session.Refused(errorId, "Import-Relation edges.csv");
    }

    [Fact]
    public void An_output_path_that_exists_is_refused_and_kept()
    {
        File.WriteAllText(_session.PathOf("mine.csv"), "mine");
        _session.Refused("GenEft.FileExists", "New-Relation Modulo | Export-Relation mine.csv");
        Assert.Equal("mine", File.ReadAllText(_session.PathOf("mine.csv")));
        File.WriteAllText(_session.PathOf("mine.ckpt"), "mine");
        _session.Refused("GenEft.InvalidCheckpoint", "New-Relation Modulo | Invoke-Training -MaxSteps 5 -Checkpoint mine.ckpt");
        Assert.Equal("mine", File.ReadAllText(_session.PathOf("mine.ckpt")));
    }

    [Fact]
    public void WhatIf_writes_nothing()
    {
        _session.Run("New-Relation Modulo | Export-Relation r.csv -WhatIf");
        _session.Run("New-Relation Modulo -Count 6 | Invoke-Training -MaxSteps 1 -Checkpoint c.ckpt -WhatIf");
        Assert.Empty(_session.Folder.GetFiles());
        Assert.Contains("r.csv", _session.HostOutput, StringComparison.Ordinal);
    }

    [Fact]
    public void One_bad_item_of_a_pipeline_is_refused_and_the_others_go_on()
    {
        (var output, IReadOnlyList<ErrorRecord> errors) = _session.RunWithErrors(
            "$r = New-Relation Modulo -Count 9; 1e-3, 0, 1e-2 | ForEach-Object { [pscustomobject]@{ EncoderLearningRate = $_ } } | Invoke-Training -Relation $r -MaxSteps 5");
        Assert.Equal([1e-3, 1e-2], output.Select(o => o.Properties["EncoderLearningRate"].Value));
        Assert.Equal("GenEft.ValueOutOfRange,GenEft.Commands.InvokeTrainingCommand", Assert.Single(errors).FullyQualifiedErrorId);
        (output, errors) = _session.RunWithErrors(
            "'Modulo', 'Foo', 'GreaterThan' | ForEach-Object { [pscustomobject]@{ Kind = $_ } } | New-Relation");
        Assert.Equal((2, 1), (output.Count, errors.Count));
    }

    [Fact]
    public void One_bad_item_of_an_array_is_refused_and_the_others_go_on()
    {
        (var output, IReadOnlyList<ErrorRecord> errors) = _session.RunWithErrors(
            "Measure-AccuracyBound -TrainingFraction 0.5 -Relation (New-Relation Modulo), (New-Relation Random), (New-Relation GreaterThan)");
        Assert.Equal(["Modulo 3", "Greater-than"], output.Select(o => o.Properties["Relation"].Value));
        Assert.StartsWith("GenEft.NoGuessProbability", Assert.Single(errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        (output, errors) = _session.RunWithErrors("Get-DescriptionLength -Count 1");
        Assert.Equal((9, 1), (output.Count, errors.Count));
    }

    [Fact]
    public void A_bad_cell_of_a_grid_is_refused_before_any_cell_runs()
    {
        (var output, IReadOnlyList<ErrorRecord> errors) = _session.RunWithErrors(
            "New-Relation Modulo -Count 9 | Invoke-Training -EncoderLearningRate 1e-3, 1e-2, -1 -MaxSteps 5");
        Assert.Empty(output);
        Assert.Contains("EncoderLearningRate is -1; it must be a finite number greater than 0.", Assert.Single(errors).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("New-Relation Modulo -Count 2.5")]
    [InlineData("New-Relation Modulo -Count '2.5'")]
    [InlineData("New-Relation Modulo -Count 'many'")]
    [InlineData("Get-LogRange '0,5' 1")]
    [InlineData("Get-LogRange '' 1")]
    [InlineData("New-Relation Modulo | Invoke-Training -Optimizer Sgd")]
    [InlineData("Get-ReponPhase -Decoder @(@(1, 2), @(3)) -Displacement 1, 2")]
    [InlineData("Get-ReponPhase -Decoder @(1, $null) -Displacement 1, 2")]
    [InlineData("New-Relation Modulo | Invoke-Training -Seed @()")]
    [InlineData("New-Relation Modulo | Invoke-Training -Optimizer @()")]
    public void Text_that_is_no_number_and_unknown_names_are_refused_at_binding(string script)
    {
        (var output, IReadOnlyList<ErrorRecord> errors) = _session.RunWithErrors(script);
        Assert.Empty(output);
        Assert.Matches("^(ParameterArgumentTransformationError|CannotConvertArgument)", Assert.Single(errors).FullyQualifiedErrorId);
    }

    /// <summary>PowerShell drops a piped property that does not convert; a wrong cell of a file must not become a default.</summary>
    [Theory]
    [InlineData("[pscustomobject]@{ Optimizer = 'Sgd' } | Invoke-Training -Relation (New-Relation Modulo -Count 6) -MaxSteps 1")]
    [InlineData("[pscustomobject]@{ Optimizer = '' ; Seed = '1' } | Invoke-Training -Relation (New-Relation Modulo -Count 6) -MaxSteps 1")]
    [InlineData("[pscustomobject]@{ Seed = '1.5' } | Invoke-Training -Relation (New-Relation Modulo -Count 6) -MaxSteps 1")]
    [InlineData("[pscustomobject]@{ DecoderWidth = '' } | Invoke-Training -Relation (New-Relation Modulo -Count 6) -MaxSteps 1")]
    [InlineData("[pscustomobject]@{ DecoderWidth = '3000000000' } | Invoke-Training -Relation (New-Relation Modulo -Count 6) -MaxSteps 1")]
    [InlineData("[pscustomobject]@{ DecoderWidth = 3000000000 } | Invoke-Training -Relation (New-Relation Modulo -Count 6) -MaxSteps 1")]
    [InlineData("[pscustomobject]@{ Seed = '1e20' } | Invoke-Training -Relation (New-Relation Modulo -Count 6) -MaxSteps 1")]
    [InlineData("[pscustomobject]@{ TrainingFraction = [datetime]::Now } | Invoke-Training -Relation (New-Relation Modulo -Count 6) -MaxSteps 1")]
    [InlineData("[pscustomobject]@{ Kind = 'Random'; Property = 'Symmetric,Nonsense' } | New-Relation")]
    [InlineData("[pscustomobject]@{ Kind = 'Random'; Density = 'half' } | New-Relation")]
    [InlineData("[pscustomobject]@{ Class = 'Nonsense'; Count = '5' } | Get-DescriptionLength")]
    [InlineData("[pscustomobject]@{ DecoderScale = 'x' } | Get-ReponPhase")]
    public void A_piped_property_that_does_not_convert_is_refused(string script)
    {
        (var output, IReadOnlyList<ErrorRecord> errors) = _session.RunWithErrors(script);
        Assert.Empty(output);
        Assert.StartsWith("ParameterArgumentTransformationError", Assert.Single(errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }
}
