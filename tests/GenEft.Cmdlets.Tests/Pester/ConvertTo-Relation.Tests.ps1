BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'ConvertTo-Relation' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'makes a relation of the edges that are piped in' {
        $relation = 'a', 'b', 'c' | ForEach-Object { $s = $_; 'a', 'b', 'c' | ForEach-Object { [pscustomobject]@{ from = $s; to = $_ } } } |
            ConvertTo-Relation -Source from -Target to -Name All
        $relation.Count | Should -Be 3
        $relation.EdgeCount | Should -Be 9
        $relation.Name | Should -Be 'All'
        (1..3 | ForEach-Object { [pscustomobject]@{ head = $_; tail = $_ + 1 } } | ConvertTo-Relation).EdgeCount | Should -Be 3
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = '[pscustomobject]@{ a = 1 } | ConvertTo-Relation -ErrorAction Stop'; Id = 'GenEft.MissingColumn' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'ConvertTo-Relation') {
        Assert-Example $Code
    }
}
