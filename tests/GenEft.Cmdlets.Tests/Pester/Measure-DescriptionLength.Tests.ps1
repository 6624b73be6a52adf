BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Measure-DescriptionLength' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'says what the group is' {
        $row = New-Relation Modulo -Modulus 3 -Count 30 | Measure-DescriptionLength
        $row.GroupOrder | Should -Be '286708355039232000000'
        $row.IsExact | Should -BeTrue
        $row.OrbitCount | Should -Be 1
        $row.GeneratorCount | Should -Be 29
        $row.BitsLow | Should -Be $row.Bits
        $row.PSObject.Properties.Name | Should -Not -Contain 'Orbits'
        $row.PSObject.Properties.Name | Should -Not -Contain 'Generators'
        (New-Relation Modulo -Modulus 3 -Count 30 | Measure-CriticalFraction).Bits | Should -Be $row.Bits
        Assert-Table $row
    }

    It 'gives an interval where there is no time: <Limit>' -ForEach @(
        @{ Limit = 0 }, @{ Limit = [timespan]::Zero }, @{ Limit = '0:00:00' }
    ) {
        $row = New-Relation Random -Count 9 -Density 0.3 | Measure-DescriptionLength -TimeLimit $Limit
        $row.IsExact | Should -BeFalse
        $row.GroupOrder | Should -Be ''
        $row.BitsLow | Should -BeLessThan $row.BitsHigh
        $row = New-Relation Random -Count 9 -Density 0.3 | Measure-CriticalFraction -TimeLimit $Limit
        $row.Low | Should -BeLessThan $row.High
        $row.CriticalFraction | Should -Be $row.High
    }

    # PowerShell alone would take a number for ticks.
    It 'takes a time limit in seconds' {
        (New-Relation Random | Measure-DescriptionLength -TimeLimit 59.5).IsExact | Should -BeTrue
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'New-Relation Random | Measure-DescriptionLength -TimeLimit -1'; Id = 'ParameterArgumentTransformationError' }
        @{ Script = 'New-Relation Random | Measure-DescriptionLength -TimeLimit soon'; Id = 'ParameterArgumentTransformationError' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Measure-DescriptionLength') {
        Assert-Example $Code
    }
}
