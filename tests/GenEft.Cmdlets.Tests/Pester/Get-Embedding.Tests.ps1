BeforeDiscovery {
    . $PSScriptRoot/common.ps1
}

Describe 'Get-Embedding' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It 'unrolls the embeddings, through Select-Object too' {
        $run = New-Relation Modulo -Count 9 | Invoke-Training -MaxSteps 20 -IncludeEmbedding
        $rows = @($run | Select-Object * | Get-Embedding)
        $rows | Should -HaveCount 9
        $rows[0].PSObject.Properties.Name | Should -Be 'Relation', 'Phase', 'TrainingFraction', 'Combination', 'EmbeddingDimension', 'DecoderDepth', 'DecoderWidth', 'Activation', 'Optimizer', 'BatchSize',
            'EncoderLearningRate', 'DecoderLearningRate', 'EncoderWeightDecay', 'DecoderWeightDecay', 'EncoderScale', 'DecoderScale', 'Seed', 'Index', 'Element', 'Class', 'Place', 'E1', 'E2'
        $rows[0].Activation, $rows[0].DecoderLearningRate | Should -Be 'Tanh', 0.001
        $rows[3].E2 | Should -Be $run.Embedding.Values[3, 1]
        Join-Column $rows Class, Place | Should -Be (@('0 ', '1 ', '2 ') * 3)
        Assert-Table $rows
    }

    It 'tells sides, places in the order, and neither' {
        $p = @{ MaxSteps = 1; IncludeEmbedding = $true }
        (New-Relation CompleteBipartite -PartSize 2 -Count 5 | Invoke-Training @p | Get-Embedding).Class | Should -Be 0, 0, 1, 1, 1
        (New-Relation GreaterThan -Count 5 | Invoke-Training @p | Get-Embedding).Place | Should -Be (0..4)
        # c before a before b.
        $order = 'c,a', 'a,b', 'c,b' | ConvertFrom-Csv -Header x, y | ConvertTo-Relation -Source x -Target y
        Join-Column ($order | Invoke-Training @p | Get-Embedding) Element, Class, Place | Should -Be 'c  0', 'a  1', 'b  2'
        Join-Column (New-Relation Tree -Count 5 | Invoke-Training @p | Get-Embedding) Class, Place | Should -Be (@(' ') * 5)
    }

    It 'refuses <Script> by <Id>' -ForEach @(
        @{ Script = 'New-Relation Modulo | Get-Embedding'; Id = 'GenEft.DataNotIncluded' }
    ) {
        Assert-Refused $Script $Id
    }

    It 'runs its <Example> as printed' -ForEach @(Get-HelpExample 'Get-Embedding') {
        Assert-Example $Code
    }
}
