using System.Globalization;
using System.Reflection;
using System.Runtime.Intrinsics.X86;
using System.Text;
using System.Text.RegularExpressions;
using GenEft.Training;

namespace GenEft.Benchmarks;

/// <summary>What was measured, as Markdown: printed at once and kept for the machine's file.</summary>
internal sealed partial class Report
{
    private readonly StringBuilder _text = new();

    public Report(string note)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        AcceleratorInfo processor = Processor.Describe();
        Machine = $"{processor.Name}{Family()}, {processor.CoreCount} cores";
        Line($"# {Machine}");
        Line($"{DateTime.UtcNow:yyyy-MM-dd}, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}, " +
            $"{System.Runtime.InteropServices.RuntimeInformation.OSDescription}. {(Directory.Exists(ResultFolder)
                ? "`dotnet run -c Release --project tests/GenEft.Benchmarks`" : "A copy published for this machine")}.\n" +
            "Medians of rounds in which what is compared takes turns. " + note);
    }

    public string Machine { get; }

    private static string ResultFolder { get; } =
        typeof(Report).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(m => m.Key == "ResultFolder").Value!;

    public void Line(string line)
    {
        Console.WriteLine(line);
        Console.WriteLine();
        _text.Append(line).Append("\n\n");
    }

    public void Table(string heading, string[] columns, IEnumerable<string[]> rows)
    {
        Line($"## {heading}");
        string[] head = [Row(columns), Row([.. columns.Select(_ => "---")])];
        StringBuilder table = new();
        foreach (string row in head.Concat(rows.Select(Row)))
        {
            Console.WriteLine(row);
            table.Append(row).Append('\n');
        }

        Console.WriteLine();
        _text.Append(table).Append('\n');
    }

    public string Save(string suffix)
    {
        // A copy that was published for another machine has no repository around it.
        string path = Path.Combine(Directory.Exists(ResultFolder) ? ResultFolder : Environment.CurrentDirectory, NotLetters().Replace(Machine.ToLowerInvariant(), "-").Trim('-') + suffix + ".md");
        File.WriteAllText(path, _text.ToString().TrimEnd() + "\n");
        return path;
    }

    // Virtual machines often hide which generation of processors they run on.
    private static string Family()
    {
        if (!X86Base.IsSupported)
        {
            return "";
        }

        int version = X86Base.CpuId(1, 0).Eax;
        int family = (version >> 8) & 15;
        int model = (version >> 4) & 15;
        model += family is 6 or 15 ? (version >> 16 & 15) << 4 : 0;
        family += family == 15 ? version >> 20 & 255 : 0;
        return $" family {family} model {model}";
    }

    private static string Row(string[] cells) => $"| {string.Join(" | ", cells)} |";

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotLetters();
}
