BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Measure-LinkPrediction' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'ranks the ends of test edges' {
        $run = New-Relation GreaterThan -Count 12 | Invoke-Training -MaxSteps 300 -StopWhen MaxSteps -IncludeModel
        $rows = $run | Measure-LinkPrediction
        $rows.Side | Should -Be 'Both', 'Head', 'Tail'
        Join-Column $rows[0] DecoderDepth, DecoderWidth, Activation, Optimizer | Should -Be '3 50 Tanh AdamW'
        $rows[0].EdgeCount | Should -BeGreaterThan 5
        $rows[0].MeanReciprocalRank | Should -BeGreaterThan $rows[0].RawMeanReciprocalRank
        Assert-Close (($rows[1].Hits3 + $rows[2].Hits3) / 2) $rows[0].Hits3 1e-12
        Assert-Table $rows
        (Measure-LinkPrediction $run, $run -ThrottleLimit 1).Count | Should -Be 6
    }

    It 'counts test edges that were trained on the other way round, and warns where they are most' {
        $relation = New-Relation Modulo -Count 12
        $run = $relation | Invoke-Training -MaxSteps 1 -IncludeModel
        $row = $run, $run | Measure-LinkPrediction -WarningVariable warnings -WarningAction SilentlyContinue | Select-Object -First 1
        $related = $relation | Get-RelationPair -TrainingFraction 0.75 | Where-Object Related
        $training = ($related | Where-Object IsTraining).ForEach{ "$($_.Source) $($_.Target)" }
        $test = $related | Where-Object { -not $_.IsTraining }
        $row.EdgeCount | Should -Be $test.Count
        $row.MirroredEdgeCount | Should -Be @($test | Where-Object { $_.Source -ne $_.Target -and "$($_.Target) $($_.Source)" -in $training }).Count
        $warnings.Count | Should -Be 1
        "$warnings" | Should -BeLike "*$($row.MirroredEdgeCount) are among the training pairs the other way round*-ExcludeMirrored*"

        $rest = $run | Measure-LinkPrediction -ExcludeMirrored -WarningVariable none
        $none.Count | Should -Be 0
        $rest[0].ExcludesMirrored | Should -BeTrue
        $rest.EdgeCount | Select-Object -Unique | Should -Be ($row.EdgeCount - $row.MirroredEdgeCount)
        $rest[0].MirroredEdgeCount | Should -Be $row.MirroredEdgeCount

        $order = New-Relation GreaterThan -Count 12 | Invoke-Training -MaxSteps 1 -IncludeModel | Measure-LinkPrediction -WarningVariable none
        $order[0].MirroredEdgeCount | Should -Be 0
        $none.Count | Should -Be 0
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'New-Relation Modulo -Count 6 | Invoke-Training -MaxSteps 1 | Measure-LinkPrediction'; Id = 'GenEft.DataNotIncluded' }
        @{ Script = 'New-Relation Modulo -Count 6 | Invoke-Training -MaxSteps 1 -TrainingFraction 1 -IncludeModel | Measure-LinkPrediction'; Id = 'GenEft.DataNotIncluded' }
        @{ Script = '[pscustomobject]@{ Model = "GenEft" } | Measure-LinkPrediction'; Id = 'GenEft.DataNotIncluded' }
        @{ Script = 'New-Relation Modulo -Count 6 | Invoke-Training -MaxSteps 1 -IncludeModel | Measure-LinkPrediction -ThrottleLimit 0'; Id = 'GenEft.ValueOutOfRange' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Measure-LinkPrediction') {
        Assert-Example $Code
    }
}
