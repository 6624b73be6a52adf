# Small inputs that were once read wrong, with the right answers; n elements, m related pairs.
Describe 'Files that were read wrong' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        function Get-Case([string] $Name) { Join-Path $PSScriptRoot cases $Name }
        function Import-Case([string] $Name, [hashtable] $Option = @{}) { Import-Relation (Get-Case $Name) @Option -WarningVariable script:warnings -WarningAction SilentlyContinue }
    }

    BeforeEach {
        Enter-NewFolder
    }

    AfterAll {
        Set-Location $PSScriptRoot
    }

    It '<File> has <Count> elements and <EdgeCount> pairs' -ForEach @(
        @{ File = '02-unclosed-quote-skip.tsv'; Option = @{ NoHeader = $true; SkipMalformed = $true }; Count = 6; EdgeCount = 4; Skipped = 1 }
        @{ File = '03-two-stray-quotes.tsv'; Option = @{ NoHeader = $true; Quote = 'None' }; Count = 8; EdgeCount = 5 }
        @{ File = '05-comment-lines-konect.txt'; Option = @{ NoHeader = $true; Delimiter = ' ' }; Count = 3; EdgeCount = 3 }
        @{ File = '07-first-line-count.txt'; Option = @{ NoHeader = $true; Delimiter = ' '; SkipMalformed = $true }; Count = 3; EdgeCount = 2; Skipped = 1 }
        @{ File = '12-literal-quotes.tsv'; Option = @{ NoHeader = $true; Quote = 'None' }; Count = 5; EdgeCount = 3 }
        @{ File = '13-zero-padded.csv.gz'; Option = @{}; Count = 3; EdgeCount = 2 }
        @{ File = '14-bom-in-the-middle.csv'; Option = @{}; Count = 3; EdgeCount = 2 }
        @{ File = '20-multi-space.txt'; Option = @{ NoHeader = $true; Delimiter = 'Whitespace' }; Count = 3; EdgeCount = 3 }
    ) {
        $relation = Import-Case $File $Option
        $relation.Count, $relation.EdgeCount | Should -Be $Count, $EdgeCount
        if ($Skipped) {
            $relation.SkippedLineCount | Should -Be $Skipped
            $warnings | Should -HaveCount 1
        }
    }

    It '<File> is refused by <Mentions>' -ForEach @(
        @{ File = '03-two-stray-quotes.tsv'; Option = '-NoHeader'; Id = 'GenEft.MalformedLine'; Mentions = '*line 2*' }
        @{ File = '11-gz-line-number.tsv.gz'; Option = '-NoHeader'; Id = 'GenEft.MalformedLine'; Mentions = '*line 2*' }
        @{ File = '15-duplicate-header.csv'; Option = ''; Id = 'GenEft.MissingColumn'; Mentions = "*'head'*" }
    ) {
        Assert-Refused "Import-Relation '$(Get-Case $File)' $Option" $Id $Mentions
    }

    It 'a label with a carriage return comes back' {
        $relation = Import-Case 09-cr-label.csv @{ MultilineField = $true }
        $relation | Export-Relation back.csv
        $back = Import-Relation back.csv -MultilineField
        $back.Count, $back.EdgeCount, $back.GetLabel(0), $back.GetLabel(1) | Should -Be 2, 1, "a`rb", 'c'
    }

    It 'a row of settings sets what can be set, and one warning tells each other column' {
        $row = Import-Csv (Get-Case 17-settings-row.csv)
        $run = $row | Invoke-Training -Relation (New-Relation Modulo -Count 6) -MaxSteps 3 -WarningVariable warnings -WarningAction SilentlyContinue
        $run.Seed | Should -Be 1
        $warnings | Should -HaveCount 3
        ($warnings -replace "^'(\w+)'.*", '$1') | Should -Be IncludeModel, ThrottleLimit, Checkpoint
        Get-ChildItem | Should -BeNullOrEmpty
    }

    It 'isolated elements come back' {
        $relation = Invoke-Expression (Get-Content (Get-Case 18-isolated.txt))
        $relation | Export-Relation r.csv
        $back = Import-Relation r.csv
        $back.Count | Should -Be 8
        Assert-Close ($back | Measure-DescriptionLength).Bits 7.392 0.0005
    }
}
