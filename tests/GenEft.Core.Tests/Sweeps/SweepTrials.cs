using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using GenEft.Relations;
using GenEft.Sweeps;
using GenEft.Training;

namespace GenEft.Tests;

/// <summary>Plans, relations and journals of sweeps damaged at random and read: a trial a seed, some in the tests and a great many in the benchmarks. What is
/// read is what was written, or it is refused by the module's own errors. Damage that knows the checksums puts them right again.</summary>
internal static class SweepTrials
{
    /// <summary>A folder that holds a sweep with finished trainings, and its files.</summary>
    /// <param name="Folder">The folder.</param>
    /// <param name="Plan">The plan.</param>
    /// <param name="Relations">By name.</param>
    /// <param name="Lines">The lines of finished trainings.</param>
    /// <param name="Entries">What the journal holds.</param>
    internal sealed record Sample(string Folder, byte[] Plan, IReadOnlyDictionary<string, byte[]> Relations, byte[] Lines, SweepEntry[] Entries);

    private static readonly string s_journal = Path.Combine("journal", "a.jsonl");

    /// <summary>A sweep to damage.</summary>
    public static Sample Write(string folder)
    {
        string path = Path.Combine(folder, "sample");
        Relation labelled = Relation.FromEdges("labels", "Custom", 4, [(0, 1), (1, 2), (3, 0)], ["a", "b\"c", "ü", "=1"]);
        SweepPlan plan = SweepPlan.Create(path,
        [
            (RelationFactory.Create(new RelationSettings { Kind = RelationKinds.Modulo, Count = 5 }), new Dictionary<string, IReadOnlyList<object>>
            {
                ["Seed"] = [0L, long.MaxValue], ["EncoderLearningRate"] = [1e-3, 0.5], ["MaxSteps"] = [3], ["HistoryInterval"] = [2], ["StopWhen"] = [StopCondition.MaxSteps],
            }),
            (labelled, new Dictionary<string, IReadOnlyList<object>> { ["MaxSteps"] = [2], ["Activation"] = [Activation.ReLU] }),
        ]);
        SweepEntry[] entries =
        [
            .. Enumerable.Range(0, plan.CellCount).Select(cell => (Cell: cell, Outcome: new TrainingRun(plan[cell].Relation, plan[cell].Settings).Execute()))
                .Select(run => new SweepEntry(run.Cell, run.Outcome.Result, plan[run.Cell].Settings.HistoryInterval > 0 ? run.Outcome.History : null)),
        ];
        byte[] journal = [.. entries.SelectMany(entry => SweepJournal.Line(plan.Hash, entry))];
        Directory.CreateDirectory(Path.Combine(path, "journal"));
        File.WriteAllBytes(Path.Combine(path, "journal", "a.jsonl"), journal);
        return new Sample(
            path,
            File.ReadAllBytes(Path.Combine(path, "plan.json")),
            Directory.GetFiles(Path.Combine(path, "relations")).ToDictionary(file => Path.GetFileNameWithoutExtension(file), File.ReadAllBytes),
            journal,
            entries);
    }

    /// <summary>Damages the sweep, reads it and says what is wrong, or null; it is then whole again.</summary>
    public static string? Damage(int seed, Sample sample)
    {
        Random random = new(seed);
        Dictionary<string, byte[]?> written = [];
        bool planIsWhole = false;
        switch (random.Next(4))
        {
            case 0:
                written["plan.json"] = random.Next(2) == 0 ? ByteDamage.Apply(sample.Plan, sample.Plan, random) : Json(sample.Plan, random);
                break;
            case 1:
                string name = sample.Relations.Keys.Order(StringComparer.Ordinal).ElementAt(random.Next(sample.Relations.Count));
                byte[] changed = random.Next(2) == 0 ? ByteDamage.Apply(sample.Relations[name], sample.Relations[name], random) : Json(sample.Relations[name], random);
                string other = random.Next(2) == 0 ? Convert.ToHexStringLower(SHA256.HashData(changed)) : name;
                written[Path.Combine("relations", other + ".json")] = changed;
                written["plan.json"] = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(sample.Plan).Replace(name, other, StringComparison.Ordinal));
                break;
            case 2:
                written[s_journal] = ByteDamage.Apply(sample.Lines, sample.Lines, random);
                planIsWhole = true;
                break;
            default:
                written[s_journal] = Resummed(sample.Lines, random);
                break;
        }

