BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Wait-Sweep' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'waits while a process works, up to a time' {
        $null = New-Relation Modulo -Count 6 | New-Sweep s -MaxSteps 5
        Set-SweepOwner s me $PID
        (Get-Sweep s).State | Should -Be 'Running'
        $run = Invoke-Script 'Wait-Sweep s -Timeout 0.5'
        $run.Errors[0].FullyQualifiedErrorId | Should -BeLike 'GenEft.TimedOut,*'
        "$($run.Errors)" | Should -BeLike '*0 of 1*'
        Remove-Item s/owners/me.json
        (Wait-Sweep s -WarningVariable told -WarningAction SilentlyContinue).State | Should -Be 'New'
        "$told" | Should -BeLike '*No process works*'
        $null = Invoke-Sweep s
        (Wait-Sweep s -WarningVariable told).State | Should -Be 'Done'
        $told | Should -BeNullOrEmpty
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'Wait-Sweep none'; Id = 'GenEft.FileNotFound' }
        @{ Script = 'Wait-Sweep s -Timeout -1'; Id = 'GenEft.ValueOutOfRange' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Wait-Sweep') {
        Assert-Example $Code
    }
}
