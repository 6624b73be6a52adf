BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Find-PhaseBoundary' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $rates = @{ EncoderLearningRate = 3e-3, 1e-2; DecoderLearningRate = Get-LogRange 1e-3 3 9; Seed = 1..3 }
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'finds what the whole grid says, within its interval, with fewer runs' {
        $relation = New-Relation Modulo -Count 12
        $grid = $relation | Invoke-Training @rates -MaxSteps 400 | Measure-PhaseBoundary
        $found = $relation | Find-PhaseBoundary @rates -Training @{ MaxSteps = 400 } -IncludeRun
        $found.GridRunCount | Should -Be 54
        $found.RunCount | Should -BeLessThan 54
        $found.RunCount | Should -Be $found.Runs.Count
        $found.CriticalRatio | Should -BeGreaterThan $grid.CriticalRatioLow
        $found.CriticalRatio | Should -BeLessThan $grid.CriticalRatioHigh
        $found.Training | Should -BeExactly 'MaxSteps=400'
        Assert-Table $found

        # The row is what Measure-PhaseBoundary makes of the runs.
        $again = $found.Runs | Measure-PhaseBoundary
        $again.CriticalRatio | Should -Be $found.CriticalRatio
        $again.SlopeHigh | Should -Be $found.SlopeHigh
        $found.Runs | Export-Figure found.svg
        Test-Path found.svg | Should -BeTrue
    }

    It 'gives a row for each relation and architecture, and goes on from a checkpoint' {
        $p = @{ EncoderLearningRate = 1e-2; DecoderLearningRate = 1e-2, 1e-1, 1; Seed = 1, 2; Checkpoint = 'find.ckpt' }
        $training = @{ MaxSteps = 60; DecoderWidth = 5, 8; TrainingFraction = 0.5, 0.75 }
        $rows = @(New-Relation Modulo -Count 6, 7 | Find-PhaseBoundary @p -Training $training -WarningAction Ignore)
        Join-Column $rows Relation, Count, TrainingFraction, Training | Should -BeExactly @(
            foreach ($n in 6, 7) { foreach ($f in 0.5, 0.75) { foreach ($w in 5, 8) { "Modulo 3 $n $f DecoderWidth=$w; MaxSteps=60" } } })
        $rows.Group | Sort-Object -Unique | Should -HaveCount 8
        $again = @(New-Relation Modulo -Count 6, 7 | Find-PhaseBoundary @p -Training $training -WarningAction Ignore)
        Join-Column $again Group, RunCount, CriticalRatio, PredictedRatio | Should -Be (Join-Column $rows Group, RunCount, CriticalRatio, PredictedRatio)
    }

    It 'says where the boundary is at none of the encoder rates' {
        $row = New-Relation Modulo -Count 6 | Find-PhaseBoundary -EncoderLearningRate 0.01 -DecoderLearningRate 0.1, 1 -Seed 1 -Training @{ MaxSteps = 5 } -WarningVariable told -WarningAction SilentlyContinue
        $row.BoundaryPointCount, $row.CriticalRatio | Should -Be 0, $null
        "$told" | Should -BeLike 'Modulo 3, 6 elements*the boundary lies outside the rates*'
    }

    It 'trains nothing with -WhatIf' {
        New-Relation Modulo | Find-PhaseBoundary -WhatIf | Should -BeNullOrEmpty
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'New-Relation Modulo | Find-PhaseBoundary -EncoderLearningRate 0'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Find-PhaseBoundary -DecoderLearningRate 1e-3'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Find-PhaseBoundary -Training @{ Seed = 1 }'; Id = 'GenEft.UnknownSetting' }
        @{ Script = 'New-Relation Modulo | Find-PhaseBoundary -Training @{ TrainingFraction = 1 }'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Find-PhaseBoundary -Training @{ DecoderWidth = 0 }'; Id = 'GenEft.ValueOutOfRange' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Find-PhaseBoundary') {
        Assert-Example $Code
    }
}
