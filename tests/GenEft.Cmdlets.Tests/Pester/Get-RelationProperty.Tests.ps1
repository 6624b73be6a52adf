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

    It 'takes joined relations apart, each on all elements' {
        Set-Content kg.csv 'head,relation,tail', 'a,likes,b', 'b,likes,a', 'b,over,c', 'a,likes,c'
        $rows = @(Import-Relation kg.csv -RelationColumn relation | Get-RelationProperty -ByRelation)
        $rows.Relation | Should -BeExactly 'kg:likes', 'kg:over'
        $rows.ForEach('Count') | Should -Be 3, 3
        $rows.EdgeCount | Should -Be 3, 1
        $rows.Antisymmetric | Should -Be $false, $true
        (Import-Relation kg.csv -RelationColumn relation | Get-RelationProperty).EdgeCount | Should -Be 4
        (New-Relation Modulo | Get-RelationProperty -ByRelation).Relation | Should -BeExactly 'Modulo 3'
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Get-RelationProperty') {
        Assert-Example $Code
    }
}
