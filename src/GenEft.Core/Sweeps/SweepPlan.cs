using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using GenEft.Files;
using GenEft.Relations;
using GenEft.Training;

namespace GenEft.Sweeps;

/// <summary>One training of a sweep.</summary>
/// <param name="Index">Its number, from 0 in the order of Invoke-Training.</param>
/// <param name="Relation">What is learnt.</param>
/// <param name="Settings">Everything else it depends on.</param>
public sealed record SweepCell(int Index, Relation Relation, TrainingSettings Settings);

/// <summary>
/// What a sweep trains: grids of settings over relations, in a folder. The plan is written once and never changed; its checksum
/// ties the journals to it.
/// </summary>
public sealed class SweepPlan
{
    /// <summary>The most trainings of a sweep.</summary>
    public const int MaximumCellCount = 100_000_000;

    private const int Schema = 1;
    private const string FileName = "plan.json";
    private const string RelationFolder = "relations";

    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true, Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) }, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly Block[] _blocks;
    private readonly Relation[] _relations;

    private SweepPlan(string folder, string hash, string version, Relation[] relations, Block[] blocks)
    {
        (Folder, Hash, Version, _relations, _blocks) = (folder, hash, version, relations, blocks);
        CellCount = blocks.Sum(block => block.CellCount);
    }

    // A grid over one relation: settings of one value, and axes of several, the last varying fastest.
    private sealed record Block(int Relation, int First, TrainingSettings Start, IReadOnlyList<(TrainingSetting Setting, object[] Values)> Axes)
    {
        public int CellCount { get; } = Axes.Aggregate(1, (count, axis) => checked(count * axis.Values.Length));
    }

    /// <summary>The sweep's folder.</summary>
    public string Folder { get; }

    /// <summary>SHA-256 of the plan's file, in hexadecimal digits.</summary>
    public string Hash { get; }

    /// <summary>The module that made it.</summary>
    public string Version { get; }

    /// <summary>The plan's file as it was read.</summary>
    internal SweepPlanStamp? Stamp { get; private init; }

    /// <summary>The number of trainings.</summary>
    public int CellCount { get; }

    /// <summary>The version of this module.</summary>
    public static string ThisVersion { get; } = typeof(SweepPlan).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <summary>A training by its number.</summary>
    public SweepCell this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, CellCount);
            int at = Array.BinarySearch(_blocks, index, s_byFirst);
            Block block = _blocks[at >= 0 ? at : ~at - 1];
            TrainingSettings settings = block.Start;
            int rest = index - block.First;
            for (int a = block.Axes.Count - 1; a >= 0; a--)
            {
                (TrainingSetting setting, object[] values) = block.Axes[a];
                settings = setting.With(settings, values[rest % values.Length]);
                rest /= values.Length;
            }

            return new SweepCell(index, _relations[block.Relation], settings);
        }
    }

    private static readonly Comparer<object> s_byFirst = Comparer<object>.Create((x, y) => (x as Block)?.First.CompareTo((int)y) ?? -((Block)y).First.CompareTo((int)x));

    /// <summary>Writes a plan into a folder, which is made.</summary>
    /// <param name="folder">The folder: new, or empty.</param>
    /// <param name="grids">For each, the relation and the values of settings by name.</param>
    /// <param name="cancelToken">Stops the work; the folder then has no plan.</param>
    /// <exception cref="GenEftException">SweepExists, FileNotWritable, or ValueOutOfRange for no cell or too many.</exception>
    public static SweepPlan Create(string folder, IEnumerable<(Relation Relation, IReadOnlyDictionary<string, IReadOnlyList<object>> Values)> grids, CancellationToken cancelToken = default)
    {
        ArgumentNullException.ThrowIfNull(grids);
        grids = [.. grids];
        Guard.Range("The number of trainings", grids.Sum(grid => CountOf(grid.Values)), 1, MaximumCellCount);
        string path = PathOf(folder);
        bool isNew = !Directory.Exists(folder);
        try
        {
            // Relations alone are what is left of a plan that was not finished.
            if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any(entry => Path.GetFileName(entry) != RelationFolder)))
            {
                throw new GenEftException(ErrorIds.SweepExists, $"Path is '{folder}'; it exists and is not empty. Name another folder, or remove it (Remove-Sweep removes a sweep).", folder);
            }

            string relations = Directory.CreateDirectory(RelationsOf(folder)).FullName;
            Dictionary<Relation, string> names = new(ReferenceEqualityComparer.Instance);
            Dictionary<string, int> order = [];
            JsonArray blocks = [];
            foreach ((Relation relation, IReadOnlyDictionary<string, IReadOnlyList<object>> values) in grids)
            {
                cancelToken.ThrowIfCancellationRequested();
                if (!names.TryGetValue(relation, out string? name))
                {
                    names[relation] = name = SweepRelationFile.Write(relations, relation, cancelToken);
                }

                order.TryAdd(name, order.Count);
                JsonObject settings = [];
                foreach (TrainingSetting setting in TrainingSetting.All)
                {
                    IReadOnlyList<object> axis = values.GetValueOrDefault(setting.Name) ?? [setting.Default];
                    if (axis.Count == 1 && axis[0].Equals(setting.Default))
                    {
                        continue;   // it stands with the defaults
                    }

                    settings[setting.Name] = new JsonArray([.. axis.Select(value => JsonSerializer.SerializeToNode(value, setting.Type, s_json))]);
                }

                blocks.Add(new JsonObject { ["relation"] = order[name], ["settings"] = settings });
            }

            JsonObject plan = new()
            {
                ["schema"] = Schema, ["module"] = ThisVersion, ["relations"] = new JsonArray([.. order.Keys.Select(name => (JsonNode)name)]),
                ["defaults"] = new JsonObject(TrainingSetting.All.Select(setting => KeyValuePair.Create(setting.Name, JsonSerializer.SerializeToNode(setting.Default, setting.Type, s_json)))),
                ["grids"] = blocks,
            };
            byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(plan, s_json);
            AtomicFile.Write(path, overwrite: false, stream => stream.Write(bytes), cancelToken);
            return Open(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or OperationCanceledException or GenEftException { ErrorId: not ErrorIds.SweepExists })
        {
            RemoveUnfinished(folder, isNew);
            if (failure is OperationCanceledException or GenEftException)
            {
                throw;
            }

            throw new GenEftException(ErrorIds.FileNotWritable, $"Path is '{folder}'; a sweep cannot be written there: {failure.Message}", folder, failure);
        }
    }

    /// <summary>How many trainings a grid has.</summary>
    /// <param name="values">The values of settings by name.</param>
    /// <returns>Their number, or 10^12 where there are more.</returns>
    public static long CountOf(IReadOnlyDictionary<string, IReadOnlyList<object>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Values.Aggregate(1L, (count, axis) => (long)Int128.Min(1_000_000_000_000, (Int128)count * axis.Count));
    }

    // Nothing that would keep the folder from becoming a sweep.
    private static void RemoveUnfinished(string folder, bool isNew)
    {
        try
        {
            Directory.Delete(isNew ? folder : RelationsOf(folder), recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The first failure is told.
        }
    }

    /// <summary>Reads the plan of a folder.</summary>
    /// <exception cref="GenEftException">FileNotFound where there is none, InvalidSweep where it is none of this module's.</exception>
    public static SweepPlan Open(string folder)
    {
        string path = PathOf(folder);
        try
        {
            if (!File.Exists(path))
            {
                throw new GenEftException(ErrorIds.FileNotFound, $"Path is '{folder}'; it holds no sweep: there is no {FileName}. New-Sweep makes one.", folder);
            }

            SweepPlanStamp? stamp = StampOf(folder);
            byte[] bytes = RegularFile.ReadAllBytes(path);
            JsonNode plan = JsonNode.Parse(bytes) as JsonObject ?? throw new JsonException("It is no JSON object.");
            int schema = Required(plan, "schema").GetValue<int>();
            string version = Required(plan, "module").GetValue<string>();
            if (schema != Schema)
            {
                throw new GenEftException(ErrorIds.InvalidSweep, $"'{path}' is a plan of schema {schema}, by GenEft {version}; this module reads schema {Schema}. Use that version, or remove the folder.", path);
            }

            Relation[] relations = [.. Required(plan, "relations").AsArray().Select(name => SweepRelationFile.Read(RelationsOf(folder), name?.GetValue<string>() ?? throw new JsonException("A relation is null.")))];
            JsonObject defaults = Settings(plan, "defaults");
            List<Block> blocks = [];
            int first = 0;
            foreach (JsonNode? node in Required(plan, "grids").AsArray())
            {
                Block block = ReadBlock(node ?? throw new JsonException("A grid is null."), defaults, first, relations.Length);
                first = checked(first + block.CellCount);
                blocks.Add(block);
            }

            Guard.Range("The number of trainings", first, 1, MaximumCellCount);
            return new SweepPlan(folder, Convert.ToHexStringLower(SHA256.HashData(bytes)), version, relations, [.. blocks]) { Stamp = stamp };
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException or OverflowException or KeyNotFoundException or ArgumentException)
        {
            throw new GenEftException(ErrorIds.InvalidSweep, $"'{path}' is no plan of a sweep: {failure.Message}", path, failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new GenEftException(ErrorIds.FileUnreadable, $"'{path}' cannot be read: {failure.Message}", path, failure);
        }
    }

    /// <summary>Where the plan of a folder is.</summary>
    internal static string PathOf(string folder) => Path.Combine(folder, FileName);

    /// <summary>Where its relations are.</summary>
    internal static string RelationsOf(string folder) => Path.Combine(folder, RelationFolder);

    /// <summary>What tells a plan's file from another in its place; null where there is none.</summary>
    /// <exception cref="IOException">It cannot be told: a server is away.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    internal static SweepPlanStamp? StampOf(string folder)
    {
        try
        {
            FileInfo file = new(PathOf(folder));
            return new SweepPlanStamp(file.LastWriteTimeUtc, file.Length);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static JsonNode Required(JsonNode node, string name) => node.AsObject()[name] ?? throw new JsonException($"'{name}' is missing.");

    private static JsonObject Settings(JsonNode node, string name)
    {
        JsonObject values = Required(node, name).AsObject();
        return values.FirstOrDefault(value => !TrainingSetting.All.Any(setting => setting.Name == value.Key)) is { Key: { } unknown }
            ? throw new JsonException($"'{unknown}' in '{name}' is no setting of a training.")
            : values;
    }

    private static Block ReadBlock(JsonNode node, JsonObject defaults, int first, int relationCount)
    {
        int relation = Required(node, "relation").GetValue<int>();
        Guard.Range("relation", relation, 0, relationCount - 1);
        JsonObject values = Settings(node, "settings");

        TrainingSettings start = new();
        List<(TrainingSetting, object[])> axes = [];
        foreach (TrainingSetting setting in TrainingSetting.All)
        {
            object[] axis = values[setting.Name] is { } given
                ? [.. given.AsArray().Select(value => Read(setting, value))]
                : [Read(setting, defaults[setting.Name])];
            if (axis.Length == 0)
            {
                throw new JsonException($"{setting.Name} has no value.");
            }

            foreach (object value in axis)
            {
                setting.Check(setting.With(start, value));
            }

            start = setting.With(start, axis[0]);
            if (axis.Length > 1)
            {
                axes.Add((setting, axis));
            }
        }

        return new Block(relation, first, start, axes);

        static object Read(TrainingSetting setting, JsonNode? value) => value?.Deserialize(setting.Type, s_json) ?? throw new JsonException($"{setting.Name} is missing.");
    }
}
