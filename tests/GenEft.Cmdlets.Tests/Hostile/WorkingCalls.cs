namespace Hostile;

/// <summary>A call of every cmdlet that works and is quick, for tests that do something to each.</summary>
internal static class WorkingCalls
{
    /// <summary>Makes what the arguments name, and a file beside the current folder, where a call may leave none.</summary>
    public const string Preparation = """
        $global:modulo = New-Relation Modulo -Count 6
        $global:runs = $modulo | Invoke-Training -MaxSteps 3 -DecoderWidth 4 -TrainingFraction 0.5, 0.75 -HistoryInterval 1 -IncludeEmbedding -IncludeModel
        $global:run = $runs[1]
        $global:length = $modulo | Measure-DescriptionLength -IncludeGenerator -IncludeOrbit
        $global:bound = $modulo | Measure-AccuracyBound -TrainingFraction 0.01, 0.75
        $global:point = Invoke-ReponSimulation -EndTime 1 -PointCount 2 -IncludeState | Select-Object -Last 1
        $global:results = @(
            $runs; $bound; $length; $point; $run | Get-TrainingHistory | Select-Object -First 1; $run | Get-Embedding | Select-Object -First 1
            $modulo | Measure-CriticalFraction; Get-ReponPhase; Get-ReponProbability 1; Get-CriticalLearningRate; $run | Measure-PhaseProbability; $run | Measure-PhaseBoundary 3>$null
            $modulo | Get-RelationPair -TrainingFraction 0.5 | Select-Object -First 1; Resolve-Relation -Source 0 -Target 1 -Related $true -Count 2 -Property Symmetric -IncludeOpen | Select-Object -First 1
            @($bound; $runs) | Measure-InductiveGap; $modulo | Get-RelationProperty; Compare-ReponModel
            $modulo | Measure-CriticalFraction -Method Training -Tolerance 0.5 -Training @{ MaxSteps = 2; DecoderWidth = 4 })
        Set-Content ../sample.csv 'a,b', 'b,c'
        if (-not (Test-Path ../sweep)) {
            '../sweep', '../removable' | ForEach-Object { $global:status = $modulo | New-Sweep $_ -MaxSteps 3 -DecoderWidth 4 }
            $null = Invoke-Sweep ../sweep
        }
        """;

    /// <summary>The calls, their arguments as the entries of a hashtable.</summary>
    public static IReadOnlyList<(string Cmdlet, string Arguments)> All { get; } =
    [
        ("Compare-ReponModel", "DecoderScale = 1; Separation = 0.5"),
        ("Compare-ReponModel", "Decoder = @(@(1), @(2)); Displacement = 1"),
        ("ConvertTo-Relation", "InputObject = [pscustomobject]@{ Source = 'a'; Target = 'b' }"),
        ("Export-Figure", "InputObject = $bound; Path = 'out.svg'"),
        ("Export-Relation", "Relation = $modulo; Path = 'out.csv'"),
        ("Find-PhaseBoundary", "Relation = $modulo; EncoderLearningRate = 1e-2; DecoderLearningRate = 1e-2, 1; Seed = 1; Training = @{ MaxSteps = 3; DecoderWidth = 4 }"),
        ("Get-Accelerator", ""),
        ("Get-CriticalLearningRate", "Probability = 0.5"),
        ("Get-CriticalLearningRate", "DecoderLearningRate = 0.01"),
        ("Get-DescriptionLength", "Class = 'TotalOrder'; Count = 10"),
        ("Get-Embedding", "InputObject = $run"),
        ("Get-Generator", "InputObject = $length"),
        ("Get-LogRange", "From = 1; To = 10; Count = 3"),
        ("Get-Orbit", "InputObject = $length"),
        ("Get-RelationPair", "Relation = $modulo; TrainingFraction = 0.5"),
        ("Get-RelationProperty", "Relation = $modulo"),
        ("Get-ReponPhase", "DecoderScale = 1; Separation = 0.5"),
        ("Get-ReponPhase", "Decoder = @(@(1), @(2)); Displacement = 1"),
        ("Get-ReponProbability", "LearningRateRatio = 1"),
        ("Get-ReponProbability", "LearningRateRatio = 1; SampleCount = 100"),
        ("Get-ReponState", "InputObject = $point"),
        ("Get-Sweep", "Path = '../sweep'"),
        ("Get-TrainingHistory", "InputObject = $run"),
        ("Import-Relation", "Path = '../sample.csv'; NoHeader = $true"),
        ("Invoke-ReponSimulation", "EndTime = 1; PointCount = 3"),
        ("Invoke-ReponSimulation", "Decoder = @(@(1), @(2)); Displacement = 1; EndTime = 1; PointCount = 3"),
        ("Invoke-ReponSimulation", "Decoder = 1; Position = @(@(0.1), @(0.2)); Target = 0; EndTime = 1; PointCount = 3"),
        ("Invoke-Sweep", "Path = '../sweep'"),
        ("Invoke-Training", "Relation = $modulo; MaxSteps = 3; DecoderWidth = 4"),
        ("Measure-AccuracyBound", "Relation = $modulo; TrainingFraction = 0.5"),
        ("Measure-AccuracyBound", "Relation = $modulo; SampleCount = 5; Method = 'Exact'; SamplingCount = 3"),
        ("Measure-CriticalFraction", "Relation = $modulo"),
        ("Measure-CriticalFraction", "Bits = 10; Count = 6"),
        ("Measure-CriticalFraction", "Relation = $modulo; Method = 'Training'; Tolerance = 0.5; Training = @{ MaxSteps = 2; DecoderWidth = 4 }"),
        ("Measure-DescriptionLength", "Relation = $modulo"),
        ("Measure-EmbeddingStructure", "InputObject = $run"),
        ("Measure-InductiveGap", "InputObject = @($bound; $runs)"),
        ("Measure-LinkPrediction", "InputObject = $run"),
        ("Measure-PhaseBoundary", "InputObject = $run; By = 'Relation'"),
        ("Measure-PhaseProbability", "InputObject = $run; By = 'EncoderLearningRate'"),
        ("New-Relation", "Kind = 'Modulo'; Count = 6"),
        ("New-Relation", "Kind = 'Random'; Count = 6; Property = 'Symmetric'"),
        ("New-Sweep", "Path = 'planned'; Relation = $modulo; MaxSteps = 3; DecoderWidth = 4"),
        ("Receive-Sweep", "Path = '../sweep'"),
        ("Remove-Sweep", "Path = '../removable'; WhatIf = $true; Confirm = $false"),
        ("Resolve-Relation", "Source = 0; Target = 1; Related = $true; Count = 3; Property = 'Symmetric'"),
        ("Resolve-Relation", "Source = 0; Target = 1; Related = $true; Count = 3; Structure = 'Equivalence'"),
        ("Stop-Sweep", "Path = '../removable'; Confirm = $false"),
        ("Submit-Sweep", "Path = '../sweep'; ShardCount = 1; Engine = 'Local'; WhatIf = $true; Confirm = $false"),
        ("Wait-Sweep", "Path = '../sweep'; Timeout = 5"),
    ];
}
