BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Get-TrainingHistory' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'unrolls the learning curve' {
        $run = New-Relation Modulo -Count 9 | Invoke-Training -MaxSteps 20 -HistoryInterval 5
        $rows = @($run | Get-TrainingHistory)
        $rows.Step | Should -Be 0, 5, 10, 15, 20
        $rows[0].Optimizer | Should -Be 'AdamW'
        Assert-Table $rows
    }

    It 'tells activations apart, and so does a figure of them' {
        $rows = @(New-Relation Modulo -Count 6 | Invoke-Training -Activation Tanh, ReLU -HistoryInterval 5 -MaxSteps 10 -StopWhen MaxSteps | Get-TrainingHistory)
        $rows.Activation | Should -Be Tanh, Tanh, Tanh, ReLU, ReLU, ReLU
        $rows | Export-Figure activations.svg -WarningAction SilentlyContinue
        Get-Content activations.svg -Raw | Should -BeLike '*<svg*'
    }

    It 'has the settings that tell runs of a sweep apart' {
        $rows = New-Relation Modulo -Count 6 | Invoke-Training -EncoderScale 0.5, 1 -DecoderWeightDecay 0, 1 -HistoryInterval 5 -MaxSteps 5 -StopWhen MaxSteps | Get-TrainingHistory
        @($rows | Group-Object EncoderScale, DecoderWeightDecay) | Should -HaveCount 4
    }

    It 'has the charge where it was asked for, through files too' {
        $relation = New-Relation Modulo -Count 9
        $run = $relation | Invoke-Training -MaxSteps 10 -HistoryInterval 10 -IncludeCharge -IncludeModel -IncludeEmbedding
        $run | Export-Csv run.csv
        $again = Import-Csv run.csv | Invoke-Training -Relation $relation
        $rows = @($run | Get-TrainingHistory)
        $rows[-1].Charge | Should -Be ($run | Measure-EmbeddingStructure).Charge
        ($again | Get-TrainingHistory).Charge | Should -Be $rows.Charge
        Assert-Table $rows
        $plain = [pscustomobject]@{ IncludeCharge = 'False'; HistoryInterval = 10; MaxSteps = 10 }, [pscustomobject]@{ IncludeCharge = ''; HistoryInterval = 10; MaxSteps = 10 } |
            Invoke-Training -Relation $relation
        Join-Column @($plain | Get-TrainingHistory) ChargeDrift | Should -Be '', '', '', ''
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'New-Relation Modulo | Get-TrainingHistory'; Id = 'GenEft.DataNotIncluded' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'takes several results by name' {
        $runs = New-Relation Modulo -Count 6 | Invoke-Training -Seed 0, 1 -MaxSteps 10 -HistoryInterval 10 -StopWhen MaxSteps -IncludeEmbedding
        (Get-TrainingHistory $runs).Seed | Should -Be 0, 0, 1, 1
        Get-Embedding -InputObject $runs | Should -HaveCount 12
        $lengths = New-Relation Modulo, Tree -Count 6 | Measure-DescriptionLength -IncludeOrbit -IncludeGenerator
        Get-Orbit $lengths | Should -HaveCount 12
        (Get-Generator $lengths).Relation | Select-Object -Unique | Should -HaveCount 2
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Get-TrainingHistory') {
        Assert-Example $Code
    }
}
