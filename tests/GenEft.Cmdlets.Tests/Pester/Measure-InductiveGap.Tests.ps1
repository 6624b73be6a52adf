BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Measure-InductiveGap' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    BeforeAll {
        $relation = New-Relation Modulo -Modulus 2 -Count 8
        $training = @{ Combination = 'SquaredDifference'; DecoderDepth = 2; DecoderWidth = 8; EncoderLearningRate = 0.02; DecoderLearningRate = 0.02 }
        $options = $training + @{ MaxSteps = 300 }
        $options.DecoderDepth = 1, 2
        $fractions = 0.05, 0.2, 0.4, 0.7, 1
    }

    It 'gives the same of files as of objects, in culture "<_>"' -ForEach '', 'de-DE' {
        Invoke-InCulture $_ {
            $fractionRows = $relation | Measure-CriticalFraction -Method Exact, Training -Accuracy 0.8, 0.9 -SamplingCount 2 -Tolerance 0.05 -Training $options
            $fractionRows | Export-Csv fractions.csv
            $bounds = $relation | Measure-AccuracyBound -TrainingFraction $fractions -Method Analytic, Exact
            $runs = $relation | Invoke-Training -TrainingFraction $fractions -Seed 0, 1 -MaxSteps 300 -StopWhen MaxSteps @training
            $bounds | Export-Csv bounds.csv
            $runs | Export-Csv runs.csv

            $objects = @($fractionRows | Measure-InductiveGap)
            $objects | Should -HaveCount 4
            Import-Csv fractions.csv | Measure-InductiveGap | ForEach-Object { "$_" } | Should -Be ($objects | ForEach-Object { "$_" })
            Assert-Table $objects

            $objects = @(& { $bounds; $runs } | Measure-InductiveGap)
            $objects | Should -HaveCount 2
            & { $bounds; $runs } | ConvertTo-Json | ConvertFrom-Json | Measure-InductiveGap | ForEach-Object { "$($_.InductiveGap)" } |
                Should -Be ($objects | ForEach-Object { "$($_.InductiveGap)" })
            & { Import-Csv runs.csv; Import-Csv bounds.csv } | Measure-InductiveGap | ForEach-Object { "$_" } | Should -Be ($objects | ForEach-Object { "$_" })
        }
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'Measure-InductiveGap (New-Relation Modulo)'; Id = 'GenEft.DataNotIncluded' }
        @{ Script = 'Measure-InductiveGap ([pscustomobject]@{ Relation = ''r''; Count = 9; TrainingFraction = ''x''; Seed = 1; Accuracy = 1 })'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Measure-InductiveGap ([pscustomobject]@{ Relation = ''r''; Count = 9; TrainingFraction = 0.5; Seed = 1; Accuracy = 0.5 })'; Id = 'GenEft.NoBound' }
        @{ Script = 'Measure-InductiveGap ([pscustomobject]@{ Relation = ''r''; Count = 9; TrainingFraction = 0.5; Seed = 1; Accuracy = 1 })'; Id = 'GenEft.NotBracketed' }
        @{ Script = 'Measure-InductiveGap ([pscustomobject]@{ Relation = ''r''; Method = ''Guess''; CriticalFraction = 0.5 })'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Import-Csv ../gap.csv | Select-Object *, @{ n = ''CriticalFraction''; e = { 30.9 } } | Measure-InductiveGap'; Id = 'GenEft.ValueOutOfRange'; Message = '*CriticalFraction is 30.9*from 0 to 1*' }
        @{ Script = 'Import-Csv ../gap.csv | Select-Object *, @{ n = ''CriticalFraction''; e = { 0.5 } }, @{ n = ''Low''; e = { -5 } }, @{ n = ''High''; e = { 0.4 } } | Measure-InductiveGap'; Id = 'GenEft.ValueOutOfRange'; Message = '*Low -5 and High 0.4*' }
        @{ Script = 'Measure-InductiveGap ([pscustomobject]@{ Relation = ''r'' }) -Accuracy 1'; Id = 'GenEft.ValueOutOfRange' }
    ) {
        Set-Content ../gap.csv 'Relation,Count,Method,Accuracy,Bits,ScaleFraction,IsReachable', 'r,9,Exact,0.9,1,0.1,True'
        Assert-Refused $Script $Id ($Message ?? '*')
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Measure-InductiveGap') {
        Assert-Example $Code
    }
}
