BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Export-Relation' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'refuses a file that exists, and keeps it' {
        Set-Content ../mine.csv mine
        Assert-Refused 'New-Relation Modulo | Export-Relation ../mine.csv' 'GenEft.FileExists'
        Get-Content ../mine.csv | Should -Be 'mine'
        New-Relation Modulo -Count 6 | Export-Relation ../mine.csv -Force
        (Import-Relation ../mine.csv).EdgeCount | Should -Be 12
    }

    It 'takes the format from the extension: <File>' -ForEach @(
        @{ File = 'r.csv'; Start = 'head,tail' }, @{ File = 'r.graphml'; Start = '<?xml*' }, @{ File = 'r.dimacs'; Start = 'c *' }
    ) {
        $written = New-Relation Modulo -Count 6 | Export-Relation $File -PassThru
        $written.Name | Should -Be $File
        (Get-Content $File)[0] | Should -BeLike $Start
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'New-Relation Modulo | Export-Relation "a`0b.csv"'; Id = 'GenEft.FileNotWritable' }
        @{ Script = 'New-Relation Modulo | Export-Relation no/such.csv'; Id = 'GenEft.FileNotWritable' }
        @{ Script = 'New-Relation Modulo | Export-Relation nodrive:x.csv'; Id = 'GenEft.FileNotFound' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Export-Relation') {
        Assert-Example $Code
    }
}
