BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Measure-AccuracyBound' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'writes rows by relation, method, seed and fraction' {
        $rows = @(New-Relation Modulo -Modulus 3, 5 -Count 12 |
            Measure-AccuracyBound -TrainingFraction 0.1, 1 -Method Analytic, Exact -SamplingCount 3 -Seed 4, 5)
        Join-Column $rows Relation, Method, TrainingFraction, Seed | Should -Be @(
            'Modulo 3 Analytic 0.1 ', 'Modulo 3 Analytic 1 ', 'Modulo 3 Exact 0.1 4', 'Modulo 3 Exact 1 4', 'Modulo 3 Exact 0.1 5', 'Modulo 3 Exact 1 5'
            'Modulo 5 Analytic 0.1 ', 'Modulo 5 Analytic 1 ', 'Modulo 5 Exact 0.1 4', 'Modulo 5 Exact 1 4', 'Modulo 5 Exact 0.1 5', 'Modulo 5 Exact 1 5')
        $rows[2].SampleCount | Should -Be 14
        $rows[2].SamplingCount | Should -Be 3
        $rows[2].IsExact | Should -BeTrue
        $rows[2].GuessProbability | Should -BeNullOrEmpty
        $rows[3].AccuracyBound | Should -Be 1
        $rows[2].StandardError | Should -BeGreaterThan 0
        $rows[0].StandardError | Should -BeNullOrEmpty
        Assert-Table $rows
    }

    It 'takes a number of pairs in place of the fraction' {
        $relation = New-Relation GreaterThan -Count 10
        $byCount = @($relation | Measure-AccuracyBound -SampleCount 20 -Method Analytic, Paper, Exact)
        $byFraction = @($relation | Measure-AccuracyBound -TrainingFraction 0.2 -Method Analytic, Paper, Exact)
        $byCount | ForEach-Object { "$_" } | Should -Be ($byFraction | ForEach-Object { "$_" })
        Join-Column $byCount SamplingCount | Should -Be '', '3', '3'
    }

    It 'gives the same whatever the number of threads' {
        $one, $four = 1, 4 | ForEach-Object {
            New-Relation GreaterThan -Count 12 | Measure-AccuracyBound -TrainingFraction 0.1 -Method Paper -DrawCount 40 -ThrottleLimit $_
        }
        $four.AccuracyBound | Should -Be $one.AccuracyBound
    }

    It 'leaves the others where one relation has no posterior' {
        $run = Invoke-Script '(New-Relation Random -Count 8), (New-Relation Modulo -Count 8) | Measure-AccuracyBound -TrainingFraction 0.2 -Method Exact'
        $run.Output.Relation | Should -Be 'Modulo 3'
        $run.Errors | Should -HaveCount 1
        $run.Errors[0].FullyQualifiedErrorId | Should -BeLike 'GenEft.NoPosterior*'
    }

    It 'leaves the others where one item of an array is bad' {
        $run = Invoke-Script 'Measure-AccuracyBound -TrainingFraction 0.5 -Relation (New-Relation Modulo), (New-Relation Random), (New-Relation GreaterThan)'
        $run.Output.Relation | Should -Be 'Modulo 3', 'Greater-than'
        $run.Errors | Should -HaveCount 1
        $run.Errors[0].FullyQualifiedErrorId | Should -BeLike 'GenEft.NoGuessProbability*'
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'New-Relation Modulo | Measure-AccuracyBound -TrainingFraction 0.1 -DrawCount 50'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'New-Relation Random | Measure-AccuracyBound -TrainingFraction 0.5'; Id = 'GenEft.NoGuessProbability' }
        @{ Script = 'New-Relation Random | Measure-AccuracyBound -TrainingFraction 0.5 -Bits 100'; Id = 'GenEft.NoGuessProbability' }
        @{ Script = 'New-Relation Modulo | Measure-AccuracyBound -TrainingFraction 0'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Measure-AccuracyBound -TrainingFraction 1.5'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Random | Measure-AccuracyBound -TrainingFraction 0.5 -Method Exact'; Id = 'GenEft.NoPosterior' }
        @{ Script = 'New-Relation Modulo | Measure-AccuracyBound -TrainingFraction 0.5 -Method Paper -Bits 40'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'New-Relation Modulo | Measure-AccuracyBound -TrainingFraction 0.5 -Method Exact -GuessProbability 0.5'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'New-Relation Modulo | Measure-AccuracyBound -SampleCount 0 -Method Exact'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Measure-AccuracyBound -SampleCount 901 -Method Analytic'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Measure-AccuracyBound -TrainingFraction 0.5, 2 -Method Exact'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Measure-AccuracyBound -TrainingFraction 0.5 -Method Exact -SamplingCount 0'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Measure-AccuracyBound -TrainingFraction 0.5 -Method Exact -DrawCount 1'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Measure-AccuracyBound -TrainingFraction 0.5 -Method Exact -Budget -1'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Measure-AccuracyBound -TrainingFraction 0.5 -Method Exact -ThrottleLimit 0'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation GreaterThan | Measure-AccuracyBound -TrainingFraction 0.05 -Method Exact -Budget 9 -NoSampling'; Id = 'GenEft.ExactOverBudget' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Measure-AccuracyBound') {
        Assert-Example $Code
    }
}
