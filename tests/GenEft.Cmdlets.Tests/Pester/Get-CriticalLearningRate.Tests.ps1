BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Get-CriticalLearningRate' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'is the inverse of the law, and reads its own rows' {
        (Get-CriticalLearningRate 0.1, 0.5 -EmbeddingDimension 2 -OutputDimension 9 | Get-ReponProbability).ExactProbability |
            ForEach-Object { [Math]::Round($_, 12) } | Should -Be 0.1, 0.5
        Get-CriticalLearningRate 0.5, 0.9 | Export-Csv critical.csv
        $rows = @(Import-Csv critical.csv | Get-CriticalLearningRate)
        $rows.CriticalRatio | Should -Be (Get-CriticalLearningRate 0.5, 0.9).CriticalRatio
        Assert-Table $rows
    }

    It 'takes dimension, outputs, scales and the rate of a run, of objects as of files' {
        $runs = New-Relation Modulo -Count 6 | Invoke-Training -EncoderLearningRate 0.002 -DecoderLearningRate 0.01 -EmbeddingDimension 1, 3 -DecoderWidth 10 -EncoderScale 0.5 -MaxSteps 20 -Seed 1
        $law = @{ OutputDimension = 20; SeparationSigma = 0.5 * [math]::Sqrt(0.5); Probability = 0.9 }
        $advice = @($runs | Get-CriticalLearningRate -Probability 0.9)
        $advice.EmbeddingDimension | Should -Be 1, 3
        foreach ($row in $advice) {
            $expected = Get-CriticalLearningRate @law -EmbeddingDimension $row.EmbeddingDimension -DecoderSigma ([math]::Sqrt(1 / (6 * $row.EmbeddingDimension))) -EncoderLearningRate 0.002
            Assert-Close $row.CriticalRatio $expected.CriticalRatio 1e-12
            Assert-Close $row.DecoderLearningRate $expected.DecoderLearningRate 1e-12
            $row.EncoderLearningRate | Should -Be 0.002
        }

        $runs | Export-Csv runs.csv
        @(Import-Csv runs.csv | Get-CriticalLearningRate -Probability 0.9 -WarningAction Stop).DecoderLearningRate | Should -Be $advice.DecoderLearningRate
        ($runs | Get-CriticalLearningRate -DecoderSigma 2).DecoderSigma | Should -Be 2, 2
        ($runs | Get-CriticalLearningRate -OutputDimension 50 -ClusterSize 3).OutputDimension | Should -Be 50, 50
        ($runs | Get-CriticalLearningRate -EncoderLearningRate 1).EncoderLearningRate | Should -Be 1, 1
        $back = @($runs | Get-CriticalLearningRate -DecoderLearningRate 0.5)
        foreach ($row in $back) { Assert-Close ($row.DecoderLearningRate / $row.EncoderLearningRate) $row.CriticalRatio 1e-12 }
        Assert-Close @($runs | Get-ReponProbability)[0].ExactProbability ($runs[0] | Measure-PhaseProbability -WarningAction Ignore).ExactProbability 1e-12
    }

    It 'takes rows of other cmdlets, and refuses a run without what its law depends on' {
        $runs = New-Relation Modulo -Count 6 | Invoke-Training -DecoderLearningRate 1e-2 -MaxSteps 20
        Assert-Close ($runs | Measure-PhaseProbability -WarningAction Ignore | Get-CriticalLearningRate).CriticalRatio ($runs | Get-CriticalLearningRate).CriticalRatio 1e-12
        $runs | Export-Csv ../runs.csv
        Assert-Refused 'Import-Csv ../runs.csv | Select-Object * -ExcludeProperty DecoderInitialization | Get-CriticalLearningRate' 'GenEft.MissingColumn' '*no DecoderInitialization*'
        Assert-Refused 'Import-Csv ../runs.csv | Select-Object * -ExcludeProperty DecoderScale | Get-ReponProbability' 'GenEft.MissingColumn'
    }

    It 'finds the partner of either rate, from rows as from the command line' {
        $typed = Get-CriticalLearningRate -DecoderLearningRate 0.01 -Probability 0.7
        [pscustomobject]@{ DecoderLearningRate = '0.01'; Probability = 0.7 } | Get-CriticalLearningRate | ForEach-Object EncoderLearningRate | Should -Be $typed.EncoderLearningRate
        [pscustomobject]@{ DecoderLearningRate = 0.01; EncoderLearningRate = '' } | Get-CriticalLearningRate | ForEach-Object DecoderLearningRate | Should -Be 0.01
        Assert-Close ($typed | Get-CriticalLearningRate).DecoderLearningRate 0.01 1e-12
    }

    It 'says that fewer outputs than dimensions never collide' {
        $row = Get-CriticalLearningRate -EmbeddingDimension 2 -EncoderLearningRate 1 -WarningVariable told -WarningAction SilentlyContinue
        $row.CriticalRatio, $row.DecoderLearningRate | Should -Be $null, $null
        "$told" | Should -BeLike '*OutputDimension is 1 and EmbeddingDimension 2*never collide*'
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'Get-CriticalLearningRate -EncoderLearningRate 1 -DecoderLearningRate 1'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = '[pscustomobject]@{ EncoderLearningRate = 1; DecoderLearningRate = 1 } | Get-CriticalLearningRate'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'New-Relation Modulo -Count 6 | Invoke-Training -Combination Difference -MaxSteps 5 | Get-CriticalLearningRate'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'Get-CriticalLearningRate -Probability 1'; Id = 'GenEft.ValueOutOfRange' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Get-CriticalLearningRate') {
        Assert-Example $Code
    }
}
