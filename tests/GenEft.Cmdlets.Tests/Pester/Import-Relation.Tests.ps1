BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Import-Relation' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'refuses a bad edge list: <Id>' -ForEach @(
        @{ Text = "a,b`nx,y"; Id = 'GenEft.MissingColumn' }
        @{ Text = "head,tail`nx,"; Id = 'GenEft.EmptyField' }
        @{ Text = "head,tail`nx"; Id = 'GenEft.MalformedLine' }
        @{ Text = 'head,tail'; Id = 'GenEft.EmptyRelation' }
    ) {
        Set-Content ../edges.csv $Text
        Assert-Refused 'Import-Relation ../edges.csv' $Id
    }

    It 'refuses malformed lines by number, or skips and counts them' {
        Set-Content ../bad.csv "head,tail`na,b`nlonely`nb,c"
        Assert-Refused 'Import-Relation ../bad.csv' 'GenEft.MalformedLine' '*line 3*'
        $relation = Import-Relation ../bad.csv -SkipMalformed -WarningVariable skipped -WarningAction SilentlyContinue
        $relation.SkippedLineCount | Should -Be 1
        "$skipped" | Should -BeLike '*line 3*'
    }

    It 'reads what Export-Relation writes' {
        $relation = New-Relation Tree -Count 12
        $relation | Export-Relation tree.csv
        $read = Import-Relation tree.csv -Name Again
        $read.EdgeCount | Should -Be $relation.EdgeCount
        $read.Name | Should -Be 'Again'
        ($read | Measure-DescriptionLength).GroupOrder | Should -Be ($relation | Measure-DescriptionLength).GroupOrder
        Assert-Table $read
    }

    It 'takes paths from the pipeline and expands wildcards' {
        New-Relation Modulo -Count 6 | Export-Relation a1.csv
        New-Relation GreaterThan -Count 6 | Export-Relation a2.csv
        (Import-Relation a*.csv).Name | Should -Be 'a1', 'a2'
        (Get-ChildItem *.csv | Import-Relation).Name | Should -Be 'a1', 'a2'
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'Import-Relation none.csv'; Id = 'GenEft.FileNotFound' }
        @{ Script = 'Import-Relation none*.csv'; Id = 'GenEft.FileNotFound' }
        @{ Script = 'Import-Relation -LiteralPath none.csv'; Id = 'GenEft.FileNotFound' }
        @{ Script = 'Import-Relation .'; Id = 'GenEft.FileUnreadable' }
        @{ Script = 'Import-Relation Variable:PSHOME'; Id = 'GenEft.FileUnreadable' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Import-Relation') {
        Assert-Example $Code
    }
}
