<#
.SYNOPSIS
Figure 3's claim, measured: a network whose architecture has the right inductive bias needs less data. Finds for each architecture the
fraction of pairs from which on it is accurate, and holds it against the exact bound. Writes fractions.csv and gaps.csv; with -Points,
also the curves of the figure to curves.csv.

.EXAMPLE
dotnet run --project src/GenEft.Shell -- examples/InductiveGap.ps1

From a clone, with the .NET SDK alone: builds the module, then runs.

.EXAMPLE
./examples/InductiveGap.ps1

In pwsh 7.6 or later, from a clone that has been built or from the installed module's folder: the script imports the module.
#>
[CmdletBinding()]
param(
    # The number of elements; the paper's is 30.
    [int] $Count = 30,

    # Networks of each architecture, each with its own sample and initial weights.
    [int] $Networks = 8,
    [int] $MaxSteps = 10000,
    [double] $Accuracy = 0.9,
    [double] $Tolerance = 0.01,

    # Points along each curve; 0 leaves the curves out.
    [int] $Points = 0,
    [long] $Seed = 0,
    [string] $OutputPath = '.'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module GenEft)) {
    Import-Module ((Join-Path $PSScriptRoot .. GenEft.psd1 -Resolve -ErrorAction Ignore) ?? 'GenEft')
}

[cultureinfo]::CurrentCulture = ''

# Modes 1, 2 and 3 of the paper with n_h hidden layers: DecoderDepth is n_h + 1.
$architectures = @(
    @{ Combination = 'Concatenation'; DecoderDepth = 4, 3 }
    @{ Combination = 'Difference'; DecoderDepth = 3, 1 }
    @{ Combination = 'SquaredDifference'; DecoderDepth = 3, 1 }
)
$relations = @(
    New-Relation Modulo -Modulus 3 -Count $Count
    New-Relation GreaterThan -Count $Count
)
$search = @{
    Accuracy = $Accuracy; Seed = $Seed; SamplingCount = $Networks; Tolerance = $Tolerance
    Training = $architectures | ForEach-Object { $_ + @{ MaxSteps = $MaxSteps } }
}
$fractions = @($relations | Measure-CriticalFraction -Method Exact, Training @search)
$fractions | Export-Csv (Join-Path $OutputPath 'fractions.csv')
$gaps = @($fractions | Measure-InductiveGap)
$gaps | Export-Csv (Join-Path $OutputPath 'gaps.csv')

'{0,-14}{1,-18}{2,4}{3,10}{4,9}{5,9}   {6}' -f 'relation', 'mode', 'n_h', 'network', 'bound', 'gap', '95 % interval'
foreach ($gap in $gaps) {
    $interval = if ($null -eq $gap.Low) { "reached by $($gap.ReachedCount) of $($gap.SeedCount)" } else { '{0:0.000} to {1:0.000}' -f $gap.Low, $gap.High }
    '{0,-14}{1,-18}{2,4}{3,10:0.000}{4,9:0.000}{5,9:0.000}   {6}' -f $gap.Relation, $gap.Combination, $gap.HiddenLayerCount,
        $gap.NetworkFraction, $gap.BoundFraction, $gap.InductiveGap, $interval
}

if ($Points -gt 0) {
    $curve = @{
        TrainingFraction = 1..$Points | ForEach-Object { $_ / $Points }
        Seed = $Seed..($Seed + $Networks - 1); MaxSteps = $MaxSteps; StopWhen = 'MaxSteps'; EvaluationInterval = $MaxSteps
    }
    $architectures | ForEach-Object { $relations | Invoke-Training @curve @_ } | Export-Csv (Join-Path $OutputPath 'curves.csv')
}
