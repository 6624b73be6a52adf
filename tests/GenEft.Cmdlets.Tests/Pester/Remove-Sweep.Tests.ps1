BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Remove-Sweep' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'removes a sweep and nothing else' {
        $null = New-Relation Modulo -Count 6 | New-Sweep s -MaxSteps 5
        $null = Invoke-Sweep s
        Set-Content s/mine x
        Remove-Sweep s -WhatIf
        (Get-Sweep s).State | Should -Be 'Done'
        Remove-Sweep s -Confirm:$false
        (Get-ChildItem s).Name | Should -Be 'mine'
    }

    It 'leaves a sweep that a process works on, but for -Force' {
        $null = New-Relation Modulo -Count 6 | New-Sweep s -MaxSteps 5
        Set-SweepOwner s me $PID
        $run = Invoke-Script 'Remove-Sweep s -Confirm:$false'
        "$($run.Errors)" | Should -BeLike '*1 process(es) work on*-Force*'
        (Get-Sweep s).State | Should -Be 'Running'
        Remove-Sweep s -Force -Confirm:$false
        Test-Path s | Should -BeFalse
    }

    It 'removes with -Force what is no sweep any more: <Name>' -ForEach @(
        @{ Name = 'a relation is missing'; Script = { Remove-Item (Get-ChildItem s/relations)[0] } }
        @{ Name = 'the plan is empty'; Script = { Clear-Content s/plan.json } }
        @{ Name = 'the plan is another file'; Script = { Set-Content s/plan.json '{}' } }
    ) {
        $null = New-Relation Modulo -Count 6 | New-Sweep s -MaxSteps 5
        $null = Invoke-Sweep s
        & $Script
        $run = Invoke-Script 'Remove-Sweep s -Confirm:$false'
        "$($run.Errors)" | Should -BeLike '*Remove-Sweep -Force removes it*'
        Test-Path s/journal | Should -BeTrue
        Remove-Sweep s -Force -WhatIf
        Test-Path s/journal | Should -BeTrue
        Remove-Sweep s -Force -Confirm:$false
        Test-Path s | Should -BeFalse
    }

    It 'leaves, where it was killed, what can be planned anew' {
        $null = New-Relation Modulo -Count 6 | New-Sweep s -MaxSteps 5
        Remove-Item s/plan.json   # before the relations
        (New-Relation Modulo -Count 6 | New-Sweep s -MaxSteps 5).CellCount | Should -Be 1
    }

    It 'says how to go on where nobody can be asked' {
        $null = New-Relation Modulo -Count 6 | New-Sweep s -MaxSteps 5
        $run = Invoke-Script 'Remove-Sweep s'   # in a host that cannot ask
        $run.Errors[0].FullyQualifiedErrorId | Should -BeLike 'GenEft.NotConfirmed,*'
        "$($run.Errors)" | Should -BeLike '*-Confirm:$false goes on without*'
        Test-Path s/plan.json | Should -BeTrue
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'Remove-Sweep none -Confirm:$false'; Id = 'GenEft.FileNotFound' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Remove-Sweep') {
        Assert-Example $Code
    }
}
