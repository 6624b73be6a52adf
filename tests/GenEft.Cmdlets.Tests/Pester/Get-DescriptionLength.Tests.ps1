BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Get-DescriptionLength' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'refuses one class of all and gives the others' {
        $run = Invoke-Script 'Get-DescriptionLength -Count 1'
        $run.Output | Should -HaveCount 9
        $run.Errors | Should -HaveCount 1
    }

    It 'gives all of Table II, and classes that can be told apart' {
        $rows = @(Get-DescriptionLength -Count 30)
        $rows | Should -HaveCount 10
        (Get-DescriptionLength Equivalence -ClassCount 3, 5).ClassCount | Should -Be 3, 5
        Assert-Table $rows
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'Get-DescriptionLength -Class Equivalence -Count 5 -ClassCount 6'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Get-DescriptionLength -Class Tree -Count 5 -ClassCount 2'; Id = 'GenEft.ParameterNotApplicable' }
    ) {
        Assert-Refused $Script $Id
    }

    # PowerShell drops a piped property that does not convert; a wrong cell of a file must not become a default.
    It 'refuses the piped property of <_>' -ForEach @(
        '[pscustomobject]@{ Class = ''Nonsense''; Count = ''5'' } | Get-DescriptionLength'
    ) {
        Assert-NotBound $_
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Get-DescriptionLength') {
        Assert-Example $Code
    }
}
