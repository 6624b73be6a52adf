<#
.SYNOPSIS
Builds, tests, measures, documents or packs the module. Runs in pwsh, or without one in the repository's own:
    dotnet tool restore
    dotnet pwsh build.ps1 -Task Pack

.PARAMETER Task
Build   bin/ and en-US/ beside the manifest
Test    all tests
Bench   the benchmarks; needs a quiet machine
Help    en-US/ anew
Pack    a folder to import and a .nupkg for a gallery

.PARAMETER Configuration
Debug or Release; both are compiled optimized.

.PARAMETER OutputPath
Where Pack puts its results; artifacts beside this script by default.

.PARAMETER NoBuild
Pack what bin/ and en-US/ hold already.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Bench', 'Help', 'Pack')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    [string] $OutputPath,

    [switch] $NoBuild
)

$ErrorActionPreference = 'Stop'
$solution = Join-Path $PSScriptRoot GenEft.slnx
$cmdlets = Join-Path $PSScriptRoot src GenEft.Cmdlets
# dotnet would take a relative path from a folder of its own.
$OutputPath = if ($OutputPath) {
    $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($OutputPath)
}
else {
    Join-Path $PSScriptRoot artifacts
}

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $args failed with exit code $LASTEXITCODE."
    }
}

# The module as a folder named after its version, as Install-PSResource lays it out.
function New-ModuleFolder($Module) {
    $folder = Join-Path $OutputPath GenEft $Module.Version
    if (Test-Path -LiteralPath $folder) {
        Remove-Item -LiteralPath $folder -Recurse
    }
    $null = New-Item -ItemType Directory $folder
    foreach ($part in 'bin', 'en-US', 'examples', 'GenEft.psd1', 'README.md', 'LICENSE', 'CHANGELOG.md') {
        Copy-Item -LiteralPath (Join-Path $PSScriptRoot $part) $folder -Recurse
    }
    $folder
}

# What Publish-PSResource would make of the folder: the manifest's words, and the tags a gallery finds modules by.
function New-Nuspec($Module, [string] $Folder) {
    $tags = @($Module.PrivateData.PSData.Tags) + 'PSModule' + 'PSIncludes_Cmdlet'
    foreach ($name in $Module.ExportedCmdlets.Keys) {
        $tags += "PSCmdlet_$name"
    }
    $text = { param($value) [Security.SecurityElement]::Escape($value) }
    @"
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd">
  <metadata>
    <id>GenEft</id>
    <version>$($Module.Version)</version>
    <authors>$(& $text $Module.Author)</authors>
    <description>$(& $text $Module.Description)</description>
    <copyright>$(& $text $Module.Copyright)</copyright>
    <license type="expression">MIT</license>
    <readme>README.md</readme>
    <tags>$(& $text ($tags -join ' '))</tags>
  </metadata>
  <files>
    <file src="$(& $text $Folder)/**" />
  </files>
</package>
"@
}

switch ($Task) {
    'Build' { Invoke-DotNet build $solution -c $Configuration }
    'Test' { Invoke-DotNet test $solution -c $Configuration }
    'Bench' { Invoke-DotNet run -c Release --project (Join-Path $PSScriptRoot tests GenEft.Benchmarks) }
    'Help' {
        Remove-Item (Join-Path $PSScriptRoot en-US) -Recurse -ErrorAction Ignore
        Invoke-DotNet build $cmdlets -c $Configuration
    }
    'Pack' {
        if (-not $NoBuild) {
            Invoke-DotNet build $cmdlets -c $Configuration
        }
        $module = Test-ModuleManifest (Join-Path $PSScriptRoot GenEft.psd1)
        $folder = New-ModuleFolder $module
        $nuspec = Join-Path $OutputPath GenEft.nuspec
        New-Nuspec $module $folder | Set-Content -LiteralPath $nuspec
        try {
            Invoke-DotNet pack $nuspec --output $OutputPath '-p:NoPackageAnalysis=true'
        }
        finally {
            Remove-Item -LiteralPath $nuspec
        }
        "Module:  $(Join-Path $folder GenEft.psd1)"
        "Package: $(Join-Path $OutputPath "GenEft.$($module.Version).nupkg")"
    }
}
