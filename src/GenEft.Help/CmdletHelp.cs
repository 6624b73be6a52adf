using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace GenEft.Help;

/// <summary>What the help of one cmdlet says.</summary>
internal sealed record CmdletHelp(
    string Verb,
    string Noun,
    string Synopsis,
    IReadOnlyList<string> Description,
    IReadOnlyList<ParameterHelp> Parameters,
    IReadOnlyList<string> InputTypes,
    IReadOnlyList<OutputHelp> Outputs,
    IReadOnlyList<Example> Examples,
    IReadOnlyList<string> RelatedLinks)
{
    public string Name => $"{Verb}-{Noun}";

    /// <summary>The parameter sets by name; parameters of all sets are in each.</summary>
    public IEnumerable<IReadOnlyList<(ParameterHelp Parameter, ParameterAttribute Attribute)>> Syntax()
    {
        List<string> sets = [.. Parameters.SelectMany(p => p.Attributes).Select(a => a.ParameterSetName)
            .Where(set => set != ParameterAttribute.AllParameterSets).Distinct()];
        if (sets.Count == 0)
        {
            sets.Add(ParameterAttribute.AllParameterSets);
        }

        foreach (string set in sets)
        {
            yield return [.. Parameters
                .Select(p => (p, p.Attributes.FirstOrDefault(a => a.ParameterSetName == set)
                    ?? p.Attributes.FirstOrDefault(a => a.ParameterSetName == ParameterAttribute.AllParameterSets)!))
                .Where(pair => pair.Item2 is not null)
                .OrderBy(pair => pair.Item2.Position < 0 ? int.MaxValue : pair.Item2.Position)];
        }
    }

    /// <summary>All cmdlets of an assembly, by name.</summary>
    public static IEnumerable<CmdletHelp> FindAll(Assembly assembly, Documentation documentation) =>
        assembly.GetExportedTypes()
            .Where(type => type.GetCustomAttribute<CmdletAttribute>() is not null)
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => FromType(type, documentation));

    private static CmdletHelp FromType(Type type, Documentation documentation)
    {
        CmdletAttribute cmdlet = type.GetCustomAttribute<CmdletAttribute>()!;
        string name = $"{cmdlet.VerbName}-{cmdlet.NounName}";
        string member = $"T:{type.FullName}";
        object instance = Activator.CreateInstance(type)!;
        List<ParameterHelp> parameters = [];
        foreach (PropertyInfo property in type.GetProperties().OrderBy(p => p.MetadataToken))
        {
            ParameterAttribute[] attributes = [.. property.GetCustomAttributes<ParameterAttribute>()];
            if (attributes.Length > 0)
            {
                string text = documentation.Text(
                    $"P:{property.DeclaringType!.FullName}.{property.Name}", "summary", $"Parameter {property.Name} of {name}");
                parameters.Add(ParameterHelp.FromProperty(property, attributes, text, property.GetValue(instance)));
            }
        }

        (instance as IDisposable)?.Dispose();
        if (cmdlet.SupportsShouldProcess)
        {
            parameters.Add(ParameterHelp.OfShouldProcess("WhatIf", "Tells what would be done, and does nothing.", "wi"));
            parameters.Add(ParameterHelp.OfShouldProcess("Confirm", "Asks before anything is done.", "cf"));
        }

        List<OutputHelp> outputs = [.. type.GetCustomAttributes<OutputTypeAttribute>().SelectMany(a => a.Type)
            .Select(output => OutputHelp.FromType(output.Type, documentation))];
        if (outputs.Count == 0)
        {
            documentation.Gaps.Add($"{name} has no [OutputType].");
        }

        return new CmdletHelp(
            cmdlet.VerbName,
            cmdlet.NounName,
            documentation.Text(member, "summary", name),
            documentation.Paragraphs(member, "remarks", name),
            parameters,
            [.. parameters.Where(p => p.Attributes.Any(a => a.ValueFromPipeline)).Select(p => p.TypeName).Distinct()],
            outputs,
            documentation.Examples(member, name),
            documentation.RelatedLinks(member, name));
    }
}

/// <summary>What the help of a cmdlet says of what it returns: its properties, a line each.</summary>
internal sealed record OutputHelp(string Name, IReadOnlyList<string> Properties)
{
    // What a row is, then a line for each property: those of the type itself first, then those that it inherits.
    public static OutputHelp FromType(Type type, Documentation documentation) => new(
        type.Name,
        type.Namespace?.StartsWith("GenEft", StringComparison.Ordinal) != true ? [] : [
            documentation.Text($"T:{type.FullName}", "summary", type.Name),
            .. type.GetProperties()
            .Where(property => property.DeclaringType!.Assembly == type.Assembly && property.GetIndexParameters().Length == 0)
            .OrderBy(property => property.DeclaringType == type ? 0 : 1).ThenBy(property => property.MetadataToken)
            .Select(property => $"{property.Name}: " + documentation.Text(
                $"P:{property.DeclaringType!.FullName}.{property.Name}", "summary", $"Property {property.Name} of {type.Name}")),
        ]);
}

/// <summary>What the help of one parameter says.</summary>
internal sealed record ParameterHelp(
    string Name, string TypeName, bool IsSwitch, string Description, string Default, string Aliases, IReadOnlyList<ParameterAttribute> Attributes)
{
    public static ParameterHelp FromProperty(
        PropertyInfo property, IReadOnlyList<ParameterAttribute> attributes, string description, object? value)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        IEnumerable<string> aliases = property.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? [];
        return new ParameterHelp(
            property.Name,
            Describe(type),
            type == typeof(SwitchParameter),
            description,
            attributes.All(a => a.Mandatory) ? "None" : DescribeDefault(property, value),
            aliases.Any() ? string.Join(", ", aliases) : "none",
            attributes);
    }

    /// <summary>A switch that PowerShell itself gives to cmdlets that ask before they act.</summary>
    public static ParameterHelp OfShouldProcess(string name, string description, string alias) =>
        new(name, nameof(SwitchParameter), true, description, "False", alias, [new ParameterAttribute()]);

    private static string Describe(Type type) => type.IsArray
        ? $"{Describe(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]"
        : type.Name;

    private static string DescribeDefault(PropertyInfo property, object? value) => value switch
    {
        null => "None",
        // The number of cores differs from machine to machine; the description says what the default means.
        int cores when property.Name == "ThrottleLimit" && cores == Environment.ProcessorCount => "Number of cores",
        string text => text,
        SwitchParameter => "False",
        IEnumerable items => string.Join(", ", items.Cast<object>().Select(i => Convert.ToString(i, CultureInfo.InvariantCulture))),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
