using System.Reflection;
using System.Runtime.Loader;
using GenEft.Help;

// Usage: GenEft.Help parameters <file to write>              Invoke-Training's parameters, from the engine's settings
//        GenEft.Help help <GenEft.Cmdlets.dll> <file to write>   what Get-Help reads
//        GenEft.Help topics <folder of Markdown> <folder to write to>   what Get-Help about_... shows
//        GenEft.Help views <GenEft.Cmdlets.dll> <table> <file to write>   how results look as tables
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
            Documentation documentation = Documentation.Load(
                [Path.ChangeExtension(path, ".xml"), Path.Combine(Path.GetDirectoryName(path)!, "GenEft.Core.xml")]);
            return Finish(
                documentation, file, CmdletHelp.FindAll(LoadModule(path), documentation).ToList(),
                (name, cmdlets) => MamlWriter.Write(cmdlets, name));
        }

    case ["views", string assembly, string table, string file]:
        {
            Documentation documentation = Documentation.Load([]);
            return Finish(
                documentation, file, TableViews.Write(File.ReadLines(table), [LoadModule(Path.GetFullPath(assembly)), typeof(GenEft.Guard).Assembly], documentation.Gaps),
                (name, views) => views.Save(name));
        }

    case ["topics", string from, string to]:
        Directory.CreateDirectory(to);
        foreach (string topic in Directory.GetFiles(from, "about_*.md"))
        {
            File.WriteAllText(
                Path.Combine(to, Path.GetFileNameWithoutExtension(topic) + ".help.txt"), ConceptualHelp.FromMarkdown(File.ReadAllLines(topic)));
        }

        return 0;

    default:
        Console.Error.WriteLine("Usage: GenEft.Help parameters <file> | help <GenEft.Cmdlets.dll> <file> | topics <folder> <folder> | views <GenEft.Cmdlets.dll> <table> <file>");
        return 2;
}

static Assembly LoadModule(string path)
{
    AssemblyLoadContext.Default.Resolving += (context, name) =>
    {
        string candidate = Path.Combine(Path.GetDirectoryName(path)!, name.Name + ".dll");
        return File.Exists(candidate) ? context.LoadFromAssemblyPath(candidate) : null;
    };
    return AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
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
