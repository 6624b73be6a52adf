<#
.SYNOPSIS
The paper's four relations from data to phase: how much must be seen, which learning rates let a network generalize, and
what the theory of interacting repons says about those rates. Writes critical.csv, phases.csv, repons.csv and quickstart.svg.

.EXAMPLE
dotnet run --project src/GenEft.Shell -- examples/Quickstart.ps1

From a clone, with the .NET SDK alone: builds the module, then runs.

.EXAMPLE
./examples/Quickstart.ps1

In pwsh 7.6 or later, from a clone that has been built or from the installed module's folder: the script imports the module.
#>
[CmdletBinding()]
param(
    # Where the files go.
    [string] $OutputPath = '.',

    # Elements of each relation.
    [int] $Count = 30,

    # Seeds of each training.
    [long[]] $Seed = (1..3),

    # The paper trains up to 1e5 steps; fewer show the same phases here, but for late grokking.
    [int] $MaxSteps = 5000
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module GenEft)) {
    Import-Module ((Join-Path $PSScriptRoot .. GenEft.psd1 -Resolve -ErrorAction Ignore) ?? 'GenEft')
}
$null = New-Item $OutputPath -ItemType Directory -Force

[cultureinfo]::CurrentCulture = ''   # files with decimal points, whoever runs this

$relations = @(
    New-Relation Modulo -Modulus 3, 5 -Count $Count
    New-Relation GreaterThan -Count $Count
    New-Relation CompleteBipartite -Count $Count
)

'How much of a relation must be seen before 90 % and 99 % of it can be known (Eq. 4):'
$critical = $relations | Measure-CriticalFraction -Accuracy 0.9, 0.99
$critical | Export-Csv (Join-Path $OutputPath 'critical.csv')
$critical | Out-Host

# Ratios eta_dec/eta_enc of 0.1, 1 (the default settings), 10 and 100.
$rates = @(
    [pscustomobject]@{ EncoderLearningRate = 1e-2; DecoderLearningRate = 1e-3 }
    [pscustomobject]@{ EncoderLearningRate = 1e-3; DecoderLearningRate = 1e-3 }
    [pscustomobject]@{ EncoderLearningRate = 1e-3; DecoderLearningRate = 1e-2 }
    [pscustomobject]@{ EncoderLearningRate = 1e-4; DecoderLearningRate = 1e-2 }
)
$runs = foreach ($relation in $relations) {
    $rates | Invoke-Training -Relation $relation -Seed $Seed -MaxSteps $MaxSteps
}
$runs | Export-Csv (Join-Path $OutputPath 'phases.csv')

# The theory for this network: two blocks of the first layer act on a displacement, so p = 2w outputs; initial weights are
# uniform in +-1/sqrt(2d), a displacement is half the difference of two embeddings.
$ratios = $rates | ForEach-Object { $_.DecoderLearningRate / $_.EncoderLearningRate }
$repons = $ratios | Get-ReponProbability -EmbeddingDimension 2 -OutputDimension 100 `
    -DecoderSigma ([Math]::Sqrt(1 / 12)) -SeparationSigma ([Math]::Sqrt(1 / 2))
$repons | Export-Csv (Join-Path $OutputPath 'repons.csv')

"Phases of $($Seed.Count) seed(s) each: G generalization, g grokking, M memorization, C confusion;"
'beside them the probability that repons collide, by the exact law of the reduced theory:'
$letters = @{ Generalization = 'G'; Grokking = 'g'; Memorization = 'M'; Confusion = 'C' }
$table = foreach ($relation in $relations) {
    for ($i = 0; $i -lt $rates.Count; $i++) {
        $cell = $runs | Where-Object {
            $_.Relation -eq $relation.Name -and $_.EncoderLearningRate -eq $rates[$i].EncoderLearningRate -and
            $_.DecoderLearningRate -eq $rates[$i].DecoderLearningRate
        }
        [pscustomobject]@{
            Relation = $relation.Name
            Ratio    = '{0:0.#}' -f $repons[$i].LearningRateRatio
            Phases   = -join ($cell | ForEach-Object { $letters[[string]$_.Phase] })
            Theory   = '{0:0.000}' -f $repons[$i].ExactProbability
        }
    }
}
$table | Out-Host

# How often each relation generalizes against the ratio of the rates, beside both laws.
$runs | Measure-PhaseProbability -IncludeGrokking | Export-Figure (Join-Path $OutputPath 'quickstart.svg') -Force
"Wrote critical.csv, phases.csv, repons.csv and the picture quickstart.svg to $(Convert-Path -LiteralPath $OutputPath)."
