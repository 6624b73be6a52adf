BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'New-Sweep' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'plans what Invoke-Training would train, in its order' {
        $p = @{ EncoderLearningRate = 1e-3, 1e-2; DecoderLearningRate = 1e-2, 1e-1; Seed = 1, 2; DecoderWidth = 5, 8; MaxSteps = 3 }
        $status = New-Relation Modulo, GreaterThan -Count 6 | New-Sweep s @p
        $status.State, $status.CellCount, $status.DoneCount | Should -Be 'New', 32, 0
        $status.Path | Should -Be "$PWD/s"
        (($status | Out-String -Width 80) -split '\n').ForEach{ ($_ -replace "`e\[[\d;]*m").TrimEnd().Length } | Sort-Object -Bottom 1 | Should -BeLessOrEqual 80
        $null = Invoke-Sweep s
        Join-Column (Receive-Sweep s) Relation, DecoderWidth, EncoderLearningRate, DecoderLearningRate, Seed |
            Should -Be (Join-Column (New-Relation Modulo, GreaterThan -Count 6 | Invoke-Training @p) Relation, DecoderWidth, EncoderLearningRate, DecoderLearningRate, Seed)
    }

    It 'takes rows, of a file too, in any culture' {
        Invoke-InCulture 'de-DE' {
            "EncoderLearningRate,Seed`n0.001,5`n0.01,6" | Set-Content rows.csv
            (Import-Csv rows.csv | New-Sweep rows -Relation (New-Relation Modulo -Count 6) -MaxSteps 3).CellCount | Should -Be 2
            $null = Invoke-Sweep rows
            (Receive-Sweep rows).EncoderLearningRate | Should -Be 0.001, 0.01
            (Receive-Sweep rows).Seed | Should -Be 5, 6
        }
        Get-Content -Raw rows/plan.json | Should -BeLike '*0.001*'
    }

    It 'refuses all where one training is refused, and makes no folder' {
        $run = Invoke-Script 'New-Relation Modulo -Count 6 | New-Sweep bad -MaxSteps 5, 0'
        $run.Errors[0].FullyQualifiedErrorId | Should -BeLike 'GenEft.ValueOutOfRange,*'
        Get-ChildItem | Should -BeNullOrEmpty
    }

    It 'tells how many trainings are too many' {
        Assert-Refused 'New-Relation Modulo | New-Sweep s -Seed (1..20000) -MaxSteps (1..20000)' 'GenEft.ValueOutOfRange' 'The number of trainings is 400000000; *'
    }

    It 'makes nothing with -WhatIf, and tells how many' {
        New-Relation Modulo -Count 6 | New-Sweep s -Seed (1..5) -WhatIf
        Get-ChildItem | Should -BeNullOrEmpty
    }

    It 'leaves a folder alone that holds something' {
        $null = New-Item -ItemType Directory full
        Set-Content full/mine x
        $run = Invoke-Script 'New-Relation Modulo -Count 6 | New-Sweep full'
        $run.Errors[0].FullyQualifiedErrorId | Should -BeLike 'GenEft.SweepExists,*'
        "$($run.Errors)" | Should -BeLike '*full*not empty*Remove-Sweep*'
        (Get-ChildItem full).Name | Should -Be 'mine'
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'New-Relation Modulo -Count 6 | New-Sweep nowhere: -MaxSteps 5'; Id = 'GenEft.FileNotFound' }
        @{ Script = 'New-Relation Modulo -Count 6 | New-Sweep env:x'; Id = 'GenEft.FileUnreadable' }
        @{ Script = 'New-Relation Modulo -Count 6 | New-Sweep "a`0b"'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo -Count 6 | New-Sweep s -HistoryInterval 1 -MaxSteps 200000'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo -Count 6 | New-Sweep s -Seed (1..20000) -MaxSteps (1..20000)'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo -Count 6 | New-Sweep s -DecoderDepth 99'; Id = 'GenEft.ValueOutOfRange' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'New-Sweep') {
        Assert-Example $Code
    }

    It 'plans one learning rate for both' {
        New-Relation Modulo -Count 6 | New-Sweep both -LearningRate 1e-2, 1e-3 -Seed 0, 1 -MaxSteps 2 | Out-Null
        Invoke-Sweep both | Out-Null
        $rows = @(Receive-Sweep both)
        $rows.EncoderLearningRate | Should -Be 0.01, 0.01, 0.001, 0.001
        $rows.DecoderLearningRate | Should -Be 0.01, 0.01, 0.001, 0.001
        $rows.StopReason | Select-Object -Unique | Should -Be MaxSteps
    }
}
