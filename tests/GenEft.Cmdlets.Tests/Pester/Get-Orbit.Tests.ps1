BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Get-Orbit' {
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

    It 'unrolls the orbits of a knowledge graph' {
        Set-Content kg.csv $graph
        $orbits = @(Import-Relation kg.csv | Measure-DescriptionLength -IncludeOrbit | Get-Orbit)
        $orbits.Orbit | Should -Be 0, 1, 2, 3, 3
        $orbits.Element | Should -Be 'a', 'b', 'c', 'd', 'e'
        $orbits[4].OrbitSize | Should -Be 2
        $orbits.Relation | Select-Object -Unique | Should -Be 'kg'
        Assert-Table $orbits
    }

    It 'unrolls what went through Select-Object too' {
        $rows = New-Relation Modulo -Count 6 | Measure-DescriptionLength -IncludeOrbit | Select-Object Orbits | Get-Orbit
        $rows.OrbitSize | Should -Be (@(6) * 6)
        $rows[0].Relation | Should -BeNullOrEmpty
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'New-Relation Random | Get-Orbit'; Id = 'GenEft.DataNotIncluded' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Get-Orbit') {
        Assert-Example $Code
    }
}
