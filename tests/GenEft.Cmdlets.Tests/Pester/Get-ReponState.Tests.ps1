BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Get-ReponState' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    # States unroll to a row for each repon, of every model; those of a cluster stand together.
    It 'unrolls states to positions' {
        $pair = Invoke-ReponSimulation -Model ClosedForm, Reduced, Full -DecoderScale 0.8 -Separation 0.6 -ClusterSize 2 -Time 0, 1 -Tolerance 1e-12 -IncludeState
        $rows = @($pair | Get-ReponState)
        $rows | Should -HaveCount 12
        $rows[0].PSObject.Properties.Name | Should -Be 'Index', 'Model', 'Time', 'Event', 'Repon', 'Class', 'Count', 'X1'
        for ($i = 0; $i -lt 6; $i++) {
            # A distance 2 r apart with the mean at 0, whatever the model.
            $one, $others = $rows[2 * $i], $rows[2 * $i + 1]
            Assert-Close ($one.X1 - $others.X1) (2 * $pair[$i].Separation) 1e-10
            Assert-Close ($one.X1 + 2 * $others.X1) 0 1e-10
            $one.Count, $others.Count | Should -Be 1, 2
        }
        Assert-Table $rows
        $pair | Export-Csv pair.csv
        Get-Content pair.csv -Raw | Should -Not -Match 'GenEft\.'
        $null = $pair | Select-Object * | Invoke-ReponSimulation -Time 0 -WarningVariable none
        $none | Should -BeNullOrEmpty
    }

    It 'numbers the classes by their targets' {
        $many = Invoke-ReponSimulation -Decoder @(@(1, 0.5), @(0, 2)) -Bias 1, 2 -Position @(@(1, 0), @(0.5, 0.2), @(-1, 0)) -Target @(@(1, 0), @(0, 1), @(1, -0.0)) -Time 0 -IncludeState
        Join-Column @($many | Get-ReponState) Class, X1, X2 | Should -Be '0 1 0', '1 0.5 0.2', '0 -1 0'
        $many.State.Decoder[1, 1], $many.State.Bias[1] | Should -Be 2, 2
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'Invoke-ReponSimulation -Time 0 | Get-ReponState'; Id = 'GenEft.DataNotIncluded' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Get-ReponState') {
        Assert-Example $Code
    }
}
