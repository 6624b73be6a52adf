BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Get-Embedding' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'unrolls the embeddings, through Select-Object too' {
        $run = New-Relation Modulo -Count 9 | Invoke-Training -MaxSteps 20 -IncludeEmbedding
        $rows = @($run | Select-Object * | Get-Embedding)
        $rows | Should -HaveCount 9
        $rows[0].PSObject.Properties.Name | Should -Be 'Relation', 'Phase', 'Seed', 'Index', 'Element', 'E1', 'E2'
        $rows[3].E2 | Should -Be $run.Embedding.Values[3, 1]
        Assert-Table $rows
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'New-Relation Modulo | Get-Embedding'; Id = 'GenEft.DataNotIncluded' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Get-Embedding') {
        Assert-Example $Code
    }
}
