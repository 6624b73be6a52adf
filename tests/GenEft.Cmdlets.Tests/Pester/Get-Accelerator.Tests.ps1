BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Get-Accelerator' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'has a row for every kind, and a reason for what cannot be used' {
        $rows = @(Get-Accelerator)
        $rows[0].Accelerator | Should -Be 'Cpu'
        $rows[0].IsUsable | Should -BeTrue
        $rows[0].CoreCount | Should -Be ([Environment]::ProcessorCount)
        'Cpu', 'Cuda', 'OpenCL' | ForEach-Object { $rows.Accelerator | Should -Contain $_ }
        $rows | ForEach-Object { $_.IsUsable -or $_.Reason.Length -gt 10 | Should -BeTrue }
        Assert-Table $rows
    }

    It 'measures peak and speed of what can be used' {
        $rows = @(Get-Accelerator -Measure)
        Assert-Table $rows
        foreach ($row in $rows) {
            ($row.PeakGigaflops -gt 0.1) | Should -Be $row.IsUsable
            ($row.StepsPerSecond -gt 1) | Should -Be $row.IsUsable
        }
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Get-Accelerator') {
        Assert-Example $Code
    }
}
