<#
.SYNOPSIS
The same questions for a relation of your own, read from a CSV edge list: how much of it must be seen, and at which learning
rates a network generalizes from that much. Writes teams-critical.csv and teams-phases.csv, named after the file.

.DESCRIPTION
teams.csv lists who works with whom among 21 people, everybody with themselves too: an equivalence, which the module finds
out by itself. Any other relation's description length comes from its automorphism group; -Bits takes its place.

.EXAMPLE
dotnet run --project src/GenEft.Shell -- examples/OwnRelation.ps1 -Path mine.csv -Source from -Target to

From a clone, with the .NET SDK alone: builds the module, then runs.

.EXAMPLE
./examples/OwnRelation.ps1 -Path mine.csv -Source from -Target to

In pwsh 7.6 or later, from a clone that has been built or from the installed module's folder: the script imports the module.
#>
[CmdletBinding()]
param(
    # The edge list, and its columns.
    [string] $Path = (Join-Path $PSScriptRoot teams.csv),
    [string] $Source = 'person',
    [string] $Target = 'works_with',

    # Bits of the relation, in place of the measured ones.
    [Nullable[double]] $Bits,

    [string] $OutputPath = '.',
    [long[]] $Seed = (1..3),
    [int] $MaxSteps = 5000
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module GenEft)) {
    Import-Module ((Join-Path $PSScriptRoot .. GenEft.psd1 -Resolve -ErrorAction Ignore) ?? 'GenEft')
}
$null = New-Item $OutputPath -ItemType Directory -Force

[cultureinfo]::CurrentCulture = ''

$relation = Import-Relation -Path $Path -Source $Source -Target $Target
$relation | Get-RelationProperty | Out-Host

$known = if ($null -ne $Bits) { @{ Bits = $Bits } } else { @{} }
$critical = $relation | Measure-CriticalFraction -Accuracy 0.9, 0.99 @known
$critical | Out-Host
$critical | Export-Csv (Join-Path $OutputPath "$($relation.Name)-critical.csv")

# From half the critical fraction to four times it, as far as there are pairs.
$fractions = 0.5, 1, 2, 4 | ForEach-Object { [Math]::Min(0.95, $_ * $critical[0].CriticalFraction) }
$runs = $relation | Invoke-Training -TrainingFraction $fractions -EncoderLearningRate 1e-2, 1e-3 -Seed $Seed -MaxSteps $MaxSteps -StopWhen MaxSteps
$runs | Export-Csv (Join-Path $OutputPath "$($relation.Name)-phases.csv")

'Accuracy on the whole relation, mean over seeds, by training fraction and encoder learning rate:'
$table = foreach ($fraction in $fractions) {
    foreach ($rate in 1e-2, 1e-3) {
        $cell = @($runs | Where-Object { $_.TrainingFraction -eq $fraction -and $_.EncoderLearningRate -eq $rate })
        [pscustomobject]@{
            Fraction    = '{0:0.000}' -f $fraction
            EncoderRate = '{0:0.####}' -f $rate
            Accuracy    = '{0:0.000}' -f ($cell | Measure-Object Accuracy -Average).Average
            Seeds       = $cell.Count
        }
    }
}
$table | Out-Host
