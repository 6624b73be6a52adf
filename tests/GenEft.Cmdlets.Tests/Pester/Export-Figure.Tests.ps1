BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Export-Figure' {
    BeforeAll {
        . $PSScriptRoot/common.ps1

        # The texts of a figure, in the order in which they are drawn.
        function Get-Label($File) {
            ([xml](Get-Content -Raw $File)).SelectNodes('//*[@aria-label]') | ForEach-Object { $_.GetAttribute('aria-label') }
        }

        # How many rectangles of a colour there are.
        function Get-RectangleCount($File, $Colour) {
            ([xml](Get-Content -Raw $File)).SelectNodes('//*[local-name()="rect"]').Where{ $_.GetAttribute('fill') -eq $Colour }.Count
        }

        $phases = foreach ($encoder in -4, -3, -2) {
            foreach ($decoder in -4..0) {
                foreach ($seed in 1, 2) {
                    [pscustomobject]@{
                        Relation = 'Modulo 3'; Seed = $seed; Phase = $decoder - $encoder -lt 1 ? 'Generalization' : $decoder - $encoder -eq 1 -and $seed -eq 2 ? 'Grokking' : 'Memorization'
                        EncoderLearningRate = [math]::Pow(10, $encoder); DecoderLearningRate = [math]::Pow(10, $decoder)
                    }
                }
            }
        }
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'does not take the elements of several runs for a phase diagram' {
        $rows = New-Relation Modulo -Count 6 | Invoke-Training -EncoderLearningRate 1e-3, 1e-2 -MaxSteps 5 -IncludeEmbedding | Get-Embedding
        $run = Invoke-Script { $rows | Export-Figure several.svg }
        $run.Errors[0].FullyQualifiedErrorId | Should -BeLike 'GenEft.NotDrawable,*'
        "$($run.Errors[0])" | Should -BeLike '*which differ in EncoderLearningRate*'
        (Invoke-Script { $rows | Measure-PhaseBoundary }).Errors[0].FullyQualifiedErrorId | Should -BeLike 'GenEft.ValueOutOfRange,*'
    }

    It 'draws a phase diagram: a rectangle for each phase of a cell, and the boundary' {
        $phases | Export-Figure phases.svg
        $cells = $phases | Group-Object EncoderLearningRate, DecoderLearningRate
        $colours = [ordered]@{ Generalization = '#0072B2'; Grokking = '#56B4E9'; Memorization = '#E69F00' }
        foreach ($phase in $colours.Keys) {
            $stripes = @($cells.Where{ $_.Group.Phase -contains $phase }).Count
            Get-RectangleCount phases.svg $colours[$phase] | Should -Be ($stripes + 1) -Because "$phase stands in the legend once"
        }
        $boundary = $phases | Measure-PhaseBoundary
        $labels = Get-Label phases.svg
        $labels | Should -Contain 'Modulo 3: 2 seeds, side by side where they differ'
        $labels | Should -Contain 'Encoder learning rate'
        $labels | Should -Contain 'Confusion'
        $labels | Should -Contain ('10' + [char]0x207B + [char]0xB3)
        ($labels -like 'slope *, ratio *') | Should -HaveCount 1
        ($labels -like 'slope *') | Should -BeLike ('slope {0:0.00}, ratio {1:0.#}*' -f $boundary.Slope, $boundary.CriticalRatio)
    }

    It 'gives the same bytes of files as of objects, again, and in culture "<_>"' -ForEach '', 'de-DE' {
        $phases | Export-Figure one.svg
        $phases | Export-Figure one.png
        Invoke-InCulture $_ {
            $phases | Export-Csv phases.csv
            Import-Csv phases.csv | Export-Figure two.svg
            Import-Csv phases.csv | Export-Figure two.png
        }
        (Get-FileHash two.svg).Hash | Should -Be (Get-FileHash one.svg).Hash
        (Get-FileHash two.png).Hash | Should -Be (Get-FileHash one.png).Hash
    }

    It 'writes letters as outlines, which no font is needed for' {
        $phases | Export-Figure phases.svg
        $svg = [xml](Get-Content -Raw phases.svg)
        $svg.SelectNodes('//*[local-name()="text"]') | Should -HaveCount 0
        $svg.svg.GetAttribute('viewBox') | Should -Be '0 0 800 600'
        $ids = $svg.SelectNodes('//*[local-name()="path" and @id]') | ForEach-Object id
        $uses = $svg.SelectNodes('//*[local-name()="use"]') | ForEach-Object { $_.GetAttribute('href', 'http://www.w3.org/1999/xlink').TrimStart('#') } | Sort-Object -Unique
        $ids.Count | Should -BeGreaterThan 20
        $uses | Where-Object { $_ -notin $ids } | Should -BeNullOrEmpty
    }

    It 'draws in the size and on the paper that are asked for' {
        $phases | Export-Figure a.png -Width 640 -Height 320
        $bytes = [IO.File]::ReadAllBytes("$PWD/a.png")
        [Text.Encoding]::Latin1.GetString($bytes, 1, 3) | Should -BeExactly 'PNG'
        $bytes[16..23] | Should -Be 0, 0, 2, 128, 0, 0, 1, 64
        $phases | Export-Figure a.svg -Title 'A & <B>' -Theme Dark
        Get-Label a.svg | Should -Contain 'A & <B>'
        Get-RectangleCount a.svg '#0D1117' | Should -BeGreaterThan 0
        Get-RectangleCount a.svg 'white' | Should -Be 0
        $odd = $phases | ForEach-Object { $copy = $_.PSObject.Copy(); $copy.Relation = "odd`n$([char]1)"; $copy }
        @($phases) + @($odd) | Export-Figure odd.svg
        Get-Label odd.svg | Should -Contain 'Modulo 3'
        $phases | Export-Figure small.svg -Width 300 -Height 200 -Title "two`nlines$([char]1)"
        Get-Label small.svg | Should -Contain 'two lines'
    }

    It 'draws bounds, networks and b/n^2 against the fraction' {
        $relation = New-Relation GreaterThan -Count 8
        & {
            $relation | Measure-AccuracyBound -TrainingFraction 0.1, 0.3, 0.6 -Method Analytic, Exact
            $relation | Measure-CriticalFraction
            $relation | Invoke-Training -TrainingFraction 0.25, 0.5 -DecoderWidth 5, 8 -Seed 1, 2 -MaxSteps 50
        } | Export-Figure accuracy.svg
        $labels = Get-Label accuracy.svg
        foreach ($label in 'Eq. 5', 'exact posterior', 'networks, width 5', 'networks, width 8', 'Fraction of all pairs known', 'Greater-than') {
            $labels | Should -Contain $label
        }
        $labels -like 'b/n* = 0.2*' | Should -HaveCount 1
    }

    It 'tells sizes of one relation apart, and draws b/n^2 alone' {
        New-Relation Modulo -Count 6, 9 | Measure-AccuracyBound -TrainingFraction 0.3, 0.6 | Export-Figure two.svg
        Get-Label two.svg | Should -Contain 'n 6, Eq. 5'
        Get-Label two.svg | Should -Contain 'n 9, Eq. 5'
        New-Relation Modulo -Count 9 | Measure-CriticalFraction | Export-Figure scale.svg
        Get-Label scale.svg | Should -Contain 'Accuracy to be reached, 0.9 for all'
        @((Get-Label scale.svg) -like 'b/n*').Count | Should -Be 1
    }

    It 'counts grokking for the boundary where it is asked to' {
        $phases | Export-Figure a.svg
        $phases | Export-Figure b.svg -IncludeGrokking
        $ratio = ($phases | Measure-PhaseBoundary -IncludeGrokking).CriticalRatio
        (Get-Label b.svg) -like 'slope *' | Should -Not -Be ((Get-Label a.svg) -like 'slope *')
        (Get-Label b.svg) -like 'slope *' | Should -BeLike ('*ratio {0:g2}*' -f $ratio)
    }

    It 'says that nothing was piped in' {
        @() | Export-Figure none.svg -WarningVariable told -WarningAction SilentlyContinue
        "$told" | Should -BeLike '*Nothing was piped in*'
        Test-Path none.svg | Should -BeFalse
    }

    It 'draws probabilities beside both laws' {
        $rows = New-Relation Modulo -Count 6 | Invoke-Training -DecoderLearningRate 1e-3, 1e-2 -EncoderScale 0.5, 1 -Seed 1, 2 -MaxSteps 300 | Measure-PhaseProbability -WarningAction Ignore
        $rows | Export-Figure two.svg
        @((Get-Label two.svg) -like 'exact law (*').Count | Should -Be 2
        $rows | Where-Object EncoderScale -eq 1 | Export-Figure one.svg
        Get-Label one.svg | Should -Contain 'exact law'
        Get-Label one.svg | Should -Contain 'networks, 95 %'
        $both = New-Relation Modulo, GreaterThan -Count 6 | Invoke-Training -DecoderLearningRate 1e-3, 1e-2 -Seed 1, 2 -MaxSteps 300 | Measure-PhaseProbability -WarningAction Ignore
        $both | Export-Figure both.svg
        Get-Label both.svg | Should -Contain 'networks, 95 % (Modulo 3)'
        Get-Label both.svg | Should -Contain 'networks, 95 % (Greater-than)'
        @((Get-Label both.svg) -eq 'exact law').Count | Should -Be 1
        0.1, 1, 10 | Get-ReponProbability -SampleCount 50 | Export-Figure draws.svg
        Get-Label draws.svg | Should -Contain 'draws, 95 %'
        Get-Label draws.svg | Should -Contain 'Eq. 12'
    }

    It 'draws histories of up to six runs' {
        $history = New-Relation Modulo -Count 6 | Invoke-Training -Seed (1..7) -MaxSteps 30 -HistoryInterval 10 | Get-TrainingHistory
        $history | Where-Object Seed -le 2 | Export-Figure history.svg
        Get-Label history.svg | Should -Contain 'test, Seed 2'
        $run = Invoke-Script '$history | Export-Figure seven.svg'
        "$($run.Errors)" | Should -BeLike '*7 runs*differ in Seed*'
        Test-Path seven.svg | Should -BeFalse
        $alike = New-Relation Modulo -Count 6 | Invoke-Training -EncoderScale 0.5, 2 -DecoderWeightDecay 0, 1 -MaxSteps 30 -HistoryInterval 10 | Get-TrainingHistory
        $alike | Export-Figure sweep.svg
        Get-Label sweep.svg | Should -Contain 'test, DecoderWeightDecay 1, EncoderScale 0.5'
        $alike = New-Relation Modulo -Count 6 | Invoke-Training -GrokkingDelay 10, 20 -MaxSteps 30 -HistoryInterval 10 | Get-TrainingHistory
        $run = Invoke-Script '$alike | Export-Figure alike.svg'
        "$($run.Errors)" | Should -BeLike '*one step several times*'
    }

    It 'draws trajectories over the phase portrait, with the critical line in one dimension' {
        $rows = Invoke-ReponSimulation -Model ClosedForm -DecoderScale 0.5, 1.5 -Separation 1 -EndTime 100 -PointCount 20
        $rows | Export-Figure portrait.svg
        $labels = Get-Label portrait.svg
        foreach ($label in 'come together', 'stay apart', 'starts', 'critical', 'Decoder scale |a|') {
            @($labels -eq $label) | Should -HaveCount 1
        }
    }

    It 'replaces a file with -Force alone, returns it with -PassThru, and writes nothing with -WhatIf' {
        Set-Content ../mine.svg mine
        Assert-Refused 'New-Relation Modulo -Count 6 | Measure-CriticalFraction | Export-Figure ../mine.svg' 'GenEft.FileExists'
        Get-Content ../mine.svg | Should -Be 'mine'
        ($phases | Export-Figure ../mine.svg -Force -PassThru).Name | Should -Be 'mine.svg'
        Get-Content -Raw ../mine.svg | Should -BeLike '<svg*'
        $phases | Export-Figure new.svg -WhatIf
        Get-ChildItem | Should -BeNullOrEmpty
    }

    It 'draws relations and architectures in panels, with one title and one legend' {
        $runs = New-Relation Modulo, GreaterThan, CompleteBipartite -Count 6 | Invoke-Training -EncoderLearningRate 1e-3, 1e-2 -DecoderLearningRate 1e-3, 1e-2 -Seed 1, 2 -MaxSteps 20
        $runs | Export-Figure panels.svg
        $labels = Get-Label panels.svg
        @($labels -like 'Phases*') | Should -HaveCount 1
        foreach ($name in 'Modulo 3', 'Greater-than', 'Complete bipartite 3+3', 'Confusion') {
            @($labels -eq $name) | Should -HaveCount 1
        }
        @($labels -eq 'Encoder learning rate') | Should -HaveCount 3
        ([xml](Get-Content -Raw panels.svg)).svg.GetAttribute('width') | Should -Be '1335'
        $cells = $runs | Group-Object Relation, EncoderLearningRate, DecoderLearningRate
        (Get-RectangleCount panels.svg '#D55E00') | Should -Be (@($cells.Where{ $_.Group.Phase -contains 'Confusion' }).Count + 1)
        $runs | Export-Figure panels.png -Width 900 -Height 300
        [IO.File]::ReadAllBytes("$PWD/panels.png")[16..23] | Should -Be 0, 0, 3, 132, 0, 0, 1, 44
        New-Relation Modulo -Count 6, 7 | Invoke-Training -DecoderLearningRate 1e-3, 1e-2 -EncoderLearningRate 1e-3, 1e-2 -DecoderWidth 3, 5 -MaxSteps 5 | Export-Figure sizes.svg
        Get-Label sizes.svg | Should -Contain 'n 7, width 5'
    }

    It 'refuses more than nine panels, and says what runs differ in' {
        $many = New-Relation Modulo -Count 6 | Invoke-Training -EncoderLearningRate 1e-3, 1e-2 -DecoderLearningRate 1e-3, 1e-2 -DecoderWidth (2..11) -MaxSteps 3
        $run = Invoke-Script '$many | Export-Figure many.svg'
        $run.Errors[0].FullyQualifiedErrorId | Should -BeLike 'GenEft.NotDrawable,*'
        "$($run.Errors)" | Should -BeLike '*differ in DecoderWidth*10 phase diagrams*at most 9*Group-Object DecoderWidth*'
        Test-Path many.svg | Should -BeFalse
    }

    It 'draws phases over one rate and another setting, where 0 has a place before a logarithmic scale' {
        $runs = New-Relation Modulo -Count 6 | Invoke-Training -DecoderLearningRate 1e-3, 1e-2 -DecoderWeightDecay 0, 1e-3, 1e-2, 1e-1 -MaxSteps 20
        $runs | Export-Figure decay.svg
        $labels = Get-Label decay.svg
        $labels | Should -Contain 'Decoder weight decay'
        $labels | Should -Contain 'Decoder learning rate'
        $labels | Should -Contain '0'
        $labels -like 'slope *' | Should -BeNullOrEmpty
        $colours = @{ Generalization = '#0072B2'; Grokking = '#56B4E9'; Memorization = '#E69F00'; Confusion = '#D55E00' }
        ($colours.Keys | ForEach-Object { Get-RectangleCount decay.svg $colours[$_] } | Measure-Object -Sum).Sum | Should -Be (8 + 4)
        New-Relation Modulo -Count 6 | Invoke-Training -EncoderLearningRate 1e-3, 1e-2 -TrainingFraction 0.25, 0.5, 0.75 -MaxSteps 20 | Export-Figure fraction.svg
        Get-Label fraction.svg | Should -Contain 'Training fraction'
        Get-Label fraction.svg | Should -Contain 'Encoder learning rate'
    }

    It 'draws test accuracy against another setting' {
        $runs = New-Relation Modulo -Count 6 | Invoke-Training -DecoderDepth (1..4) -DecoderWidth 3, 5 -Seed 1, 2 -MaxSteps 20
        $runs | Export-Figure depth.svg
        $labels = Get-Label depth.svg
        foreach ($label in 'Decoder depth', 'Test accuracy (bands: 95 %)', 'width 3', 'width 5') {
            $labels | Should -Contain $label
        }
        $runs | Where-Object DecoderWidth -EQ 3 | Export-Figure one.svg
        Get-Label one.svg | Should -Contain 'mean'
        New-Relation Modulo -Count 6 | Invoke-Training -TrainingFraction 1 -DecoderDepth 1, 2 -MaxSteps 5 -StopWhen MaxSteps -OutVariable whole | Out-Null
        "$((Invoke-Script '$whole | Export-Figure whole.svg').Errors)" | Should -BeLike '*No run has a test accuracy*'
    }

    It 'draws critical ratios against a setting, beside the laws' {
        $rows = foreach ($width in 10, 100, 1000) {
            [pscustomobject]@{
                Relation = 'Modulo 3'; DecoderWidth = $width; CriticalRatio = $width / 10; CriticalRatioLow = $width / 20; CriticalRatioHigh = $width / 5
                PredictedRatio = $width / 8; ScalarRatio = 0.1
            }
        }
        $rows | Export-Figure ratios.svg
        $labels = Get-Label ratios.svg
        foreach ($label in 'measured, 95 %', 'exact law', 'Eq. 12', 'Decoder width', 'Critical ratio of decoder to encoder rate') {
            @($labels -eq $label) | Should -HaveCount 1
        }
        $found = New-Relation Modulo -Count 9 | Find-PhaseBoundary -EncoderLearningRate 1e-2 -DecoderLearningRate (Get-LogRange 1e-3 1 5) -Seed 1, 2 -Training @{ MaxSteps = 200; DecoderWidth = 10, 40 } -WarningAction Ignore
        $found.DecoderWidth | Should -Be 10, 40
        $found | Export-Figure found.svg
        Get-Label found.svg | Should -Contain 'Decoder width'
        "$((Invoke-Script '$rows[0] | Export-Figure one.svg').Errors)" | Should -BeLike '*no column of one with several values*'
        $rows | ForEach-Object { $_.CriticalRatio = $null }
        "$((Invoke-Script '$rows | Export-Figure none.svg').Errors)" | Should -BeLike '*No row has a CriticalRatio*'
    }

    It 'has room for the titles of four panels' {
        (New-Relation Modulo -Count 6), (New-Relation GreaterThan -Count 6) |
            Invoke-Training -EncoderScale 0.3, 1 -EncoderLearningRate 1e-3, 1e-2 -DecoderLearningRate 1e-3, 1e-2 -MaxSteps 5 | Export-Figure panels.svg
        Get-Label panels.svg | Should -Contain 'Greater-than, EncoderScale 0.3'
    }

    It 'draws embeddings in colours by class' {
        $rows = New-Relation Modulo -Modulus 3 -Count 7 | Invoke-Training -MaxSteps 5 -IncludeEmbedding | Get-Embedding
        $rows | Export-Figure embedding.svg
        $labels = Get-Label embedding.svg
        foreach ($label in 'class 0', 'class 1', 'class 2', 'E1', 'E2', 'Modulo 3') {
            @($labels -eq $label) | Should -HaveCount 1
        }
        $rows | Export-Csv embedding.csv
        Import-Csv embedding.csv | Export-Figure again.svg
        (Get-FileHash again.svg).Hash | Should -Be (Get-FileHash embedding.svg).Hash
        New-Relation Random -Count 7 -Density 0.5 -Seed 3 | Invoke-Training -MaxSteps 5 -IncludeEmbedding | Get-Embedding | Export-Figure random.svg
        Get-Label random.svg | Should -Contain 'elements'
    }

    It 'names points of embeddings where no name covers another or a point' {
        $apart = foreach ($i in 0..4) { [pscustomobject]@{ Index = $i; Element = "town $i"; E1 = $i % 2; E2 = $i / 2 } }
        $apart | Export-Figure apart.svg
        $labels = Get-Label apart.svg
        0..4 | ForEach-Object { @($labels -eq "town $_") | Should -HaveCount 1 }

        # Beside one point there is room for two names; a long one is cut.
        0..9 | ForEach-Object { [pscustomobject]@{ Index = $_; Element = "a name far too long to print $_"; E1 = 1; E2 = 2 } } | Export-Figure one.svg
        @((Get-Label one.svg) -eq 'a name far too lo…') | Should -HaveCount 2

        0..300 | ForEach-Object { [pscustomobject]@{ Index = $_; Element = "town $_"; E1 = $_; E2 = $_ } } | Export-Figure crowd.svg
        Get-Label crowd.svg | Should -Not -BeLike 'town*'
    }

    It 'draws embeddings in colours by place, along principal axes or beside the order' {
        New-Relation GreaterThan -Count 7 | Invoke-Training -EmbeddingDimension 4 -MaxSteps 5 -IncludeEmbedding | Get-Embedding | Export-Figure many.svg
        $labels = Get-Label many.svg
        @($labels -like 'Principal axis 1, * % of the variance') | Should -HaveCount 1
        $labels | Should -Contain 'place 0'
        $labels | Should -Contain 'place 6'
        New-Relation GreaterThan -Count 7 | Invoke-Training -EmbeddingDimension 1 -MaxSteps 5 -IncludeEmbedding | Get-Embedding | Export-Figure line.svg
        Get-Label line.svg | Should -Contain 'Place in the order'
    }

    It 'refuses embeddings of several runs and of one that diverged' {
        $several = New-Relation Modulo -Count 6 | Invoke-Training -Seed 1, 2 -MaxSteps 5 -IncludeEmbedding | Get-Embedding
        "$((Invoke-Script '$several | Export-Figure several.svg').Errors)" | Should -BeLike '*element 0 several times*differ in Seed*'
        $diverged = [pscustomobject]@{ Index = 0; Element = 'a'; E1 = [double]::NaN; E2 = 1.0 }
        "$((Invoke-Script '$diverged | Export-Figure diverged.svg').Errors)" | Should -BeLike '*the run diverged*'
        Get-ChildItem | Should -BeNullOrEmpty
    }

    It 'draws critical fractions as points where nothing else is drawn, and marks one above the other' {
        $relations = (New-Relation Modulo -Count 9), (New-Relation GreaterThan -Count 9)
        $relations | Measure-CriticalFraction -Accuracy 0.9 | Export-Figure critical.svg -Force
        $texts = Get-Label critical.svg
        $texts | Should -Contain 'Greater-than, Eq. 4'
        $texts | Should -Contain 'Critical fraction of all pairs'
        ($texts -match 'b/n²').Count | Should -Be 2
    }

    It 'draws the intervals of critical fractions, beside one another' {
        $rows = foreach ($name in 'a', 'b') {
            [pscustomobject]@{ Relation = $name; Count = 9; Method = 'Exact'; Accuracy = 0.9; CriticalFraction = 0.5; Low = 0.4; High = 0.7; ScaleFraction = 0.1 }
        }
        $rows | Export-Figure critical.svg
        $rows | ForEach-Object { $_.Low = $_.High = $null }
        $rows | Export-Figure bare.svg
        # A line and two caps each.
        ([regex]::Matches((Get-Content critical.svg -Raw), '<path ').Count - [regex]::Matches((Get-Content bare.svg -Raw), '<path ').Count) | Should -BeGreaterOrEqual 2
        $rows[1].Accuracy = 0.99
        $rows | Export-Figure levels.svg
        Get-Label levels.svg | Should -Contain 'Accuracy to be reached'
    }

    It 'warns where accuracies are those of runs that stopped at the threshold, and draws repeated runs once' {
        $relation = New-Relation Modulo -Count 9
        $setting = @{ DecoderDepth = 2, 3; Seed = 1, 2; EncoderLearningRate = 1e-2 }
        $stopped = $relation | Invoke-Training @setting -MaxSteps 3000
        $stopped | Export-Figure stopped.svg -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike "*$(@($stopped | Where-Object StopReason -eq PhaseKnown).Count) of 4 runs stopped as soon as their phase was known*-StopWhen MaxSteps*"
        $whole = $relation | Invoke-Training @setting -MaxSteps 300 -StopWhen MaxSteps
        $whole | Export-Figure whole.svg -WarningVariable none
        $none | Should -BeNullOrEmpty
        $whole | Export-Csv twice.csv
        $whole | Export-Csv twice.csv -Append
        Import-Csv twice.csv | Export-Figure twice.svg -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*4 of 8 runs repeat others*counted once*'
        (Get-FileHash twice.svg).Hash | Should -Be (Get-FileHash whole.svg).Hash
    }

    It 'shows that letters are missing from its typeface, and shortens a title for which there is no room' {
        $bounds = New-Relation Modulo -Count 9 | Measure-CriticalFraction
        $bounds | Export-Figure title.svg -Force -Title '東京 ab'
        Get-Label title.svg | Should -Contain '□□ ab'
        $bounds | Export-Figure title.svg -Force -Title ('begin ' + 'long ' * 40 + 'end')
        Get-Label title.svg | Where-Object { $_ -like 'begin long*…*long end' -and $_.Length -lt 90 } | Should -HaveCount 1
    }

    It 'lists all that can be drawn where something cannot' {
        $ranks = New-Relation Modulo -Count 6 | Invoke-Training -MaxSteps 1 -IncludeModel | Measure-LinkPrediction
        { $ranks | Export-Figure ranks.svg -ErrorAction Stop } | Should -Throw '*rows of Measure-AccuracyBound and Measure-CriticalFraction, with runs over fractions or alone*phase portrait).'
    }

    It 'draws the sizes of orbits' {
        New-Relation CompleteBipartite -Count 7 | Measure-DescriptionLength -IncludeOrbit | Get-Orbit | Export-Figure orbits.svg
        $labels = Get-Label orbits.svg
        $labels | Should -Contain 'Elements in an orbit'
        $labels | Should -Contain 'Number of orbits'
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = '1..3 | Export-Figure x.svg'; Id = 'GenEft.NotDrawable'; Message = '*What can: runs of Invoke-Training*' }
        @{ Script = 'New-Relation Modulo | Export-Figure x.svg'; Id = 'GenEft.NotDrawable'; Message = '*first object has Name*' }
        @{ Script = 'New-Relation Modulo | Measure-CriticalFraction | Export-Figure x.pdf'; Id = 'GenEft.UnknownFormat'; Message = '*.svg or .png*' }
        @{ Script = 'New-Relation Modulo | Measure-CriticalFraction | Export-Figure x.svg -Width 5'; Id = 'GenEft.ValueOutOfRange'; Message = '*Width*' }
        @{ Script = 'New-Relation Modulo | Measure-CriticalFraction | Export-Figure nowhere/x.svg'; Id = 'GenEft.FileNotWritable'; Message = '*' }
    ) {
        Assert-Refused $Script $Id $Message
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Export-Figure') {
        Assert-Example $Code
    }
}
