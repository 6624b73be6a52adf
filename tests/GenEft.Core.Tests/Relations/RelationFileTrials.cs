using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using GenEft.Relations;
using GenEft.Relations.Formats;

namespace GenEft.Tests;

/// <summary>Random relations written and read, and damaged files read: a trial a seed, some in the tests and a great many in the
/// benchmarks.</summary>
internal static class RelationFileTrials
{
    private const string Telling = "\"',;\t\r\n#%&<>[]{}\\/:=+-@| \u0085\u00A0\u2028\uFEFF\uFFFD";

    private static readonly string[] s_extensions =
        [".csv", ".tsv", ".graphml", ".gml", ".col", ".mtx", ".json"];

    private static readonly EdgeListFormat s_multiline = new() { MultilineField = true };

    /// <summary>Writes a random relation with random labels and reads it: what differs, or null.</summary>
    public static string? RoundTrip(int seed, string folder)
    {
        Random random = new(seed);
        string extension = s_extensions[random.Next(s_extensions.Length)];
        string path = Path.Combine(folder, $"{seed}{extension}{(random.Next(4) == 0 ? ".gz" : "")}");
        Relation relation = Draw(random, allowsControls: extension != ".graphml");
        try
        {
            RelationWriter.Write(relation, path, RelationFormat.Auto, overwrite: false);
            Relation back = RelationReader.Read(path, s_multiline).Relation;
            return Same(relation, back) ? null : $"seed {seed}: {Describe(relation)} came back from {extension} as {Describe(back)}";
        }
        catch (GenEftException error)
        {
            return $"seed {seed}: {Describe(relation)}: {error.Message}";
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Damages one of these files at random and reads it.</summary>
    public static string? Damage(int seed, string folder, IReadOnlyList<(string Extension, byte[] Bytes)> samples)
    {
        Random random = new(seed);
        (string extension, byte[] sample) = samples[random.Next(samples.Count)];
        return Read(seed, Path.Combine(folder, $"damaged{extension}"), Mutate(sample, random), random);
    }

    /// <summary>Some files to damage, compressed ones among them.</summary>
    public static IReadOnlyList<(string Extension, byte[] Bytes)> Samples(string folder)
    {
        List<(string, byte[])> samples = [];
        Random random = new(0);
        foreach (string extension in s_extensions)
        {
            for (int i = 0; i < 8; i++)
            {
                string path = Path.Combine(folder, $"sample{extension}");
                RelationWriter.Write(Draw(random, allowsControls: false), path, RelationFormat.Auto, overwrite: true);
                byte[] bytes = File.ReadAllBytes(path);
                samples.Add((extension, i == 7 ? Gzip(bytes) : bytes));
                File.Delete(path);
            }
        }

        return samples;
    }

    private static string? Read(int seed, string path, byte[] bytes, Random random)
    {
        File.WriteAllBytes(path, bytes);
        bool isCsv = path.EndsWith("sv", StringComparison.Ordinal);
        EdgeListFormat layout = new()
        {
            MultilineField = random.Next(2) == 0,
            SkipMalformed = isCsv && random.Next(2) == 0,
            HasHeader = !isCsv || random.Next(4) > 0,
            Quote = random.Next(4) == 0 ? EdgeListQuote.None : EdgeListQuote.Standard,
        };
        try
        {
            Relation relation = RelationReader.Read(path, layout).Relation;
            return relation.Count is > 0 and < 10_000_001 ? null : $"seed {seed}: {relation.Count} elements";
        }
        catch (GenEftException error) when (error.ErrorId is ErrorIds.MalformedLine or ErrorIds.EmptyField)
        {
            int lines = Decompressed(bytes).ReplaceLineEndings("\n").Split('\n').Length;
            string line = Regex.Match(error.Message, @"^damaged[.\w]*, line (\d+)").Groups[1].Value;
            return int.TryParse(line, out int number) && number >= 1 && number <= lines ? null : $"seed {seed}: of {lines} lines: {error.Message}";
        }
        catch (GenEftException error) when (error.ErrorId
            is ErrorIds.MissingColumn or ErrorIds.EmptyRelation or ErrorIds.FileUnreadable or ErrorIds.RelationTooLarge
            || (error.ErrorId == ErrorIds.ValueOutOfRange && error.Message.Contains("must be different columns", StringComparison.Ordinal)))
        {
            return null;
        }
#pragma warning disable CA1031 // Any other is what is looked for.
        catch (Exception other)
#pragma warning restore CA1031
        {
            return $"seed {seed}, {Path.GetExtension(path)}: {other.GetType().Name}: {other.Message}";
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Decompressed(byte[] bytes)
    {
        if (bytes is not [0x1F, 0x8B, ..])
        {
            return Encoding.UTF8.GetString(bytes);
        }

        // As far as it goes: a line may be refused before the damage behind it is met.
        using GZipStream stream = new(new MemoryStream(bytes), CompressionMode.Decompress);
        using MemoryStream text = new();
        try
        {
            for (int value = stream.ReadByte(); value >= 0; value = stream.ReadByte())
            {
                text.WriteByte((byte)value);
            }
        }
        catch (InvalidDataException)
        {
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        List<byte> text = [.. bytes];
        byte[] telling = "\"\n\r\t,#%[]{}<>&;:0 19e-"u8.ToArray();
        for (int count = random.Next(1, 6); count > 0 && text.Count > 0; count--)
        {
            int at = random.Next(text.Count);
            switch (random.Next(5))
            {
                case 0:
                    text[at] = (byte)random.Next(256);
                    break;
                case 1:
                    text[at] = telling[random.Next(telling.Length)];
                    break;
                case 2:
                    text.Insert(at, telling[random.Next(telling.Length)]);
                    break;
                case 3:
                    text.RemoveRange(at, Math.Min(text.Count - at, random.Next(1, 20)));
                    break;
                default:
                    text.InsertRange(random.Next(text.Count), text.GetRange(at, Math.Min(text.Count - at, random.Next(1, 40))));
                    break;
            }
        }

        return [.. text];
    }

    private static Relation Draw(Random random, bool allowsControls)
    {
        int n = random.Next(1, 7);
        string[] labels = [.. Enumerable.Range(0, n).Select(i => Label(random, allowsControls) + (random.Next(2) == 0 ? $"{i}" : $"_{i}"))];
        EdgeListBuilder builder = new(undirected: false);
        Array.ForEach(labels, label => builder.Add(label, [], "trial", 1));
        double density = random.NextDouble();
        foreach (string source in labels)
        {
            foreach (string target in labels)
            {
                if (random.NextDouble() < density)
                {
                    builder.Add(source, target, "trial", 1);
                }
            }
        }

        return builder.Build("trial");
    }

    // Of every plane of Unicode, and whatever means something in one of the formats or in a spreadsheet.
    private static string Label(Random random, bool allowsControls)
    {
        StringBuilder label = new();
        for (int length = random.Next(6); length > 0; length--)
        {
            Rune rune = random.Next(5) switch
            {
                0 => new Rune(Telling[random.Next(Telling.Length)]),
                1 => new Rune(random.Next(0x20, 0x7F)),
                2 => new Rune(random.Next(0x80, 0xD800)),
                3 => new Rune(random.Next(0x10000, 0x110000)),
                _ => new Rune(allowsControls ? random.Next(0x20) : random.Next('a', 'z')),
            };
            bool isXml = rune.Value > 0xFFFF || XmlConvert.IsXmlChar((char)rune.Value);
            label.Append(isXml || allowsControls ? rune.ToString() : "?");
        }

        return label.ToString();
    }

    private static bool Same(Relation a, Relation b) => a.Count == b.Count && a.EdgeCount == b.EdgeCount
        && Enumerable.Range(0, a.Count).All(i => a.GetLabel(i) == b.GetLabel(i) && Enumerable.Range(0, a.Count).All(j => a[i, j] == b[i, j]));

    private static string Describe(Relation r) => $"n = {r.Count}, m = {r.EdgeCount}, labels "
        + string.Join(" ", Enumerable.Range(0, r.Count).Select(i => System.Text.Json.JsonSerializer.Serialize(r.GetLabel(i))));

    private static byte[] Gzip(byte[] bytes)
    {
        MemoryStream compressed = new();
        using (GZipStream stream = new(compressed, CompressionLevel.Fastest))
        {
            stream.Write(bytes);
        }

        return compressed.ToArray();
    }
}
