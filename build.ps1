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

.PARAMETER ProjectUri
The home that the package names: the clone's own origin by default, where that is an address for the web.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Bench', 'Help', 'Pack')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    [string] $OutputPath,

    [switch] $NoBuild,

    [string] $ProjectUri
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

# What the changelog says of a version.
function Get-ReleaseNote([version] $Version) {
    $text = Get-Content -LiteralPath (Join-Path $PSScriptRoot CHANGELOG.md) -Raw
    $section = [regex]::Match($text, "(?ms)^## \[$([regex]::Escape("$Version"))\][^\n]*\n(.*?)(?=^## |\z)")
    if (-not $section.Success) {
        throw "CHANGELOG.md has no section [$Version]."
    }
    $section.Groups[1].Value.Trim() -replace "`r`n", "`n"
}

# What git says of this clone; nothing where there is no git, or no clone of its own.
function Invoke-Git {
    if ((Get-Command git -CommandType Application -ErrorAction Ignore) -and (Test-Path -LiteralPath (Join-Path $PSScriptRoot .git))) {
        git -C $PSScriptRoot @args 2>$null
    }
    $global:LASTEXITCODE = 0
}

# The clone's own address, where it is one for the web; without the name and the password that it may hold.
function Get-ProjectUri {
    $address = Invoke-Git remote get-url origin
    if ($address -match '^https://') { $address -replace '^https://[^/@]*@', 'https://' -replace '\.git$' }
}

# The module as a folder named after its version, as Install-PSResource lays it out.
function New-ModuleFolder($Module, [string] $ReleaseNote) {
    $folder = Join-Path $OutputPath GenEft $Module.Version
    if (Test-Path -LiteralPath $folder) {
        Remove-Item -LiteralPath $folder -Recurse
    }
    $null = New-Item -ItemType Directory $folder
    foreach ($part in 'bin', 'en-US', 'examples', 'README.md', 'LICENSE', 'CHANGELOG.md') {
        Copy-Item -LiteralPath (Join-Path $PSScriptRoot $part) $folder -Recurse
    }

    # The manifest knows its changelog and its home.
    $lines = "ReleaseNotes = '$($ReleaseNote -replace "'", "''")'"
    if ($ProjectUri) {
        $lines += "`n            ProjectUri   = '$($ProjectUri -replace "'", "''")'"
    }
    $manifest = (Get-Content -LiteralPath (Join-Path $PSScriptRoot GenEft.psd1) -Raw).Replace("ReleaseNotes = 'See CHANGELOG.md.'", $lines)
    Set-Content -LiteralPath (Join-Path $folder GenEft.psd1) -Value $manifest -NoNewline
    $folder
}

# What Publish-PSResource would make of the folder: the manifest's words, and the tags a gallery finds modules by.
function New-Nuspec($Module, [string] $ReleaseNote) {
    $tags = @($Module.PrivateData.PSData.Tags) + 'PSModule' + 'PSIncludes_Cmdlet'
    foreach ($name in $Module.ExportedCmdlets.Keys) {
        $tags += "PSCmdlet_$name"
    }
    $text = { param($value) [Security.SecurityElement]::Escape($value) }
    $project = if ($ProjectUri) { "`n    <projectUrl>$(& $text $ProjectUri)</projectUrl>" }
    @"
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd">
  <metadata>
    <id>GenEft</id>
    <version>$($Module.Version)</version>
    <authors>$(& $text $Module.Author)</authors>
    <description>$(& $text $Module.Description)</description>
    <releaseNotes>$(& $text $ReleaseNote)</releaseNotes>
    <copyright>$(& $text $Module.Copyright)</copyright>$project
    <license type="expression">MIT</license>
    <icon>icon.png</icon>
    <readme>README.md</readme>
    <tags>$(& $text ($tags -join ' '))</tags>
  </metadata>
</package>
"@
}

# A package is a zip archive with two lists of its parts. Names in order and one time for all give the same bytes from the same files.
function New-Package([string] $Path, [string] $Folder, [string] $Nuspec) {
    $parts = [Collections.Generic.SortedDictionary[string, byte[]]]::new([StringComparer]::Ordinal)
    foreach ($file in Get-ChildItem -LiteralPath $Folder -Recurse -File) {
        $parts[[IO.Path]::GetRelativePath($Folder, $file.FullName).Replace('\', '/')] = [IO.File]::ReadAllBytes($file.FullName)
    }
    $parts['GenEft.nuspec'] = [Text.Encoding]::UTF8.GetBytes($Nuspec)
    $parts['icon.png'] = [IO.File]::ReadAllBytes((Join-Path $cmdlets icon.png))
    $types = foreach ($extension in $parts.Keys | ForEach-Object { [IO.Path]::GetExtension($_).TrimStart('.') } | Where-Object { $_ } | Sort-Object -Unique) {
        "<Default Extension=`"$extension`" ContentType=`"application/octet`" />"
    }
    $plain = foreach ($name in $parts.Keys | Where-Object { -not [IO.Path]::GetExtension($_) }) {
        "<Override PartName=`"/$name`" ContentType=`"application/octet`" />"
    }
    $parts['_rels/.rels'] = [Text.Encoding]::UTF8.GetBytes('<?xml version="1.0" encoding="utf-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/GenEft.nuspec" Id="R1" /></Relationships>')
    $parts['[Content_Types].xml'] = [Text.Encoding]::UTF8.GetBytes("<?xml version=`"1.0`" encoding=`"utf-8`"?><Types xmlns=`"http://schemas.openxmlformats.org/package/2006/content-types`"><Default Extension=`"rels`" ContentType=`"application/vnd.openxmlformats-package.relationships+xml`" />$types$plain</Types>")
    $stream = [IO.File]::Create($Path)
    $archive = [IO.Compression.ZipArchive]::new($stream, 'Create')
    try {
        foreach ($name in $parts.Keys) {
            $entry = $archive.CreateEntry($name, 'SmallestSize')
            $entry.LastWriteTime = [DateTimeOffset]::new(1980, 1, 1, 0, 0, 0, [TimeSpan]::Zero)
            $content = $entry.Open()
            $content.Write($parts[$name])
            $content.Dispose()
        }
    }
    finally {
        $archive.Dispose()
        $stream.Dispose()
    }
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
        if (-not $ProjectUri) { $ProjectUri = Get-ProjectUri }
        if (-not $NoBuild) {
            Invoke-DotNet build $cmdlets -c $Configuration
        }
        $module = Test-ModuleManifest (Join-Path $PSScriptRoot GenEft.psd1)
        $tag = Invoke-Git tag --points-at HEAD --list 'v*'
        if ($tag -and "v$($module.Version)" -notin $tag) {
            throw "This commit is tagged $tag and GenEft.psd1 says $($module.Version); they must be alike."
        }
        $note = Get-ReleaseNote $module.Version
        $folder = New-ModuleFolder $module $note
        $package = Join-Path $OutputPath "GenEft.$($module.Version).nupkg"
        New-Package $package $folder (New-Nuspec $module $note)
        "Module:  $(Join-Path $folder GenEft.psd1)"
        "Package: $package"
    }
}
