<#
.SYNOPSIS
The bridge from repons to real networks: the charge that gradient flow conserves, along training, for each optimizer and for smaller and
smaller learning rates over the same time. Gradient descent keeps it to its step; Adam and AdamW do not. Writes charge.csv.

.EXAMPLE
dotnet run --project src/GenEft.Shell -- examples/ChargeDrift.ps1

From a clone, with the .NET SDK alone: builds the module, then runs.

.EXAMPLE
./examples/ChargeDrift.ps1

In pwsh 7.6 or later, from a clone that has been built or from the installed module's folder: the script imports the module.
#>
[CmdletBinding()]
param(
    # Elements of the relation, modulo 3.
    [int] $Count = 30,

    # Both learning rates of gradient descent, which takes larger ones than Adam.
    [double] $Rate = 0.5,
    [double] $AdamRate = 1e-3,

    # Steps at these rates; half the rate takes twice the steps.
    [int] $Steps = 2000,
    [int[]] $Refinement = @(1, 2, 4),
    [int] $Points = 4,
    [long[]] $Seed = (1..3),
    [string] $OutputPath = '.'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module GenEft)) {
    Import-Module ((Join-Path $PSScriptRoot .. GenEft.psd1 -Resolve -ErrorAction Ignore) ?? 'GenEft')
}
$null = New-Item $OutputPath -ItemType Directory -Force

[cultureinfo]::CurrentCulture = ''

$cells = foreach ($optimizer in 'GradientDescent', 'Adam', 'AdamW') {
    foreach ($finer in $Refinement) {
        $slow = $(if ($optimizer -eq 'GradientDescent') { $Rate } else { $AdamRate }) / $finer
        [pscustomobject]@{
            Optimizer = $optimizer; EncoderLearningRate = $slow; DecoderLearningRate = $slow
            MaxSteps = $Steps * $finer; HistoryInterval = [int]($Steps * $finer / $Points)
        }
    }
}
$history = @($cells | Invoke-Training -Relation (New-Relation Modulo -Count $Count) -Seed $Seed -StopWhen MaxSteps -IncludeCharge |
    Get-TrainingHistory)
$history | Export-Csv (Join-Path $OutputPath 'charge.csv')

# Steps are counted in those of the largest rate: the same time.
'{0,-16}{1,10}{2}' -f 'drift', 'rate', -join (1..$Points | ForEach-Object { '{0,12}' -f [int]($Steps * $_ / $Points) })
foreach ($cell in $cells) {
    $means = foreach ($point in 1..$Points) {
        $rows = $history | Where-Object {
            $_.Optimizer -eq $cell.Optimizer -and $_.DecoderLearningRate -eq $cell.DecoderLearningRate -and $_.Step -eq $cell.HistoryInterval * $point
        }
        '{0,12:0.00e+0}' -f ($rows | Measure-Object ChargeDrift -Average).Average
    }
    '{0,-16}{1,10:0.00e+0}{2}' -f $cell.Optimizer, $cell.DecoderLearningRate, -join $means
}
