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
        @{ File = 'r.tsv'; Start = "head`ttail" }, @{ File = 'r.gml'; Start = 'graph *' }, @{ File = 'r.mtx'; Start = '%%MatrixMarket*' }
        @{ File = 'r'; Start = 'head,tail' }
    ) {
        $written = New-Relation Modulo -Count 6 | Export-Relation $File -PassThru
        $written.Name | Should -Be $File
        (Get-Content $File)[0] | Should -BeLike $Start
        (Import-Relation $File).EdgeCount | Should -Be 12
    }

    It 'passes on a file that other cmdlets take, whatever its name and the current drive' {
        $folder = (Get-Location).ProviderPath
        New-Relation Modulo -Count 6 | Export-Relation 'a [x].csv' -PassThru | Copy-Item -Destination copy.csv
        Get-Content copy.csv | Should -Be (Get-Content -LiteralPath 'a [x].csv')
        Set-Location Env:
        $file = New-Relation Modulo -Count 6 | Export-Relation (Join-Path $folder b.csv) -PassThru
        Set-Location $folder
        $file.PSPath | Should -BeLike '*FileSystem::*b.csv'
        $file | Remove-Item
        Test-Path b.csv | Should -BeFalse
    }

    It 'compresses x.csv.gz, and writes JSON that PowerShell reads' {
        New-Relation Modulo -Count 6 | Export-Relation r.csv.gz
        [IO.File]::ReadAllBytes("$PWD/r.csv.gz")[0..1] | Should -Be 31, 139
        (Import-Relation r.csv.gz).EdgeCount | Should -Be 12
        New-Relation Modulo -Count 6 | Export-Relation r.json
        (Get-Content r.json | ConvertFrom-Json).edges | Should -HaveCount 12
        (Import-Relation r.json).EdgeCount | Should -Be 12
    }

    It 'gives every relation back, its isolated elements and its order too, as <_>' -ForEach csv, tsv, graphml, gml, col, mtx, json {
        $relation = New-Relation Random -Count 8 -Density 0.06 -Seed 4
        $relation | Export-Relation "r.$_"
        $back = Import-Relation "r.$_"
        ($back | Measure-DescriptionLength).Bits | Should -Be ($relation | Measure-DescriptionLength).Bits
        Join-Column ($back | Get-RelationPair) Source, Target, Related | Should -Be (Join-Column ($relation | Get-RelationPair) Source, Target, Related)
        $p = @{ MaxSteps = 20; TrainingFraction = 0.5 }
        ($back | Invoke-Training @p).TrainLoss | Should -Be ($relation | Invoke-Training @p).TrainLoss
    }

    It 'writes joined relations as triples, and in no format that would lose them' {
        Set-Content ../kg.csv 'head,relation,tail', 'a,is,b', 'b,=has,c', 'a,=has,b'
        $kg = Import-Relation ../kg.csv -RelationColumn relation
        $kg | Export-Relation r.tsv -WarningVariable told -WarningAction Ignore
        "$told" | Should -BeLike '*=has*formulas*'
        Get-Content r.tsv | Should -Be "head`ttail`trelation", "a`tb`tis", "a`tb`t=has", "b`tc`t=has"
        (Import-Relation r.tsv -RelationColumn relation | Get-RelationPair).RelationValue | Should -Be ($kg | Get-RelationPair).RelationValue
        $kg | Export-Relation e.csv -EscapeFormula
        (Import-Relation e.csv -RelationColumn relation).RelationValue | Should -BeExactly "is; '=has"
        Remove-Item *
        Assert-Refused 'Import-Relation ../kg.csv -RelationColumn relation | Export-Relation r.gml' 'GenEft.ParameterNotApplicable' '*joins 2 relations*Gml*'
    }

    It 'writes one relation to a file' {
        $run = Invoke-Script 'New-Relation Modulo, GreaterThan -Count 6 | Export-Relation ../two.csv -Force'
        $run.Errors | Should -HaveCount 1
        $run.Errors[0].FullyQualifiedErrorId | Should -BeLike 'GenEft.FileExists,*'
        (Import-Relation ../two.csv).EdgeCount | Should -Be 12
    }

    It 'says what it would write, and writes nothing, with -WhatIf' {
        New-Relation Modulo | Export-Relation r.gml -WhatIf
        Get-ChildItem | Should -BeNullOrEmpty
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'New-Relation Modulo | Export-Relation "a`0b.csv"'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Export-Relation no/such.csv'; Id = 'GenEft.FileNotWritable' }
        @{ Script = 'New-Relation Modulo | Export-Relation x.xlsx'; Id = 'GenEft.UnknownFormat' }
        @{ Script = 'New-Relation Modulo | Export-Relation x.xlsx -WhatIf'; Id = 'GenEft.UnknownFormat' }
        @{ Script = 'New-Relation Modulo | Export-Relation nodrive:x.csv'; Id = 'GenEft.FileNotFound' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'tells of labels that a spreadsheet would run, and escapes them where asked' {
        $relation = [pscustomobject]@{ head = '=HYPERLINK("x")'; tail = '-1' }, [pscustomobject]@{ head = '@en'; tail = '+' } | ConvertTo-Relation
        $relation | Export-Relation plain.csv -WarningVariable warned 3>$null
        "$warned" | Should -BeLike '2 label(s), such as ''=HYPERLINK*-EscapeFormula*'
        (Import-Relation plain.csv | Get-RelationPair -TrainingFraction 0.5).Source | Should -Contain '=HYPERLINK("x")'
        $relation | Export-Relation safe.csv -EscapeFormula -WarningVariable warned
        $warned | Should -BeNullOrEmpty
        (Import-Csv safe.csv).head | Should -Be "'=HYPERLINK(`"x`")", "'@en"
        (Import-Csv safe.csv).tail | Should -Be '-1', '+'
        Remove-Item plain.csv, safe.csv
        Assert-Refused '$relation | Export-Relation x.gml -EscapeFormula' 'GenEft.ParameterNotApplicable'
        $merged = [pscustomobject]@{ head = '=a'; tail = "'=a" } | ConvertTo-Relation
        Assert-Refused '$merged | Export-Relation x.csv -EscapeFormula' 'GenEft.ValueOutOfRange' '*already*'
        New-Relation Modulo -Count 6 | Export-Relation plain.csv -WarningVariable warned
        $warned | Should -BeNullOrEmpty
        Remove-Item plain.csv
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Export-Relation') {
        Assert-Example $Code
    }
}