        try
        {
            Write(sample, written);
            SweepPlan opened = SweepPlan.Open(sample.Folder);
            SweepJournalIndex index = new(opened, keepsPlaces: true);
            index.Read();
            foreach (SweepEntry entry in index.Entries(_ => { }))
            {
                // Only checksums that were put right let a changed result pass, and one of these is still of its training.
                if (planIsWhole && entry.Result != sample.Entries[entry.Cell].Result)
                {
                    return $"seed {seed}: training {entry.Cell} gives what was not written";
                }
            }

            if (opened.CellCount > 0)
            {
                _ = opened[opened.CellCount - 1];
            }

            return null;
        }
        catch (GenEftException)
        {
            return null;
        }
        catch (Exception exception)
        {
            return $"seed {seed}: {exception}";
        }
        finally
        {
            Write(sample, written.Keys.ToDictionary(file => file, file => file == "plan.json" ? sample.Plan : file == s_journal ? sample.Lines
                : sample.Relations.GetValueOrDefault(Path.GetFileNameWithoutExtension(file))));
        }
    }

    private static void Write(Sample sample, IReadOnlyDictionary<string, byte[]?> files)
    {
        foreach ((string file, byte[]? content) in files)
        {
            string path = Path.Combine(sample.Folder, file);
            if (content is null)
            {
                File.Delete(path);
            }
            else
            {
                File.WriteAllBytes(path, content);
            }
        }
    }

    // One value of the document becomes another, or goes.
    private static byte[] Json(byte[] text, Random random)
    {
        JsonNode root = JsonNode.Parse(text)!;
        JsonNode node = root;
        while (true)
        {
            (JsonNode? Child, Action<JsonNode?> Set, Action Remove)[] children = node switch
            {
                JsonObject members => [.. members.Select(member => (member.Value, (Action<JsonNode?>)(value => members[member.Key] = value), (Action)(() => members.Remove(member.Key))))],
                JsonArray items => [.. items.Select((item, i) => (item, (Action<JsonNode?>)(value => items[i] = value), (Action)(() => items.RemoveAt(i))))],
                _ => [],
            };
            if (children.Length == 0)
            {
                return text;
            }

            (JsonNode? child, Action<JsonNode?> set, Action remove) = children[random.Next(children.Length)];
            if (child is JsonObject or JsonArray && random.Next(3) > 0)
            {
                node = child;
                continue;
            }

            if (random.Next(5) == 0)
            {
                remove();
            }
            else
            {
                set(Odd(random));
            }

            return Encoding.UTF8.GetBytes(root.ToJsonString());
        }
    }

    private static JsonNode? Odd(Random random) => random.Next(14) switch
    {
        0 => null,
        1 => -1,
        2 => 0,
        3 => int.MaxValue,
        4 => 1e300,
        5 => long.MinValue,
        6 => "",
        7 => "NaN",
        8 => "../../outside",
        9 => new JsonArray(),
        10 => new JsonObject(),
        11 => true,
        12 => new JsonArray(1, null, "x"),
        _ => new string('9', 400),
    };

    // A line's result changed, and its checksum with it.
    private static byte[] Resummed(byte[] journal, Random random)
    {
        string[] lines = Encoding.UTF8.GetString(journal).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int at = random.Next(lines.Length);
        const string Sum = ",\"sum\":\"";
        string body = lines[at][..lines[at].LastIndexOf(Sum, StringComparison.Ordinal)];
        byte[] changed = Json(Encoding.UTF8.GetBytes(body + "}"), random);
        lines[at] = Encoding.UTF8.GetString(SweepJournal.Sealed(changed.AsSpan(0, changed.Length - 1))).TrimEnd('\n');
        return Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
    }
}
