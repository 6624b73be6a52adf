<#
.SYNOPSIS
The same questions for a real knowledge graph, WordNet's noun hypernyms (a dog is a canine is a carnivore ...): how many bits it
holds, how much of it must be seen, and which elements nothing but their names tells apart. Writes wordnet-critical.csv and
wordnet-orbits.csv.

.DESCRIPTION
Without -DataFile it takes the committed sample, the mammals. With WordNet's own file of nouns (data.noun; Debian's package
wordnet-base puts it in /usr/share/wordnet) it first converts that to wordnet-hypernyms.csv, an edge list from each meaning to
the one above it, which Import-Relation reads. Edges are directed; n counts the meanings that have an edge.

.EXAMPLE
dotnet run --project src/GenEft.Shell -- examples/WordNet.ps1 -DataFile /usr/share/wordnet/data.noun

From a clone, with the .NET SDK alone: builds the module, then runs.

.EXAMPLE
./examples/WordNet.ps1 -DataFile /usr/share/wordnet/data.noun

In pwsh 7.6 or later, from a clone that has been built or from the installed module's folder: the script imports the module.
#>
[CmdletBinding()]
param(
    # WordNet's data.noun; none for the committed sample.
    [string] $DataFile,

    # Leave out instances (Lassie is an instance of a dog), which WordNet marks @i.
    [switch] $NoInstance,

    # Only what lies below the first meaning of this word; the committed sample is mammal.
    [string] $Under,

    [string] $OutputPath = '.'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module GenEft)) {
    Import-Module ((Join-Path $PSScriptRoot .. GenEft.psd1 -Resolve -ErrorAction Ignore) ?? 'GenEft')
}
$null = New-Item $OutputPath -ItemType Directory -Force

[cultureinfo]::CurrentCulture = ''

# A line of data.noun: offset, file, n, number of words (hexadecimal), words each with a number, number of pointers, pointers of
# four fields (symbol, offset, part of speech, which words), a bar, the gloss. Lines of the license start with two blanks.
function ConvertTo-EdgeList([string] $Path, [string] $Destination) {
    $names = @{}
    $above = [ordered]@{}
    foreach ($line in [IO.File]::ReadLines($Path)) {
        if ($line.StartsWith('  ')) { continue }
        $bar = $line.IndexOf(' | ')
        $fields = $(if ($bar -lt 0) { $line } else { $line.Substring(0, $bar) }).Split(' ')
        $names[$fields[0]] = "$($fields[4])#$($fields[0])"
        $first = 4 + 2 * [Convert]::ToInt32($fields[3], 16)
        $above[$fields[0]] = for ($i = $first + 1; $i + 3 -lt $fields.Length; $i += 4) {
            if ($fields[$i] -eq '@' -or ($fields[$i] -eq '@i' -and -not $NoInstance)) { $fields[$i + 1] }
        }
    }

    $kept = $null
    if ($Under) {
        $below = @{}
        foreach ($child in $above.Keys) { foreach ($parent in $above[$child]) { $below[$parent] += @($child) } }
        $root = foreach ($key in $above.Keys) { if ($names[$key].StartsWith("$Under#")) { $key; break } }
        if (-not $root) { throw "No meaning in '$Path' is called '$Under'." }
        $kept = @{ $root = $true }
        $queue = [Collections.Generic.Queue[string]]::new()
        $queue.Enqueue($root)
        while ($queue.Count) {
            foreach ($child in $below[$queue.Dequeue()]) {
                if (-not $kept[$child]) { $kept[$child] = $true; $queue.Enqueue($child) }
            }
        }
    }

    $writer = [IO.StreamWriter]::new($Destination)
    try {
        $writer.NewLine = "`n"
        $writer.WriteLine('head,tail')
        foreach ($child in $above.Keys) {
            foreach ($parent in $above[$child]) {
                if ($null -eq $kept -or ($kept[$child] -and $kept[$parent])) {
                    $writer.WriteLine("`"$($names[$child])`",`"$($names[$parent])`"")
                }
            }
        }
    }
    finally {
        $writer.Dispose()
    }
}

$edges = Join-Path $PSScriptRoot wordnet mammals.csv
if ($DataFile) {
    $source = Convert-Path -LiteralPath $DataFile
    $folder = Convert-Path -LiteralPath $OutputPath
    $edges = Join-Path $folder wordnet-hypernyms.csv
    ConvertTo-EdgeList $source $edges
}

$relation = Import-Relation -LiteralPath $edges
$relation | Out-Host
$length = $relation | Measure-DescriptionLength -IncludeOrbit
$length | Out-Host
$critical = $relation | Measure-CriticalFraction -Accuracy 0.9, 0.99
$critical | Out-Host
$critical | Export-Csv (Join-Path $OutputPath 'wordnet-critical.csv')
$length | Get-Orbit | Export-Csv (Join-Path $OutputPath 'wordnet-orbits.csv')
