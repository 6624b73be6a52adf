BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Get-RelationPair' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'writes all pairs, and which of them a network is trained on' {
        $pairs = @(New-Relation GreaterThan -Count 6 | Get-RelationPair -TrainingFraction 0.5 -Seed 2)
        $pairs | Should -HaveCount 36
        @($pairs | Where-Object IsTraining) | Should -HaveCount 18
        @($pairs | Where-Object Related) | Should -HaveCount 15
        New-Relation GreaterThan -Count 3 | Get-RelationPair | ForEach-Object { $_.IsTraining | Should -BeNullOrEmpty }
        Assert-Table $pairs
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'New-Relation Modulo | Get-RelationPair -Seed 5'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'New-Relation Modulo | Get-RelationPair -TrainingFraction 0'; Id = 'GenEft.ValueOutOfRange' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Get-RelationPair') {
        Assert-Example $Code
    }
}
