BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'ConvertTo-Relation' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'makes a relation of the edges that are piped in' {
        $relation = 'a', 'b', 'c' | ForEach-Object { $s = $_; 'a', 'b', 'c' | ForEach-Object { [pscustomobject]@{ from = $s; to = $_ } } } |
            ConvertTo-Relation -Source from -Target to -Name All
        $relation.Count | Should -Be 3
        $relation.EdgeCount | Should -Be 9
        $relation.Name | Should -Be 'All'
        (1..3 | ForEach-Object { [pscustomobject]@{ head = $_; tail = $_ + 1 } } | ConvertTo-Relation).EdgeCount | Should -Be 3
    }

    It 'takes hashtables and adjacency lists' {
        $list = '[{"head":"a","tail":["b","c"]},{"head":"d","tail":[]},{"head":1,"tail":2.5}]' | ConvertFrom-Json
        $relation = $list | ConvertTo-Relation
        $relation.Count | Should -Be 6
        ($relation | Get-RelationPair | Where-Object Related | ForEach-Object { "$($_.Source)>$($_.Target)" }) -join ' ' | Should -Be 'a>b a>c 1>2.5'
        $relation = @{ head = 'a'; tail = 'b' }, [ordered]@{ head = 'b'; tail = 'a', 'b' } | ConvertTo-Relation
        $relation.Count | Should -Be 2
        $relation.EdgeCount | Should -Be 3
        Assert-Refused '@{ head = "a"; tail = @{ id = 1 } } | ConvertTo-Relation -ErrorAction Stop' 'GenEft.ValueOutOfRange' '*tail (-Target) of object 1 is a Hashtable*'
    }

    It 'gives back the relation of its pairs, and of a file through Import-Csv' {
        $relation = New-Relation Random -Count 8 -Density 0.1 -Seed 4
        $pairs = $relation | Get-RelationPair
        $pairs | Export-Csv pairs.csv
        $relation | Export-Relation r.csv
        foreach ($back in ($pairs | ConvertTo-Relation), (Import-Csv pairs.csv | ConvertTo-Relation), (Import-Csv r.csv | ConvertTo-Relation),
            (Import-Relation pairs.csv), ($pairs | ConvertTo-Json | ConvertFrom-Json | ConvertTo-Relation)) {
            Join-Column ($back | Get-RelationPair) Source, Target, Related | Should -Be (Join-Column $pairs Source, Target, Related)
        }
    }

    It 'tells a property that is named wrongly once' {
        $run = Invoke-Script '1..50 | ForEach-Object { [pscustomobject]@{ head = $_; tail = $_ + 1 } } | ConvertTo-Relation -Source Head -Target Nope 3>$null'
        @($run.Errors | Where-Object FullyQualifiedErrorId -like 'GenEft.MissingColumn*') | Should -HaveCount 1
    }

    It 'leaves pairs that are not known to be related unrelated' {
        $known = 'a b True', 'b a False', 'c a', 'c d 1' | ForEach-Object { $f = -split $_; [pscustomobject]@{ Source = $f[0]; Target = $f[1]; Related = $f[2] } }
        $relation = $known | ConvertTo-Relation
        $relation.Count, $relation.EdgeCount | Should -Be 4, 2
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = '@{ head = "a"; tail = "b"; related = "closely" } | ConvertTo-Relation -ErrorAction Stop'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = '@{ head = "a"; tail = "b" }, @{ head = "a"; tail = "" } | ConvertTo-Relation -ErrorAction Stop'; Id = 'GenEft.EmptyField' }
        @{ Script = '@{ a = 1 } | ConvertTo-Relation -ErrorAction Stop'; Id = 'GenEft.MissingColumn' }
        @{ Script = '@{ head = "a"; tail = @{ id = "b" } } | ConvertTo-Relation -ErrorAction Stop'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = '[pscustomobject]@{ head = "a"; tail = [pscustomobject]@{ id = "b" } } | ConvertTo-Relation -ErrorAction Stop'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = '@{ head = "a"; tail = [object[,]]::new(2, 2) } | ConvertTo-Relation -ErrorAction Stop'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = '@{ head = "a", "b"; tail = "c" } | ConvertTo-Relation -ErrorAction Stop'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = '@{ head = "a"; tail = "b", "" } | ConvertTo-Relation -ErrorAction Stop'; Id = 'GenEft.EmptyField' }
        @{ Script = '@{ head = "a"; tail = $null } | ConvertTo-Relation -ErrorAction Stop'; Id = 'GenEft.EmptyField' }
        @{ Script = '[pscustomobject]@{ a = 1 } | ConvertTo-Relation -ErrorAction Stop'; Id = 'GenEft.MissingColumn' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'brings in an element without targets, related or not' {
        $relation = @{ Source = 'a'; Target = @(); Related = $false }, @{ Source = 'b'; Target = 'a'; Related = $true } | ConvertTo-Relation
        $relation.Count, $relation.EdgeCount | Should -Be 2, 1
        (@{ Source = 'a'; Target = @(); Related = $false } | ConvertTo-Relation).Count | Should -Be 1
    }

    It 'refuses pairs that say which of several relations hold, which would be lost' {
        Set-Content ../kg.csv 'head,relation,tail', 'a,is,b', 'b,has,c'
        Assert-Refused 'Import-Relation ../kg.csv -RelationColumn relation | Get-RelationPair | Where-Object Related | Select-Object -First 1 | ConvertTo-Relation' 'GenEft.ParameterNotApplicable' '*RelationValue of object 1 is*would be lost*'
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'ConvertTo-Relation') {
        Assert-Example $Code
    }
}
