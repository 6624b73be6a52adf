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
        @{ Text = "head,tail`n,x"; Id = 'GenEft.EmptyField' }
        @{ Text = "head,tail`nx,y`nx,"; Id = 'GenEft.EmptyField' }
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

    It 'takes a line without a target for a new element' {
        Set-Content some.csv "head,tail`na,`nb,c`nd,"
        $relation = Import-Relation some.csv -Verbose 4>&1
        "$($relation[0])" | Should -BeLike '*2 line(s) with an empty target: elements, not edges.'
        $relation[1].Count, $relation[1].EdgeCount | Should -Be 4, 1
    }

    It 'says of edges that their file calls undirected that they are read one way' {
        Set-Content gephi.csv 'Source,Target,Type,Id,Label,Weight', '1,2,Undirected,0,,1.0', '2,3,Undirected,1,,1.0', '3,1,Directed,2,,1.0'
        $relation = Import-Relation gephi.csv -WarningVariable told -WarningAction SilentlyContinue
        $relation.EdgeCount | Should -Be 3
        "$told" | Should -BeLike '*calls 2 edge(s) undirected*-Undirected*'
        (Import-Relation gephi.csv -Undirected -WarningVariable none).EdgeCount | Should -Be 6
        $none | Should -BeNullOrEmpty
    }

    It 'takes one relation of triples, and says what it passed over' {
        Set-Content t.tsv "cat`tis`tmammal", "cat`thas`tpaw", "dog`tis`tmammal"
        $p = @{ NoHeader = $true; Source = 1; Target = 3; RelationColumn = 2 }
        (Import-Relation t.tsv @p -RelationValue is).Count | Should -Be 3
        (Import-Relation t.tsv @p -RelationValue is, has).EdgeCount | Should -Be 3
        "$(Import-Relation t.tsv @p -RelationValue is -Verbose 4>&1)" | Should -BeLike '*1 line(s) of other relations*'
        $all = (Invoke-Script 'Import-Relation t.tsv -NoHeader -Source 1 -Target 3 -RelationColumn 2 -RelationValue IS').Errors
        "$all" | Should -BeLike '*which holds has, is.'
    }

    It 'refuses a line that is longer than the header, where a name holds the delimiter' {
        Set-Content names.csv 'source,target', 'Smith, J,Doe', 'Roe,Lee', 'Lee,Poe,'
        { Import-Relation names.csv -ErrorAction Stop } | Should -Throw "*line 2 has 3 fields; the header has 2.*" -ErrorId 'GenEft.MalformedLine,*'
        (Import-Relation names.csv -SkipMalformed -WarningAction Ignore).EdgeCount | Should -Be 2
        Set-Content names.csv 'source,target', '"Smith, J",Doe'
        (Import-Relation names.csv).EdgeCount | Should -Be 1
    }

    It 'joins the relations of triples, and keeps which of them hold' {
        Set-Content kg.csv 'head,relation,tail', 'a,is,b', 'b,is,c', 'a,has,b', 'c,has,a'
        $all = Import-Relation kg.csv -RelationColumn relation
        $all.Name | Should -BeExactly 'kg'
        $all.RelationValue | Should -BeExactly 'is; has'
        $all.EdgeCount | Should -Be 3
        (Import-Relation kg.csv -RelationColumn relation -RelationValue has).Name | Should -BeExactly 'kg:has'
        (Import-Relation kg.csv -WarningVariable merged -WarningAction Ignore).RelationValue | Should -BeNullOrEmpty
        "$merged" | Should -BeLike "*column 'relation' is not read*-RelationColumn relation keeps*"

        # A cycle of three has three automorphisms where no relation is told, and one where it is.
        ($all | Measure-DescriptionLength).GroupOrder | Should -Be '1'
        Assert-Close ([math]::Log2(6)) ($all | Measure-CriticalFraction -WarningAction Ignore).Bits
        (Import-Relation kg.csv | Measure-DescriptionLength).GroupOrder | Should -Be '3'
        ($all | Get-RelationPair | Where-Object Related).RelationValue | Should -Be 'is; has', 'is', 'has'
    }

    It 'tells what one answer for all pairs scores, whichever relations hold' {
        $lines = foreach ($i in 1..4) { foreach ($j in 1..4) { "$i,$(($i * $j) % 3),$j" } }
        Set-Content full.csv (@('head,relation,tail') + $lines)
        $most = ($lines | Group-Object { $_.Split(',')[1] } | Measure-Object Count -Maximum).Maximum
        $row = Import-Relation full.csv -RelationColumn relation | Measure-CriticalFraction -Accuracy 0.3 -WarningVariable told -WarningAction SilentlyContinue
        Assert-Close $row.BaselineAccuracy ($most / 16) 1e-12
        "$told" | Should -BeLike '*what one answer for all scores*'
    }

    It 'leaves networks and bounds to one relation' {
        Set-Content ../kg.csv 'head,relation,tail', 'a,is,b', 'b,has,c'
        foreach ($command in 'Invoke-Training', 'Measure-AccuracyBound -TrainingFraction 0.5 -Method Exact', 'Measure-AccuracyBound -TrainingFraction 0.5', 'Measure-CriticalFraction -Method Training') {
            Assert-Refused "Import-Relation ../kg.csv -RelationColumn relation | $command" 'GenEft.ParameterNotApplicable' '*kg*joins 2 relations*'
        }
    }

    It 'refuses what only edge lists have with another format' {
        New-Relation Modulo -Count 6 | Export-Relation ../r.gml -Force
        Assert-Refused 'Import-Relation ../r.gml -Delimiter ";"' 'GenEft.ParameterNotApplicable' '*Delimiter was given*'
        Assert-Refused 'Import-Relation ../r.gml -RelationColumn x -RelationValue y' 'GenEft.ParameterNotApplicable'
        Assert-Refused 'Import-Relation ../r.gml -Format Json' 'GenEft.MalformedLine' '*r.gml, line 1*JSON*'
        (Import-Relation ../r.gml -Format Gml -Undirected -Name x).Name | Should -Be 'x'
        Assert-Refused 'Import-Relation ../r.csv -RelationColumn x' 'GenEft.FileNotFound'
        Set-Content ../plain.csv 'head,tail', 'a,b'
        Assert-Refused 'Import-Relation ../plain.csv -RelationColumn relation' 'GenEft.MissingColumn' '*relation*not in plain.csv*'
        Assert-Refused 'Import-Relation ../plain.csv -RelationValue is' 'GenEft.ParameterNotApplicable' '*RelationColumn must say*'
    }

    It 'reads files with brackets in their names, and tells each file that cannot be read' {
        New-Relation Modulo -Count 4 | Export-Relation '[x.csv'
        New-Relation Modulo -Count 4 | Export-Relation 'a[1].csv'
        (Import-Relation '[x.csv', 'a[1].csv').Name | Should -Be '[x', 'a[1]'
        (Get-Item -LiteralPath '[x.csv' | Import-Relation).Count | Should -Be 4
        Set-Content one.txt 'a,b'
        Set-Content two.txt 'a,b'
        (Invoke-Script 'Import-Relation *.txt').Errors | Should -HaveCount 2
        (Invoke-Script 'Import-Relation "[y"').Errors.FullyQualifiedErrorId | Should -BeLike 'GenEft.FileNotFound,*'
    }

    It 'reads a pipe' -Skip:(-not $IsLinux) {
        mkfifo ../pipe
        sh -c "(printf 'head,tail\na,b\nb,c\n' > ../pipe) > /dev/null 2>&1 &"
        (Import-Relation ../pipe).EdgeCount | Should -Be 2
    }

    It 'reads an edge list as collections of graphs have them, and tells what it left out' {
        Set-Content votes.txt '# FromNodeId  ToNodeId', '30   1412 0.5', "30`t3352 1", '3   28 1'
        $votes = Import-Relation votes.txt -NoHeader -Delimiter Whitespace
        $votes.Count | Should -Be 5
        $votes.EdgeCount | Should -Be 3
        (Import-Relation votes.txt -NoHeader -Delimiter Whitespace -Verbose 4>&1 | Out-String) | Should -BeLike '*1 comment line(s)*'
        (Import-Relation votes.txt -NoHeader -Delimiter Whitespace -Comment @() -SkipFirst 1).EdgeCount | Should -Be 3
        Set-Content gephi.csv 'Source,Target,Type,Weight', '1,2,Directed,1'
        (Import-Relation gephi.csv -Verbose 4>&1 | Out-String) | Should -BeLike '*columns not read: Type, Weight*'
    }

    It 'takes quotes as they are and lines that run on only where asked' {
        Set-Content ../stray.tsv "a`tb", "`"b`tc", "c`td", "d`"`te", "e`tf"
        Assert-Refused 'Import-Relation ../stray.tsv -NoHeader' 'GenEft.MalformedLine' '*line 2*-Quote None*-MultilineField*'
        (Import-Relation ../stray.tsv -NoHeader -Quote None).Count | Should -Be 8
        (Import-Relation ../stray.tsv -NoHeader -MultilineField).Count | Should -Be 5
    }

    It 'refuses letters of another encoding unless it is named' {
        "head,tail`näh,öh`nüh,öh" | Set-Content ../latin.csv -Encoding Latin1
        Assert-Refused 'Import-Relation ../latin.csv' 'GenEft.MalformedLine' '*line 2*0xE4*-Encoding*'
        (Import-Relation ../latin.csv -Encoding Latin1).Count | Should -Be 3
        Assert-Refused 'Import-Relation ../latin.csv -Encoding klingon' 'GenEft.ValueOutOfRange' "*Encoding is 'klingon'*"
        "head,tail`näh,öh" | Set-Content ../wide.csv -Encoding Unicode
        (Import-Relation ../wide.csv).Count | Should -Be 2
    }

    It 'names the column that is not there, or there twice' {
        Set-Content ../org.csv 'boss,member', 'Ada,Bob'
        Assert-Refused 'Import-Relation ../org.csv' 'GenEft.MissingColumn' "*Column 'head' (-Source) is not in org.csv; it has the columns boss, member*"
        (Import-Relation ../org.csv -Source boss -Target member).Count | Should -Be 2
        Assert-Refused 'Import-Relation ../org.csv -SkipFirst -1' 'GenEft.ValueOutOfRange' '*SkipFirst is -1*'
        Set-Content ../twice.csv 'head,tail,head', 'a,b,x'
        Assert-Refused 'Import-Relation ../twice.csv' 'GenEft.MissingColumn' "*2 columns 'head'*"
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
        @{ Script = 'Import-Relation none.csv -SkipFirst 1.5'; Id = 'ParameterArgumentTransformationError' }
        @{ Script = 'Import-Relation Variable:PSHOME'; Id = 'GenEft.FileUnreadable' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'reads JSON from a pipe that is slow, with progress' -Skip:$IsWindows {
        New-Relation Modulo -Count 6 | Export-Relation -Path whole.json
        & /usr/bin/mkfifo slow.json
        $writer = Start-Process /bin/sh -ArgumentList '-c', '"(head -c 60 whole.json; sleep 1.5; tail -c +61 whole.json) > slow.json"' -PassThru
        (Import-Relation slow.json -Format Json | Get-RelationProperty).EdgeCount | Should -Be 12
        $writer.WaitForExit()
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Import-Relation') {
        Assert-Example $Code
    }
}
