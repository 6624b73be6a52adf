BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Receive-Sweep' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'returns what is finished, which goes where results go' {
        $rates = Get-LogRange 1e-3 1e-1 3
        $null = New-Relation Modulo -Count 6 | New-Sweep s -EncoderLearningRate $rates -DecoderLearningRate $rates -Seed 1, 2 -MaxSteps 40
        Receive-Sweep s -WarningVariable told -WarningAction Ignore | Should -BeNullOrEmpty
        "$told" | Should -BeLike '*no finished training yet*'
        $null = Invoke-Sweep s -Shard 0 -ShardCount 2
        $some = @(Receive-Sweep s)
        $some.Count | Should -Be (Get-Sweep s).DoneCount
        $null = Invoke-Sweep s
        $all = @(Receive-Sweep s)
        $all | Should -HaveCount 18
        $all[0] | Should -BeOfType GenEft.Training.TrainingResult
        Assert-Table $all
        $all | Measure-PhaseProbability -WarningAction Ignore | Should -Not -BeNullOrEmpty
        $all | Export-Figure s.svg
        Test-Path s.svg | Should -BeTrue
    }

    It 'says that there is a file where journals belong' {
        $null = New-Relation Modulo -Count 6 | New-Sweep s -MaxSteps 2
        Set-Content s/journal x
        foreach ($script in 'Receive-Sweep s', 'Invoke-Sweep s', 'Get-Sweep s') {
            $run = Invoke-Script $script
            $run.Output | Should -BeNullOrEmpty
            $run.Errors[0].FullyQualifiedErrorId | Should -BeLike 'GenEft.InvalidSweep,*'
        }
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'Receive-Sweep none'; Id = 'GenEft.FileNotFound' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Receive-Sweep') {
        Assert-Example $Code
    }
}
