<#
.SYNOPSIS
Puts the benchmarks and the GPU's tests into a folder that needs no .NET, for a Linux machine with a GPU: copy it there and run run.sh in it.

.PARAMETER OutputPath
The folder; some 160 MB, a third of it as a tar.xz.
#>
[CmdletBinding()]
param([Parameter(Mandatory)] [string] $OutputPath)

$ErrorActionPreference = 'Stop'
$OutputPath = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($OutputPath)
$tests = Split-Path (Split-Path $PSScriptRoot)
foreach ($project in 'GenEft.Benchmarks', 'GenEft.Gpu.Tests') {
    # Debug, which is optimized too, goes without the libtorch of the processor's benchmarks.
    dotnet publish (Join-Path $tests $project) -c Debug -r linux-x64 --self-contained -o $OutputPath
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet publish of $project failed with exit code $LASTEXITCODE."
    }
}
Copy-Item (Join-Path $PSScriptRoot run.sh) $OutputPath
