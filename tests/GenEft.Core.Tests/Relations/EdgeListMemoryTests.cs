using GenEft.Relations;
using GenEft.Relations.Formats;

namespace GenEft.Tests;

/// <summary>What reading a file holds in memory; nothing else runs meanwhile.</summary>
[Collection("Alone")]
public sealed class EdgeListMemoryTests
{
    /// <summary>Ten times the edges between the same elements cost little more than their two numbers each: no text is kept.</summary>
    [Fact]
    public void Memory_is_proportional_to_the_graph()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("geneft-");
        string path = Path.Combine(folder.FullName, "large.csv");
        using (StreamWriter writer = new(path))
        {
            writer.WriteLine("head,tail");
            for (int e = 0; e < 300_000; e++)
            {
                writer.WriteLine(FormattableString.Invariant($"a rather long label of element {e % 3000},a rather long label of element {e * 7919L % 3001}"));
            }
        }

        long before = GC.GetTotalMemory(forceFullCollection: true);
        Relation r = RelationReader.Read(path, new EdgeListFormat()).Relation;
        long after = GC.GetTotalMemory(forceFullCollection: true);
        folder.Delete(recursive: true);
        Assert.Equal(3001, r.Count);
        Assert.InRange(after - before, 0, 8_000_000);   // 300,000 lines hold 23 MB of text
    }
}

/// <summary>Tests that measure the process run while nothing else does.</summary>
[CollectionDefinition("Alone", DisableParallelization = true)]
public sealed class AloneCollection;
