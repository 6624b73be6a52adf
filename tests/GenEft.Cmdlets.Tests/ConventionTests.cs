using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;

namespace GenEft.Commands.Tests;

/// <summary>The conventions of CONTRIBUTING.md, checked on every cmdlet by reflection.</summary>
public sealed partial class ConventionTests : IDisposable
{
    // Parameters by cmdlet that scripts rely on.
    private static readonly Dictionary<string, string> s_contract = new()
    {
        ["New-Relation"] = "Kind Count Modulus ClassSize ClassCount Law PartSize Density Property Seed Name",
        ["Import-Relation"] = "Path Source Target Delimiter NoHeader Undirected Name SkipMalformed",
        ["ConvertTo-Relation"] = "Source Target",
        ["Export-Figure"] = "Path PassThru WhatIf Confirm",
        ["Export-Relation"] = "Path Format Force WhatIf Confirm",
        ["Get-RelationProperty"] = "Relation",
        ["Get-DescriptionLength"] = "Class Count",
        ["Measure-DescriptionLength"] = "Relation TimeLimit IncludeGenerator IncludeOrbit",
        ["Get-Orbit"] = "InputObject",
        ["Get-Generator"] = "InputObject",
        ["Measure-CriticalFraction"] = "Relation Accuracy Method Bits Count TimeLimit Training Tolerance SamplingCount Seed",
        ["Measure-AccuracyBound"] = "Relation TrainingFraction Method SampleCount Seed",
        ["Resolve-Relation"] = "Source Target Related Count Property Structure ClassCount IncludeOpen Budget",
        ["Get-RelationPair"] = "Relation TrainingFraction Seed",
        ["Measure-EmbeddingStructure"] = "InputObject",
        ["Find-PhaseBoundary"] = "Relation EncoderLearningRate DecoderLearningRate Seed IncludeRun WhatIf Confirm",
        ["Measure-PhaseBoundary"] = "InputObject By IncludeGrokking ByEncoderRate",
        ["Measure-PhaseProbability"] = "InputObject By IncludeGrokking ClusterSize",
        ["Measure-LinkPrediction"] = "InputObject ThrottleLimit",
        ["Measure-InductiveGap"] = "InputObject Accuracy",
        ["Invoke-Training"] =
            "Relation TrainingFraction EmbeddingDimension DecoderDepth DecoderWidth Combination Activation EncoderLearningRate " +
            "DecoderLearningRate EncoderWeightDecay DecoderWeightDecay Optimizer BatchSize EncoderScale DecoderScale " +
            "DecoderInitialization Seed MaxSteps AccuracyThreshold GrokkingDelay EvaluationInterval Crossing StopWhen Patience LearningRate Accelerator " +
            "ThrottleLimit HistoryInterval IncludeCharge IncludeEmbedding IncludeModel Checkpoint Unordered",
        ["Get-Accelerator"] = "Measure",
        ["Get-TrainingHistory"] = "InputObject",
        ["New-Sweep"] =
            "Path Relation TrainingFraction EmbeddingDimension DecoderDepth DecoderWidth Combination Activation EncoderLearningRate DecoderLearningRate EncoderWeightDecay " +
            "DecoderWeightDecay Optimizer BatchSize EncoderScale DecoderScale DecoderInitialization Seed MaxSteps AccuracyThreshold GrokkingDelay EvaluationInterval " +
            "Crossing StopWhen Patience LearningRate HistoryInterval IncludeCharge WhatIf Confirm",
        ["Invoke-Sweep"] = "Path Shard ShardCount Accelerator ThrottleLimit WhatIf Confirm",
        ["Get-Sweep"] = "Path",
        ["Wait-Sweep"] = "Path Timeout",
        ["Receive-Sweep"] = "Path",
        ["Remove-Sweep"] = "Path Force WhatIf Confirm",
        ["Submit-Sweep"] = "Path ShardCount Engine Partition Account TimeLimit CpusPerTask Memory Gpu Dependency Option WhatIf Confirm",
        ["Stop-Sweep"] = "Path WhatIf Confirm",
        ["Get-Embedding"] = "InputObject",
        ["Get-LogRange"] = "From To Count",
        ["Get-ReponPhase"] =
            "DecoderScale Separation EncoderLearningRate DecoderLearningRate ClusterSize Decoder Displacement",
        ["Get-ReponProbability"] =
            "LearningRateRatio DecoderSigma SeparationSigma EmbeddingDimension OutputDimension ClusterSize SampleCount Seed ThrottleLimit",
        ["Compare-ReponModel"] =
            "DecoderScale Separation Center Offset Decoder Displacement CenterVector OffsetVector EncoderLearningRate DecoderLearningRate " +
            "ClusterSize Tolerance MaxSteps ThrottleLimit",
        ["Invoke-ReponSimulation"] =
            "Model DecoderScale Separation Center Offset Decoder Displacement CenterVector OffsetVector Position Target Bias EncoderLearningRate DecoderLearningRate " +
            "ClusterSize Time EndTime PointCount Method Tolerance StepSize MaxSteps CollisionTolerance StandstillTolerance IncludeState StopAtEvent ThrottleLimit",
        ["Get-ReponState"] = "InputObject",
        ["Get-CriticalLearningRate"] = "Probability EncoderLearningRate DecoderLearningRate",
    };

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Cmdlets_follow_the_conventions()
    {
        foreach (CmdletInfo cmdlet in Cmdlets())
        {
            Type type = cmdlet.ImplementingType;
            Assert.True(type.IsSealed && type.IsPublic, $"{cmdlet.Name} is not sealed and public");
            Assert.Equal($"{cmdlet.Verb}{cmdlet.Noun}Command", type.Name);
            Assert.True(typeof(IDisposable).IsAssignableFrom(type), $"{cmdlet.Name} is not disposable");
            Assert.NotEmpty(cmdlet.OutputType);
            Assert.DoesNotContain(cmdlet.OutputType, output => output.Type is null || output.Type == typeof(PSObject));
            Assert.DoesNotMatch(PluralNoun(), cmdlet.Noun);
            Assert.Contains(cmdlet.Verb, _session.Run("[System.Management.Automation.VerbsCommon].GetFields().Name; [System.Management.Automation.VerbsData].GetFields().Name; [System.Management.Automation.VerbsLifecycle].GetFields().Name; [System.Management.Automation.VerbsDiagnostic].GetFields().Name; [System.Management.Automation.VerbsCommunications].GetFields().Name").Select(v => v.ToString()));
        }
    }

