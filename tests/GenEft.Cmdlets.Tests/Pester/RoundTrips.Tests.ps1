# Rows bind back where the objects did, whatever they went through.
Describe 'Rows that went through' {
    BeforeDiscovery {
        $forms = 'csv', 'json', 'json with names', 'clixml'
        $steps = @(
            @{ From = 'training'; To = 'Measure-PhaseProbability'; Compare = 'RunCount', 'Probability', 'ExactProbability', 'Group' }
            @{ From = 'training'; To = 'Measure-PhaseBoundary -WarningAction Ignore'; Compare = 'Relation', 'RunCount', 'PredictedRatio' }
            @{ From = 'training'; To = 'Invoke-Training -Relation (New-Relation Modulo -Count 6) -WarningAction Stop'; Compare = 'Seed', 'TrainLoss', 'EncoderLearningRate' }
            @{ From = 'training'; To = 'Get-CriticalLearningRate'; Compare = 'CriticalRatio', 'DecoderLearningRate' }
            @{ From = 'training and bounds'; To = 'Measure-InductiveGap'; Compare = 'Relation', 'InductiveGap', 'Low', 'High' }
            @{ From = 'bounds'; To = 'Measure-AccuracyBound -Relation (New-Relation Modulo -Count 6) -WarningAction Stop'; Compare = 'TrainingFraction', 'AccuracyBound' }
            @{ From = 'lengths'; To = 'Measure-CriticalFraction -WarningAction Stop'; Compare = 'Relation', 'Bits', 'CriticalFraction' }
            @{ From = 'table'; To = 'Measure-CriticalFraction'; Compare = 'Relation', 'Bits', 'CriticalFraction' }
            @{ From = 'table'; To = 'Get-DescriptionLength'; Compare = 'Class', 'Count', 'ExactBits' }
            @{ From = 'phases'; To = 'Get-ReponPhase -WarningAction Stop'; Compare = 'Separation', 'Phase', 'FinalSeparation' }
            @{ From = 'phases'; To = 'Invoke-ReponSimulation -Time 0, 1 -WarningAction Stop'; Compare = 'Time', 'Separation', 'DecoderScale' }
            @{ From = 'phases'; To = 'Compare-ReponModel -WarningAction Stop'; Compare = 'Separation', 'ReducedPhase', 'FullPhase' }
            @{ From = 'trajectory'; To = 'Get-ReponPhase -WarningAction Stop'; Compare = 'Separation', 'Phase' }
            @{ From = 'probabilities'; To = 'Get-ReponProbability -WarningAction Stop'; Compare = 'LearningRateRatio', 'ExactProbability' }
            @{ From = 'ratios'; To = 'Get-ReponProbability -WarningAction Stop'; Compare = 'LearningRateRatio', 'ExactProbability' }
            @{ From = 'ratios'; To = 'Get-CriticalLearningRate -WarningAction Stop'; Compare = 'Probability', 'CriticalRatio' }
            @{ From = 'pairs'; To = 'ConvertTo-Relation'; Compare = 'Count', 'EdgeCount' }
            @{ From = 'pairs'; To = 'Resolve-Relation -Property Symmetric'; Compare = 'Source', 'Target', 'Related', 'Origin' }
        )
        $cases = foreach ($step in $steps) { foreach ($form in $forms) { $step + @{ Form = $form } } }
    }

    BeforeAll {
        . $PSScriptRoot/common.ps1
        $relation = New-Relation Modulo -Count 6
        $training = $relation | Invoke-Training -Seed 1, 2 -EncoderLearningRate 0.01, 0.02 -TrainingFraction 0.4 -MaxSteps 200 -DecoderWidth 10
        $bounds = $relation | Measure-AccuracyBound -TrainingFraction 0.3, 0.5 -Method Paper -Seed 1
        $searches = $relation | Measure-CriticalFraction -Method Training, MonteCarlo -SamplingCount 2 -Tolerance 0.2 -Training @{ MaxSteps = 200; DecoderWidth = 10 } -Accuracy 0.8
        $rows = @{
            'training' = $training
            'training and bounds' = $searches
            'bounds' = $bounds
            'lengths' = New-Relation Tree -Count 8, 9 | Measure-DescriptionLength
            'table' = Get-DescriptionLength Equivalence, TotalOrder -Count 10 -ClassCount 3 -WarningAction SilentlyContinue
            'phases' = Get-ReponPhase -DecoderScale 0.5, 1 -Separation 0.7
            'trajectory' = Invoke-ReponSimulation -DecoderScale 0.5 -Time 0, 1
            'probabilities' = Get-ReponProbability 0.5, 2 -EmbeddingDimension 2 -OutputDimension 3
            'ratios' = Get-CriticalLearningRate -Probability 0.3, 0.6 -EncoderLearningRate 0.01
            'pairs' = $relation | Get-RelationPair
        }

        function Step-Form([object[]] $Row, [string] $Form) {
            switch ($Form) {
                'csv' { $Row | Export-Csv rows.csv; Import-Csv rows.csv }
                'json' { $Row | ConvertTo-Json | ConvertFrom-Json }
                'json with names' { $Row | ConvertTo-Json -EnumsAsStrings | ConvertFrom-Json }
                'clixml' { $Row | Export-Clixml rows.xml; Import-Clixml rows.xml }
            }
        }
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It '<Form>: <From> | <To>' -ForEach $cases {
        $step = [scriptblock]::Create("`$input | $To")
        $expected = Join-Column @($rows[$From] | & $step) $Compare
        $expected | Should -Not -BeNullOrEmpty
        Join-Column @(Step-Form $rows[$From] $Form | & $step) $Compare | Should -Be $expected
    }

    It 'refuses what PowerShell would drop: <Name>' -ForEach @(
        @{ Script = '[pscustomobject]@{ MaxSteps = 3; HistoryInterval = 1, 2 } | Invoke-Training (New-Relation Modulo -Count 6)'; Name = 'HistoryInterval' }
        @{ Script = '[pscustomobject]@{ DecoderScale = 1; Separation = 1; PointCount = 3, 4 } | Invoke-ReponSimulation'; Name = 'PointCount' }
        @{ Script = '[pscustomobject]@{ From = 1; To = 2; Count = 3, 4 } | Get-LogRange'; Name = 'Count' }
        @{ Script = '[pscustomobject]@{ MaxSteps = 3; Seed = [ulong]::MaxValue } | Invoke-Training (New-Relation Modulo -Count 6)'; Name = 'Seed' }
    ) {
        $run = Invoke-Script $Script
        $run.Output | Should -BeNullOrEmpty
        "$($run.Errors)" | Should -BeLike "*$Name is *"
    }

    It 'keeps the name of a relation, and the interval of a search that was cut' {
        $row = [pscustomobject]@{ Relation = 'cut'; Count = 20; Bits = 40; BitsLow = 30; BitsHigh = 50 } | Measure-CriticalFraction
        $row.Relation | Should -Be 'cut'
        $low, $high = (Measure-CriticalFraction -Bits 30, 50 -Count 20).CriticalFraction
        $row.Low, $row.High | Should -Be $low, $high
        ([pscustomobject]@{ Count = '30'; Bits = '44.5' } | Measure-CriticalFraction).CriticalFraction |
            Should -Be (Measure-CriticalFraction -Bits 44.5 -Count 30).CriticalFraction
    }

    It 'warns of columns that set nothing: <Script>' -ForEach @(
        @{ Script = '[pscustomobject]@{ Source = "a"; Target = "b"; Realted = "False" } | Resolve-Relation'; Told = 'Realted' }
        @{ Script = '[pscustomobject]@{ Path = "h.csv"; Source = "a"; Target = "b" } | Import-Relation'; Told = 'Source', 'Target' }
        @{ Script = '[pscustomobject]@{ Decoder = @(@(1, 0), @(0, 1)); Displacement = 1, 2; Center = 5; DecoderScale = 3 } | Compare-ReponModel'; Told = 'Center', 'DecoderScale' }
        @{ Script = '[pscustomobject]@{ Kind = "Modulo"; Cuont = 5 } | New-Relation'; Told = 'Cuont' }
        @{ Script = '[pscustomobject]@{ Bits = 5; Count = 6; Method = "Exact" } | Measure-CriticalFraction'; Told = 'Method' }
    ) {
        Set-Content h.csv 'head,tail,a,b', '1,2,5,6'
        $null = & ([scriptblock]::Create("& { $Script } 3>&1")) | ForEach-Object { if ($_ -is [System.Management.Automation.WarningRecord]) { $warned += @("$_") } }
        ($warned -replace "^'(\w+)'.*", '$1') | Should -Be $Told
        $warned = $null
    }

    It 'says of what hangs on results that it does not survive a file' {
        $relation | Invoke-Training -MaxSteps 2 -HistoryInterval 1 -IncludeEmbedding | Export-Clixml run.xml
        $run = Invoke-Script 'Import-Clixml run.xml | Get-TrainingHistory'
        "$($run.Errors)" | Should -BeLike '*what a file or a job has left of it*unroll it before*'
    }
}
