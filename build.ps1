<#
.SYNOPSIS
Builds, tests, measures, documents or packs the module. Runs in pwsh and in the embedded shell:
    dotnet run --project src/GenEft.Shell -- build.ps1 -Task Pack

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

# Only the engine's own cmdlets, .NET and dotnet are used: the embedded shell has no more.
$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$cmdlets = [IO.Path]::Combine($root, 'src', 'GenEft.Cmdlets')
# .NET and dotnet would each take a relative path from a folder of their own.
$OutputPath = if ($OutputPath) {
    $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($OutputPath)
}
else {
    [IO.Path]::Combine($root, 'artifacts')
}

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $args failed with exit code $LASTEXITCODE."
    }
}

function Copy-Folder([string] $From, [string] $To) {
    $null = [IO.Directory]::CreateDirectory($To)
    foreach ($file in [IO.Directory]::GetFiles($From)) {
        [IO.File]::Copy($file, [IO.Path]::Combine($To, [IO.Path]::GetFileName($file)), $true)
    }
    foreach ($folder in [IO.Directory]::GetDirectories($From)) {
        Copy-Folder $folder ([IO.Path]::Combine($To, [IO.Path]::GetFileName($folder)))
    }
}

# The module as a folder named after its version, as Install-PSResource lays it out.
function New-ModuleFolder($Module) {
    $folder = [IO.Path]::Combine($OutputPath, 'GenEft', [string]$Module.Version)
    if ([IO.Directory]::Exists($folder)) {
        [IO.Directory]::Delete($folder, $true)
    }
    foreach ($part in 'bin', 'en-US', 'examples') {
        Copy-Folder ([IO.Path]::Combine($root, $part)) ([IO.Path]::Combine($folder, $part))
    }
    foreach ($file in 'GenEft.psd1', 'README.md', 'LICENSE', 'CHANGELOG.md') {
        [IO.File]::Copy([IO.Path]::Combine($root, $file), [IO.Path]::Combine($folder, $file), $true)
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
    'Build' { Invoke-DotNet build ([IO.Path]::Combine($root, 'GenEft.slnx')) -c $Configuration }
    'Test' { Invoke-DotNet test ([IO.Path]::Combine($root, 'GenEft.slnx')) -c $Configuration }
    'Bench' { Invoke-DotNet run -c Release --project ([IO.Path]::Combine($root, 'tests', 'GenEft.Benchmarks')) }
    'Help' {
        $help = [IO.Path]::Combine($root, 'en-US')
        if ([IO.Directory]::Exists($help)) {
            [IO.Directory]::Delete($help, $true)
        }
        Invoke-DotNet build $cmdlets -c $Configuration
    }
    'Pack' {
        if (-not $NoBuild) {
            Invoke-DotNet build $cmdlets -c $Configuration
        }
        $module = Test-ModuleManifest ([IO.Path]::Combine($root, 'GenEft.psd1'))
        $folder = New-ModuleFolder $module
        $nuspec = [IO.Path]::Combine($OutputPath, 'GenEft.nuspec')
        [IO.File]::WriteAllText($nuspec, (New-Nuspec $module $folder))
        try {
            Invoke-DotNet pack $nuspec --output $OutputPath
        }
        finally {
            [IO.File]::Delete($nuspec)
        }
        "Module folder: $folder"
        "Package:       $([IO.Path]::Combine($OutputPath, "GenEft.$($module.Version).nupkg"))"
    }
}
