BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'New-Relation' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'makes relations of rows of text, in a culture of decimal commas' {
        Set-Content relations.csv @(
            'Kind,Count,Modulus,ClassSize,Density,Seed,Property,ClassCount,Law', 'Modulo,12,4,,,"0",,,', 'Equivalence,,,"3,4,5",,0,,,'
            'Random,10,,,0.25,7,"Symmetric, Reflexive",,', 'Equivalence,10,,,,7,,4,', 'Tree,10,,,,7,,,recursive')
        Invoke-InCulture 'de-DE' {
            $relations = @(Import-Csv relations.csv | New-Relation)
            $relations.Name | Should -Be 'Modulo 4', 'Equivalence 3+4+5', 'Random 0.25, seed 7', 'Equivalence, 4 classes, seed 7', 'Recursive tree, seed 7'
            $relations.Count | Should -Be 5
            $relations | ForEach-Object Count | Should -Be 12, 12, 10, 10, 10
            $random = $relations | Where-Object Kind -EQ Random | Get-RelationProperty
            $random.Symmetric | Should -BeTrue
            $random.Reflexive | Should -BeTrue
            Assert-Table $relations
        }
    }

    It 'refuses one bad item of a pipeline and goes on' {
        $run = Invoke-Script "'Modulo', 'Foo', 'GreaterThan' | ForEach-Object { [pscustomobject]@{ Kind = `$_ } } | New-Relation"
        $run.Output | Should -HaveCount 2
        $run.Errors | Should -HaveCount 1
    }

    It 'makes every combination, the last parameter varying fastest' {
        (New-Relation Modulo, GreaterThan -Count 6, 7).Name | Should -Be 'Modulo 3', 'Modulo 3', 'Greater-than', 'Greater-than'
        New-Relation Random -Count 5 -Density 0.1, 0.2 -Seed 1, 2 | ForEach-Object Name | Should -Be @(
            'Random 0.1, seed 1', 'Random 0.1, seed 2', 'Random 0.2, seed 1', 'Random 0.2, seed 2')
    }

    It 'keeps sparse kinds sparse at any size: <Script>' -ForEach @(
        @{ Script = 'New-Relation Tree -Count 400000'; EdgeCount = 799998 }
        @{ Script = 'New-Relation Tree -Count 400000 -Law Recursive'; EdgeCount = 799998 }
        @{ Script = 'New-Relation Modulo -Count 400000 -Modulus 200000'; EdgeCount = 800000 }
        @{ Script = 'New-Relation Equivalence -ClassSize (1..400000 | ForEach-Object { 1 })'; EdgeCount = 400000 }
        @{ Script = 'New-Relation Equivalence -Count 400000 -ClassCount 399999'; EdgeCount = 400002 }
        @{ Script = 'New-Relation Random -Count 1000000 -Density 0'; EdgeCount = 0 }
        @{ Script = 'New-Relation Random -Count 400000 -Density 0 -Property Reflexive'; EdgeCount = 400000 }
    ) {
        $relation = & ([scriptblock]::Create($Script))
        $relation.EdgeCount | Should -Be $EdgeCount
        @($relation | Get-RelationProperty).EdgeCount | Should -Be $EdgeCount
    }

    It 'draws few pairs of many elements by their law' {
        $p = @{ Count = 100000; Density = 2e-6 }                    # 20 000 pairs expected, 141 a standard deviation
        Assert-Close (New-Relation Random @p).EdgeCount 20000 700
        Assert-Close (New-Relation Random @p -Property Symmetric, Irreflexive).EdgeCount 20000 1000
        Assert-Close (New-Relation Random @p -Property Antisymmetric, Irreflexive).EdgeCount 10000 500
        Assert-Close (New-Relation IncompleteBipartite @p).EdgeCount 10000 710
        (New-Relation Random @p).EdgeCount | Should -Be (New-Relation Random @p).EdgeCount
        $kept = New-Relation Random @p -Property Antisymmetric, Reflexive | Get-RelationProperty
        $kept.Antisymmetric, $kept.Reflexive, $kept.Symmetric | Should -Be $true, $true, $false
    }

    It 'takes its kind and size by position and by name' {
        (New-Relation -Kind Tree -Count 4 -Name Oak).Name | Should -Be 'Oak'
        (New-Relation completebipartite).PairCount | Should -Be 900
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = '@{ Count = 9 } | New-Relation Modulo'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = ',@(1, 2, 3) | New-Relation Modulo'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = '1 | Group-Object | New-Relation Modulo'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = '5 | New-Relation Modulo'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = '$null | New-Relation Modulo'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = '"abc" | Get-CriticalLearningRate'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = '"abc" | Get-DescriptionLength'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = '@{ Bits = 5 } | Measure-CriticalFraction -Bits 10 -Count 6'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = '@{ From = 1 } | Get-LogRange 1 10'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo | Measure-CriticalFraction -Method Training -Training @{ MaxSteps = 5 }, $null'; Id = 'ParameterArgumentTransformationError' }
        @{ Script = 'New-Relation Foo'; Id = 'GenEft.UnknownKind' }
        @{ Script = 'New-Relation Modulo -Count 0'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Modulo -Modulus 0'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Equivalence -Count 30 -ClassSize 10, 10, 5'; Id = 'GenEft.ClassSizeMismatch' }
        @{ Script = 'New-Relation Equivalence -Count 5 -ClassCount 6'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Equivalence -ClassSize 2, 3 -ClassCount 2'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'New-Relation Random -Property Transitive -Law Uniform'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Tree -Law Independent'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'New-Relation Tournament -Law Uniform'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'New-Relation GreaterThan -Modulus 3'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'New-Relation Random -Density NaN'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'New-Relation Random -Property Reflexive, Irreflexive'; Id = 'GenEft.ContradictingProperties' }
        @{ Script = 'New-Relation Modulo -Count 1000000'; Id = 'GenEft.RelationTooLarge' }
        @{ Script = 'New-Relation Modulo, Foo, GreaterThan'; Id = 'GenEft.UnknownKind' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'does not bind <_>' -ForEach @(
        'New-Relation Modulo -Count 2.5'
        'New-Relation Modulo -Count ''2.5'''
        'New-Relation Modulo -Count ''many'''
    ) {
        Assert-NotBound $_
    }

    # PowerShell drops a piped property that does not convert; a wrong cell of a file must not become a default.
    It 'refuses the piped property of <_>' -ForEach @(
        '[pscustomobject]@{ Kind = ''Random''; Property = ''Symmetric,Nonsense'' } | New-Relation'
        '[pscustomobject]@{ Kind = ''Random''; Density = ''half'' } | New-Relation'
    ) {
        Assert-NotBound $_
    }

    It 'refuses a row that cannot be read, and makes the others' {
        class Unnamed { [string] ToString() { throw 'no name' } }
        $unread = [pscustomobject]@{ Count = 7 } | Add-Member -PassThru ScriptProperty Kind { throw 'no disk' }
        $unnamed = [pscustomobject]@{ Kind = 'Modulo'; Count = 8; Name = [Unnamed]::new() }
        $run = Invoke-Script '$unread, $unnamed, [pscustomobject]@{ Kind = ''Modulo''; Count = 9 } | New-Relation'
        $run.Output[0].Count | Should -Be 9
        $run.Errors | ForEach-Object { "$_" } | Should -HaveCount 2
        "$($run.Errors[0])" | Should -BeLike '*Kind of the input cannot be read: no disk*'
        "$($run.Errors[1])" | Should -BeLike "*Name is 'a Unnamed'*"
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'New-Relation') {
        Assert-Example $Code
    }
}
