BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Resolve-Relation' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'completes a file of pairs in culture "<_>"' -ForEach '', 'de-DE' {
        Set-Content pairs.csv 'Source,Target,Related', 'x,y,True', 'y,z,1', 'x,u,false', 'u,u,1'
        Invoke-InCulture $_ {
            $rows = @(Import-Csv pairs.csv | Resolve-Relation -Property Symmetric, Transitive)
            Join-Column $rows Source, Target, Related, Origin, Probability | Should -Be @(
                'x x True Inferred 1', 'x y True Sample 1', 'x z True Inferred 1', 'x u False Sample 0', 'y x True Inferred 1'
                'y y True Inferred 1', 'y z True Sample 1', 'y u False Inferred 0', 'z x True Inferred 1', 'z y True Inferred 1'
                'z z True Inferred 1', 'z u False Inferred 0', 'u x False Inferred 0', 'u y False Inferred 0', 'u z False Inferred 0', 'u u True Sample 1')
            Assert-Table $rows
        }
    }

    It 'takes a record without the property for a related pair' {
        $rows = @([pscustomobject]@{ Source = 'a'; Target = 'b'; Related = 'False' }, [pscustomobject]@{ Source = 'b'; Target = 'c' } | Resolve-Relation)
        Join-Column $rows Source, Target, Related, Origin, Probability | Should -Be 'a b False Sample 0', 'b c True Sample 1'
    }

    # Open rows come back empty from a file; they are not taken for related ones.
    It 'takes the files and rows of relations' {
        $relation = New-Relation Equivalence -ClassSize 3, 1, 2
        $relation | Export-Relation r.csv
        $rows = Import-Csv r.csv | Resolve-Relation -Property Symmetric, Transitive
        @($rows | Where-Object Related) | Should -HaveCount 14
        $back = $relation | Get-RelationPair | Resolve-Relation | ConvertTo-Relation
        $back.EdgeCount | Should -Be 14
        $isolated = New-Relation Random -Count 4 -Density 0
        $isolated | Export-Relation i.csv
        @(Import-Csv i.csv | Resolve-Relation -IncludeOpen) | Should -HaveCount 16
    }

    It 'reads its own file again' {
        $known = New-Relation GreaterThan -Count 6 | Get-RelationPair -TrainingFraction 0.2 | Where-Object IsTraining
        $known | Resolve-Relation -Structure TotalOrder -Count 6 -IncludeOpen | Export-Csv inferred.csv
        Join-Column @(Import-Csv inferred.csv | Resolve-Relation -Structure TotalOrder -Count 6) Source, Target, Related | Should -Be (
            Join-Column @($known | Resolve-Relation -Structure TotalOrder -Count 6) Source, Target, Related)
    }

    # The pairs are those that a network with the seed is trained on: the paper's share of them follows.
    It 'infers the inferable fraction: <Kind>' -ForEach @(
        @{ Kind = 'Modulo'; Structure = 'Equivalence' }, @{ Kind = 'GreaterThan'; Structure = 'TotalOrder' }
    ) {
        $relation = New-Relation $Kind -Count 20
        $known = $relation | Get-RelationPair -TrainingFraction 0.15 -Seed 7 | Where-Object IsTraining
        $fraction = ($relation | Measure-AccuracyBound -TrainingFraction 0.15 -Seed 7 -SamplingCount 1 -Method Exact).InferableFraction
        Assert-Close @($known | Resolve-Relation -Count 20 -Structure $Structure).Count ($fraction * 400) 1e-9
        @($known | Where-Object { $_.Source -ne $_.Target } | Resolve-Relation -Count 20 -Structure $Structure) |
            Should -HaveCount @($known | Resolve-Relation -Count 20 -Structure $Structure).Count
        @($known | Resolve-Relation -Count 20 -Structure $Structure -IncludeOpen -Budget 100000000) | Should -HaveCount 400
    }

    It 'takes one pair of the diagonal of an order for the rest' {
        $rows = @([pscustomobject]@{ Source = 0; Target = 0; Related = 1 } | Resolve-Relation -Count 3 -Structure TotalOrder)
        Join-Column $rows Source, Target, Related, Origin | Should -Be '0 0 True Sample', '1 1 True Inferred', '2 2 True Inferred'
        $strict = @([pscustomobject]@{ Source = 0; Target = 1 } | Resolve-Relation -Count 2 -Structure TotalOrder)
        Join-Column $strict Source, Target, Related | Should -Be '0 0 False', '0 1 True', '1 0 False', '1 1 False'
        $run = Invoke-Script '@{ s = 0; r = 1 }, @{ s = 1; r = 0 } | ForEach-Object { [pscustomobject]@{ Source = $_.s; Target = $_.s; Related = $_.r } } | Resolve-Relation -Count 3 -Structure TotalOrder'
        $run.Errors[0].FullyQualifiedErrorId | Should -BeLike 'GenEft.ContradictingSample,*'
        "$($run.Errors)" | Should -BeLike '*(0, 0) related and (1, 1) unrelated*'
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'Resolve-Relation -Source a -Target a -Related 0 -Structure Equivalence'; Id = 'GenEft.ContradictingSample' }
        @{ Script = 'Resolve-Relation -Source a -Target a -Related 0 -Property Reflexive'; Id = 'GenEft.ContradictingSample' }
        @{ Script = 'Resolve-Relation -Source a -Target b -Related maybe'; Id = 'ParameterArgumentTransformationError' }
        @{ Script = 'Resolve-Relation -Source 5 -Target 2 -Count 5'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Resolve-Relation -Source 5 -Target 2 -Count 0'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Resolve-Relation -Source 5 -Target 2 -Structure TotalOrder -ClassCount 2'; Id = 'GenEft.ParameterNotApplicable' }
        @{ Script = 'Resolve-Relation -Source 5 -Target 2 -Structure TotalOrder -Budget -1'; Id = 'GenEft.ValueOutOfRange' }
        @{ Script = 'Resolve-Relation -Source 5 -Target 2 -Count 20 -Structure TotalOrder -Budget 9 -IncludeOpen'; Id = 'GenEft.ExactOverBudget' }
        @{ Script = 'Resolve-Relation -Source a -Target b -Property Symmetric, Antisymmetric'; Id = 'GenEft.ContradictingProperties' }
        @{ Script = 'Resolve-Relation -Source 5 -Target 2 -Structure TotalOrder -Count 4001'; Id = 'GenEft.ValueOutOfRange' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Resolve-Relation') {
        Assert-Example $Code
    }
}
