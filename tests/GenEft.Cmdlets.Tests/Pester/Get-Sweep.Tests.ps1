BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Get-Sweep' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'tells what is done, of several' {
        $null = New-Relation Modulo -Count 6 | New-Sweep a -Seed 1, 2 -MaxSteps 5
        $null = New-Relation Modulo -Count 6 | New-Sweep b -MaxSteps 5
        $null = Invoke-Sweep a
        Join-Column (Get-Sweep a, b) State, CellCount, DoneCount, ProcessCount | Should -Be 'Done 2 2 0', 'New 1 0 0'
        (Get-ChildItem -Directory | Get-Sweep).State | Should -Be 'Done', 'New'
        Get-Sweep a | Get-Sweep | ForEach-Object State | Should -Be 'Done'
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'Get-Sweep none'; Id = 'GenEft.FileNotFound' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'tells of a plan that is none' {
        $null = New-Item -ItemType Directory p
        Set-Content p/plan.json '{"schema": 7, "module": "9.9"}'
        $run = Invoke-Script 'Get-Sweep p'
        $run.Errors[0].FullyQualifiedErrorId | Should -BeLike 'GenEft.InvalidSweep,*'
        "$($run.Errors)" | Should -BeLike '*schema 7, by GenEft 9.9*'
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Get-Sweep') {
        Assert-Example $Code
    }
}
