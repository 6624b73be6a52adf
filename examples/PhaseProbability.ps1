<#
.SYNOPSIS
Figure 6 as data: how often networks generalize against the ratio of their learning rates, for several scales of the initial embeddings,
beside Eq. 12 and the exact law for the networks' own widths and scales. Writes probability.csv.

.EXAMPLE
dotnet run --project src/GenEft.Shell -- examples/PhaseProbability.ps1

From a clone, with the .NET SDK alone: builds the module, then runs.

.EXAMPLE
./examples/PhaseProbability.ps1

In pwsh 7.6 or later, from a clone that has been built or from the installed module's folder: the script imports the module.
#>
[CmdletBinding()]
param(
    [int] $Count = 30,
    [double[]] $EncoderScale = @(0.3, 1, 3),

    # Ratios from 0.1 to 1000; the geometric mean of the two rates stays at Rate.
    [int] $Points = 5,
    [double] $Rate = 1e-3,

    # Networks at each point.
    [int] $Networks = 6,
    [int] $MaxSteps = 20000,
    [string] $OutputPath = '.'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module GenEft)) {
    Import-Module ((Join-Path $PSScriptRoot .. GenEft.psd1 -Resolve -ErrorAction Ignore) ?? 'GenEft')
}

[cultureinfo]::CurrentCulture = ''

$cells = foreach ($ratio in Get-LogRange -From 0.1 -To 1000 -Count $Points) {
    [pscustomobject]@{ EncoderLearningRate = $Rate / [math]::Sqrt($ratio); DecoderLearningRate = $Rate * [math]::Sqrt($ratio) }
}
$rows = @($cells | Invoke-Training -Relation (New-Relation Modulo -Count $Count) -EncoderScale $EncoderScale -Seed (1..$Networks) -MaxSteps $MaxSteps |
    Measure-PhaseProbability -By EncoderScale, EncoderLearningRate, DecoderLearningRate)
$rows | Export-Csv (Join-Path $OutputPath 'probability.csv')

'{0,6}{1,10}{2,10}   {3,-16}{4,8}{5,8}' -f 'scale', 'ratio', 'networks', '95 % interval', 'Eq. 12', 'exact'
foreach ($scale in $EncoderScale) {
    foreach ($row in $rows) {
        if ($row.EncoderScale -eq $scale) {
            '{0,6}{1,10:0.00}{2,10:0.00}   {3,-16}{4,8:0.000}{5,8:0.000}' -f $scale, $row.LearningRateRatio, $row.Probability,
                ('{0:0.00} to {1:0.00}' -f $row.Low, $row.High), $row.ScalarProbability, $row.ExactProbability
        }
    }
}
