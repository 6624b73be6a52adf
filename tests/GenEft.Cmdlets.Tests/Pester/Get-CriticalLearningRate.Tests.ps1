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

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'Get-CriticalLearningRate -Probability 1'; Id = 'GenEft.ValueOutOfRange' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Get-CriticalLearningRate') {
        Assert-Example $Code
    }
}
