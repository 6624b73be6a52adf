<#
.SYNOPSIS
The paper's Figure 2: how accurate one can be who has seen a fraction of a relation, by Eq. 5, by the paper's Monte Carlo and by the exact posterior. Writes
figure2-bounds.csv and a figure for each relation, such as figure2-Modulo3.svg, and prints where the paper's Monte Carlo lies above what is possible.

.DESCRIPTION
The defaults take a few minutes on two cores, -Quick half a minute. Rows are written as they come.

.EXAMPLE
dotnet run --project src/GenEft.Shell -- examples/Figure2.ps1 -Quick

From a clone, with the .NET SDK alone: builds the module, then runs.

.EXAMPLE
./examples/Figure2.ps1 -SamplingCount 50

In pwsh 7.6 or later, from a clone that has been built or from the installed module's folder: the script imports the module.
#>
[CmdletBinding()]
param(
    # The number of elements; the paper's is 30.
    [int] $Count = 30,

    # Points along each curve.
    [int] $Points = 20,

    # Samples averaged over at each point; 0 is the paper's 20 for classes and 3 for orders.
    [int] $SamplingCount = 0,

    # Draws where probabilities are drawn.
    [int] $DrawCount = 1000,
    [long] $Seed = 0,

    # Eight points.
    [switch] $Quick,

    [string] $OutputPath = '.'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module GenEft)) {
    Import-Module ((Join-Path $PSScriptRoot .. GenEft.psd1 -Resolve -ErrorAction Ignore) ?? 'GenEft')
}
$null = New-Item $OutputPath -ItemType Directory -Force

[cultureinfo]::CurrentCulture = ''
if ($Quick -and -not $PSBoundParameters.ContainsKey('Points')) { $Points = 8 }

$fractions = Get-LogRange -From 0.02 -To 1 -Count $Points
$options = @{ TrainingFraction = $fractions; Method = 'Analytic', 'Paper', 'Exact'; Seed = $Seed; DrawCount = $DrawCount }
if ($SamplingCount -gt 0) { $options.SamplingCount = $SamplingCount }
$relations = @(
    New-Relation Modulo -Modulus 3, 5 -Count $Count
    New-Relation GreaterThan -Count $Count
    New-Relation CompleteBipartite -Count $Count
)
$relations | Measure-AccuracyBound @options | Tee-Object -Variable bounds | Export-Csv (Join-Path $OutputPath figure2-bounds.csv)

# One method after the other, each over all fractions.
for ($r = 0; $r -lt $relations.Count; $r++) {
    ''
    '{0,-28}{1,9}{2,10}{3,10}{4,10}' -f $relations[$r].Name, 'fraction', 'Eq. 5', 'Paper', 'Exact'
    for ($p = 0; $p -lt $Points; $p++) {
        $eq5, $paper, $exact = 0..2 | ForEach-Object { $bounds[(3 * $r + $_) * $Points + $p].AccuracyBound }
        $mark = if ($paper -gt $exact + 1e-9) { '  above' } else { '' }
        '{0,-28}{1,9:0.0000}{2,10:0.0000}{3,10:0.0000}{4,10:0.0000}{5}' -f '', $fractions[$p], $eq5, $paper, $exact, $mark
    }
}

foreach ($relation in $relations) {
    $file = Join-Path $OutputPath "figure2-$($relation.Name -replace '\W').svg"
    & {
        $bounds | Where-Object Relation -EQ $relation.Name
        $relation | Measure-CriticalFraction
    } | Export-Figure $file -Force
    "$file is drawn."
}
