<#
.SYNOPSIS
A phase diagram as a sweep: planned in a folder, trained by processes of this machine or by a job array on a Slurm cluster, then received, measured and drawn. Writes
sweep-runs.csv, sweep-boundary.csv and sweep.svg.

.DESCRIPTION
Start it again after anything that stopped it, with the same folder: what is finished is not trained again. Stopped by Ctrl+C it leaves its processes at work, and Stop-Sweep
ends them. -Quick takes about half a minute on two cores.

.EXAMPLE
dotnet run --project src/GenEft.Shell -- examples/Sweep.ps1 -Quick

From a clone, with the .NET SDK alone: builds the module, then runs.

.EXAMPLE
./examples/Sweep.ps1 -Engine Slurm -ShardCount 64 -Submission @{ TimeLimit = '4:00:00'; Memory = '2G'; Partition = 'short' }

In pwsh 7.6 or later, on a cluster, from a clone that has been built or from the installed module's folder: the script imports the module.
#>
[CmdletBinding()]
param(
    # The sweep's folder.
    [string] $Path = 'sweep',

    # The relations: Modulo, GreaterThan or CompleteBipartite, and their size.
    [string[]] $Kind = ('Modulo', 'GreaterThan'),
    [int] $Count = 30,

    # Rates along each axis, from the least to 1e-1.
    [int] $Size = 21,
    [double] $From = 1e-5,

    [long[]] $Seed = (1..3),
    [int] $MaxSteps = 100000,

    # Local or Slurm, how many tasks, and what else Submit-Sweep is to be told.
    [string] $Engine = 'Local',
    [int] $ShardCount = [Environment]::ProcessorCount,
    [hashtable] $Submission = @{},

    # Five rates along each axis from 1e-3, and 1000 steps.
    [switch] $Quick,

    [string] $OutputPath = '.'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module GenEft)) {
    Import-Module ((Join-Path $PSScriptRoot .. GenEft.psd1 -Resolve -ErrorAction Ignore) ?? 'GenEft')
}
$null = New-Item $OutputPath -ItemType Directory -Force

[cultureinfo]::CurrentCulture = ''
if ($Quick) {
    if (-not $PSBoundParameters.ContainsKey('Size')) { $Size = 5 }
    if (-not $PSBoundParameters.ContainsKey('From')) { $From = 1e-3 }
    if (-not $PSBoundParameters.ContainsKey('MaxSteps')) { $MaxSteps = 1000 }
}

if (-not (Test-Path $Path)) {
    $rates = Get-LogRange -From $From -To 1e-1 -Count $Size
    $null = New-Relation $Kind -Count $Count | New-Sweep $Path -EncoderLearningRate $rates -DecoderLearningRate $rates -Seed $Seed -MaxSteps $MaxSteps
}
else {
    "The sweep '$Path' goes on as it was planned, whatever relations, rates, seeds and steps are given now."
}

# Tasks that an earlier start submitted may be at it still.
if ((Get-Sweep $Path).State -in 'New', 'Unfinished') {
    $job = Submit-Sweep $Path -Engine $Engine -ShardCount $ShardCount @Submission
    "$($job.TaskCount) task(s) are submitted; what they say is in $($job.Log)."
}

$status = Wait-Sweep $Path
"$($status.DoneCount) of $($status.CellCount) trainings are done."

Receive-Sweep $Path | Tee-Object -Variable runs | Export-Csv (Join-Path $OutputPath sweep-runs.csv)
$runs | Measure-PhaseBoundary | Tee-Object -Variable boundaries | Export-Csv (Join-Path $OutputPath sweep-boundary.csv)
foreach ($row in $boundaries) {
    "$($row.Relation): $($null -eq $row.CriticalRatio ? 'no boundary' : "critical ratio $($row.CriticalRatio.ToString('g3'))")"
}

$file = Join-Path $OutputPath sweep.svg
$runs | Export-Figure $file -Force
"$file is drawn."
