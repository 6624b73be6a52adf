<#
.SYNOPSIS
The tutorial of Get-Help about_GenEft_Tutorial as a script: from a relation to a sweep, what to change when a training memorizes, and how much of a graph must be
labelled. Writes history.svg, embedding.svg, phases.csv, phases.svg, memorizing.csv, inferred.csv and the folder tutorial-sweep.

.EXAMPLE
dotnet run --project src/GenEft.Shell -- examples/Tutorial.ps1

From a clone, with the .NET SDK alone: builds the module, then runs.

.EXAMPLE
./examples/Tutorial.ps1 -OutputPath tutorial

In pwsh 7.6 or later, from a clone that has been built or from the installed module's folder: the script imports the module.
#>
[CmdletBinding()]
param(
    # Where the files go.
    [string] $OutputPath = '.'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module GenEft)) {
    Import-Module ((Join-Path $PSScriptRoot .. GenEft.psd1 -Resolve -ErrorAction Ignore) ?? 'GenEft')
}

[cultureinfo]::CurrentCulture = ''
$null = New-Item -ItemType Directory $OutputPath -Force
Push-Location -LiteralPath $OutputPath
try {
    # --- 1. A relation ---
    $relation = New-Relation Modulo -Modulus 3
    $relation | Measure-CriticalFraction -Method Analytic, Exact -Accuracy 0.9, 0.99 | Format-Table Method, Accuracy, Bits, CriticalFraction, CriticalSampleCount

    # --- 2. A training ---
    $run = $relation | Invoke-Training -EncoderLearningRate 1e-2 -HistoryInterval 10 -IncludeEmbedding
    $run | Format-List Phase, TrainStep, TestStep, StopReason, TrainAccuracy, TestAccuracy
    $run | Get-TrainingHistory | Export-Figure history.svg -Force
    $run | Get-Embedding | Export-Figure embedding.svg -Force

    # --- 3. Learning rates ---
    $rates = Get-LogRange -From 1e-4 -To 1e-1 -Count 4
    $runs = $relation | Invoke-Training -EncoderLearningRate $rates -DecoderLearningRate $rates -Seed (1..3) -MaxSteps 3000
    $runs | Export-Csv phases.csv
    $runs | Export-Figure phases.svg -Force
    $runs | Measure-PhaseBoundary | Format-List CriticalRatio, CriticalRatioLow, CriticalRatioHigh, PredictedRatio

    # --- 4. A sweep ---
    $relation | New-Sweep tutorial-sweep -DecoderLearningRate (Get-LogRange -From 1e-3 -To 1e-1 -Count 5) -Seed (1..4) -MaxSteps 3000
    Invoke-Sweep tutorial-sweep
    Receive-Sweep tutorial-sweep | Measure-PhaseProbability | Format-Table LearningRateRatio, RunCount, Probability, ExactProbability

    # --- 5. My training memorizes: what do I change? ---
    $memorizing = @{ EncoderLearningRate = 1e-4; DecoderLearningRate = 1e-2; Seed = 1..4; StopWhen = 'Plateau' }
    $before = $relation | Invoke-Training @memorizing
    $before | Format-Table Seed, Phase, StopReason, StepCount, TrainAccuracy, TestAccuracy
    $advice = $before | Select-Object -First 1 | Get-CriticalLearningRate -Probability 0.9
    $relation | Invoke-Training -EncoderLearningRate 1e-4 -DecoderLearningRate $advice.DecoderLearningRate -Seed (1..4) |
        Format-Table Seed, Phase, StopReason, StepCount, TrainAccuracy, TestAccuracy
    $levers = $relation | Invoke-Training @memorizing -EncoderScale 0.3, 1 -DecoderWeightDecay 0, 1 -TrainingFraction 0.75, 0.9
    $levers | Export-Csv memorizing.csv
    $levers | Group-Object EncoderScale, DecoderWeightDecay, TrainingFraction |
        Select-Object Name, @{ Name = 'Phases'; Expression = { $_.Group.Phase -join ', ' } } | Format-Table

    # --- 6. How much of my graph must I label? ---
    $teams = Join-Path (Get-Module GenEft).ModuleBase examples teams.csv
    $graph = Import-Relation $teams -Source person -Target works_with
    $graph | Get-RelationProperty | Format-List Count, EdgeCount, IsEquivalence, ClassCount
    $graph | Measure-CriticalFraction -Method Analytic, Exact -Accuracy 0.9, 0.99 | Format-Table Method, Accuracy, CriticalFraction, CriticalSampleCount, BaselineAccuracy
    $graph | Measure-CriticalFraction -Method Training -Tolerance 0.05 -SamplingCount 3 -Training @{ LearningRate = 1e-2; MaxSteps = 2000 } |
        Format-List CriticalFraction, Low, High, CriticalSampleCount
    $known = $graph | Get-RelationPair -TrainingFraction 0.2 | Where-Object IsTraining
    $known | Resolve-Relation -Structure Equivalence -IncludeOpen | Export-Csv inferred.csv
    Import-Csv inferred.csv | Group-Object Origin, Related -NoElement | Format-Table
}
finally {
    Pop-Location
}
