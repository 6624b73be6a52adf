BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Invoke-Training' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    # Rows of text in, rows of text out: no value changes, whatever the culture.
    It 'keeps settings through CSV files in culture "<_>"' -ForEach '', 'en-US', 'de-DE' {
        Set-Content cells.csv @(
            'EncoderLearningRate,DecoderLearningRate,TrainingFraction,DecoderWidth,Seed,Optimizer'
            '0.015,1.5E-04,0.5,7,3,Adam', '1e-3,0.25,0.75,12,12345678901,GradientDescent')
        $culture = $_
        Invoke-InCulture $culture {
            $relation = New-Relation Modulo -Count 9
            $runs = Import-Csv cells.csv | Invoke-Training -Relation $relation -MaxSteps 20
            $runs | Export-Csv first.csv
            $runs.EncoderLearningRate | Should -Be 0.015, 1e-3
            $runs.DecoderLearningRate | Should -Be 1.5e-4, 0.25
            $runs.TrainingFraction | Should -Be 0.5, 0.75
            $runs.DecoderWidth | Should -Be 7, 12
            $runs.Seed | Should -Be 3, 12345678901

            # Results go back in as settings, without renaming, and come out the same: Export-Csv writes the culture's commas, which
            # PowerShell's own conversion would read a thousandfold.
            $decimals = if ($culture -eq 'de-DE') { '*"0,015"*' } else { '*"0.015"*' }
            Get-Content first.csv -Raw | Should -BeLike $decimals
            Import-Csv first.csv | Invoke-Training -Relation $relation | Export-Csv second.csv
            (Get-Content second.csv) -replace '\d\d:\d\d:\d\d\.\d+' | Should -Be ((Get-Content first.csv) -replace '\d\d:\d\d:\d\d\.\d+')
        }
    }

    It 'gives the same bits as a grid or a stream, on any number of threads, in any order' {
        $relation = New-Relation Modulo -Count 12
        $p = @{ DecoderWidth = 10; MaxSteps = 150; IncludeModel = $true }
        $grid = $p + @{ EncoderLearningRate = 1e-3, 1e-2; DecoderLearningRate = 1e-3, 1e-2; Seed = 1, 2 }
        filter Fingerprint { "$($_.EncoderLearningRate) $($_.DecoderLearningRate) $($_.Seed) $($_.TrainLoss.ToString('R')) $($_.TestAccuracy) $($_.Phase) $($_.Model.GetWeight(1)[3, 2].ToString('R'))" }
        $one = $relation | Invoke-Training @grid -ThrottleLimit 1 | Fingerprint
        $many = $relation | Invoke-Training @grid -ThrottleLimit 5 | Fingerprint
        $stream = & { foreach ($e in 1e-3, 1e-2) { foreach ($d in 1e-3, 1e-2) { foreach ($s in 1, 2) {
                        [pscustomobject]@{ EncoderLearningRate = $e; DecoderLearningRate = $d; Seed = $s } } } } } | Invoke-Training -Relation $relation @p | Fingerprint
        $unordered = $relation | Invoke-Training @grid -Unordered | Fingerprint
        $one | Select-Object -Unique | Should -HaveCount 8
        $many | Should -Be $one
        $stream | Should -Be $one
        $unordered | Sort-Object | Should -Be ($one | Sort-Object)
    }

    # Modulo 3 is no linear matter: what an identity decoder cannot learn, the others do.
    It 'trains each activation, and a linear decoder ends in confusion' {
        $rows = @(New-Relation Modulo -Count 12 | Invoke-Training -Activation Tanh, ReLU, GELU, Sigmoid, Sine, Identity -DecoderLearningRate 1e-2 -MaxSteps 1500)
        $rows.Activation | Should -Be Tanh, ReLU, GELU, Sigmoid, Sine, Identity
        $rows.TrainLoss | Select-Object -Unique | Should -HaveCount 6
        ($rows | Where-Object TrainStep -EQ $null).Activation | Should -Be Identity
        $rows[-1].Phase | Should -Be Confusion
    }

    It 'ends at a plateau and says so' {
        $run = New-Relation Modulo -Count 12 | Invoke-Training -DecoderWidth 12 -EncoderLearningRate 1e-4 -DecoderLearningRate 3e-2 -StopWhen Plateau -Patience 100
        $run.Phase | Should -Be Memorization
        $run.StopReason | Should -Be Plateau
        $run.StepCount | Should -BeLessThan 5000
        (New-Relation Modulo -Count 12 | Invoke-Training -DecoderWidth 12 -MaxSteps 20).StopReason | Should -Be MaxSteps
        { New-Relation Modulo | Invoke-Training -Patience 100 -ErrorAction Stop } | Should -Throw -ErrorId 'GenEft.ParameterNotApplicable,*' -ExpectedMessage 'Patience is 100 and StopWhen is PhaseKnown; only*'

        # Rows of both kinds go back in.
        $rows = @(New-Relation Modulo -Count 6 | Invoke-Training -StopWhen PhaseKnown, Plateau -Patience 20 -MaxSteps 30)
        @($rows | Invoke-Training -Relation (New-Relation Modulo -Count 6)).StopReason | Should -Be $rows.StopReason
    }

    It 'takes one learning rate for both' {
        $relation = New-Relation Modulo -Count 6
        $rows = @($relation | Invoke-Training -LearningRate 1e-2, 0.5 -Seed 0, 1 -MaxSteps 2)
        $rows.EncoderLearningRate | Should -Be 0.01, 0.01, 0.5, 0.5
        $rows.DecoderLearningRate | Should -Be 0.01, 0.01, 0.5, 0.5
        $rows.Seed | Should -Be 0, 1, 0, 1
        $both = $relation | Invoke-Training -EncoderLearningRate 1e-2 -DecoderLearningRate 1e-2 -MaxSteps 2
        $rows[0].TrainLoss | Should -Be $both.TrainLoss

        # Of rows too, where an empty cell gives nothing.
        Set-Content rates.csv 'LearningRate,EncoderLearningRate,DecoderLearningRate', '0.01,,', ',0.02,0.03'
        $rows = @(Import-Csv rates.csv | Invoke-Training -Relation $relation -MaxSteps 2)
        $rows.EncoderLearningRate | Should -Be 0.01, 0.02
        $rows.DecoderLearningRate | Should -Be 0.01, 0.03

        # And of objects that lack what others have, in either order.
        $mixed = [pscustomobject]@{ EncoderLearningRate = 0.02 }, [pscustomobject]@{ LearningRate = 0.01 }, [pscustomobject]@{ DecoderLearningRate = 0.03 }
        $rows = @($mixed | Invoke-Training -Relation $relation -MaxSteps 2)
        $rows.EncoderLearningRate | Should -Be 0.02, 0.01, 0.001
        $rows.DecoderLearningRate | Should -Be 0.001, 0.01, 0.03

        { $relation | Invoke-Training -LearningRate 1e-2 -EncoderLearningRate 1e-3 -ErrorAction Stop } | Should -Throw -ErrorId 'GenEft.ParameterNotApplicable,*' -ExpectedMessage '*LearningRate and EncoderLearningRate are both given*'
        { $relation | Invoke-Training -LearningRate 1e-2, -1 -ErrorAction Stop } | Should -Throw -ErrorId 'GenEft.ValueOutOfRange,*' -ExpectedMessage 'LearningRate is -1; it must be a finite number greater than 0*'
        { $relation | Invoke-Training -LearningRate @() -ErrorAction Stop } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
    }

    It 'varies the last parameter of a grid fastest' {
        $rows = @(New-Relation Modulo -Count 6 | Invoke-Training -EncoderLearningRate 1e-3, 1e-2 -DecoderLearningRate 1e-3, 1e-2 -Seed 0, 1 -MaxSteps 1)
        Join-Column $rows EncoderLearningRate, DecoderLearningRate, Seed | Should -Be @(
            '0.001 0.001 0', '0.001 0.001 1', '0.001 0.01 0', '0.001 0.01 1', '0.01 0.001 0', '0.01 0.001 1', '0.01 0.01 0', '0.01 0.01 1')
        Assert-Table $rows
    }

    It 'brings finished runs back from a checkpoint at once' {
        $relation = New-Relation Modulo -Count 12
        $p = @{ DecoderWidth = 10; StopWhen = 'MaxSteps'; Seed = 1, 2 }
        $half = ($relation | Invoke-Training @p -MaxSteps 100 -Checkpoint runs.ckpt).TrainLoss
        $whole = ($relation | Invoke-Training @p -MaxSteps 200 -Checkpoint runs.ckpt).TrainLoss
        $whole | Should -Be ($relation | Invoke-Training @p -MaxSteps 200).TrainLoss
        $whole | Should -Not -Be $half
    }

    It 'refuses a checkpoint that is none, or of another version, and keeps it' -ForEach @(
        @{ Text = 'mine'; Message = '*not a GenEft checkpoint*' }, @{ Text = "GenEft checkpoint 1`n"; Message = '*another version*' }
    ) {
        Set-Content ../mine.ckpt $Text -NoNewline
        Assert-Refused 'New-Relation Modulo | Invoke-Training -MaxSteps 5 -Checkpoint ../mine.ckpt' 'GenEft.InvalidCheckpoint' $Message
        Get-Content ../mine.ckpt -Raw | Should -Be $Text
    }

    It 'carries extra data only where it was asked for' {
        $relation = New-Relation Modulo -Count 9
        $plain = $relation | Invoke-Training -MaxSteps 20
        $plain.PSObject.Properties.Name | Where-Object { $_ -in 'History', 'Embedding', 'Model' } | Should -BeNullOrEmpty
        $relation | Invoke-Training -MaxSteps 20 -HistoryInterval 5 -IncludeEmbedding -IncludeModel | Export-Csv rich.csv
        Get-Content rich.csv -Raw | Should -Not -Match 'System\.Object|GenEft\.'
    }

    It 'gives each run of a stream the history it asked for' {
        $runs = @{ HistoryInterval = 5; MaxSteps = 5 }, @{ HistoryInterval = 0; MaxSteps = 5 }, @{ HistoryInterval = 1; MaxSteps = 3 } |
            ForEach-Object { [pscustomobject]$_ } | Invoke-Training -Relation (New-Relation Modulo -Count 6)
        Join-Column $runs History | Should -Be '2 evaluations', '', '4 evaluations'
    }

    It 'warns once of a column that is no parameter, and not of results' {
        $relation = New-Relation Modulo -Count 6
        $runs = 1, 2 | ForEach-Object { [pscustomobject]@{ Seed = $_; DecoderLearnRate = 0.1 } } |
            Invoke-Training -Relation $relation -MaxSteps 1 -HistoryInterval 1 -WarningVariable misspelt -WarningAction SilentlyContinue
        $again = $runs | Select-Object * | Invoke-Training -Relation $relation -WarningVariable none
        "$misspelt" | Should -Be "'DecoderLearnRate' is no parameter of Invoke-Training; it is ignored."
        $none | Should -BeNullOrEmpty
        $again.TrainLoss | Should -Be $runs.TrainLoss
    }

    It 'tells random relations apart' {
        (New-Relation Random -Count 6 -Seed 1, 2 | Invoke-Training -MaxSteps 1).RelationSeed | Should -Be 1, 2
    }

    It 'says of numbers in quotes to drop them: <_>' -ForEach '1e-3,1e-2', '1e-3, 1e-2', '1;2' {
        $run = Invoke-Script "New-Relation Modulo | Invoke-Training -EncoderLearningRate '$_'"
        $run.Output | Should -BeNullOrEmpty
        "$($run.Errors)" | Should -BeLike '*several values are written without quotes*'
    }

    It 'says of <Value> what it looks like' -ForEach @(
        @{ Value = '0,5'; Parameter = 'EncoderScale'; Message = '*decimals have a point, as in 0.5*' }
        @{ Value = '0,125'; Parameter = 'TrainingFraction'; Message = '*decimals have a point, as in 0.5*' }
        @{ Value = '1..3'; Parameter = 'Seed'; Message = '*a range stands in parentheses, as in (1..3).' }
        @{ Value = '99999999999999999999'; Parameter = 'Seed'; Message = '*a whole number from -9223372036854775808 to 9223372036854775807.' }
        @{ Value = '1e12'; Parameter = 'MaxSteps'; Message = '*a whole number from -2147483648 to 2147483647.' }
    ) {
        "$((Invoke-Script "New-Relation Modulo | Invoke-Training -$Parameter '$Value'").Errors)" | Should -BeLike $Message
    }

    It 'takes rows of jobs without a word about what PowerShell adds to them' {
        $row = New-Relation Modulo -Count 6 | Invoke-Training -MaxSteps 3 | Select-Object *
        $row | Add-Member @{ PSComputerName = 'localhost'; RunspaceId = [guid]::NewGuid(); PSShowComputerName = $false; PSSourceJobInstanceId = [guid]::NewGuid() }
        $again = $row | Invoke-Training -Relation (New-Relation Modulo -Count 6) -WarningVariable warned 3>$null
        $warned | Should -BeNullOrEmpty
        $again.TrainLoss | Should -Be $row.TrainLoss
    }

    It 'does not take thousands for several values' {
        "$((Invoke-Script "New-Relation Modulo | Invoke-Training -MaxSteps '1,000'").Errors)" | Should -BeLike '*without thousands separators*'
    }

    It 'leaves a setting at its default that is $null, alone or in a row' {
        $relation = New-Relation Modulo -Count 6
        $plain = $relation | Invoke-Training -MaxSteps 5
        ($relation | Invoke-Training -Seed $null -DecoderWidth $null -Optimizer $null -MaxSteps 5).TrainLoss | Should -Be $plain.TrainLoss
        ([pscustomobject]@{ Relation = $relation; Seed = $null; MaxSteps = 5 } | Invoke-Training).TrainLoss | Should -Be $plain.TrainLoss
    }

    It 'takes an empty cell of a row for the default' {
        $relation = New-Relation Modulo -Count 6
        'Seed,Optimizer,DecoderWidth,IncludeCharge,EncoderLearningRate', '3,,,,', ',Adam,7,,' | Set-Content rows.csv
        $runs = Import-Csv rows.csv | Invoke-Training -Relation $relation -MaxSteps 2
        Join-Column $runs Seed, Optimizer, DecoderWidth, EncoderLearningRate | Should -Be '3 AdamW 50 0.001', '0 Adam 7 0.001'
    }

    It 'tells one mistake once' {
        $run = Invoke-Script '1..40 | ForEach-Object { [pscustomobject]@{ Seed = $_ } } | Invoke-Training -Relation (New-Relation Modulo -Count 6) -MaxSteps 0 3>&1'
        $run.Errors | Should -HaveCount 1
        "$($run.Output)" | Should -BeLike 'The same error came 40 times in all: MaxSteps is 0;*'
    }

    It 'says what to pass instead of a relation that is described or named: <_>' -ForEach @(
        'Import-Csv r.csv | Invoke-Training', 'Import-Clixml r.xml | Invoke-Training', 'Get-Content r.json | ConvertFrom-Json | Invoke-Training'
        '"Modulo" | Invoke-Training', '[pscustomobject]@{ Relation = "Modulo 3"; Seed = 1 } | Invoke-Training', 'Invoke-Training -Relation Modulo'
        'Import-Csv r.csv | Measure-DescriptionLength', 'Import-Csv r.csv | Measure-AccuracyBound -TrainingFraction 0.5', 'Import-Csv r.csv | Get-RelationPair'
        'Import-Csv r.csv | Get-RelationProperty', 'Import-Csv r.csv | Export-Relation x.csv', 'Import-Csv r.csv | Measure-CriticalFraction'
    ) {
        $relation = New-Relation Modulo -Count 6
        $relation | Export-Csv r.csv
        $relation | Export-Clixml r.xml
        $relation | ConvertTo-Json | Set-Content r.json
        $run = Invoke-Script $_
        $run.Output | Should -BeNullOrEmpty
        $run.Errors | Should -HaveCount 1
        "$($run.Errors)" | Should -BeLike '*Pass a relation: make it with New-Relation*'
    }

    It 'frees its checkpoint where it fails to begin' {
        $run = Invoke-Script '$VerbosePreference = "Stop"; New-Relation Modulo -Count 6 | Invoke-Training -MaxSteps 5 -Checkpoint runs.ckpt'
        $run.Errors | Should -HaveCount 1
        New-Relation Modulo -Count 6 | Invoke-Training -MaxSteps 5 -Checkpoint runs.ckpt | Should -HaveCount 1
    }

    It 'trains nothing with -WhatIf, but checks' {
        New-Relation Modulo -Count 6 | Invoke-Training -MaxSteps 100000000 -StopWhen MaxSteps -WhatIf | Should -BeNullOrEmpty
        $run = Invoke-Script 'New-Relation Modulo | Invoke-Training -DecoderDepth 0 -WhatIf'
        $run.Errors[0].FullyQualifiedErrorId | Should -BeLike 'GenEft.ValueOutOfRange*'
    }

    It 'refuses one bad item of a pipeline and goes on' {
        $relation = New-Relation Modulo -Count 9
        $run = Invoke-Script '1e-3, 0, 1e-2 | ForEach-Object { [pscustomobject]@{ EncoderLearningRate = $_ } } | Invoke-Training -Relation $relation -MaxSteps 5'
        $run.Output.EncoderLearningRate | Should -Be 1e-3, 1e-2
        $run.Errors | Should -HaveCount 1
        $run.Errors[0].FullyQualifiedErrorId | Should -Be 'GenEft.ValueOutOfRange,GenEft.Commands.InvokeTrainingCommand'
    }

    It 'refuses a bad cell of a grid before any cell runs' {
        $run = Invoke-Script 'New-Relation Modulo -Count 9 | Invoke-Training -EncoderLearningRate 1e-3, 1e-2, -1 -MaxSteps 5'
        $run.Output | Should -BeNullOrEmpty
        $run.Errors | Should -HaveCount 1
        "$($run.Errors[0])" | Should -BeLike '*EncoderLearningRate is -1; it must be a finite number greater than 0.*'
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'New-Relation Modulo | Invoke-Training -TrainingFraction 0'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Invoke-Training -TrainingFraction 1.5'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Invoke-Training -EncoderLearningRate 0'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Invoke-Training -DecoderLearningRate -1'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Invoke-Training -EncoderLearningRate NaN'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Invoke-Training -DecoderDepth 10'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Invoke-Training -Accelerator Cuda'; Id = 'GenEft.AcceleratorUnavailable' }
        @{ Script = 'New-Relation Modulo | Invoke-Training -ThrottleLimit 0'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Invoke-Training -DecoderWidth 65536 -EmbeddingDimension 4096'; Id = 'GenEft.TrainingTooLarge' }
        @{ Script = 'New-Relation Modulo | Invoke-Training -Checkpoint no/such.ckpt'; Id = 'GenEft.FileNotWritable' }
        @{ Script = 'New-Relation Modulo | Invoke-Training -IncludeCharge'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'New-Relation Modulo | Invoke-Training -IncludeCharge -HistoryInterval 5 -Combination SquaredDifference'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'New-Relation Modulo | Invoke-Training -Checkpoint "a`0b"'; Id = 'GenEft.ValueOutOfRange' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'does not bind <_>' -ForEach @(
        'New-Relation Modulo | Invoke-Training -Optimizer Sgd'
        'New-Relation Modulo | Invoke-Training -Seed @()'
        'New-Relation Modulo | Invoke-Training -Optimizer @()'
    ) {
        Assert-NotBound $_
    }

    # PowerShell drops a piped property that does not convert; a wrong cell of a file must not become a default.
    It 'refuses the piped property of <_>' -ForEach @(
        '[pscustomobject]@{ Optimizer = ''Sgd'' } | Invoke-Training -Relation (New-Relation Modulo -Count 6) -MaxSteps 1'
        '[pscustomobject]@{ Optimizer = 98 } | Invoke-Training -Relation (New-Relation Modulo -Count 6) -MaxSteps 1'
        '[pscustomobject]@{ Optimizer = $true } | Invoke-Training -Relation (New-Relation Modulo -Count 6) -MaxSteps 1'
        '[pscustomobject]@{ Optimizer = [ConsoleColor]::Red } | Invoke-Training -Relation (New-Relation Modulo -Count 6) -MaxSteps 1'
        '''{"EncoderLearningRate": {"value": 0.5}}'' | ConvertFrom-Json | Invoke-Training -Relation (New-Relation Modulo -Count 6) -MaxSteps 1'
        '[pscustomobject]@{ Seed = [timespan]1 } | Invoke-Training -Relation (New-Relation Modulo -Count 6) -MaxSteps 1'
        '[pscustomobject]@{ Seed = [guid]::Empty } | Invoke-Training -Relation (New-Relation Modulo -Count 6) -MaxSteps 1'
        '[pscustomobject]@{ Seed = @{ a = 1 } } | Invoke-Training -Relation (New-Relation Modulo -Count 6) -MaxSteps 1'
        '[pscustomobject]@{ DecoderWidth = { 5 } } | Invoke-Training -Relation (New-Relation Modulo -Count 6) -MaxSteps 1'
        '[pscustomobject]@{ Seed = ''1.5'' } | Invoke-Training -Relation (New-Relation Modulo -Count 6) -MaxSteps 1'
        '[pscustomobject]@{ DecoderWidth = ''3000000000'' } | Invoke-Training -Relation (New-Relation Modulo -Count 6) -MaxSteps 1'
        '[pscustomobject]@{ DecoderWidth = 3000000000 } | Invoke-Training -Relation (New-Relation Modulo -Count 6) -MaxSteps 1'
        '[pscustomobject]@{ Seed = ''1e20'' } | Invoke-Training -Relation (New-Relation Modulo -Count 6) -MaxSteps 1'
        '[pscustomobject]@{ TrainingFraction = [datetime]::Now } | Invoke-Training -Relation (New-Relation Modulo -Count 6) -MaxSteps 1'
    ) {
        Assert-NotBound $_
    }

    It 'tells measures, and warns once a relation where accuracy says nothing' {
        $relation = New-Relation Random -Count 12 -Density 0.03 -Seed 3
        $runs = $relation, $relation | Invoke-Training -PhaseMetric Accuracy, F1 -MaxSteps 50 -HistoryInterval 50 -StopWhen MaxSteps -WarningVariable warned 3>$null
        $warned | Should -HaveCount 1
        "$warned" | Should -BeLike 'The answer "never" is right for 9*% of the pairs of *-PhaseMetric F1, Matthews or BalancedAccuracy.'
        $runs.PhaseMetric | Should -Be 'Accuracy', 'F1', 'Accuracy', 'F1'
        $runs | Export-Csv runs.csv
        foreach ($name in 'BaselineAccuracy', 'TrainBalancedAccuracy', 'TestMatthews', 'Recall', 'AveragePrecision') {
            (Import-Csv runs.csv)[0].$name | Should -Not -BeNullOrEmpty
        }
        $row = ($runs[0] | Get-TrainingHistory)[-1]
        $row.BaselineAccuracy, $row.TrainMatthews, $row.F1 | Should -Be $runs[0].BaselineAccuracy, $runs[0].TrainMatthews, $runs[0].F1
        $null = New-Relation Modulo | Invoke-Training -MaxSteps 1 -WarningVariable warned
        $warned | Should -BeNullOrEmpty
    }

    It 'trains graphs of many elements on sampled pairs' {
        $run = New-Relation Random -Count 20000 -Density 2e-4 -Seed 1 |
            Invoke-Training -NegativeRatio 2 -BatchSize 100 -EvaluationCount 500 -EvaluationInterval 10 -MaxSteps 10 -PhaseMetric Matthews
        $run.SampleCount | Should -Be 300000000
        $run.StandardError | Should -BeGreaterOrEqual 0
        $run.StepCount | Should -Be 10
    }

    It 'refuses samples that cannot be drawn: <Script>' -ForEach @(
        @{ Script = 'New-Relation Modulo | Invoke-Training -NegativeRatio 3'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Invoke-Training -NegativeRatio -1'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Invoke-Training -EvaluationCount 10'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'New-Relation Random -Count 20000 -Density 2e-4 -Seed 1 | Invoke-Training -DecoderWidth 60000 -DecoderDepth 9'; Id = 'GenEft.TrainingTooLarge' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'refuses a row that cannot be read, and trains the others' {
        $bad = [pscustomobject]@{ MaxSteps = 3 } | Add-Member -PassThru ScriptProperty Seed { throw 'no disk' }
        $run = Invoke-Script '[pscustomobject]@{ MaxSteps = 2 }, $bad, [pscustomobject]@{ MaxSteps = 4 } | Invoke-Training -Relation (New-Relation Modulo -Count 5)'
        $run.Output.StepCount | Should -Be 2, 4
        $run.Errors | Should -HaveCount 1
        "$($run.Errors)" | Should -BeLike '*Seed of the input cannot be read: no disk*'
    }

    It 'refuses a measure that there is not' {
        Assert-NotBound 'New-Relation Modulo | Invoke-Training -PhaseMetric F2'
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Invoke-Training') {
        Assert-Example $Code
    }
}
