<#
.SYNOPSIS
The paper's Figure 4: two repons come together or stay apart by where they start in the plane of (a_2, c). Beside the theory, where its verdict differs from that
of the full equations. Writes figure4-phases.csv, figure4-trajectories.csv, figure4-models.csv and figure4.svg.

.DESCRIPTION
Takes a few seconds.

.EXAMPLE
dotnet run --project src/GenEft.Shell -- examples/Figure4.ps1

From a clone, with the .NET SDK alone: builds the module, then runs.

.EXAMPLE
./examples/Figure4.ps1 -EncoderLearningRate 0.25

In pwsh 7.6 or later, from a clone that has been built or from the installed module's folder: the script imports the module.
#>
[CmdletBinding()]
param(
    # Values of a_2 and of c, from 2 / Size to 2.
    [int] $Size = 8,

    # Values of b - y, the first 0.
    [double[]] $Offset = @(0, 0.5, 1, 2),

    # The middle of the two repons.
    [double] $Center = 0.5,
    [double] $EncoderLearningRate = 1,
    [double] $DecoderLearningRate = 1,
    [string] $OutputPath = '.'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module GenEft)) {
    Import-Module ((Join-Path $PSScriptRoot .. GenEft.psd1 -Resolve -ErrorAction Ignore) ?? 'GenEft')
}
$null = New-Item $OutputPath -ItemType Directory -Force

[cultureinfo]::CurrentCulture = ''

$rates = @{ EncoderLearningRate = $EncoderLearningRate; DecoderLearningRate = $DecoderLearningRate }
$values = 1..$Size | ForEach-Object { 2 * $_ / $Size }
Get-ReponPhase -DecoderScale $values -Separation $values @rates | Export-Csv (Join-Path $OutputPath figure4-phases.csv)
Invoke-ReponSimulation -Model ClosedForm -DecoderScale $values -Separation $values @rates |
    Tee-Object -Variable trajectories | Export-Csv (Join-Path $OutputPath figure4-trajectories.csv)

$models = @(Compare-ReponModel -DecoderScale $values -Separation $values -Center $Center -Offset $Offset @rates)
$models | Export-Csv (Join-Path $OutputPath figure4-models.csv)

# One map for each b - y: a_2 to the right, c upward; what the full equations do, and * where the reduced theory says otherwise.
for ($o = 0; $o -lt $Offset.Count; $o++) {
    ''
    'b - y = {0}: G collide, M stay apart, * not what the reduced theory says' -f $Offset[$o]
    for ($row = $Size - 1; $row -ge 0; $row--) {
        $line = '{0,6:0.00} ' -f $values[$row]
        for ($column = 0; $column -lt $Size; $column++) {
            $model = $models[($column * $Size + $row) * $Offset.Count + $o]
            $line += if ($null -eq $model.FullPhase) { ' ? ' } else { " $("$($model.FullPhase)"[0])$(if ($model.IsDifferent) { '*' } else { ' ' })" }
        }

        $line
    }
}
''
'{0} of {1} verdicts differ' -f @($models | Where-Object IsDifferent).Count, $models.Count

$file = Join-Path $OutputPath figure4.svg
$trajectories | Export-Figure $file -Force -Title 'Two repons: trajectories and the critical line'
"$file is drawn."
