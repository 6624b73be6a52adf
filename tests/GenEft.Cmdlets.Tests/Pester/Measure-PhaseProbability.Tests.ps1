BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Measure-PhaseProbability' {
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
        $rows = foreach ($phase in 'Generalization', 'Grokking', 'Memorization', 'Generalization') {
            [pscustomobject]@{
                Relation = 'r'; Phase = $phase; EncoderLearningRate = 0.001; DecoderLearningRate = 0.0059; Combination = 'Concatenation'
                EmbeddingDimension = 2; DecoderDepth = 3; DecoderWidth = 50; EncoderScale = 1; DecoderScale = 1; DecoderInitialization = 'Uniform'
            }
        }
    }

    It 'gives the same of files as of objects, in culture "<_>"' -ForEach '', 'de-DE' {
        Invoke-InCulture $_ {
            $runs = New-Relation Modulo -Count 9 |
                Invoke-Training -EncoderLearningRate 0.003, 0.01 -Combination Concatenation, SquaredDifference -Seed (1..3) -MaxSteps 150
            $runs | Export-Csv runs.csv
            $objects = @($runs | Measure-PhaseProbability -By EncoderLearningRate, Combination)
            $objects | Should -HaveCount 4
            $columns = $objects[0].PSObject.Properties.Name
            $files = @(Import-Csv runs.csv | Measure-PhaseProbability -By EncoderLearningRate, Combination)
            Join-Column $files $columns | Should -Be (Join-Column $objects $columns)
            $json = @($runs | ConvertTo-Json | ConvertFrom-Json | Measure-PhaseProbability -By EncoderLearningRate, Combination)
            Join-Column $json $columns | Should -Be (Join-Column $objects $columns)
            foreach ($row in $files + $json) {
                $row.EncoderLearningRate | Should -BeOfType double
                $row.Combination | Should -BeOfType GenEft.Training.Combination
            }
            Assert-Table $objects
        }
    }

    # ConvertTo-Json writes enumerations as numbers.
    It 'gives the same of JSON as of objects' {
        $runs = New-Relation Modulo -Count 9 | Invoke-Training -EncoderLearningRate 0.003, 0.01 -Combination Concatenation, Difference -Seed 1, 2 -MaxSteps 150
        $columns = 'RunCount', 'GeneralizationCount', 'Probability', 'ExactProbability', 'LearningRateRatio'
        $objects = @($runs | Measure-PhaseProbability -By EncoderLearningRate, Seed)
        Join-Column @($runs | ConvertTo-Json | ConvertFrom-Json | Measure-PhaseProbability -By EncoderLearningRate, Seed) $columns | Should -Be (Join-Column $objects $columns)
        Join-Column @($runs | ConvertTo-Json -EnumsAsStrings | ConvertFrom-Json | Measure-PhaseProbability -By EncoderLearningRate, Seed) $columns | Should -Be (Join-Column $objects $columns)
    }

    It 'counts the phases of groups and has their law' {
        $row = $rows | Measure-PhaseProbability
        $row.RunCount, $row.GeneralizationCount, $row.Probability | Should -Be 4, 2, 0.5
        Assert-Close $row.ExactProbability 0.5 0.005
        Assert-Close $row.LearningRateRatio 5.9 1e-12
        $row.Group | Should -Be 'r'
        Assert-Close ($rows | Measure-PhaseProbability | Get-ReponProbability).ExactProbability $row.ExactProbability 1e-12
        ($rows | Measure-PhaseProbability -By EmbeddingDimension, Relation).EmbeddingDimension | Should -Be 2
        ($rows | Measure-PhaseProbability -IncludeGrokking).GeneralizationCount | Should -Be 3
        ($rows | Measure-PhaseProbability -By Phase).Probability | Should -Be 1, 0, 0
    }

    It 'takes ratios that differ in the last digit as one' {
        $rates = Get-LogRange 1e-4 1e-1 6
        $runs = New-Relation Modulo -Count 6 | Invoke-Training -EncoderLearningRate $rates -DecoderLearningRate $rates -MaxSteps 1
        ($runs.LearningRateRatio | Sort-Object -Unique).Count | Should -BeGreaterThan 11
        $groups = @($runs | Measure-PhaseProbability -By LearningRateRatio -WarningAction SilentlyContinue)
        $groups | Should -HaveCount 11
        $groups | Measure-Object RunCount -Sum | ForEach-Object Sum | Should -Be 36
        $groups.LearningRateRatio | Where-Object { $null -eq $_ } | Should -BeNullOrEmpty
        $groups[0].Group | Should -Be 'LearningRateRatio 1'
        $runs | Export-Csv grid.csv
        @(Import-Csv grid.csv | Measure-PhaseProbability -By LearningRateRatio -WarningAction SilentlyContinue) | Should -HaveCount 11
    }

    It 'counts a run once that is met twice, and says so' {
        $runs = New-Relation Modulo -Count 6 | Invoke-Training -Seed 1, 2 -EncoderScale 0.5, 1 -MaxSteps 200
        $once = @($runs | Measure-PhaseProbability -WarningAction SilentlyContinue)
        $once.Group | Should -Be 'EncoderScale 0.5', 'EncoderScale 1'
        $runs | Export-Csv dup.csv
        $runs | Export-Csv dup.csv -Append
        $twice = @(Import-Csv dup.csv | Measure-PhaseProbability -WarningVariable warnings -WarningAction SilentlyContinue)
        $twice.RunCount | Should -Be 2, 2
        Join-Column $twice Low, High | Should -Be (Join-Column $once Low, High)
        "$warnings" | Should -BeLike '*4 of 8 runs repeat others*'

        # Without the columns that tell runs apart, rows are runs.
        (Import-Csv dup.csv | Select-Object Relation, EncoderLearningRate, DecoderLearningRate, Phase | Measure-PhaseProbability -WarningAction SilentlyContinue).RunCount | Should -Be 8
    }

    It 'has the law of Get-ReponProbability, of clusters too' {
        $row = $rows | Measure-PhaseProbability
        $network = @{ EmbeddingDimension = 2; OutputDimension = 100; DecoderSigma = [Math]::Sqrt(1 / 12); SeparationSigma = [Math]::Sqrt(0.5) }
        $law = Get-ReponProbability 5.9 @network
        Assert-Close $row.ExactProbability $law.ExactProbability 1e-12
        Assert-Close $row.ScalarProbability $law.ScalarProbability 1e-12
        $cluster = $rows | Measure-PhaseProbability -ClusterSize 9
        Assert-Close $cluster.ExactProbability (Get-ReponProbability 5.9 @network -ClusterSize 9).ExactProbability 1e-12
        $cluster.ExactProbability | Should -BeLessThan $row.ExactProbability
    }

    It 'has no law for rows that lack what it depends on, and no ratio without rates' {
        $part = $rows | Select-Object Relation, Phase, EncoderLearningRate, DecoderLearningRate | Measure-PhaseProbability
        Assert-Close $part.LearningRateRatio 5.9 1e-12
        $part.ExactProbability | Should -BeNullOrEmpty
        $part.ScalarProbability | Should -BeNullOrEmpty
        ($rows | Select-Object Relation, Phase | Measure-PhaseProbability -By Relation).LearningRateRatio | Should -BeNullOrEmpty
        $other = $rows | ForEach-Object { $copy = $_.PSObject.Copy(); $copy.Combination = 'Difference'; $copy } | Measure-PhaseProbability
        $other.ExactProbability | Should -BeNullOrEmpty
    }

    It 'groups by everything that differs but the seed, unless -By says otherwise' {
        $runs = New-Relation Modulo -Count 6, 7 | Invoke-Training -EncoderScale 0.5, 1 -DecoderWidth 8 -Seed 1, 2 -MaxSteps 60
        $rows = @($runs | Measure-PhaseProbability -WarningAction SilentlyContinue)
        $rows | Should -HaveCount 4
        $rows.RunCount | Should -Be 2, 2, 2, 2
        Join-Column $rows Relation, EncoderScale, Count | Should -Be 'Modulo 3 0.5 6', 'Modulo 3 1 6', 'Modulo 3 0.5 7', 'Modulo 3 1 7'
        $rows[0].PSObject.Properties.Name | Should -Not -Contain 'DecoderWidth'
        @($runs | Measure-PhaseProbability -By Relation -WarningAction SilentlyContinue).RunCount | Should -Be 8
    }

    It 'counts runs that had too few steps apart, and says so' {
        $rows = foreach ($end in 'Generalization', 'Memorization', 'Confusion', 'Confusion False', 'Confusion True') {
            $phase, $diverged = -split $end
            [pscustomobject]@{ Phase = $phase; IsDiverged = $diverged; Relation = 'r' }
        }
        $row = $rows | Measure-PhaseProbability -By Relation -WarningVariable told -WarningAction SilentlyContinue
        $row.RunCount, $row.UndecidedCount, $row.GeneralizationCount | Should -Be 5, 2, 1
        Assert-Close $row.Probability (1 / 3) 1e-12
        "$told" | Should -BeLike '2 of 5 runs ended in confusion*'
        $none = $rows[2, 3] | Measure-PhaseProbability -By Relation -WarningAction SilentlyContinue
        $none.Probability, $none.Low, $none.High | Should -Be $null, $null, $null
    }

    It 'names the columns there are' {
        $run = Invoke-Script '1..3 | ForEach-Object { [pscustomobject]@{ Phase = "Grokking"; Seed = $_ } } | Measure-PhaseProbability -By Sede 3>$null'
        $run.Errors | Should -HaveCount 1
        "$($run.Errors)" | Should -BeLike "*no property 'Sede'; it has Phase, Seed*"
    }

    It 'leaves out runs without a phase, with a warning' {
        $row = '', 'Grokking' | ForEach-Object { [pscustomobject]@{ Phase = $_; Seed = 1 } } |
            Measure-PhaseProbability -By Seed -WarningAction SilentlyContinue -WarningVariable told
        $row.RunCount | Should -Be 1
        $told | Should -HaveCount 1
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'New-Relation Modulo | Measure-PhaseProbability'; Id = 'GenEft.MissingColumn' }
        @{ Script = '[pscustomobject]@{ Phase = ''Grokking''; Seed = 1 } | Measure-PhaseProbability -By Seed -ClusterSize 0'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = '[pscustomobject]@{ Phase = ''Liquid''; Seed = 1 } | Measure-PhaseProbability -By Seed'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = '[pscustomobject]@{ Phase = ''Grokking''; Seed = ''x'' } | Measure-PhaseProbability -By Phase'; Id = 'GenEft.ValueOutOfRange' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Measure-PhaseProbability') {
        Assert-Example $Code
    }
}
