<#
.SYNOPSIS
The paper's Figure 6: how often networks generalize against the ratio of their learning rates, for several scales of all initial values, beside Eq. 12 and the
exact law. Writes figure6-runs.csv, figure6-probability.csv and figure6.svg.

.DESCRIPTION
The paper's step limit of 100,000 with 10 networks a point takes a quarter of an hour on two cores; -Quick takes a minute. Runs are written as they end, and with
-Checkpoint a script that was stopped goes on from where it was when it is started again.

.EXAMPLE
dotnet run --project src/GenEft.Shell -- examples/Figure6.ps1 -Quick

From a clone, with the .NET SDK alone: builds the module, then runs.

.EXAMPLE
./examples/Figure6.ps1 -DecoderInitialization Uniform -EncoderScale 0.1, 0.3, 1, 3 -DecoderScale 1 -Checkpoint figure6.ckpt

In pwsh 7.6 or later, from a clone that has been built or from the installed module's folder: the script imports the module. Here embeddings alone are
scaled, and the decoder starts as PyTorch's layers do.
#>
[CmdletBinding()]
param(
    # The relation and its size.
    [string] $Kind = 'Modulo',
    [int] $Count = 30,

    # What standard normal values are multiplied by: embeddings, and with them the decoder's weights unless they have a scale of their own.
    [double[]] $EncoderScale = @(0.1, 0.2, 0.3, 1),
    [double] $DecoderScale,
    [string] $DecoderInitialization = 'Normal',

    # Ratios from 0.1 to 1000; the geometric mean of the two rates stays at Rate.
    [int] $Points = 9,
    [double] $Rate = 1e-3,

    [long[]] $Seed = (1..10),
    [int] $MaxSteps = 100000,

    # Five ratios, four seeds and 2000 steps.
    [switch] $Quick,

    # Where runs are kept, to go on from.
    [string] $Checkpoint,

    [string] $OutputPath = '.'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module GenEft)) {
    Import-Module ((Join-Path $PSScriptRoot .. GenEft.psd1 -Resolve -ErrorAction Ignore) ?? 'GenEft')
}
$null = New-Item $OutputPath -ItemType Directory -Force

[cultureinfo]::CurrentCulture = ''
if ($Quick) {
    if (-not $PSBoundParameters.ContainsKey('Points')) { $Points = 5 }
    if (-not $PSBoundParameters.ContainsKey('Seed')) { $Seed = 1..4 }
    if (-not $PSBoundParameters.ContainsKey('MaxSteps')) { $MaxSteps = 2000 }
}

$cells = foreach ($scale in $EncoderScale) {
    foreach ($ratio in Get-LogRange -From 0.1 -To 1000 -Count $Points) {
        [pscustomobject]@{
            EncoderScale = $scale; DecoderScale = $PSBoundParameters.ContainsKey('DecoderScale') ? $DecoderScale : $scale
            EncoderLearningRate = $Rate / [math]::Sqrt($ratio); DecoderLearningRate = $Rate * [math]::Sqrt($ratio)
        }
    }
}
$settings = @{ Relation = New-Relation $Kind -Count $Count; DecoderInitialization = $DecoderInitialization; Seed = $Seed; MaxSteps = $MaxSteps }
if ($Checkpoint) {
    $settings.Checkpoint = $Checkpoint
}

$cells | Invoke-Training @settings | Tee-Object -Variable runs | Export-Csv (Join-Path $OutputPath figure6-runs.csv)
$rows = @($runs | Measure-PhaseProbability -By EncoderScale, DecoderScale, EncoderLearningRate, DecoderLearningRate)
$rows | Export-Csv (Join-Path $OutputPath figure6-probability.csv)

'{0,6}{1,10}{2,10}   {3,-16}{4,8}{5,8}' -f 'scale', 'ratio', 'networks', '95 % interval', 'Eq. 12', 'exact'
foreach ($row in $rows) {
    '{0,6}{1,10:0.00}{2,10:0.00}   {3,-16}{4,8:0.000}{5,8:0.000}' -f $row.EncoderScale, $row.LearningRateRatio, $row.Probability,
        ('{0:0.00} to {1:0.00}' -f $row.Low, $row.High), $row.ScalarProbability, $row.ExactProbability
}

$file = Join-Path $OutputPath figure6.svg
$rows | Export-Figure $file -Force -Title "$($runs[0].Relation), $($Seed.Count) networks a point"
"$file is drawn. The paper calls Eq. 12 an upper bound."
