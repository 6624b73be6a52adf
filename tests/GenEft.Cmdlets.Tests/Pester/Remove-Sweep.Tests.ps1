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
        @{ Name = 'the journal is a file'; Script = { Remove-Item s/journal -Recurse; Set-Content s/journal x } }
        @{ Name = 'the plan is empty'; Script = { Clear-Content s/plan.json } }
        @{ Name = 'the plan is another file'; Script = { Set-Content s/plan.json '{}' } }
    ) {
        $null = New-Relation Modulo -Count 6 | New-Sweep s -MaxSteps 5
        $null = Invoke-Sweep s
        & $Script
        $run = Invoke-Script 'Remove-Sweep s -Confirm:$false'
        "$($run.Errors)" | Should -BeLike '*Remove-Sweep -Force removes it*'
        Test-Path s/journal | Should -BeTrue
        $null = Remove-Sweep s -Force -WhatIf
        Test-Path s/journal | Should -BeTrue
        Remove-Sweep s -Force -Confirm:$false
        Test-Path s | Should -BeFalse
    }

    It 'leaves <File> alone, which is no sweep''s, with -Force too' -ForEach @(
        'journal/diary.txt', 'journal/diary.jsonl', 'checkpoints/last.ckpt', 'owners/alice.json.bak', 'jobs/2024-thesis/ch1.tex', 'claims/20240101/claim.pdf', 'claims/all.tmp', 'relations/customers.csv' |
            ForEach-Object { @{ File = $_ } }
    ) {
        $null = New-Item "s/$File" -Force -Value mine
        foreach ($name in 'plan.json', 'plan.removed') {
            Set-Content s/$name '{"terraform":1}'
            $run = Invoke-Script 'Remove-Sweep s -Force -Confirm:$false'
            $run.Errors[0].FullyQualifiedErrorId | Should -BeLike 'GenEft.InvalidSweep,*'
            "$($run.Errors)" | Should -BeLike '*is no file of a sweep*'
            Get-Content "s/$File" | Should -Be mine
            Remove-Item s/$name
        }
    }

    It 'goes on where it was killed' {
        $null = New-Relation Modulo -Count 6 | New-Sweep s -MaxSteps 5
        Move-Item s/plan.json s/plan.removed
        Remove-Item s/relations -Recurse
        $run = Invoke-Script 'New-Relation Modulo -Count 6 | New-Sweep s -MaxSteps 5'
        "$($run.Errors)" | Should -BeLike '*Remove-Sweep removes a sweep*'
        Remove-Sweep s -WhatIf
        Test-Path s | Should -BeTrue
        Remove-Sweep s -Confirm:$false
        Test-Path s | Should -BeFalse
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
