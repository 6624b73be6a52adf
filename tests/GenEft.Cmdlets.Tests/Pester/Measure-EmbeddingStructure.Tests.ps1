BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Measure-EmbeddingStructure' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'measures clusters of classes and lines of orders' {
        $rows = @(New-Relation Modulo, GreaterThan -Count 9 | Invoke-Training -MaxSteps 50 -IncludeEmbedding -IncludeModel | Measure-EmbeddingStructure)
        $rows[0].ClassCount | Should -Be 3
        $rows[0].Silhouette | Should -BeGreaterOrEqual -1
        $rows[0].RankCorrelation | Should -BeNullOrEmpty
        $rows[1].RankCorrelation | Should -BeGreaterOrEqual 0
        $rows[1].Charge | Should -BeOfType double
        Assert-Table $rows
    }

    It 'tells runs of several functions apart' {
        $runs = New-Relation Modulo -Count 6 | Invoke-Training -Activation Tanh, Sine -MaxSteps 5 -IncludeEmbedding -IncludeModel
        ($runs | Measure-EmbeddingStructure).Activation | Should -Be 'Tanh', 'Sine'
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'New-Relation Modulo | Measure-EmbeddingStructure'; Id = 'GenEft.DataNotIncluded' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Measure-EmbeddingStructure') {
        Assert-Example $Code
    }
}
