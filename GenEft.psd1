@{
    RootModule             = 'bin/GenEft.Cmdlets.dll'
    ModuleVersion          = '0.1.0'
    GUID                   = '6f0a3a52-6b0e-4d1b-9d0d-2f6c1d5a7e31'
    Author                 = 'The GenEft founders'
    CompanyName            = 'GenEft'
    Copyright              = '(c) The GenEft founders. MIT license.'
    Description            = 'The physics of generalization in pipelines: how much data a model needs before it generalizes, and which learning rates let it. Implements GenEFT (arXiv 2402.05916) and exact results beyond it.'
    PowerShellVersion      = '7.6'
    CompatiblePSEditions   = @('Core')
    FormatsToProcess       = @('bin/GenEft.Format.ps1xml')
    FunctionsToExport      = @()
    AliasesToExport        = @()
    VariablesToExport      = @()
    CmdletsToExport        = @(
        'Compare-ReponModel'
        'ConvertTo-Relation'
        'Export-Figure'
        'Export-Relation'
        'Find-PhaseBoundary'
        'Get-Accelerator'
        'Get-CriticalLearningRate'
        'Get-DescriptionLength'
        'Get-Embedding'
        'Get-Generator'
        'Get-LogRange'
        'Get-Orbit'
        'Get-RelationPair'
        'Get-RelationProperty'
        'Get-ReponPhase'
        'Get-ReponProbability'
        'Get-ReponState'
        'Get-Sweep'
        'Get-TrainingHistory'
        'Import-Relation'
        'Invoke-ReponSimulation'
        'Invoke-Sweep'
        'Invoke-Training'
        'Measure-AccuracyBound'
        'Measure-CriticalFraction'
        'Measure-DescriptionLength'
        'Measure-EmbeddingStructure'
        'Measure-InductiveGap'
        'Measure-LinkPrediction'
        'Measure-PhaseBoundary'
        'Measure-PhaseProbability'
        'New-Relation'
        'New-Sweep'
        'Receive-Sweep'
        'Remove-Sweep'
        'Resolve-Relation'
        'Stop-Sweep'
        'Submit-Sweep'
        'Wait-Sweep'
    )
    PrivateData            = @{
        PSData = @{
            Tags         = @('MachineLearning', 'Generalization', 'Grokking', 'Physics', 'Training', 'Science', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
