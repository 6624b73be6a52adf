<#
.SYNOPSIS
The paper's Figure 7: test accuracy against the depth of the decoder, whose best is neither the simplest nor the most complex. Writes figure7-runs.csv and
figure7.svg.

.DESCRIPTION
The paper's step limit of 100,000 with 20 seeds takes some ten minutes on two cores; -Quick takes half a minute. Runs are written as they end, and with
-Checkpoint a script that was stopped goes on from where it was when it is started again.

.EXAMPLE
dotnet run --project src/GenEft.Shell -- examples/Figure7.ps1 -Quick

From a clone, with the .NET SDK alone: builds the module, then runs.

.EXAMPLE
./examples/Figure7.ps1 -DecoderWidth 50 -TrainingFraction 0.5 -Checkpoint figure7.ckpt

In pwsh 7.6 or later, from a clone that has been built or from the installed module's folder: the script imports the module.
#>
[CmdletBinding()]
param(
    # The relation and its size.
    [string] $Kind = 'Modulo',
    [int] $Count = 30,

    # Affine layers, one more than there are hidden ones; width and fraction are those of the figure.
    [int[]] $DecoderDepth = (1..9),
    [int] $DecoderWidth = 10,
    [double] $TrainingFraction = 0.3,

    [long[]] $Seed = (1..20),
    [int] $MaxSteps = 100000,

    # Four seeds and 10,000 steps.
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
    if (-not $PSBoundParameters.ContainsKey('Seed')) { $Seed = 1..4 }
    if (-not $PSBoundParameters.ContainsKey('MaxSteps')) { $MaxSteps = 10000 }
}

$settings = @{ DecoderDepth = $DecoderDepth; DecoderWidth = $DecoderWidth; TrainingFraction = $TrainingFraction; Seed = $Seed; MaxSteps = $MaxSteps; StopWhen = 'MaxSteps' }
if ($Checkpoint) {
    $settings.Checkpoint = $Checkpoint
}

New-Relation $Kind -Count $Count | Invoke-Training @settings | Tee-Object -Variable runs | Export-Csv (Join-Path $OutputPath figure7-runs.csv)

'{0,13}{1,10}{2,10}{3,10}   {4}' -f 'hidden layers', 'training', 'test', 'sd', 'phases'
foreach ($depth in $runs | Group-Object HiddenLayerCount) {
    $test = $depth.Group | Measure-Object TestAccuracy -Average -StandardDeviation
    $phases = ($depth.Group | Group-Object Phase | ForEach-Object { "$($_.Count) $($_.Name)" }) -join ', '
    '{0,13}{1,10:0.000}{2,10:0.000}{3,10:0.000}   {4}' -f $depth.Name, ($depth.Group | Measure-Object TrainAccuracy -Average).Average, $test.Average, $test.StandardDeviation, $phases
}

$file = Join-Path $OutputPath figure7.svg
$runs | Export-Figure $file -Force -Title "$($runs[0].Relation), width $DecoderWidth, fraction $TrainingFraction, $($Seed.Count) seed(s)"
"$file is drawn."
