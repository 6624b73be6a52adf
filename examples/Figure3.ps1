<#
.SYNOPSIS
The paper's Figure 3: the accuracy of networks against the fraction of pairs that they see, beside the bounds and b/n^2, and the inductive gap as a number: a
network whose architecture has the right inductive bias needs less data. Writes figure3-runs.csv, figure3-bounds.csv, figure3-gaps.csv and a figure for
each relation, such as figure3-Modulo3.svg.

.DESCRIPTION
The defaults take a quarter of an hour on two cores, -Quick a minute. Runs are written as they end, and with -Checkpoint a script that was stopped goes on from where
it was when it is started again.

.EXAMPLE
dotnet run --project src/GenEft.Shell -- examples/Figure3.ps1 -Quick

From a clone, with the .NET SDK alone: builds the module, then runs.

.EXAMPLE
./examples/Figure3.ps1 -Accuracy 0.95 -Checkpoint figure3.ckpt

In pwsh 7.6 or later, from a clone that has been built or from the installed module's folder: the script imports the module.
#>
[CmdletBinding()]
param(
    # The relations: Modulo, GreaterThan or CompleteBipartite, and their size.
    [string[]] $Kind = ('Modulo', 'GreaterThan'),
    [int] $Count = 30,

    # Points along each curve.
    [int] $Points = 19,

    # Networks of each architecture, each with its own sample and initial weights.
    [int] $Networks = 8,
    [int] $MaxSteps = 10000,

    # The accuracy whose fractions are compared, and how finely they are sought.
    [double] $Accuracy = 0.9,
    [double] $Tolerance = 0.01,

    # Four points, two networks and 2000 steps.
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
    if (-not $PSBoundParameters.ContainsKey('Points')) { $Points = 4 }
    if (-not $PSBoundParameters.ContainsKey('Networks')) { $Networks = 2 }
    if (-not $PSBoundParameters.ContainsKey('MaxSteps')) { $MaxSteps = 2000 }
    if (-not $PSBoundParameters.ContainsKey('Tolerance')) { $Tolerance = 0.05 }
}

# Modes 1, 2 and 3 of the paper with n_h hidden layers, DecoderDepth - 1, and dimension d.
$architectures = @(
    @{ Combination = 'Concatenation'; DecoderDepth = 4; EmbeddingDimension = 2 }
    @{ Combination = 'Concatenation'; DecoderDepth = 3; EmbeddingDimension = 2 }
    @{ Combination = 'Difference'; DecoderDepth = 3; EmbeddingDimension = 2 }
    @{ Combination = 'Difference'; DecoderDepth = 1; EmbeddingDimension = 1 }
    @{ Combination = 'SquaredDifference'; DecoderDepth = 3; EmbeddingDimension = 2 }
    @{ Combination = 'SquaredDifference'; DecoderDepth = 1; EmbeddingDimension = 2 }
)
$relations = @($Kind | ForEach-Object { New-Relation $_ -Count $Count })
$fractions = 1..$Points | ForEach-Object { $_ / ($Points + 1) }
$options = @{}
if ($Checkpoint) {
    $options.Checkpoint = $Checkpoint
}

# The accuracy after the last step, as a figure of the paper would have it.
$curve = @{ TrainingFraction = $fractions; Seed = 0..($Networks - 1); MaxSteps = $MaxSteps; StopWhen = 'MaxSteps'; EvaluationInterval = $MaxSteps }
$architectures | ForEach-Object { [pscustomobject]$_ } | Invoke-Training -Relation $relations @curve @options |
    Tee-Object -Variable runs | Export-Csv (Join-Path $OutputPath figure3-runs.csv)
$relations | Measure-AccuracyBound -TrainingFraction $fractions -Method Analytic, Exact | Tee-Object -Variable bounds | Export-Csv (Join-Path $OutputPath figure3-bounds.csv)

$search = @{
    Accuracy = $Accuracy; SamplingCount = $Networks; Tolerance = $Tolerance
    Training = $architectures | ForEach-Object { $_ + @{ MaxSteps = $MaxSteps } }
}
$gaps = @($relations | Measure-CriticalFraction -Method Exact, Training @search @options | Measure-InductiveGap)
$gaps | Export-Csv (Join-Path $OutputPath figure3-gaps.csv)

'{0,-14}{1,-18}{2,4}{3,3}{4,10}{5,9}{6,9}   {7}' -f 'relation', 'mode', 'n_h', 'd', 'network', 'bound', 'gap', '95 % interval'
foreach ($gap in $gaps) {
    $interval = if ($null -eq $gap.Low) { "reached by $($gap.ReachedCount) of $($gap.SeedCount)" } else { '{0:0.000} to {1:0.000}' -f $gap.Low, $gap.High }
    '{0,-14}{1,-18}{2,4}{3,3}{4,10:0.000}{5,9:0.000}{6,9:0.000}   {7}' -f $gap.Relation, $gap.Combination, $gap.HiddenLayerCount, $gap.EmbeddingDimension,
        $gap.NetworkFraction, $gap.BoundFraction, $gap.InductiveGap, $interval
}

foreach ($relation in $relations) {
    $file = Join-Path $OutputPath "figure3-$($relation.Name -replace '\W').svg"
    & {
        $bounds | Where-Object Relation -EQ $relation.Name
        $runs | Where-Object Relation -EQ $relation.Name
        $relation | Measure-CriticalFraction
    } | Export-Figure $file -Force -Title "$($relation.Name), $Networks network(s) a point" -Width 1000
    "$file is drawn."
}
