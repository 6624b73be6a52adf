BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Measure-PhaseBoundary' {
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
        # Generalization below a ratio of 10 in one relation and of 100 in the other; the first seed turns a decade earlier.
        $rows = foreach ($relation in 'near', 'far') {
            foreach ($encoder in -5..-3) {
                foreach ($decoder in -5..1) {
                    foreach ($seed in 1..3) {
                        $turn = ($relation -eq 'near' ? 1 : 2) + 0.5 - ($seed -eq 1)
                        [pscustomobject]@{
                            Relation = $relation; Phase = $decoder - $encoder -lt $turn ? 'Generalization' : 'Memorization'; Seed = $seed
                            EncoderLearningRate = [math]::Pow(10, $encoder); DecoderLearningRate = [math]::Pow(10, $decoder)
                        }
                    }
                }
            }
        }
    }

    It 'gives the boundary of each relation, with an interval that holds it' {
        $result = @($rows | Measure-PhaseBoundary)
        $result.Relation | Should -BeExactly 'near', 'far'
        $result.RunCount | Should -Be 63, 63
        $result.SeedCount | Should -Be 3, 3
        $result.EncoderRateCount | Should -Be 3, 3
        $result.BoundaryPointCount | Should -Be 3, 3
        foreach ($i in 0, 1) {
            Assert-Close $result[$i].Slope 1 0.1
            Assert-Close ([math]::Log10($result[$i].CriticalRatio)) ($i + 1.2) 0.2
            $result[$i].CriticalRatioLow | Should -BeLessThan ([math]::Pow(10, $i + 1))
            $result[$i].CriticalRatioHigh | Should -BeGreaterThan ([math]::Pow(10, $i + 1))
            $result[$i].SlopeLow | Should -BeLessThan 1
            $result[$i].SlopeHigh | Should -BeGreaterThan 1
        }
        $result[0].PredictedRatio | Should -BeNullOrEmpty   # the rows lack what the law depends on
        Assert-Table $result
    }

    It 'gives the points that the line goes through' {
        $points = @($rows | Measure-PhaseBoundary -ByEncoderRate)
        $points | Should -HaveCount 6
        $points[0..2].EncoderLearningRate | ForEach-Object { [math]::Round([math]::Log10($_), 9) } | Should -Be -5, -4, -3
        foreach ($point in $points) {
            Assert-Close ($point.DecoderLearningRate / $point.EncoderLearningRate) $point.LearningRateRatio 1e-9
            $point.RunCount | Should -Be 21
        }
        Assert-Table $points
    }

    It 'gives the same of files as of objects, in culture "<_>", with the laws of the networks' -ForEach '', 'de-DE' {
        Invoke-InCulture $_ {
            $runs = New-Relation Modulo -Count 9 | Invoke-Training -EncoderLearningRate 0.003, 0.01 -DecoderLearningRate 0.003, 0.03, 0.3, 3 -Seed (1..3) -MaxSteps 300
            $runs | Export-Csv runs.csv
            $columns = 'Relation', 'RunCount', 'ConfusionCount', 'BoundaryPointCount', 'Slope', 'CriticalRatio', 'CriticalRatioLow', 'PredictedRatio'
            $objects = @($runs | Measure-PhaseBoundary)
            Assert-Close $objects.PredictedRatio (Get-CriticalLearningRate -EmbeddingDimension 2 -OutputDimension 100 -DecoderSigma ([math]::Sqrt(1 / 12)) -SeparationSigma ([math]::Sqrt(0.5))).CriticalRatio 1e-12
            Join-Column @(Import-Csv runs.csv | Measure-PhaseBoundary) $columns | Should -Be (Join-Column $objects $columns)
            Join-Column @(Import-Csv runs.csv | Select-Object -Property * -ExcludeProperty LearningRateRatio | Measure-PhaseBoundary) $columns | Should -Be (Join-Column $objects $columns)
            $runs[0].LearningRateRatio | Should -Be 1
        }
    }

    It 'says where there is no boundary among the rates' {
        $result = $rows | Where-Object Phase -eq Generalization | Measure-PhaseBoundary -WarningVariable told -WarningAction SilentlyContinue
        $result.CriticalRatio | Should -Be $null, $null
        $told | Should -HaveCount 2
        "$told" | Should -BeLike '*near: no encoder rate has both*'
    }

    It 'counts grokking where it is asked to, and leaves confusion out' {
        $some = $rows | Where-Object Relation -eq near | ForEach-Object { $copy = $_.PSObject.Copy(); if ($copy.Phase -eq 'Memorization' -and $copy.DecoderLearningRate -lt 0.5) { $copy.Phase = 'Grokking' }; $copy }
        ($some | Measure-PhaseBoundary -IncludeGrokking).CriticalRatio | Should -BeGreaterThan ($some | Measure-PhaseBoundary).CriticalRatio
        $lost = $rows | Where-Object Relation -eq near | ForEach-Object { $copy = $_.PSObject.Copy(); if ($copy.Seed -eq 3) { $copy.Phase = 'Confusion' }; $copy } | Measure-PhaseBoundary
        $lost.ConfusionCount, $lost.SeedCount | Should -Be 21, 2
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'New-Relation Modulo | Measure-PhaseBoundary'; Id = 'GenEft.MissingColumn' }
        @{ Script = '[pscustomobject]@{ Relation = ''r''; Phase = ''Grokking''; EncoderLearningRate = 1 } | Measure-PhaseBoundary'; Id = 'GenEft.MissingColumn' }
        @{ Script = '[pscustomobject]@{ Relation = ''r''; Phase = ''Grokking''; EncoderLearningRate = 1; DecoderLearningRate = 0 } | Measure-PhaseBoundary'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = '[pscustomobject]@{ Relation = ''r''; Phase = ''Liquid''; EncoderLearningRate = 1; DecoderLearningRate = 1 } | Measure-PhaseBoundary'; Id = 'GenEft.ValueOutOfRange' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Measure-PhaseBoundary') {
        Assert-Example $Code
    }
}
