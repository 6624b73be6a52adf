BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Get-Generator' {
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
        # A directed path with a fork at its end: one exchange, so b = log2(5!/2).
        $graph = "head,tail`na,b`nb,c`nc,d`nc,e"
    }

    It 'unrolls the generators of a knowledge graph' {
        Set-Content kg.csv $graph
        $generator = Import-Relation kg.csv | Measure-DescriptionLength -IncludeGenerator | Get-Generator
        $generator.Cycles | Should -Be '(d e)'
        $generator.Support | Should -Be 2
        $generator.Index | Should -Be 0
        Assert-Table $generator
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'New-Relation Random | Measure-DescriptionLength | Get-Generator'; Id = 'GenEft.DataNotIncluded' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Get-Generator') {
        Assert-Example $Code
    }
}
