<#
.SYNOPSIS
What sets the critical ratio of the learning rates: measured with Find-PhaseBoundary against width, dimension, depth, scale of the embeddings, number of elements
and optimizer, beside the exact law and Eq. 12, with the exponent of each. Writes criticalratio.csv, criticalratio-exponents.csv and a figure for each, such as
criticalratio-DecoderWidth.svg.

.DESCRIPTION
The defaults take some three quarters of an hour on two cores, most of it for the widest networks; -Quick takes a minute. Rows are written as they come, and with
-Checkpoint a script that was stopped goes on from where it was when it is started again.

.EXAMPLE
dotnet run --project src/GenEft.Shell -- examples/CriticalRatio.ps1 -Quick

From a clone, with the .NET SDK alone: builds the module, then runs.

.EXAMPLE
./examples/CriticalRatio.ps1 -Kind GreaterThan -Vary DecoderWidth, EncoderScale -Checkpoint ratio.ckpt

In pwsh 7.6 or later, from a clone that has been built or from the installed module's folder: the script imports the module.
#>
[CmdletBinding()]
param(
    # The relation and its size.
    [string] $Kind = 'Modulo',
    [int] $Count = 30,

    # What is varied, one at a time; all else stays at Invoke-Training's defaults.
    [ValidateSet('DecoderWidth', 'EmbeddingDimension', 'DecoderDepth', 'EncoderScale', 'Count', 'Optimizer')]
    [string[]] $Vary = @('EmbeddingDimension', 'DecoderDepth', 'EncoderScale', 'Count', 'Optimizer', 'DecoderWidth'),

    [int[]] $DecoderWidth = @(10, 25, 50, 100, 200, 400),
    [int[]] $EmbeddingDimension = @(1, 2, 4, 8),
    [int[]] $DecoderDepth = @(2, 3, 4, 5),
    [double[]] $EncoderScale = @(0.1, 0.3, 1, 3),
    [int[]] $Elements = @(15, 30, 60),

    # Where the boundary is sought, for Adam; gradient descent takes rates a hundred times as large. At faster encoders small embeddings and gradient descent
    # have no boundary: networks generalize until the decoder's rate is so large that training is unstable.
    [double[]] $EncoderLearningRate = @(1e-4, 3e-4),
    [long[]] $Seed = (1..6),
    [int] $MaxSteps = 30000,

    # Two values of each, two seeds and 1500 steps.
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
    if (-not $PSBoundParameters.ContainsKey('Seed')) { $Seed = 1, 2 }
    if (-not $PSBoundParameters.ContainsKey('MaxSteps')) { $MaxSteps = 1500 }
    if (-not $PSBoundParameters.ContainsKey('EncoderLearningRate')) { $EncoderLearningRate = 3e-3 }
    if (-not $PSBoundParameters.ContainsKey('DecoderWidth')) { $DecoderWidth = 25, 100 }
    if (-not $PSBoundParameters.ContainsKey('EmbeddingDimension')) { $EmbeddingDimension = 1, 4 }
    if (-not $PSBoundParameters.ContainsKey('DecoderDepth')) { $DecoderDepth = 3, 4 }
    if (-not $PSBoundParameters.ContainsKey('EncoderScale')) { $EncoderScale = 0.3, 1 }
    if (-not $PSBoundParameters.ContainsKey('Elements')) { $Elements = 15, 30 }
}

# A quarter of a decade apart.
$decoderRates = Get-LogRange -From 1e-5 -To 1e1 -Count 25
$search = @{ Seed = $Seed }
if ($Checkpoint) {
    $search.Checkpoint = $Checkpoint
}

$columns = 'Varied', 'Relation', 'Count', 'DecoderWidth', 'EmbeddingDimension', 'DecoderDepth', 'EncoderScale', 'Optimizer', 'RunCount', 'GridRunCount', 'ConfusionCount', 'BoundaryPointCount',
    'CriticalRatio', 'CriticalRatioLow', 'CriticalRatioHigh', 'PredictedRatio', 'ScalarRatio'
