BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Stop-Sweep' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'has processes leave, which another goes on from, to the same bits' {
        $settings = @{ EncoderLearningRate = 1e-7; DecoderLearningRate = 1e-7; Seed = 1, 2; MaxSteps = 120000 }   # seconds, on fast machines too
        $null = New-Relation Modulo -Count 15 | New-Sweep s @settings
        $job = Submit-Sweep s -Engine Local -ShardCount 1
        for ($i = 0; $i -lt 1500 -and (Get-Sweep s).ProcessCount -lt 1; $i++) { Start-Sleep -Milliseconds 20 }
        $status = Stop-Sweep s
        $status.ProcessCount | Should -Be 0
        $status.QueuedTaskCount | Should -Be 0
        $status.State | Should -BeIn 'New', 'Unfinished'
        (Get-Content $job.Log -Raw) -join '' | Should -BeLike '*was stopped by Stop-Sweep;*'
        Get-ChildItem s/checkpoints | Should -Not -BeNullOrEmpty
        (Invoke-Sweep s -WarningAction SilentlyContinue).State | Should -Be 'Done' -Because 'a request is of those who were there'
        $direct = New-Relation Modulo -Count 15 | Invoke-Training @settings | Select-Object * -ExcludeProperty Elapsed | ConvertTo-Json
        Receive-Sweep s | Select-Object * -ExcludeProperty Elapsed | ConvertTo-Json | Should -Be $direct
    }

    It 'ends a process that has only started' {
        $null = New-Relation Modulo -Count 9 | New-Sweep s -EncoderLearningRate 1e-7 -DecoderLearningRate 1e-7
        $null = Submit-Sweep s -Engine Local -ShardCount 1
        (Stop-Sweep s).ProcessCount | Should -Be 0
        (Get-Sweep s).State | Should -BeIn 'New', 'Unfinished'
    }

    It 'does nothing with -WhatIf' {
        $null = New-Relation Modulo -Count 9 | New-Sweep s -MaxSteps 5
        (Stop-Sweep s -WhatIf).State | Should -Be 'New'
        Test-Path s/stop | Should -BeFalse
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'Stop-Sweep none'; Id = 'GenEft.FileNotFound' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Stop-Sweep') {
        Assert-Example $Code
    }
}