    [Fact]
    public void Parameters_are_those_of_the_contract()
    {
        foreach (CmdletInfo cmdlet in Cmdlets())
        {
            string[] missing = [.. s_contract[cmdlet.Name].Split(' ').Except(cmdlet.Parameters.Keys)];
            Assert.True(missing.Length == 0, $"{cmdlet.Name} lacks {string.Join(", ", missing)}");
        }

        Assert.Equal(s_contract.Keys.Order(StringComparer.Ordinal), Cmdlets().Select(c => c.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_parameter_says_whether_it_is_mandatory_and_numbers_read_invariantly()
    {
        foreach (PropertyInfo property in Cmdlets().SelectMany(c => c.ImplementingType.GetProperties())
            .Where(p => p.GetCustomAttributes<ParameterAttribute>().Any()))
        {
            Assert.All(
                property.CustomAttributes.Where(a => a.AttributeType == typeof(ParameterAttribute)),
                a => Assert.Contains(a.NamedArguments, named => named.MemberName == "Mandatory"));
            Type type = property.PropertyType.IsArray ? property.PropertyType.GetElementType()! : property.PropertyType;
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (type == typeof(double) || type == typeof(int) || type == typeof(long))
            {
                bool matrix = property.PropertyType == typeof(double[,]);
                Assert.Contains(
                    property.CustomAttributes,
                    a => a.AttributeType.Name == (matrix ? "MatrixAttribute" : "InvariantNumberAttribute"));
            }

            // PowerShell drops an enumeration's name that it does not know when it comes from a piped property, and takes any number.
            if (type.IsEnum)
            {
                Assert.Contains(property.CustomAttributes, a => a.AttributeType.Name == "EnumNameAttribute");
            }

            if (type.Name == "Relation")
            {
                Assert.Contains(property.CustomAttributes, a => a.AttributeType.Name == "RelationValueAttribute");
            }

            // An empty cell of a row is the default: the parameter must be able to be empty, and the number not become 0.
            bool isOptional = property.GetCustomAttributes<ParameterAttribute>().All(a => !a.Mandatory);
            bool canBeEmpty = !property.PropertyType.IsValueType || Nullable.GetUnderlyingType(property.PropertyType) is not null;
            CustomAttributeData? reader = property.CustomAttributes.FirstOrDefault(a => a.AttributeType.Name is "InvariantNumberAttribute" or "EnumNameAttribute");
            if (reader is not null && isOptional)
            {
                Assert.True(
                    canBeEmpty == reader.NamedArguments.Any(named => named.MemberName == "AllowEmpty" && (bool)named.TypedValue.Value!), property.Name);
                Assert.True(canBeEmpty || !property.GetCustomAttributes<ParameterAttribute>().Any(a => a.ValueFromPipelineByPropertyName), property.Name);
            }
        }
    }

    [Fact]
    public void The_exported_list_is_the_manifests_and_every_cmdlet_has_a_help_entry()
    {
        PSModuleInfo module = (PSModuleInfo)_session.Run($"Test-ModuleManifest '{Session.Manifest}'").Single().BaseObject;
        Type[] types = [.. Cmdlets().First().ImplementingType.Assembly.GetExportedTypes()
            .Where(type => type.GetCustomAttribute<CmdletAttribute>() is not null)];
        IEnumerable<string> names = types.Select(type => type.GetCustomAttribute<CmdletAttribute>()!).Select(c => $"{c.VerbName}-{c.NounName}");
        Assert.Equal(names.Order(StringComparer.Ordinal), module.ExportedCmdlets.Keys.Order(StringComparer.Ordinal));
        string help = File.ReadAllText(Path.Combine(Session.RepositoryRoot, "en-US", "GenEft.Cmdlets.dll-Help.xml"));
        Assert.All(names, name => Assert.Contains($"<command:name>{name}</command:name>", help, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_output_type_has_a_table_at_most_80_columns_wide()
    {
        System.Xml.Linq.XDocument format = System.Xml.Linq.XDocument.Load(
            Path.Combine(Session.RepositoryRoot, "bin", "GenEft.Format.ps1xml"));
        Dictionary<string, int> widths = format.Descendants("View").ToDictionary(
            view => view.Descendants("TypeName").Single().Value,
            view => view.Descendants("Width").Sum(width => int.Parse(width.Value, System.Globalization.CultureInfo.InvariantCulture) + 1) - 1);
        Assert.All(widths, view => Assert.InRange(view.Value, 1, 80));
        foreach (Type type in Cmdlets().SelectMany(c => c.OutputType).Select(o => o.Type).Where(t => t.Namespace?.StartsWith("GenEft.", StringComparison.Ordinal) == true))
        {
            Assert.Contains(type.FullName!, widths.Keys);
        }

        // Types moved to another namespace must not vanish from tables and help in silence.
        Assert.Equal(31, widths.Count);
        string help = File.ReadAllText(Path.Combine(Session.RepositoryRoot, "en-US", "GenEft.Cmdlets.dll-Help.xml"));
        Assert.Equal(28, System.Xml.Linq.XDocument.Parse(help).Descendants().Where(element => element.Name.LocalName == "returnValue")
            .Where(value => value.Descendants().Count(element => element.Name.LocalName == "para") > 1)
            .Select(value => value.Descendants().First(element => element.Name.LocalName == "name").Value).Distinct().Count());
    }

    [Fact]
    public void No_result_has_a_property_that_shows_as_a_type_name()
    {
        foreach (Type type in Cmdlets().SelectMany(c => c.OutputType).Select(o => o.Type).Where(t => t.Namespace?.StartsWith("GenEft.", StringComparison.Ordinal) == true))
        {
            foreach (PropertyInfo property in type.GetProperties().Where(p => p.GetIndexParameters().Length == 0))
            {
                Type value = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
                Assert.True(
                    value.IsPrimitive || value.IsEnum || value == typeof(string) || value == typeof(TimeSpan),
                    $"{type.Name}.{property.Name} is a {value.Name}");
            }
        }
    }

    [Fact]
    public void Kinds_and_enumerations_complete()
    {
        Assert.Equal(["Modulo"], Complete("New-Relation Mo"));
        Assert.Equal(["CompleteBipartite"], Complete("New-Relation -Kind comp"));
        Assert.Equal(8, Complete("New-Relation ").Count(kind => kind != "-Kind"));
        Assert.Equal(["GradientDescent"], Complete("Invoke-Training -Optimizer Grad"));
        Assert.Equal(["SquaredDifference"], Complete("Invoke-Training -Combination Sq"));
        Assert.Equal(["Auto", "Cpu", "Cuda", "OpenCL"], Complete("Invoke-Training -Accelerator ").Order(StringComparer.Ordinal));
        Assert.Equal(["TotalOrder"], Complete("Get-DescriptionLength Tot"));
        Assert.Equal(["EncoderLearningRate", "EncoderScale", "EncoderWeightDecay"], Complete("Measure-PhaseProbability -By Enc"));
        Assert.Equal(["Phase", "PhaseMetric"], Complete("New-Relation Modulo | Invoke-Training | Select-Object Pha"));
        Assert.Equal(["CriticalFraction"], Complete("New-Relation Modulo | Measure-CriticalFraction | Sort-Object CriticalF"));
        Assert.Equal(["LearningRateRatio"], Complete("Import-Csv x.csv | Measure-PhaseProbability | Select-Object LearningRateR"));
        Assert.Equal(["Latin1"], Complete("Import-Relation x.csv -Encoding Lat"));
    }

    [Fact]
    public void Columns_of_an_edge_list_complete_from_its_header()
    {
        _session.Run("Set-Content edges.csv 'from,\"to whom\",weight', 'a,b,1'; New-Relation Modulo | Export-Relation r.tsv.gz");
        Assert.Equal(["from"], Complete("Import-Relation edges.csv -Source fr"));
        Assert.Equal(["from", "'to whom'", "weight"], Complete("Import-Relation -Path edges.csv -Target "));
        Assert.Equal(["tail"], Complete("Import-Relation r.tsv.gz -Target t"));
        Assert.DoesNotContain("from", Complete("Import-Relation nosuch.csv -Source fr"));
    }

    private string[] Complete(string input) => [.. _session.Run(
        $"[System.Management.Automation.CommandCompletion]::CompleteInput('{input}', {input.Length}, $null).CompletionMatches.CompletionText")
        .OfType<PSObject>().Select(match => match.ToString())];

    private CmdletInfo[] Cmdlets() => [.. _session.Run("Get-Command -Module GenEft").Select(c => (CmdletInfo)c.BaseObject)];

    [GeneratedRegex("[^s]s$")]
    private static partial Regex PluralNoun();
}
