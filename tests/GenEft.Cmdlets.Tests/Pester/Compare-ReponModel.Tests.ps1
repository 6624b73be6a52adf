BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Compare-ReponModel' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    # On opposite sides of the origin with the bias on target the verdicts are the same, in scalars and in matrices.
    It 'finds no difference where the reduced equations are exact' {
        $rows = @(Compare-ReponModel -DecoderScale 0.3, 1.1, 2 -Separation 0.2, 0.9, 1.7 -EncoderLearningRate 0.5, 2)
        $rows | Should -HaveCount 18
        $rows | ForEach-Object { $_.IsDifferent | Should -BeFalse; Assert-Close $_.Difference 0 1e-4 }
        Assert-Table $rows
        $matrix = Compare-ReponModel -Decoder @(@(1, 0.5), @(0, 2), @(1, 1)) -Displacement 0.3, -0.2
        Join-Column $matrix FullPhase, IsDifferent, DecoderScale | Should -Be 'Generalization False '
        Compare-ReponModel -DecoderScale 0.3, 1.1 -Separation -0.4, 0.9 -ClusterSize 1, 4 | ForEach-Object { $_.IsDifferent | Should -BeFalse }
        # kappa = 2 and 8/3 on both sides of the boundary c^2 = 1/kappa
        (Compare-ReponModel -DecoderScale 1 -Separation 0.66 -ClusterSize 1, 2).FullPhase | Should -Be 'Generalization', 'Memorization'
    }

    # Off target, the decoder is used up on the bias: repons that the reduced theory lets collide stay apart.
    It 'finds a difference off target, and leaves open what it did not follow to its end' {
        (Compare-ReponModel -DecoderScale 0.5 -Separation 0.25 -Center 0.5 -Offset 2).IsDifferent | Should -BeTrue
        Join-Column (Compare-ReponModel -MaxSteps 3) FullPhase, IsDifferent, Difference | Should -Be '  '
    }

    It 'gives the same whatever the number of threads' {
        $one, $four = 1, 4 | ForEach-Object { (Compare-ReponModel -DecoderScale 0.5, 1, 2 -Separation 0.3, 1 -Offset 0, 1 -ThrottleLimit $_) -join "`n" }
        $four | Should -Be $one
    }

    It 'binds matrices from rows' {
        $row = [pscustomobject]@{ Decoder = @(@(1, 0.5), @(0, 2), @(1, 1)); Displacement = 0.3, -0.2; EncoderLearningRate = 1; DecoderLearningRate = 1 }
        $given = Compare-ReponModel -Decoder @(@(1, 0.5), @(0, 2), @(1, 1)) -Displacement 0.3, -0.2 -EncoderLearningRate 1 -DecoderLearningRate 1
        "$($row | Compare-ReponModel)" | Should -Be "$given"
    }

    # The deciding mode is much slower, or much smaller, than the others.
    It 'waits for a slow end: <Script>' -ForEach @(
        @{ Script = 'Compare-ReponModel -DecoderScale 1 -Separation 0.01 -Center 10 -Offset -10'; Phase = 'Generalization' }
        @{ Script = 'Compare-ReponModel -Decoder @(@(1, 0), @(0, 0.02)) -Displacement 0, 1 -DecoderLearningRate 1e-5'; Phase = 'Generalization' }
        @{ Script = 'Compare-ReponModel -DecoderScale 1 -Separation 0.5 -Tolerance 1e-5'; Phase = 'Generalization' }
        @{ Script = 'Compare-ReponModel -DecoderScale 1 -Separation 0.5 -Tolerance 1e-4'; Phase = 'Generalization' }
        @{ Script = 'Compare-ReponModel -DecoderScale 0.5 -Separation 1 -Tolerance 1e-4'; Phase = 'Memorization' }
        @{ Script = 'Compare-ReponModel -DecoderScale 0.001 -Separation 1'; Phase = 'Memorization' }
        @{ Script = 'Compare-ReponModel -Decoder @(@(1, 0), @(0, 1e-3)) -Displacement 0, 1 -DecoderLearningRate 1e-8'; Phase = 'Generalization' }
        @{ Script = 'Compare-ReponModel -DecoderScale 1e-3 -Separation 1e-4 -Center 1 -MaxSteps 10000'; Phase = '' }   # not followed to its end
        @{ Script = 'Compare-ReponModel -Decoder @(,@(1, 0)) -Displacement 0.1, 1e-8'; Phase = '' }   # the reduced end is closer than a collision
        @{ Script = 'Compare-ReponModel -Decoder @(,@(1, 0)) -Displacement 0, 1'; Phase = 'Memorization' }
        @{ Script = 'Compare-ReponModel -DecoderScale 0 -Separation 1 -Offset 1 -Center 1'; Phase = 'Memorization' }
        @{ Script = 'Compare-ReponModel -Separation 0 -Center 1 -Offset 1'; Phase = 'Generalization' }
        @{ Script = 'Compare-ReponModel -Decoder @(@(1, 0), @(0, 3e-7)) -Displacement 1e-7, 1e-7 -MaxSteps 10000'; Phase = '' }
        @{ Script = 'Compare-ReponModel -Decoder @(@(1, 0), @(0, 3e-4)) -Displacement 1e-4, 1e-4 -Tolerance 1e-5 -MaxSteps 10000'; Phase = '' }
        @{ Script = 'Compare-ReponModel -DecoderScale 0.1 -Separation 0.01 -EncoderLearningRate 0.001 -DecoderLearningRate 1 -ClusterSize 6'; Phase = 'Memorization' }
        @{ Script = 'Compare-ReponModel -DecoderScale 0.1 -Separation 0.01 -EncoderLearningRate 0.001 -DecoderLearningRate 1 -ClusterSize 20'; Phase = 'Memorization' }
    ) {
        $run = Invoke-Script $Script
        $run.Errors | Should -BeNullOrEmpty
        "$($run.Output.FullPhase)" | Should -Be $Phase
    }

    It 'warns of a misspelt column, and not of results' {
        $null = [pscustomobject]@{ DecoderScale = 2; Seperation = 0.3 } | Compare-ReponModel -WarningVariable misspelt -WarningAction SilentlyContinue
        "$misspelt" | Should -Be "'Seperation' is no parameter of Compare-ReponModel; it is ignored."
        $null = Invoke-ReponSimulation -Time 0 | Select-Object * | Compare-ReponModel -WarningVariable none
        $none | Should -BeNullOrEmpty
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'Compare-ReponModel -ClusterSize 0'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = '$null | Compare-ReponModel'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Get-ReponPhase -Decoder @(@(1, 0), @(0, 1)) -Displacement 0.1, 0.2 | Compare-ReponModel'; Id = 'GenEft.ShapeMismatch' }
        @{ Script = 'Compare-ReponModel -Decoder @(@(1, 2), @(2, 4)) -Displacement 1, 2'; Id = 'GenEft.SingularDecoder' }
        @{ Script = 'Compare-ReponModel -EncoderLearningRate 1, -1'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Compare-ReponModel -Tolerance 0.01'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Compare-ReponModel -ThrottleLimit 0'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Compare-ReponModel -DecoderLearningRate 0'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Compare-ReponModel -Offset NaN'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Compare-ReponModel -Decoder 1, 2 -Displacement 1, 2 -CenterVector 1'; Id = 'GenEft.ShapeMismatch' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Compare-ReponModel') {
        Assert-Example $Code
    }
}
