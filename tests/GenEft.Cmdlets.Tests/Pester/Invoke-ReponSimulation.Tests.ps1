BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Invoke-ReponSimulation' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'starts from rows of text in culture "<_>"' -ForEach '', 'de-DE' {
        Set-Content starts.csv 'DecoderScale,Separation,EncoderLearningRate,ClusterSize', '1,0.5,1,1', '0.25,1.5,0.5,3'
        Invoke-InCulture $_ {
            $rows = @(Import-Csv starts.csv | Invoke-ReponSimulation -Model ClosedForm, Reduced -Time 0, 2.5 | Where-Object Event -EQ None)
            Join-Column $rows Index, Model, Time | Should -Be @(
                '0 ClosedForm 0', '0 ClosedForm 2.5', '1 Reduced 0', '1 Reduced 2.5', '2 ClosedForm 0', '2 ClosedForm 2.5', '3 Reduced 0', '3 Reduced 2.5')
            foreach ($i in 1, 5) {
                Assert-Close $rows[$i + 2].Separation $rows[$i].Separation 5e-9
                $rows[$i].End | Should -Be 'Completed'
            }
            $rows[4].Separation, $rows[4].ClusterSize | Should -Be 1.5, 3
            Join-Column $rows[0, 2] Tolerance | Should -Be '', '1E-09'
            Assert-Table $rows
        }
    }

    # Three ways to the same rows, where the reduced equations are exact.
    It 'follows a cluster by all models' -ForEach @(
        @{ DecoderScale = 1.2; Separation = -0.7 }, @{ Decoder = @(@(1, 0.5), @(0, 2), @(1, 1)); Displacement = 0.3, -0.2 }
    ) {
        $start = $_
        $separations = (Invoke-ReponSimulation -Model ClosedForm, Reduced, Full @start -ClusterSize 3 -Time 1.5 -Tolerance 1e-12).Separation
        $separations | Should -HaveCount 3
        $separations | ForEach-Object { Assert-Close $_ $separations[0] 1e-10 }
    }

    It 'reads its own columns and empty ones' {
        Invoke-ReponSimulation -Decoder 1 -Position @(@(1), @(-1)) -Target 0 -Time 0 | Export-Csv start.csv
        Import-Csv start.csv | Invoke-ReponSimulation -Decoder 2 -Position @(@(1), @(-1)) -Target 0 -Time 0 | Should -HaveCount 1
        [pscustomobject]@{ ClusterSize = $null } | Invoke-ReponSimulation -Time 0 | Should -HaveCount 1
    }

    It 'gives the same whatever the number of threads' {
        $one, $four = 1, 4 | ForEach-Object {
            (Invoke-ReponSimulation -Model Full -DecoderScale 0.5, 1, 2 -Separation 0.3, 1 -Center 0.2 -Offset 0, 1 -PointCount 4 -ThrottleLimit $_) -join "`n"
        }
        $four | Should -Be $one
    }

    It 'refuses one bad record and goes on' {
        $run = Invoke-Script '1, -1, 2 | ForEach-Object { [pscustomobject]@{ EncoderLearningRate = $_ } } | Invoke-ReponSimulation -PointCount 2'
        ($run.Output | Where-Object Event -EQ None).EncoderLearningRate | Should -Be 1, 1, 2, 2
        $run.Errors | Should -HaveCount 1
        $run.Errors[0].FullyQualifiedErrorId | Should -BeLike 'GenEft.ValueOutOfRange*'
    }

    It 'takes its settings from rows too' {
        $rows = @([pscustomobject]@{ Model = 'Full'; DecoderScale = 1; Separation = 0.5; Method = 'Midpoint'; EndTime = '2'; Tolerance = '' } | Invoke-ReponSimulation -PointCount 3)
        Join-Column $rows Model, Method, Time | Should -Be 'Full Midpoint 0', 'Full Midpoint 1', 'Full Midpoint 2'
        $rows[0].StartCenter, $rows[0].StartOffset | Should -Be 0, 0
    }

    # A row of a trajectory is where another can start: the full equations' centre and offset are columns too.
    It 'goes on from a row' {
        $whole = Invoke-ReponSimulation -Model Full -DecoderScale 0.5 -Separation -0.25 -Center 0.5 -Offset 1 -ClusterSize 3 -Time 0, 0.7, 1.5 -Tolerance 1e-12
        $whole | Export-Csv whole.csv
        $rests = @(
            $whole | Where-Object Time -EQ 0.7 | Invoke-ReponSimulation -Time 0.8
            Import-Csv whole.csv | Where-Object Time -EQ 0.7 | Invoke-ReponSimulation -Time 0.8)
        $end = $whole[-1]
        foreach ($rest in $rests) {
            foreach ($column in 'DecoderScale', 'Separation', 'Potential', 'Center', 'Offset') {
                Assert-Close $rest.$column $end.$column 1e-10
            }
        }
        $end.StartDecoderScale, $end.StartSeparation, $end.StartCenter, $end.StartOffset | Should -Be 0.5, -0.25, 0.5, 1
        $end.EmbeddingDimension, $end.OutputDimension | Should -Be 1, 1
    }

    It 'warns once of a setting that changes nothing' {
        $quiet = @{ WarningAction = 'SilentlyContinue' }
        $null = 1, 2 | ForEach-Object { [pscustomobject]@{ DecoderScale = $_; StepSize = 0.1 } } |
            Invoke-ReponSimulation -Time 0, 1 -EndTime 2 -PointCount 9 -WarningVariable adaptive @quiet
        $adaptive | ForEach-Object { "$_".Split(' ')[0] } | Should -Be 'StepSize', 'EndTime', 'PointCount'
        $null = Invoke-ReponSimulation -Method Euler -Tolerance 1e-5 -WarningVariable fixed @quiet
        "$fixed" | Should -Be 'Tolerance is ignored: Euler takes steps of StepSize.'
        $null = Invoke-ReponSimulation -Method Euler -StepSize 0.1 -EndTime 1 -PointCount 3 -WarningVariable none @quiet
        $none | Should -BeNullOrEmpty
        $null = Invoke-ReponSimulation -Model ClosedForm -Method Euler -WarningVariable closed @quiet
        "$closed" | Should -BeLike 'Method, Tolerance and StepSize are ignored*'
    }

    # a_2 of the closed form to all digits, however small; its collision where it happens.
    It 'is exact in scalars by the closed form' {
        $rows = @(Invoke-ReponSimulation -Model ClosedForm, Reduced -DecoderScale 1e-9, -0.4 -Separation 1 -Time 0, 3 -Tolerance 1e-13)
        0..3 | ForEach-Object { Assert-Close ($rows[$_ + 4].DecoderScale / $rows[$_].DecoderScale) 1 1e-9 }
        $stopped = @(Invoke-ReponSimulation -Model ClosedForm -DecoderScale 1 -Separation 0.5 -EndTime 1e4 -PointCount 3 -StopAtEvent)
        Join-Column $stopped Event, End | Should -Be 'None ', 'Collision Event'
        Assert-Close $stopped[1].Separation 0.5e-6 5e-13
    }

    It 'warns of a misspelt column, and not of results' {
        $null = [pscustomobject]@{ DecoderScale = 2; Seperation = 0.3 } | Invoke-ReponSimulation -Time 0 -WarningVariable misspelt -WarningAction SilentlyContinue
        "$misspelt" | Should -Be "'Seperation' is no parameter of Invoke-ReponSimulation; it is ignored."
        $null = Invoke-ReponSimulation -Time 0 | Select-Object * | Invoke-ReponSimulation -Time 0 -WarningVariable none
        $none | Should -BeNullOrEmpty
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'Invoke-ReponSimulation -Model Reduced -Offset 1'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'Invoke-ReponSimulation -Decoder 1, 2 -Position 1, 2 -Target 1 -ClusterSize 2'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'Invoke-ReponSimulation -Model Full, Reduced -Decoder 1, 2 -Displacement 1, 2 -OffsetVector 1'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'Invoke-ReponSimulation -Model Full -Decoder 1, 2 -Displacement 1, 2 -OffsetVector 1, 2'; Id = 'GenEft.ShapeMismatch' }
        @{ Script = 'Invoke-ReponSimulation -Model Full -Decoder 1, 2 -Displacement 1, 2 -CenterVector 1'; Id = 'GenEft.ShapeMismatch' }
        @{ Script = '0.5 | Invoke-ReponSimulation'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Invoke-ReponSimulation -Decoder 1, 2 -Displacement 1, 2 -Time 0 | Invoke-ReponSimulation'; Id = 'GenEft.ShapeMismatch' }
        @{ Script = 'Invoke-ReponSimulation -EncoderLearningRate $null'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Invoke-ReponSimulation -CollisionTolerance 2'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Invoke-ReponSimulation -Model Reduced -Decoder 1, 2 -Position 1, 2 -Target 1'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'Invoke-ReponSimulation -Decoder 1, 2 -Position 1, 2, 3 -Target 1'; Id = 'GenEft.ShapeMismatch' }
        @{ Script = 'Invoke-ReponSimulation -Decoder 1, 2 -Displacement 1'; Id = 'GenEft.ShapeMismatch' }
        @{ Script = '[pscustomobject]@{ Decoder = 1; Position = 1; Target = 1 } | Invoke-ReponSimulation -Model Reduced'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'Invoke-ReponSimulation -EncoderLearningRate 0'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Invoke-ReponSimulation -DecoderScale NaN'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Invoke-ReponSimulation -Time 1, 0'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Invoke-ReponSimulation -EndTime -1'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Invoke-ReponSimulation -PointCount 1'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Invoke-ReponSimulation -Tolerance 0'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Invoke-ReponSimulation -ThrottleLimit 0'; Id = 'GenEft.ValueOutOfRange' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'tells nothing of a separation where no two repons have one target, and starts nothing from it' {
        $rows = Invoke-ReponSimulation -Decoder 1 -Position @(@(1), @(7)) -Target @(@(0), @(1)) -EndTime 1 -PointCount 2
        foreach ($name in 'Separation', 'Spread', 'StartSeparation', 'First') { $rows | Where-Object $name -ne $null | Should -BeNullOrEmpty }
        Assert-Refused '$rows[-1] | Invoke-ReponSimulation -PointCount 2' 'GenEft.ValueOutOfRange' "*Separation is empty*"
        ($rows[-1] | Invoke-ReponSimulation -PointCount 2 -EndTime 1 -Separation 0.5)[0].Separation | Should -Be 0.5
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Invoke-ReponSimulation') {
        Assert-Example $Code
    }
}
