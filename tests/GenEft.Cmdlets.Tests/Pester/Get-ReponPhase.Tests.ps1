BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Get-ReponPhase' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'tells the two sides of the boundary apart' {
        $rows = @(Get-ReponPhase -DecoderScale 1 -Separation 0.5, 1)
        $rows.Phase | Should -Be 'Generalization', 'Memorization'
        Assert-Table $rows
    }

    It 'binds matrices from rows' {
        $row = [pscustomobject]@{ Decoder = @(@(1, 0.5), @(0, 2), @(1, 1)); Displacement = 0.3, -0.2; EncoderLearningRate = 1; DecoderLearningRate = 1 }
        $given = Get-ReponPhase -Decoder @(@(1, 0.5), @(0, 2), @(1, 1)) -Displacement 0.3, -0.2 -EncoderLearningRate 1 -DecoderLearningRate 1
        "$($row | Get-ReponPhase)" | Should -Be "$given"
    }

    It 'warns of a misspelt column, and not of results' {
        $null = [pscustomobject]@{ DecoderScale = 2; Seperation = 0.3 } | Get-ReponPhase -WarningVariable misspelt -WarningAction SilentlyContinue
        "$misspelt" | Should -Be "'Seperation' is no parameter of Get-ReponPhase; it is ignored."
        $null = Invoke-ReponSimulation -Time 0 | Select-Object * | Get-ReponPhase -WarningVariable none
        $none | Should -BeNullOrEmpty
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'Get-ReponPhase -Decoder @(@(1, 2), @(2, 4), @(3, 6)) -Displacement 1, 2'; Id = 'GenEft.SingularDecoder' }
        @{ Script = 'Get-ReponPhase -Decoder @(@(0, 0), @(0, 0)) -Displacement 1, 2'; Id = 'GenEft.SingularDecoder' }
        @{ Script = '@{ DecoderScale = 0.5 } | Get-ReponPhase'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = '[timespan]::Zero | Get-ReponPhase'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Compare-ReponModel -Decoder @(@(1, 0), @(0, 1)) -Displacement 0.1, 0.2 | Get-ReponPhase'; Id = 'GenEft.ShapeMismatch' }
        @{ Script = 'Invoke-ReponSimulation -Decoder @(@(1), @(2)) -Displacement 1 -Time 0 | Get-ReponPhase'; Id = 'GenEft.ShapeMismatch' }
        @{ Script = 'Get-ReponPhase -Separation 1, $null'; Id = 'ParameterArgumentTransformationError' }
        @{ Script = 'Get-ReponPhase -Decoder @(@(1, 0), @(0, 2)) -Displacement 1, $null'; Id = 'ParameterArgumentTransformationError' }
        @{ Script = 'Get-ReponPhase -Decoder @(@(1, 0), @(0, 2)) -Displacement @(@(1, 2), @(3, 4))'; Id = 'ParameterArgumentTransformationError' }
        @{ Script = 'Get-ReponPhase -EncoderLearningRate 0'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Get-ReponPhase -Decoder @(@(1, 2), @(3, 4)) -Displacement 1'; Id = 'GenEft.ShapeMismatch' }
        @{ Script = 'Get-ReponPhase -Decoder @(1e160, 1e160) -Displacement 1, 1'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Get-ReponPhase -DecoderScale 1e200'; Id = 'GenEft.ValueOutOfRange' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'does not bind <_>' -ForEach @(
        'Get-ReponPhase -Decoder @(@(1, 2), @(3)) -Displacement 1, 2'
        'Get-ReponPhase -Decoder @(1, $null) -Displacement 1, 2'
    ) {
        Assert-NotBound $_
    }

    # PowerShell drops a piped property that does not convert; a wrong cell of a file must not become a default.
    It 'refuses the piped property of <_>' -ForEach @(
        '[pscustomobject]@{ DecoderScale = ''x'' } | Get-ReponPhase'
    ) {
        Assert-NotBound $_
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Get-ReponPhase') {
        Assert-Example $Code
    }
}
