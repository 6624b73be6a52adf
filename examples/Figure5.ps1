<#
.SYNOPSIS
The paper's Figure 5: which learning rates of encoder and decoder let a network generalize, for three relations, and the boundary as a number. Writes
figure5-runs.csv, figure5-boundary.csv and figure5.svg, a phase diagram for each relation.

.DESCRIPTION
The paper's size, 21 x 21 rates and 100,000 steps, takes hours; -Quick takes about a minute on two cores. Runs are written as they end, and with
-Checkpoint a script that was stopped goes on from where it was when it is started again.

.EXAMPLE
dotnet run --project src/GenEft.Shell -- examples/Figure5.ps1 -Quick

From a clone, with the .NET SDK alone: builds the module, then runs.

.EXAMPLE
./examples/Figure5.ps1 -Kind GreaterThan -DecoderDepth 4 -Checkpoint figure5.ckpt

In pwsh 7.6 or later, from a clone that has been built or from the installed module's folder: the script imports the module.
#>
[CmdletBinding()]
param(
    # The relations: Modulo, GreaterThan or CompleteBipartite, and their size.
    [string[]] $Kind = ('Modulo', 'GreaterThan', 'CompleteBipartite'),
    [int] $Count = 30,

    # Affine layers: 3 is the paper's default, two hidden layers.
    [int] $DecoderDepth = 3,

    # Rates along each axis, from the least to 1e-1.
    [int] $Size = 21,
    [double] $From = 1e-5,

    [long[]] $Seed = (1..3),
    [int] $MaxSteps = 100000,

    # Counts grokking as generalization, as the paper's Figure 8 does.
    [switch] $IncludeGrokking,

    # Seven rates along each axis from 1e-4, and 3000 steps.
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
    if (-not $PSBoundParameters.ContainsKey('Size')) { $Size = 7 }
    if (-not $PSBoundParameters.ContainsKey('From')) { $From = 1e-4 }
    if (-not $PSBoundParameters.ContainsKey('MaxSteps')) { $MaxSteps = 3000 }
}

$rates = Get-LogRange -From $From -To 1e-1 -Count $Size
$settings = @{ EncoderLearningRate = $rates; DecoderLearningRate = $rates; DecoderDepth = $DecoderDepth; Seed = $Seed; MaxSteps = $MaxSteps }
if ($Checkpoint) {
    $settings.Checkpoint = $Checkpoint
}

New-Relation $Kind -Count $Count | Invoke-Training @settings | Tee-Object -Variable runs | Export-Csv (Join-Path $OutputPath figure5-runs.csv)

$boundaries = @($runs | Measure-PhaseBoundary -IncludeGrokking:$IncludeGrokking)
$boundaries | Export-Csv (Join-Path $OutputPath figure5-boundary.csv)
$number = { param($value, $format) if ($null -eq $value) { 'unknown' } else { $value.ToString($format) } }
foreach ($row in $boundaries) {
    $slope = "$(& $number $row.Slope '0.00') ($(& $number $row.SlopeLow '0.00') to $(& $number $row.SlopeHigh '0.00'))"
    $ratio = "$(& $number $row.CriticalRatio 'g3') ($(& $number $row.CriticalRatioLow 'g3') to $(& $number $row.CriticalRatioHigh 'g3'))"
    "$($row.Relation): slope $slope, ratio $ratio; boundary at $($row.BoundaryPointCount) of $($row.EncoderRateCount) encoder rates, $($row.ConfusionCount) of $($row.RunCount) runs in confusion."
}

$file = Join-Path $OutputPath figure5.svg
$runs | Export-Figure $file -Force -IncludeGrokking:$IncludeGrokking -Title "$($runs[0].HiddenLayerCount) hidden layers, $($Seed.Count) seed(s)"
"$file is drawn."

"The paper says a slope of 1 and a ratio near 10, alike in all relations. The exact law for two repons says a ratio of $('{0:0.0}' -f $boundaries[0].PredictedRatio), Eq. 12 one of $('{0:0.00}' -f $boundaries[0].ScalarRatio)."
