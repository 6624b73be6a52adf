using System.Reflection;
using System.Runtime.Loader;
using GenEft.Help;

// Usage: GenEft.Help parameters <file to write>              Invoke-Training's parameters, from the engine's settings
//        GenEft.Help help <GenEft.Cmdlets.dll> <file to write>   what Get-Help reads
// The documentation is the .xml beside each assembly. A gap in it is an error and nothing is written.
switch (args)
{
    case ["parameters", string file]:
        {
            Documentation documentation = Documentation.Load([Path.Combine(AppContext.BaseDirectory, "GenEft.Core.xml")]);
            return Finish(documentation, file, SettingParameters.Write(documentation), File.WriteAllText);
        }

    case ["help", string assembly, string file]:
        {
            string path = Path.GetFullPath(assembly);
            AssemblyLoadContext.Default.Resolving += (context, name) =>
            {
                string candidate = Path.Combine(Path.GetDirectoryName(path)!, name.Name + ".dll");
                return File.Exists(candidate) ? context.LoadFromAssemblyPath(candidate) : null;
            };
            Documentation documentation = Documentation.Load(
                [Path.ChangeExtension(path, ".xml"), Path.Combine(Path.GetDirectoryName(path)!, "GenEft.Core.xml")]);
            return Finish(
                documentation, file, CmdletHelp.FindAll(AssemblyLoadContext.Default.LoadFromAssemblyPath(path), documentation).ToList(),
                (name, cmdlets) => MamlWriter.Write(cmdlets, name));
        }

    default:
        Console.Error.WriteLine("Usage: GenEft.Help parameters <file> | help <GenEft.Cmdlets.dll> <file>");
        return 2;
}

static int Finish<T>(Documentation documentation, string file, T content, Action<string, T> write)
{
    foreach (string gap in documentation.Gaps)
    {
        Console.Error.WriteLine($"GenEft.Help: error HELP001: {gap}");
    }

    if (documentation.Gaps.Count > 0)
    {
        return 1;
    }

    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
    write(file, content);
    return 0;
}
