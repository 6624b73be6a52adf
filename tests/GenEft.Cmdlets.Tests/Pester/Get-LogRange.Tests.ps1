BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Get-LogRange' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'has exact ends and whole powers of ten' {
        Get-LogRange 1e-2 1e2 5 | Should -Be 0.01, 0.1, 1, 10, 100
        Get-LogRange -From 1e-5 -To 1e-1 | Should -HaveCount 21
        @(Get-LogRange 2 3 4)[0, 3] | Should -Be 2, 3
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'Get-LogRange 0 1'; Id = 'GenEft.ValueOutOfRange' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'does not bind <_>' -ForEach @(
        'Get-LogRange ''0,5'' 1'
        'Get-LogRange '''' 1'
    ) {
        Assert-NotBound $_
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Get-LogRange') {
        Assert-Example $Code
    }
}
