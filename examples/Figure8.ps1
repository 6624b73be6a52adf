<#
.SYNOPSIS
The paper's Figure 8: phases over the decoder's weight decay and learning rate, at a slow encoder, and whether the boundary moves with the weight decay. Writes
figure8-runs.csv, figure8-boundary.csv and figure8.svg, a phase diagram for each relation.

.DESCRIPTION
The paper's size, 21 x 21 values and 100,000 steps, takes hours, since so slow an encoder needs most of the steps; -Quick, with a faster encoder, takes about a
minute on two cores. Runs are written as they end, and with -Checkpoint a script that was stopped goes on from where it was when it is started again.

.EXAMPLE
dotnet run --project src/GenEft.Shell -- examples/Figure8.ps1 -Quick

From a clone, with the .NET SDK alone: builds the module, then runs.

.EXAMPLE
./examples/Figure8.ps1 -Kind Modulo -Size 11 -DecoderWeightDecay 0, 1e-2, 1e-1, 1, 10 -Checkpoint figure8.ckpt

In pwsh 7.6 or later, from a clone that has been built or from the installed module's folder: the script imports the module.
#>
[CmdletBinding()]
param(
    # The relations: Modulo, GreaterThan or CompleteBipartite, and their size.
    [string[]] $Kind = ('Modulo', 'GreaterThan', 'CompleteBipartite'),
    [int] $Count = 30,

    # Weight decays; the default is Size of them, from 1e-3 to 10. AdamW takes rate x decay from each weight at each step.
    [double[]] $DecoderWeightDecay,

    # Decoder rates, from the encoder's to 1e-1.
    [int] $Size = 21,
    [double] $EncoderLearningRate = 1e-5,

    [long[]] $Seed = (1..3),
    [int] $MaxSteps = 100000,

    # An encoder rate of 1e-3, four weight decays, five decoder rates and 2000 steps.
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
    if (-not $PSBoundParameters.ContainsKey('DecoderWeightDecay')) { $DecoderWeightDecay = 0, 1e-2, 1e-1, 1 }
    if (-not $PSBoundParameters.ContainsKey('Size')) { $Size = 5 }
    if (-not $PSBoundParameters.ContainsKey('EncoderLearningRate')) { $EncoderLearningRate = 1e-3 }
    if (-not $PSBoundParameters.ContainsKey('MaxSteps')) { $MaxSteps = 2000 }
}

if ($null -eq $DecoderWeightDecay) {
    $DecoderWeightDecay = Get-LogRange -From 1e-3 -To 10 -Count $Size
}

$settings = @{
    EncoderLearningRate = $EncoderLearningRate; DecoderLearningRate = Get-LogRange -From $EncoderLearningRate -To 1e-1 -Count $Size
    DecoderWeightDecay = $DecoderWeightDecay; Seed = $Seed; MaxSteps = $MaxSteps
}
if ($Checkpoint) {
    $settings.Checkpoint = $Checkpoint
}

New-Relation $Kind -Count $Count | Invoke-Training @settings | Tee-Object -Variable runs | Export-Csv (Join-Path $OutputPath figure8-runs.csv)

# One encoder rate has a critical decoder rate but no slope. As the paper does, grokking counts as generalization.
$boundaries = @($runs | Measure-PhaseBoundary -By Relation, DecoderWeightDecay -IncludeGrokking)
$boundaries | Export-Csv (Join-Path $OutputPath figure8-boundary.csv)

'{0,-24}{1,12}{2,9}   {3,-19}{4,11}' -f 'relation', 'weight decay', 'ratio', '95 % interval', 'confusion'
$number = { param($value) if ($null -eq $value) { '' } else { $value.ToString('g3') } }
foreach ($row in $boundaries) {
    '{0,-24}{1,12:g3}{2,9}   {3,-19}{4,11}' -f $row.Relation, $row.DecoderWeightDecay, (& $number $row.CriticalRatio),
        $(if ($null -eq $row.CriticalRatioLow) { 'none' } else { "$(& $number $row.CriticalRatioLow) to $(& $number $row.CriticalRatioHigh)" }), "$($row.ConfusionCount) of $($row.RunCount)"
}

$file = Join-Path $OutputPath figure8.svg
$runs | Export-Figure $file -Force -Title "Encoder rate $EncoderLearningRate, $($Seed.Count) seed(s)"
"$file is drawn."
'The paper says that the boundary does not depend on the weight decay.'
