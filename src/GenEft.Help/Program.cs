using System.Reflection;
using System.Runtime.Loader;
using GenEft.Help;

// Usage: GenEft.Help <path of GenEft.Cmdlets.dll> <path of the help file to write>
// The documentation is the .xml beside the assembly and beside the engine that it brings, for what its cmdlets return. A gap in it is an error and nothing is written.
if (args.Length != 2)
{
    Console.Error.WriteLine("Usage: GenEft.Help <cmdlets.dll> <help.xml>");
    return 2;
}

string assemblyPath = Path.GetFullPath(args[0]);
AssemblyLoadContext.Default.Resolving += (context, name) =>
{
    string candidate = Path.Combine(Path.GetDirectoryName(assemblyPath)!, name.Name + ".dll");
    return File.Exists(candidate) ? context.LoadFromAssemblyPath(candidate) : null;
};

Assembly assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(assemblyPath);
Documentation documentation = Documentation.Load(
    [Path.ChangeExtension(assemblyPath, ".xml"), Path.Combine(Path.GetDirectoryName(assemblyPath)!, "GenEft.Core.xml")]);
List<CmdletHelp> cmdlets = [.. CmdletHelp.FindAll(assembly, documentation)];
if (documentation.Gaps.Count > 0)
{
    foreach (string gap in documentation.Gaps)
    {
        Console.Error.WriteLine($"GenEft.Help: error HELP001: {gap}");
    }

    return 1;
}

Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(args[1]))!);
MamlWriter.Write(cmdlets, args[1]);
return 0;
