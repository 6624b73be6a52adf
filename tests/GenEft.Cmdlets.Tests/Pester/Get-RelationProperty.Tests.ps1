BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Get-RelationProperty' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'tells an equivalence from an order' {
        $rows = @(New-Relation Modulo, GreaterThan -Count 6 | Get-RelationProperty)
        $rows.IsEquivalence | Should -Be $true, $false
        $rows.IsTotalOrder | Should -Be $false, $true
        $rows[0].ClassCount | Should -Be 3
        $rows[1].ClassCount | Should -BeNullOrEmpty
        Assert-Table $rows
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Get-RelationProperty') {
        Assert-Example $Code
    }
}