$Vary | ForEach-Object {
    $name = $_
    $adam = @{ EncoderLearningRate = $EncoderLearningRate; DecoderLearningRate = $decoderRates }
    switch ($name) {
        'Count' {
            New-Relation $Kind -Count $Elements | Find-PhaseBoundary @search @adam -Training @{ MaxSteps = $MaxSteps } | Select-Object @{ Name = 'Varied'; Expression = { $name } }, *
        }
        'Optimizer' {
            # Its updates are as large as the gradients, which are small.
            $descent = @{ EncoderLearningRate = $EncoderLearningRate | ForEach-Object { 100 * $_ }; DecoderLearningRate = Get-LogRange -From 1e-3 -To 1e2 -Count 21 }
            New-Relation $Kind -Count $Count | Find-PhaseBoundary @search @adam -Training @{ MaxSteps = $MaxSteps; Optimizer = 'Adam' } | Select-Object @{ Name = 'Varied'; Expression = { $name } }, *
            New-Relation $Kind -Count $Count | Find-PhaseBoundary @search @descent -Training @{ MaxSteps = $MaxSteps; Optimizer = 'GradientDescent' } | Select-Object @{ Name = 'Varied'; Expression = { $name } }, *
        }
        default {
            New-Relation $Kind -Count $Count | Find-PhaseBoundary @search @adam -Training @{ MaxSteps = $MaxSteps; $name = Get-Variable $name -ValueOnly } | Select-Object @{ Name = 'Varied'; Expression = { $name } }, *
        }
    }
} | Tee-Object -Variable found | Select-Object $columns | Export-Csv (Join-Path $OutputPath criticalratio.csv)

# log10 ratio = exponent log10 value + intercept by least squares, with Student's t for the scatter about the line.
$student = 12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306
function Get-Exponent($Rows, $Name, $Column) {
    $points = @($Rows | ForEach-Object { [pscustomobject]@{ X = [math]::Log10($_.$Name); Y = [math]::Log10($_.$Column) } })
    $x = ($points | Measure-Object X -Average).Average
    $y = ($points | Measure-Object Y -Average).Average
    $xx = ($points | ForEach-Object { [math]::Pow($_.X - $x, 2) } | Measure-Object -Sum).Sum
    $exponent = ($points | ForEach-Object { ($_.X - $x) * ($_.Y - $y) } | Measure-Object -Sum).Sum / $xx
    $free = $points.Count - 2
    $half = if ($free -gt 0) {
        $scatter = ($points | ForEach-Object { [math]::Pow($_.Y - $y - $exponent * ($_.X - $x), 2) } | Measure-Object -Sum).Sum / $free
        $student[[math]::Min($free, $student.Count) - 1] * [math]::Sqrt($scatter / $xx)
    }

    [pscustomobject]@{ Exponent = $exponent; Half = $half; PointCount = $points.Count }
}

'{0,-20}{1,16}{2,9}   {3,-19}{4,9}{5,9}' -f 'varied', 'value', 'ratio', '95 % interval', 'exact', 'Eq. 12'
$number = { param($value) if ($null -eq $value) { '' } else { $value.ToString('g3') } }
foreach ($row in $found) {
    '{0,-20}{1,16}{2,9}   {3,-19}{4,9}{5,9}' -f $row.Varied, $row.($row.Varied), (& $number $row.CriticalRatio),
        "$(& $number $row.CriticalRatioLow) to $(& $number $row.CriticalRatioHigh)", (& $number $row.PredictedRatio), (& $number $row.ScalarRatio)
}

''
$exponents = foreach ($name in $Vary | Where-Object { $_ -ne 'Optimizer' }) {
    $rows = @($found | Where-Object { $_.Varied -eq $name -and $null -ne $_.CriticalRatio })
    if ($rows.Count -gt 1) {
        $fit = Get-Exponent $rows $name CriticalRatio
        $low, $high = if ($null -ne $fit.Half) { ($fit.Exponent - $fit.Half), ($fit.Exponent + $fit.Half) }
        [pscustomobject]@{
            Varied = $name; PointCount = $fit.PointCount; Exponent = $fit.Exponent; ExponentLow = $low; ExponentHigh = $high
            PredictedExponent = (Get-Exponent $rows $name PredictedRatio).Exponent
        }
    }
}
$exponents | Export-Csv (Join-Path $OutputPath criticalratio-exponents.csv)
foreach ($row in $exponents) {
    $interval = if ($null -eq $row.ExponentLow) { 'two points' } else { '{0:0.00} to {1:0.00}' -f $row.ExponentLow, $row.ExponentHigh }
    'ratio ~ {0}^{1:0.00} ({2}); the exact law says {3:0.00}.' -f $row.Varied, $row.Exponent, $interval, $row.PredictedExponent
}

foreach ($name in $Vary | Where-Object { $_ -ne 'Optimizer' }) {
    $rows = @($found | Where-Object { $_.Varied -eq $name -and $null -ne $_.CriticalRatio })
    if ($rows.Count -gt 1) {
        $file = Join-Path $OutputPath "criticalratio-$name.svg"
        $rows | Export-Figure $file -Force
        "$file is drawn."
    }
}
