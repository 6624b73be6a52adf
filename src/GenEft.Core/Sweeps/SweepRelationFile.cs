using System.Security.Cryptography;
using System.Text.Json;
using GenEft.Files;
using GenEft.Relations;

namespace GenEft.Sweeps;

/// <summary>A relation as a file of a sweep: all that a training depends on, named by its content.</summary>
internal static class SweepRelationFile
{
    private sealed record Content(string Name, string Kind, long? Seed, int Count, string[]? Labels, int[][] Rows);

    /// <summary>Writes a relation, unless it is there.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="relation">One that is not joined of several.</param>
    /// <param name="cancelToken">Stops the work.</param>
    /// <returns>Its name: SHA-256 of the content, in hexadecimal digits.</returns>
    public static string Write(string folder, Relation relation, CancellationToken cancelToken)
    {
        int[] buffer = new int[relation.Count];
        Content content = new(
            relation.Name, relation.Kind, relation.RelationSeed, relation.Count,
            relation.HasLabels ? [.. Enumerable.Range(0, relation.Count).Select(relation.GetLabel)] : null,
            [.. Enumerable.Range(0, relation.Count).Select(i => { cancelToken.ThrowIfCancellationRequested(); return relation.GetRow(i, buffer).ToArray(); })]);
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(content);
        string name = Convert.ToHexStringLower(SHA256.HashData(bytes));
        string path = PathOf(folder, name);
        if (!File.Exists(path))
        {
            AtomicFile.Write(path, overwrite: true, stream => stream.Write(bytes), cancelToken);
        }

        return name;
    }

    /// <summary>Reads a relation.</summary>
    /// <exception cref="GenEftException">InvalidSweep where the file is missing, damaged or another's.</exception>
    public static Relation Read(string folder, string name)
    {
        string path = PathOf(folder, name);
        try
        {
            byte[] bytes = RegularFile.ReadAllBytes(path);
            if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != name)
            {
                throw new GenEftException(ErrorIds.InvalidSweep, $"'{path}' is not what the sweep was made with: its content has another checksum than its name.", path);
            }

            Content? content = JsonSerializer.Deserialize<Content>(bytes);
            if (content is not { Name: not null, Kind: not null, Rows: not null } || content.Rows.Length != content.Count || content.Labels?.Contains(null!) == true
                || !Array.TrueForAll(content.Rows, row => row is not null && Array.TrueForAll(row, target => target >= 0 && target < content.Count)))
            {
                throw new JsonException("It is no relation, or relates elements that it does not have.");
            }

            (int, int)[] edges = [.. content.Rows.SelectMany((row, i) => row.Select(target => (i, target)))];
            return Relation.FromEdges(content.Name, content.Kind, content.Count, edges, content.Labels, seed: content.Seed);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new GenEftException(ErrorIds.InvalidSweep, $"The sweep's relation '{path}' cannot be read: {failure.Message}", path, failure);
        }
    }

    // Names are hexadecimal digits, so that a plan cannot lead out of its folder.
    private static string PathOf(string folder, string name) => name.Length == 2 * SHA256.HashSizeInBytes && name.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(folder, name + ".json")
        : throw new GenEftException(ErrorIds.InvalidSweep, $"The plan names the relation '{name}'; it must be 64 hexadecimal digits.", name);
}
