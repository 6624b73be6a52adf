<#
.SYNOPSIS
The paper's Table II: bits that describe relations with various properties, by the paper's formulas, by exact counts of the class, and of one relation of the
class by its automorphism group. Writes table2.csv.

.EXAMPLE
dotnet run --project src/GenEft.Shell -- examples/Table2.ps1

From a clone, with the .NET SDK alone: builds the module, then runs.

.EXAMPLE
./examples/Table2.ps1 -Count 12 -ClassCount 4

In pwsh 7.6 or later, from a clone that has been built or from the installed module's folder: the script imports the module.
#>
[CmdletBinding()]
param(
    [int] $Count = 30,

    # Classes of the equivalence.
    [int] $ClassCount = 3,

    # What the paper's formulas for transitive relations and trees take: the mean length of a chain and the mean depth of a node.
    [double] $MeanChainLength = 3,
    [double] $MeanDepth = 4,

    # Of the relations that are drawn.
    [long] $Seed = 1,
    [string] $OutputPath = '.'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module GenEft)) {
    Import-Module ((Join-Path $PSScriptRoot .. GenEft.psd1 -Resolve -ErrorAction Ignore) ?? 'GenEft')
}
$null = New-Item $OutputPath -ItemType Directory -Force

[cultureinfo]::CurrentCulture = ''

# One relation of each class.
$members = @{
    Generic = New-Relation Random -Count $Count -Density 0.5 -Seed $Seed
    Symmetric = New-Relation Random -Count $Count -Density 0.5 -Seed $Seed -Property Symmetric
    Antisymmetric = New-Relation Random -Count $Count -Density 0.5 -Seed $Seed -Property Antisymmetric
    Reflexive = New-Relation Random -Count $Count -Density 0.5 -Seed $Seed -Property Reflexive
    Transitive = New-Relation Random -Count $Count -Density 0.05 -Seed $Seed -Property Transitive
    Equivalence = New-Relation Modulo -Count $Count -Modulus $ClassCount
    TotalOrder = New-Relation GreaterThan -Count $Count
    CompleteBipartite = New-Relation CompleteBipartite -Count $Count
    IncompleteBipartite = New-Relation IncompleteBipartite -Count $Count -Density 0.5 -Seed $Seed
    Tree = New-Relation Tree -Count $Count -Seed $Seed
}
$rows = foreach ($row in Get-DescriptionLength -Count $Count -ClassCount $ClassCount -MeanChainLength $MeanChainLength -MeanDepth $MeanDepth) {
    $member = $members["$($row.Class)"] | Measure-DescriptionLength
    $row | Select-Object *, @{ Name = 'Relation'; Expression = { $member.Relation } }, @{ Name = 'RelationBits'; Expression = { $member.Bits } }
}
$rows | Export-Csv (Join-Path $OutputPath table2.csv)

'{0,-22}{1,10}{2,10}{3,12}   {4}' -f 'class', 'paper', 'exact', 'a relation', 'which'
foreach ($row in $rows) {
    '{0,-22}{1,10:0.00}{2,10:0.00}{3,12:0.00}   {4}' -f $row.Class, $row.PaperBits, $row.ExactBits, $row.RelationBits, $row.Relation
}
