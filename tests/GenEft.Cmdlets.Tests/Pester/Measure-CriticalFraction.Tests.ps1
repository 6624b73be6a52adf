BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Measure-CriticalFraction' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'writes a row for each accuracy and method' {
        $rows = @(New-Relation Modulo -Count 12 | Measure-CriticalFraction -Method Analytic, Exact -Accuracy 0.9, 0.99)
        Join-Column $rows Method, Accuracy | Should -Be 'Analytic 0.9', 'Analytic 0.99', 'Exact 0.9', 'Exact 0.99'
        Assert-Table $rows
    }

    # What has no closed form goes from a file to a critical fraction in one pipeline.
    It 'knows the bits of a knowledge graph' {
        Set-Content kg.csv "head,tail`na,b`nb,c`nc,d`nc,e"
        $row = Import-Relation kg.csv | Measure-CriticalFraction
        Assert-Close $row.Bits ([Math]::Log2(60)) 1e-14
        $row.Low | Should -BeNullOrEmpty
    }

    It 'takes the bits of a class' {
        $row = Get-DescriptionLength -Class TotalOrder -Count 30 | Measure-CriticalFraction
        $row.CriticalFraction | Should -Be (New-Relation GreaterThan | Measure-CriticalFraction).CriticalFraction
        (Get-DescriptionLength TotalOrder | Measure-CriticalFraction).Relation | Should -Be 'TotalOrder'
    }

    # At the critical fraction, on average over samplings, the bound is at the accuracy: the two cmdlets agree.
    It 'is where the bound gets to: <Kind>, <Method>' -ForEach @(
        @{ Kind = 'Modulo'; Count = 18; Method = 'Exact'; Bound = 'Exact' }
        @{ Kind = 'Modulo'; Count = 18; Method = 'MonteCarlo'; Bound = 'Paper' }
        @{ Kind = 'GreaterThan'; Count = 12; Method = 'Exact'; Bound = 'Exact' }
    ) {
        $relation = New-Relation $Kind -Count $Count
        $rows = @($relation | Measure-CriticalFraction -Method Analytic, $Method -Accuracy 0.8, 0.95 -SamplingCount 40 -Seed 2)
        $rows.Method | Should -Be 'Analytic', 'Analytic', $Method, $Method
        # Classes and small orders are counted.
        $rows[0, 1] | ForEach-Object { $_.IsExact | Should -BeNullOrEmpty }
        foreach ($row in $rows[2, 3]) {
            $row.IsExact | Should -BeTrue
            $row.Low | Should -BeLessThan $row.CriticalFraction
            $row.High | Should -BeGreaterThan $row.CriticalFraction

            # Within the interval, widened by itself: the mean of crossings is not quite the crossing of the mean.
            $width = $row.High - $row.Low
            $bounds = @($row.Low - $width; $row.High + $width) | ForEach-Object {
                ($relation | Measure-AccuracyBound -TrainingFraction $_ -Method $Bound -SamplingCount 40 -Seed 2).AccuracyBound
            }
            $row.Accuracy | Should -BeGreaterOrEqual $bounds[0]
            $row.Accuracy | Should -BeLessOrEqual $bounds[1]
        }
    }

    It 'says whether probabilities were drawn' {
        $relation = New-Relation GreaterThan -Count 10
        ($relation | Measure-CriticalFraction -Method MonteCarlo -DrawCount 20).IsExact | Should -BeFalse
        ($relation | Measure-CriticalFraction -Method Exact -Budget 5 -DrawCount 20).IsExact | Should -BeFalse
    }

    # Each network of the search is one that Invoke-Training trains with the same seed and fraction.
    It 'trains what Invoke-Training trains' {
        $relation = New-Relation Modulo -Modulus 2 -Count 8
        $training = @{ Combination = 'SquaredDifference'; DecoderDepth = 2; DecoderWidth = 8; EncoderLearningRate = 0.02; DecoderLearningRate = 0.02 }
        $row = $relation | Measure-CriticalFraction -Method Training -SamplingCount 2 -Tolerance 0.01 -Seed 3 -Training ($training + @{ MaxSteps = 300 })
        $fractions = foreach ($seed in 3, 4) {
            $accuracies = ($relation | Invoke-Training -TrainingFraction (1..64 | ForEach-Object { $_ / 64 }) -Seed $seed -MaxSteps 300 -StopWhen MaxSteps @training).Accuracy
            $below, $enough = 0, 64
            while ($enough - $below -gt 1) {
                $middle = [int][Math]::Floor(($below + $enough) / 2)
                if ($accuracies[$middle - 1] -ge 0.9) { $enough = $middle } else { $below = $middle }
            }
            $enough / 64
        }
        Assert-Close $row.CriticalFraction ($fractions | Measure-Object -Average).Average 1e-14
    }

    # Accuracies share runs: the checkpoint holds each once, whoever asks first.
    It 'trains no run twice' {
        $search = @{ Method = 'Training'; Accuracy = 0.6, 0.7, 0.8, 0.9; SamplingCount = 4; Tolerance = 0.05; Training = @{ MaxSteps = 30; DecoderWidth = 5 } }
        $sizes = 1..4 | ForEach-Object {
            $null = New-Relation Modulo -Count 7 | Measure-CriticalFraction @search -Checkpoint "$_.ckpt"
            (Get-Item "$_.ckpt").Length
        }
        $sizes | Select-Object -Unique | Should -HaveCount 1
    }

    It 'makes every combination of tables' {
        $rows = New-Relation Modulo -Count 5 | Measure-CriticalFraction -Method Training -SamplingCount 2 -Tolerance 0.9 -Training @{
            combination = 'Concatenation', 'Difference'; DecoderDepth = 1..2; MaxSteps = 3 }, ([ordered]@{ MaxSteps = '7' })
        $rows | ForEach-Object { "$($_.Combination) $($_.DecoderDepth)" } | Should -Be @(
            'Concatenation 1', 'Difference 1', 'Concatenation 2', 'Difference 2', 'Concatenation 3')
        $rows[-1].Training | Should -Be 'MaxSteps=7'
    }

    It 'comes back from a checkpoint with the same fraction and trains nothing again' {
        $search = @{ Method = 'Training'; SamplingCount = 2; Tolerance = 0.2; Training = @{ MaxSteps = 200; DecoderWidth = 10 }; Accuracy = 0.6 }
        $relation = New-Relation Modulo -Count 7
        $first = $relation | Measure-CriticalFraction @search -Checkpoint search.ckpt
        $size = (Get-Item search.ckpt).Length
        $relation | Measure-CriticalFraction @search -Checkpoint search.ckpt | Should -Be $first
        $relation | Measure-CriticalFraction @search | Should -Be $first
        $size | Should -BeGreaterThan 1000
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'New-Relation Modulo | Measure-CriticalFraction -SamplingCount 3'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'New-Relation Modulo | Measure-CriticalFraction -Method Analytic -NoSampling'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'New-Relation Modulo | Measure-CriticalFraction -Bits 10, 20 -Method Exact'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'New-Relation Modulo | Measure-CriticalFraction -Bits 10 -Method Analytic, MonteCarlo'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'New-Relation Random | Measure-CriticalFraction -TimeLimit 1e10'; Id = 'ParameterArgumentTransformationError' }
        @{ Script = 'New-Relation Modulo | Measure-CriticalFraction -Accuracy 1'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Measure-CriticalFraction -Bits 0.5 -Count 30'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Measure-CriticalFraction -Bits 50 -Count 30 -Method Exact'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'New-Relation Random | Measure-CriticalFraction -Method MonteCarlo'; Id = 'GenEft.NoPosterior' }
        @{ Script = 'New-Relation Modulo | Measure-CriticalFraction -Method Exact -SamplingCount 1'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Measure-CriticalFraction -Method Exact -Accuracy 0'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation GreaterThan | Measure-CriticalFraction -Method Exact -Budget 9 -NoSampling'; Id = 'GenEft.ExactOverBudget' }
        @{ Script = 'New-Relation Modulo | Measure-CriticalFraction -Training @{ MaxSteps = 5 }'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'New-Relation Modulo | Measure-CriticalFraction -Tolerance 0.1'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'New-Relation Modulo | Measure-CriticalFraction -Method Training -Tolerance 0'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Measure-CriticalFraction -Method Training -SamplingCount 1'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Measure-CriticalFraction -Method Training -Training @{ Depth = 5 }'; Id = 'GenEft.UnknownSetting' }
        @{ Script = 'New-Relation Modulo | Measure-CriticalFraction -Method Training -Training @{ Seed = 5 }'; Id = 'GenEft.UnknownSetting' }
        @{ Script = 'New-Relation Modulo | Measure-CriticalFraction -Method Training -Training @{ MaxSteps = ''many'' }'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Measure-CriticalFraction -Method Training -Training @{ MaxSteps = 5 }, @{ DecoderDepth = 0 }'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Measure-CriticalFraction -Method Training -Training @{ Combination = ''Sum'' }'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Measure-CriticalFraction -Method Training -Training @{ DecoderDepth = @() }'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Measure-CriticalFraction -Method Training -Training @{ Combination = [GenEft.Training.Optimizer]::Adam }'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Measure-CriticalFraction -Method Training -Training @{ IncludeCharge = $true }'; Id = 'GenEft.UnknownSetting' }
        @{ Script = 'New-Relation Modulo | Measure-CriticalFraction -Accuracy 0.9, 1.5'; Id = 'GenEft.ValueOutOfRange' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'tells what a pair tells, and warns where a constant answer does as well' {
        $path = Join-Path $PSScriptRoot ../../../examples/wordnet/mammals.csv
        $row = Import-Relation $path | Measure-CriticalFraction -WarningVariable warned 3>$null
        Assert-Close $row.InformationPerPair 0.009854 5e-7
        Assert-Close $row.IdentificationFraction 0.6618 5e-5
        Assert-Close $row.BaselineAccuracy 0.9992 5e-5
        $row.CriticalSampleCount | Should -Be 20978
        $row.MirroredIdentificationFraction | Should -BeNullOrEmpty
        "$warned" | Should -BeLike 'Accuracy 0.9 is below 0.9992, what the answer "never" scores*'
        $null = New-Relation Modulo | Measure-CriticalFraction -WarningVariable warned
        $warned | Should -BeNullOrEmpty
        (Measure-CriticalFraction -Bits 10 -Count 6).InformationPerPair | Should -BeNullOrEmpty
        Assert-Close (New-Relation Modulo | Measure-AccuracyBound -TrainingFraction 0.1).BaselineAccuracy (2 / 3) 1e-15
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Measure-CriticalFraction') {
        Assert-Example $Code
    }

    It 'takes one learning rate for both in -Training' {
        $relation = New-Relation Modulo -Count 9
        $common = @{ Method = 'Training'; Tolerance = 0.2; Seed = 1; SamplingCount = 2 }
        $both = $relation | Measure-CriticalFraction @common -Training @{ LearningRate = 1e-2; MaxSteps = 200 }
        $each = $relation | Measure-CriticalFraction @common -Training @{ EncoderLearningRate = 1e-2; DecoderLearningRate = 1e-2; MaxSteps = 200 }
        $both.CriticalFraction | Should -Be $each.CriticalFraction
        $twice = [Collections.Hashtable]::new([StringComparer]::Ordinal)
        $twice['LearningRate'] = 1e-2
        $twice['learningrate'] = 1e-3
        { $relation | Measure-CriticalFraction @common -Training $twice -ErrorAction Stop } | Should -Throw -ErrorId 'GenEft.ValueOutOfRange,*' -ExpectedMessage '*LearningRate twice*'
        { $relation | Measure-CriticalFraction @common -Training @{ LearningRate = 1e-2; DecoderLearningRate = 1e-2 } -ErrorAction Stop } | Should -Throw -ErrorId 'GenEft.ParameterNotApplicable,*'
    }
}
