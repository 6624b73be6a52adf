using System.Management.Automation;
using System.Xml.Linq;

namespace GenEft.Help;

/// <summary>Writes help in the form Get-Help reads.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace s_msh = "http://msh";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static void Write(IEnumerable<CmdletHelp> cmdlets, string path)
    {
        XElement items = new(s_msh + "helpItems", new XAttribute("schema", "maml"), cmdlets.Select(ToElement));
        new XDocument(items).Save(path);
    }

    private static XElement ToElement(CmdletHelp cmdlet) => new(
        s_command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", s_maml),
        new XAttribute(XNamespace.Xmlns + "command", s_command),
        new XAttribute(XNamespace.Xmlns + "dev", s_dev),
        new XElement(
            s_command + "details",
            new XElement(s_command + "name", cmdlet.Name),
            new XElement(s_command + "verb", cmdlet.Verb),
            new XElement(s_command + "noun", cmdlet.Noun),
            new XElement(s_maml + "description", Paragraph(cmdlet.Synopsis))),
        new XElement(s_maml + "description", cmdlet.Description.Select(Paragraph)),
        new XElement(s_command + "syntax", cmdlet.Syntax().Select(set => new XElement(
            s_command + "syntaxItem",
            new XElement(s_maml + "name", cmdlet.Name),
            set.Select(pair => ToElement(pair.Parameter, pair.Attribute))))),
        new XElement(s_command + "parameters", cmdlet.Parameters.Select(p => ToElement(p, Strictest(p)))),
        new XElement(s_command + "inputTypes", TypesOrNone(cmdlet.InputTypes).Select(name =>
            new XElement(s_command + "inputType", TypeElement(name)))),
        new XElement(s_command + "returnValues", cmdlet.Outputs.Select(output => new XElement(
            s_command + "returnValue", TypeElement(output.Name), new XElement(s_maml + "description", output.Properties.Select(Paragraph))))),
        new XElement(s_command + "examples", cmdlet.Examples.Select((example, index) => new XElement(
            s_command + "example",
            new XElement(s_maml + "title", $"---------- Example {index + 1} ----------"),
            new XElement(s_dev + "code", example.Code),
            new XElement(s_dev + "remarks", example.Remarks.Select(Paragraph))))),
        new XElement(s_maml + "relatedLinks", cmdlet.RelatedLinks.Select(link => new XElement(
            s_maml + "navigationLink", new XElement(s_maml + "linkText", link), new XElement(s_maml + "uri")))));

    private static XElement ToElement(ParameterHelp parameter, ParameterAttribute attribute) => new(
        s_command + "parameter",
        new XAttribute("required", attribute.Mandatory),
        new XAttribute("variableLength", false),
        new XAttribute("globbing", false),
        new XAttribute("pipelineInput", PipelineInput(attribute)),
        new XAttribute("position", attribute.Position < 0 ? "named" : attribute.Position.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        new XAttribute("aliases", parameter.Aliases),
        new XElement(s_maml + "name", parameter.Name),
        new XElement(s_maml + "description", Paragraph(parameter.Description)),
        parameter.IsSwitch ? null : new XElement(
            s_command + "parameterValue", new XAttribute("required", true), new XAttribute("variableLength", false), parameter.TypeName),
        TypeElement(parameter.TypeName),
        new XElement(s_dev + "defaultValue", parameter.Default));

    // Of several sets the one in which it matters most: where it must be given.
    private static ParameterAttribute Strictest(ParameterHelp parameter) => parameter.Attributes.FirstOrDefault(attribute => attribute.Mandatory) ?? parameter.Attributes[0];

    private static string PipelineInput(ParameterAttribute attribute) =>
        (attribute.ValueFromPipeline, attribute.ValueFromPipelineByPropertyName) switch
        {
            (true, true) => "True (ByValue, ByPropertyName)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            _ => "False",
        };

    private static IEnumerable<string> TypesOrNone(IReadOnlyList<string> names) => names.Count > 0 ? names : ["None"];

    private static XElement TypeElement(string name) => new(s_dev + "type", new XElement(s_maml + "name", name));

    private static XElement Paragraph(string text) => new(s_maml + "para", text);
}
