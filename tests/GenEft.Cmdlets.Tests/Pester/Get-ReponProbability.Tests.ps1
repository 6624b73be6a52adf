BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Get-ReponProbability' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'draws reproducibly, about the law' {
        $one, $three = 1, 3 | ForEach-Object {
            , @(0.1, 1, 10 | Get-ReponProbability -EmbeddingDimension 1, 2 -OutputDimension 4 -SampleCount 20000 -Seed 5 -ThrottleLimit $_)
        }
        $three | ForEach-Object { "$_" } | Should -Be ($one | ForEach-Object { "$_" })
        $one.LearningRateRatio | Should -Be 0.1, 0.1, 1, 1, 10, 10

        # Six 95 % intervals with this seed.
        @($one | Where-Object { $_.Low -le $_.ExactProbability -and $_.ExactProbability -le $_.High }).Count | Should -BeGreaterOrEqual 5
        (Get-ReponProbability 1).SampledProbability | Should -BeNullOrEmpty
        Assert-Table $one
        Assert-Table (Get-ReponProbability 1)
    }

    # Rows bind by name, objects and text alike: its own, and those of the inverse.
    It 'takes rows' {
        $rows = @([pscustomobject]@{ LearningRateRatio = 4; DecoderSigma = '2' }, [pscustomobject]@{ LearningRateRatio = '1' } | Get-ReponProbability)
        $rows.LearningRateRatio | Should -Be 4, 1
        $rows[1].ScalarProbability | Should -Be $rows[0].ScalarProbability
        $rows[0].DecoderSigma | Should -Be 2
        0.5, 2 | Get-ReponProbability -EmbeddingDimension 2 -OutputDimension 3 | Export-Csv law.csv
        Import-Csv law.csv | Get-ReponProbability | ForEach-Object { "$_" } | Should -Be (
            0.5, 2 | Get-ReponProbability -EmbeddingDimension 2 -OutputDimension 3 | ForEach-Object { "$_" })
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'Get-ReponProbability 1 -DecoderSigma $null'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Get-ReponProbability 1 -OutputDimension 2, 2000000 -SampleCount 10'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Get-ReponProbability 1 -SampleCount -1'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Get-ReponProbability 1 -EmbeddingDimension 5000 -OutputDimension 5000 -SampleCount 1'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Get-ReponProbability 0'; Id = 'GenEft.ValueOutOfRange' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Get-ReponProbability') {
        Assert-Example $Code
    }
}
