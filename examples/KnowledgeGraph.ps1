<#
.SYNOPSIS
A knowledge graph of your own, from a CSV of edges to what can be said of it: how many bits it holds, what share of its pairs must be known,
what networks learn of it, and how well they find edges they have not seen. Writes knowledge-critical.csv, knowledge-runs.csv and
knowledge-links.csv.

.DESCRIPTION
Such graphs are sparse: of a thousand pairs one is related. The answer "never" is then right nearly always, so accuracy says nothing; this
example judges by F1 (precision and recall of the related pairs) and by ranks. Without -Path it takes the committed sample, WordNet's mammals,
which takes some 15 seconds on two cores.

.EXAMPLE
dotnet run --project src/GenEft.Shell -- examples/KnowledgeGraph.ps1

From a clone, with the .NET SDK alone: builds the module, then runs.

.EXAMPLE
./examples/KnowledgeGraph.ps1 -Path edges.csv -Source subject -Target object

In pwsh 7.6 or later, with a graph of your own.
#>
[CmdletBinding()]
param(
    # The edges; none for the committed sample.
    [string] $Path = (Join-Path $PSScriptRoot wordnet mammals.csv),

    # The columns of the two ends; their usual names need not be given.
    [string] $Source,
    [string] $Target,

    # Of triples, the column that says which relation an edge belongs to, and the one to take.
    [string] $RelationColumn,
    [string] $RelationValue,

    # The dimension of the embeddings: an element of a large graph needs more than the paper's 2.
    [int] $EmbeddingDimension = 16,

    [double[]] $TrainingFraction = (0.75, 0.9),

    # Optimizer steps of each run.
    [int] $MaxSteps = 5000,

    [string] $OutputPath = '.'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module GenEft)) {
    Import-Module ((Join-Path $PSScriptRoot .. GenEft.psd1 -Resolve -ErrorAction Ignore) ?? 'GenEft')
}
$null = New-Item $OutputPath -ItemType Directory -Force

[cultureinfo]::CurrentCulture = ''
$columns = @{}
if ($Source) { $columns.Source = $Source }
if ($Target) { $columns.Target = $Target }
if ($RelationColumn) { $columns.RelationColumn = $RelationColumn }
if ($RelationValue) { $columns.RelationValue = $RelationValue }
$relation = Import-Relation -LiteralPath $Path @columns
$relation | Out-Host

# How many bits, and what a pair tells of them. Eq. 4's fraction is one of all pairs, nearly all of which are unrelated.
$critical = $relation | Measure-CriticalFraction -Accuracy 0.9 -WarningAction SilentlyContinue
$critical | Export-Csv (Join-Path $OutputPath knowledge-critical.csv)
$percent = { param($share) '{0:0.##} %' -f (100 * $share) }
"$($relation.Name) holds $([math]::Round($critical.Bits)) bits; a random pair tells at most $([math]::Round($critical.InformationPerPair, 5)) of them."
"Eq. 4 says that $(& $percent $critical.CriticalFraction) of the pairs suffice for an accuracy of 0.9. That means nothing here: the answer 'never' has $(& $percent $critical.BaselineAccuracy) without any."
"No learner can identify the graph up to its labels from fewer than $(& $percent $critical.IdentificationFraction) of its pairs, on average."

$digits = { param($column) @{ n = $column; e = { $value = $_.$column; if ($null -ne $value) { $value.ToString('0.0000') } }.GetNewClosure(); a = 'right' } }

# Two ratios of the learning rates, on related pairs with ten unrelated ones each, judged by F1 on a sample of pairs.
$runs = $relation | Invoke-Training -EmbeddingDimension $EmbeddingDimension -TrainingFraction $TrainingFraction -EncoderLearningRate 0.01 -DecoderLearningRate 0.01, 0.001 `
    -NegativeRatio 10 -BatchSize 256 -EvaluationCount 20000 -EvaluationInterval 500 -MaxSteps $MaxSteps -StopWhen MaxSteps -PhaseMetric F1 -IncludeModel
$runs | Format-Table TrainingFraction, @{ n = 'DecoderRate'; e = { $_.DecoderLearningRate.ToString('g') }; a = 'right' }, Phase,
    (& $digits TrainF1), (& $digits TestF1), (& $digits TestAveragePrecision) | Out-Host
$runs | Export-Csv (Join-Path $OutputPath knowledge-runs.csv)

# Ranks ask less than phases: which of all elements is likeliest at the other end.
$links = $runs | Measure-LinkPrediction
$links | Where-Object Side -eq Both | Format-Table TrainingFraction, @{ n = 'DecoderRate'; e = { $_.DecoderLearningRate.ToString('g') }; a = 'right' }, EdgeCount,
    (& $digits MeanReciprocalRank), (& $digits Hits10), @{ n = 'MeanRank'; e = { [math]::Round($_.MeanRank) } } | Out-Host
$links | Export-Csv (Join-Path $OutputPath knowledge-links.csv)

$best = $links | Where-Object Side -eq Both | Sort-Object MeanReciprocalRank -Descending | Select-Object -First 1
$chance = (1..$relation.Count | ForEach-Object { 1 / $_ } | Measure-Object -Average).Average
"The best network puts the right end of an edge that it has not seen at rank $([math]::Round($best.MeanRank)) of $($relation.Count) on average; its mean reciprocal rank is $([math]::Round($best.MeanReciprocalRank, 4)), where chance has $([math]::Round($chance, 4))."
"A phase of memorization says that the training edges are learnt and the others do not follow from them, for this network: not that no network could tell."
