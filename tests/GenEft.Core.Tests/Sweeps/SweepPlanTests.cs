using System.Text.Json.Nodes;
using CsCheck;
using GenEft.Relations;
using GenEft.Sweeps;
using GenEft.Training;

namespace GenEft.Tests;

public sealed class SweepPlanTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("geneft-");

    private static readonly Gen<Dictionary<string, IReadOnlyList<object>>> s_values =
        from widths in Gen.Int[1, 99].Array[1, 3]
        from rates in Gen.Double[1e-9, 1].Array[1, 4]
        from seeds in Gen.Long.Array[1, 3]
        from combinations in Gen.Enum<Combination>().Array[1, 3]
        select new Dictionary<string, IReadOnlyList<object>>
        {
            [nameof(TrainingSettings.DecoderWidth)] = [.. widths.Cast<object>()],
            [nameof(TrainingSettings.EncoderLearningRate)] = [.. rates.Cast<object>()],
            [nameof(TrainingSettings.Seed)] = [.. seeds.Cast<object>()],
            [nameof(TrainingSettings.Combination)] = [.. combinations.Cast<object>()],
        };

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Trainings are those of the grids, in their order, to the last bit of each setting, when the plan is read again too.</summary>
    [Fact]
    public void A_plan_has_the_cells_of_its_grids() => s_values.Array[1, 3].Sample(
        grids =>
        {
            Relation[] relations = [Make.Modulo(n: 5), Make.GreaterThan(4)];
            string path = Fresh();
            SweepPlan plan = SweepPlan.Create(path, grids.Select((grid, i) => (relations[i % 2], (IReadOnlyDictionary<string, IReadOnlyList<object>>)grid)));
            SweepPlan again = SweepPlan.Open(path);
            Assert.Equal(plan.Hash, again.Hash);
            int index = 0;
            for (int g = 0; g < grids.Length; g++)
            {
                foreach (TrainingSettings expected in TrainingSetting.Grid(new TrainingSettings(), grids[g]))
                {
                    SweepCell cell = again[index];
                    Assert.Equal((index, relations[g % 2].Name), (cell.Index, cell.Relation.Name));
                    Assert.Equal(expected, cell.Settings);
                    index++;
                }
            }

            Assert.Equal(index, plan.CellCount);
            Assert.Throws<ArgumentOutOfRangeException>(() => plan[index]);
        },
        iter: 100);

    /// <summary>Found by the trials below: content that has its own checksum for a name, and is no relation.</summary>
    [Theory]
    [InlineData("null")]
    [InlineData("""{"Name":"r","Kind":"Custom","Count":2,"Rows":[[1],[2]]}""")]
    [InlineData("""{"Name":"r","Kind":"Custom","Count":2,"Rows":[[1],[-1]]}""")]
    [InlineData("""{"Name":"r","Kind":"Custom","Count":2,"Rows":[[1],null]}""")]
    [InlineData("""{"Name":"r","Kind":"Custom","Count":2,"Rows":[[1]]}""")]
    [InlineData("""{"Name":"r","Kind":"Custom","Count":2,"Rows":null}""")]
    [InlineData("""{"Name":null,"Kind":"Custom","Count":2,"Rows":[[1],[]]}""")]
    [InlineData("""{"Name":"r","Kind":"Custom","Count":2,"Labels":["a",null],"Rows":[[1],[]]}""")]
    [InlineData("""{"Name":"r","Kind":"Custom","Count":2147483647,"Rows":[[1],[]]}""")]
    public void What_is_no_relation_is_refused(string content)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(content);
        string name = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        File.WriteAllBytes(Path.Combine(_folder.FullName, name + ".json"), bytes);
        Refused.With(ErrorIds.InvalidSweep, () => SweepRelationFile.Read(_folder.FullName, name));
    }

    /// <summary>And journals.</summary>
    [Fact]
    public void Damaged_sweeps_are_refused_or_read_as_they_were()
    {
        SweepTrials.Sample sample = SweepTrials.Write(_folder.FullName);
        Assert.Empty(Enumerable.Range(0, 1000).Select(seed => SweepTrials.Damage(seed, sample)).OfType<string>().Take(3));
    }

    public static TheoryData<string> Relations => ["modulo", "order", "labels", "sparse", "empty"];

    [Theory]
    [MemberData(nameof(Relations))]
    public void A_relation_comes_back_as_it_was(string which)
    {
        Relation relation = which switch
        {
            "modulo" => Make.Modulo(n: 9),
            "order" => Make.GreaterThan(7),
            "labels" => Relation.FromEdges("näme \"x\"", RelationKinds.Imported, 3, [(0, 1), (2, 2)], ["a,b", "=c", ""], seed: 7),
            "sparse" => Relation.FromEdges("sparse", RelationKinds.Imported, 5000, [(4999, 0), (1, 2)], null),
            _ => Relation.FromEdges("empty", RelationKinds.Imported, 2, [], null),
        };
        Relation again = Plan(relation)[0].Relation;
        Assert.Equal((relation.Name, relation.Kind, relation.Count, relation.EdgeCount, relation.RelationSeed), (again.Name, again.Kind, again.Count, again.EdgeCount, again.RelationSeed));
        int[] one = new int[relation.Count];
        int[] two = new int[relation.Count];
        Assert.All(Enumerable.Range(0, relation.Count), i =>
        {
            Assert.Equal(relation.GetRow(i, one).ToArray(), again.GetRow(i, two).ToArray());
            Assert.Equal(relation.GetLabel(i), again.GetLabel(i));
        });
    }

    [Fact]
    public void A_folder_that_holds_something_is_no_place_for_a_sweep()
    {
        string path = Fresh();
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "mine"), "");
        Refused.With(ErrorIds.SweepExists, () => Create(path));
        Refused.With(ErrorIds.SweepExists, () => Create(Path.Combine(path, "mine")));
        Assert.Equal(["mine"], Directory.GetFileSystemEntries(path).Select(Path.GetFileName));
        Refused.With(ErrorIds.FileNotFound, () => SweepPlan.Open(path));
    }

    [Fact]
    public void A_plan_without_trainings_or_with_too_many_is_refused()
    {
        Refused.With(ErrorIds.ValueOutOfRange, () => SweepPlan.Create(Fresh(), []));
        object[] many = [.. Enumerable.Range(0, 20_000).Select(seed => (object)(long)seed)];
        Refused.With(ErrorIds.ValueOutOfRange, () => SweepPlan.Create(Fresh(), [(Make.Modulo(), new Dictionary<string, IReadOnlyList<object>>
        {
            ["Seed"] = many, ["MaxSteps"] = [.. Enumerable.Range(1, 20_000).Cast<object>()],
        })]));
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    /// <summary>Whatever stands in a plan's file: it is the plan or an error in the user's words.</summary>
    [Theory]
    [InlineData("\"schema\": 1", "\"schema\": 2", "schema 2")]
    [InlineData("\"schema\": 1", "\"schema\": \"x\"", "no plan of a sweep")]
    [InlineData("\"Seed\"", "\"Seeds\"", "'Seeds' in 'defaults' is no setting")]
    [InlineData("\"relation\": 0", "\"relation\": 5", "relation")]
    [InlineData("\"relation\": 0", "\"relation\": null", "'relation' is missing")]
    [InlineData("\"module\"", "\"modul\"", "'module' is missing")]
    [InlineData("\"MaxSteps\": 100000,", "\"MaxSteps\": 100000, \"MaxStep\": 1,", "'MaxStep' in 'defaults' is no setting")]
    [InlineData("0.75", "1.75", "TrainingFraction")]
    [InlineData("0.75", "\"much\"", "no plan of a sweep")]
    [InlineData("\"AdamW\"", "\"Newton\"", "no plan of a sweep")]
    [InlineData("\"grids\"", "\"grid\"", "'grids' is missing")]
    [InlineData("\"AdamW\"", "1", "no plan of a sweep")]
    [InlineData("\"schema\": 1", "\"schema\": 1, \"schema\": 1", "no plan of a sweep")]
    [InlineData("\"MaxSteps\": 100000,", "", "MaxSteps is missing")]
    public void A_plan_that_was_changed_is_refused(string from, string to, string message)
    {
        string path = Fresh();
        Create(path);
        string file = Path.Combine(path, "plan.json");
        string text = File.ReadAllText(file);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(from, to, StringComparison.Ordinal));
        GenEftException failure = Assert.Throws<GenEftException>(() => SweepPlan.Open(path));
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    /// <summary>A pipe in the place of a file of a sweep is waited for by nobody.</summary>
    [Theory]
    [InlineData("plan.json")]
    [InlineData("journal/a.jsonl")]
    [InlineData("stop")]
    [InlineData("owners/a.json")]
    [InlineData("jobs/0001.json")]
    public void Pipes_are_not_waited_for(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Pipes with names in folders are Unix's.");
        string path = Fresh();
        SweepPlan plan = Create(path);
        string pipe = Path.Combine(path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(pipe)!);
        File.Delete(pipe);
        UnixShell.Run("mkfifo", pipe);
        Task looks = Task.Run(() =>
        {
            SweepPlan.Open(path);
            new SweepJournalIndex(plan).Read();
            new SweepStopRequest(path).IsMade();
            SweepOwner.ReadAlive(SweepClaims.OwnersOf(path));
            GenEft.Sweeps.Engines.SweepJob.ReadAll(path);
        });
        Assert.True(((IAsyncResult)looks).AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(20)));
        if (name is "plan.json" or "journal/a.jsonl")
        {
            Assert.Equal(ErrorIds.FileUnreadable, Assert.IsType<GenEftException>(looks.Exception?.InnerException).ErrorId);
        }
        else
        {
            Assert.Null(looks.Exception);
        }
    }

    [Fact]
    public void A_plan_cut_anywhere_is_refused()
    {
        string path = Fresh();
        Create(path);
        string file = Path.Combine(path, "plan.json");
        byte[] whole = File.ReadAllBytes(file);
        for (int length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(file, whole[..length]);
            Refused.With(ErrorIds.InvalidSweep, () => SweepPlan.Open(path));
        }
    }

    [Fact]
    public void A_relation_that_is_gone_changed_or_elsewhere_is_refused()
    {
        string path = Fresh();
        Create(path);
        string relation = Directory.GetFiles(Path.Combine(path, "relations")).Single();
        File.AppendAllText(relation, " ");
        Refused.With(ErrorIds.InvalidSweep, () => SweepPlan.Open(path));
        File.Delete(relation);
        Refused.With(ErrorIds.InvalidSweep, () => SweepPlan.Open(path));
        string file = Path.Combine(path, "plan.json");
        JsonNode plan = JsonNode.Parse(File.ReadAllText(file))!;
        plan["relations"]![0] = "../../etc/passwd";
        File.WriteAllText(file, plan.ToJsonString());
        Assert.Contains("64 hexadecimal digits", Assert.Throws<GenEftException>(() => SweepPlan.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_that_was_not_finished_is_in_nobodys_way()
    {
        string path = Fresh();
        Directory.CreateDirectory(Path.Combine(path, "relations"));
        Assert.Equal(2, Create(path).CellCount);
        using CancellationTokenSource stop = new();
        stop.Cancel();
        path = Fresh();
        Assert.ThrowsAny<OperationCanceledException>(() => SweepPlan.Create(path, [(Make.Modulo(n: 4), new Dictionary<string, IReadOnlyList<object>>())], stop.Token));
        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public void Removal_leaves_what_is_not_the_sweeps()
    {
        string path = Fresh();
        SweepPlan plan = Create(path);
        string mine = Path.Combine(path, "notes.txt");
        File.WriteAllText(mine, "");
        SweepRemoval.Remove(plan.Folder);
        Assert.Equal([mine], Directory.GetFileSystemEntries(path));
        path = Fresh();
        SweepRemoval.Remove(Create(path).Folder);
        Assert.False(Directory.Exists(path));
    }

    /// <summary>Every training is in one piece, pieces are in the order of what they are thought to take, and all processes find the same.</summary>
    [Fact]
    public void Pieces_are_a_partition() => s_values.Sample(
        values =>
        {
            SweepPlan plan = SweepPlan.Create(Fresh(), [(Make.Modulo(n: 5), values)]);
            SweepChunks chunks = new(plan, CancellationToken.None);
            SweepChunks again = new(SweepPlan.Open(plan.Folder), CancellationToken.None);
            int[] cells = [.. Enumerable.Range(0, chunks.Count).SelectMany(chunk => chunks[chunk].ToArray())];
            Assert.Equal(Enumerable.Range(0, plan.CellCount), cells.Order());
            Assert.Equal(cells, Enumerable.Range(0, again.Count).SelectMany(chunk => again[chunk].ToArray()));
            double[] costs = [.. cells.Select(cell => SweepChunks.PredictCost(plan[cell]))];
            Assert.Equal(costs.OrderDescending(), costs);
        },
        iter: 50);

    private string Fresh() => Path.Combine(_folder.FullName, Guid.NewGuid().ToString("N"));

    private SweepPlan Plan(Relation relation) => SweepPlan.Create(Fresh(), [(relation, new Dictionary<string, IReadOnlyList<object>>())]);

    private static SweepPlan Create(string path) => SweepPlan.Create(path, [(Make.Modulo(n: 4), new Dictionary<string, IReadOnlyList<object>> { ["Seed"] = [1L, 2L] })]);
}
