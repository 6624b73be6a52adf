namespace GenEft.Tests.Symmetry;

/// <summary>WordNet's noun hypernyms, each meaning below the one above it, where Debian's wordnet-base is installed.</summary>
internal static class WordNetNouns
{
    private const string Path = "/usr/share/wordnet/data.noun";

    public static bool IsInstalled => File.Exists(Path);

    /// <param name="withInstances">Whether an instance (@i) counts like a kind (@).</param>
    public static ArcList Read(bool withInstances)
    {
        Dictionary<string, int> numbers = [];
        List<string[]> meanings = [.. File.ReadLines(Path).Where(line => !line.StartsWith("  ", StringComparison.Ordinal))
            .Select(line => line.Split(" | ")[0].Split(' '))];
        meanings.ForEach(fields => numbers.Add(fields[0], numbers.Count));
        HashSet<(int, int)> arcs = [];
        foreach (string[] fields in meanings)
        {
            for (int i = 5 + (2 * Convert.ToInt32(fields[3], 16)); i + 3 < fields.Length; i += 4)
            {
                if (fields[i] == "@" || (withInstances && fields[i] == "@i"))
                {
                    arcs.Add((numbers[fields[0]], numbers[fields[i + 1]]));
                }
            }
        }

        return new ArcList(numbers.Count, [.. arcs]);
    }
}
