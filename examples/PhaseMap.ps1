<#
.SYNOPSIS
A phase map like Figure 5: which learning rates of encoder and decoder let a network generalize. Writes map.csv.

.EXAMPLE
dotnet run --project src/GenEft.Shell -- examples/PhaseMap.ps1 -Kind GreaterThan -DecoderDepth 4

From a clone, with the .NET SDK alone: builds the module, then runs.

.EXAMPLE
./examples/PhaseMap.ps1 -Kind GreaterThan -DecoderDepth 4

In pwsh 7.6 or later, from a clone that has been built or from the installed module's folder: the script imports the module.
#>
[CmdletBinding()]
param(
    # The relation: Modulo, GreaterThan or CompleteBipartite, and its size.
    [string] $Kind = 'Modulo',
    [int] $Count = 30,

    # Affine layers: 3 is the paper's default, two hidden layers.
    [int] $DecoderDepth = 3,

    # Cells along each axis, from 1e-5 to 1e-1.
    [int] $Size = 7,

    [long] $Seed = 0,
    [int] $MaxSteps = 30000,
    [string] $OutputPath = '.'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module GenEft)) {
    Import-Module ((Join-Path $PSScriptRoot .. GenEft.psd1 -Resolve -ErrorAction Ignore) ?? 'GenEft')
}

[cultureinfo]::CurrentCulture = ''

$rates = Get-LogRange -From 1e-5 -To 1e-1 -Count $Size
$runs = New-Relation $Kind -Count $Count | Invoke-Training -EncoderLearningRate $rates -DecoderLearningRate $rates `
    -DecoderDepth $DecoderDepth -Seed $Seed -MaxSteps $MaxSteps
$runs | Export-Csv (Join-Path $OutputPath 'map.csv')

$letters = @{ Generalization = 'G'; Grokking = 'g'; Memorization = 'M'; Confusion = 'C' }
"$($runs[0].Relation), $($runs[0].HiddenLayerCount) hidden layers, $MaxSteps steps, seed $Seed."
'Rows: log10 of the decoder learning rate; columns: log10 of the encoder learning rate.'
'      ' + (-join ($rates | ForEach-Object { '{0,6:0.00}' -f [Math]::Log10($_) }))
for ($row = $Size - 1; $row -ge 0; $row--) {
    # The grid varies the decoder's rate faster than the encoder's.
    $cells = for ($column = 0; $column -lt $Size; $column++) { '{0,6}' -f $letters[[string]$runs[$column * $Size + $row].Phase] }
    ('{0,6:0.00}' -f [Math]::Log10($rates[$row])) + (-join $cells)
}
