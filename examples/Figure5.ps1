<#
.SYNOPSIS
The paper's Figure 5: which learning rates of encoder and decoder let a network generalize, for three relations, and the boundary as a number. Writes
figure5-runs.csv, figure5-boundary.csv and a phase diagram for each relation, such as figure5-Modulo.svg.

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

    # Rates along each axis, from 1e-5 to 1e-1.
    [int] $Size = 21,

    [long[]] $Seed = (1..3),
    [int] $MaxSteps = 100000,

    # Seven rates along each axis and 3000 steps.
    [switch] $Quick,

    # Where runs are kept, to go on from.
    [string] $Checkpoint,

    [string] $OutputPath = '.'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module GenEft)) {
    Import-Module ((Join-Path $PSScriptRoot .. GenEft.psd1 -Resolve -ErrorAction Ignore) ?? 'GenEft')
}

[cultureinfo]::CurrentCulture = ''
if ($Quick) {
    if (-not $PSBoundParameters.ContainsKey('Size')) { $Size = 7 }
    if (-not $PSBoundParameters.ContainsKey('MaxSteps')) { $MaxSteps = 3000 }
}

$rates = Get-LogRange -From 1e-5 -To 1e-1 -Count $Size
$settings = @{ EncoderLearningRate = $rates; DecoderLearningRate = $rates; DecoderDepth = $DecoderDepth; Seed = $Seed; MaxSteps = $MaxSteps }
if ($Checkpoint) {
    $settings.Checkpoint = $Checkpoint
}

New-Relation $Kind -Count $Count | Invoke-Training @settings | Tee-Object -Variable runs | Export-Csv (Join-Path $OutputPath figure5-runs.csv)

$boundaries = @($runs | Measure-PhaseBoundary)
$boundaries | Export-Csv (Join-Path $OutputPath figure5-boundary.csv)
$boundaries | Format-Table Relation, RunCount, ConfusionCount, BoundaryPointCount, @{ n = 'Slope'; e = { '{0:0.00} ({1:0.00} to {2:0.00})' -f $_.Slope, $_.SlopeLow, $_.SlopeHigh } },
    @{ n = 'Ratio'; e = { '{0:g3} ({1:g3} to {2:g3})' -f $_.CriticalRatio, $_.CriticalRatioLow, $_.CriticalRatioHigh } } | Out-Host

foreach ($relation in $runs | Group-Object Relation) {
    $file = Join-Path $OutputPath "figure5-$($relation.Name -replace '\W').svg"
    $relation.Group | Export-Figure $file -Force -Title "$($relation.Name), $($runs[0].HiddenLayerCount) hidden layers, $($Seed.Count) seed(s)"
    "$file is drawn."
}

"The paper says a slope of 1 and a ratio near 10, alike in all relations. The exact law for two repons says a ratio of $('{0:0.0}' -f $boundaries[0].PredictedRatio), Eq. 12 one of $('{0:0.00}' -f $boundaries[0].ScalarRatio)."
