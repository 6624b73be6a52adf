BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Invoke-Sweep' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'trains what is missing, and nothing twice' {
        $null = New-Relation Modulo -Count 6 | New-Sweep s -Seed (1..6) -MaxSteps 20
        $first = Invoke-Sweep s -Shard 0 -ShardCount 2
        $first.State | Should -Be 'Unfinished'
        $first.DoneCount | Should -BeGreaterThan 0
        $first.DoneCount | Should -BeLessThan 6
        (Invoke-Sweep s).State | Should -Be 'Done'
        (Invoke-Sweep s).State | Should -Be 'Done'
        @(Get-Content s/journal/*.jsonl) | Should -HaveCount 6
        (Get-ChildItem s/claims, s/owners, s/checkpoints) | Should -BeNullOrEmpty
    }

    It 'gives what Invoke-Training gives, bit for bit' {
        $p = @{ EncoderLearningRate = 1e-3, 1e-2; DecoderLearningRate = 1e-2, 1e-1; Seed = 1, 2; MaxSteps = 60; HistoryInterval = 20; Optimizer = 'Adam', 'GradientDescent' }
        $null = New-Relation Modulo -Count 7 | New-Sweep s @p
        $null = Invoke-Sweep s
        $columns = @{ Property = '*'; ExcludeProperty = 'Elapsed', 'History' }
        (Receive-Sweep s | Select-Object @columns | ConvertTo-Json) | Should -Be (New-Relation Modulo -Count 7 | Invoke-Training @p | Select-Object @columns | ConvertTo-Json)
        (Receive-Sweep s | Get-TrainingHistory | ConvertTo-Json) | Should -Be (New-Relation Modulo -Count 7 | Invoke-Training @p | Get-TrainingHistory | ConvertTo-Json)
    }

    It 'trains a damaged line again, and tells of it' {
        $null = New-Relation Modulo -Count 6 | New-Sweep s -Seed (1..3) -MaxSteps 20
        $null = Invoke-Sweep s -ThrottleLimit 1
        $whole = Receive-Sweep s | Select-Object * -ExcludeProperty Elapsed | ConvertTo-Json
        $journal = Get-Item s/journal/*.jsonl
        $lines = Get-Content $journal
        $lines[1] = $lines[1].Replace('"MaxSteps":20', '"MaxSteps":21')
        Set-Content $journal $lines
        $status = Invoke-Sweep s -WarningVariable told -WarningAction SilentlyContinue
        $status.State, $status.DamagedLineCount | Should -Be 'Done', 1
        "$told" | Should -BeLike "*1 line(s)*$($journal.Name) line 2*"
        (Receive-Sweep s -WarningAction Ignore | Select-Object * -ExcludeProperty Elapsed | ConvertTo-Json) | Should -Be $whole
    }

    It 'takes over from a process that is gone' {
        $null = New-Relation Modulo -Count 6 | New-Sweep s -Seed 1, 2 -MaxSteps 20
        $null = New-Item -ItemType Directory s/claims
        Set-Content -NoNewline -Path s/claims/00000 -Value 'gone-1'
        Set-SweepOwner s gone-1 ([int]::MaxValue)
        (Invoke-Sweep s -WarningVariable told -WarningAction SilentlyContinue).State | Should -Be 'Done'
        "$told" | Should -BeLike "*'gone-1' is taken over*"
    }

    It 'tells that another version has planned it' {
        $null = New-Relation Modulo -Count 6 | New-Sweep s -MaxSteps 5
        (Get-Content s/plan.json -Raw) -replace '"module": "[^"]*"', '"module": "9.9.9"' | Set-Content s/plan.json
        (Invoke-Sweep s -WarningVariable told -WarningAction SilentlyContinue).State | Should -Be 'Done'
        "$told" | Should -BeLike '*was planned by GenEft 9.9.9*'
    }

    It 'trains nothing with -WhatIf' {
        $null = New-Relation Modulo -Count 6 | New-Sweep s -MaxSteps 20
        (Invoke-Sweep s -WhatIf).State | Should -Be 'New'
        Test-Path s/journal | Should -BeFalse
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'Invoke-Sweep none'; Id = 'GenEft.FileNotFound'; Message = '*no sweep*New-Sweep*' }
        @{ Script = 'Invoke-Sweep s -Shard 1'; Id = 'GenEft.ParameterNotApplicable'; Message = '*go together*' }
        @{ Script = 'Invoke-Sweep s -Shard 2 -ShardCount 2'; Id = 'GenEft.ValueOutOfRange'; Message = '*Shard*0*1*' }
        @{ Script = 'Invoke-Sweep s -ThrottleLimit 0'; Id = 'GenEft.ValueOutOfRange'; Message = '*ThrottleLimit*' }
    ) {
        Assert-Refused $Script $Id $Message
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Invoke-Sweep') {
        Assert-Example $Code
    }
}
