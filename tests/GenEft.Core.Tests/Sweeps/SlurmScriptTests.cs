using System.Diagnostics;
using GenEft.Sweeps.Engines;

namespace GenEft.Tests;

/// <summary>The batch script of a job array, run by bash as Slurm runs it, with programs of the test's own in Slurm's place.</summary>
public sealed class SlurmScriptTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("geneft-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void It_asks_for_what_was_given()
    {
        SlurmOptions options = new()
        {
            Partition = "gpu,long", Account = "physics", TimeLimit = new TimeSpan(1, 2, 3, 4), CpusPerTask = 8, Memory = "4G", Gpu = "a100:2", Dependency = "afterok:12?afterany:13", Options = ["--qos=high", "--comment=a \"b\" c\\d"],
        };
        options.Check();
        string[] asked = [.. SlurmScript.Of("/data/my phases", "geneft-myphases-1234abcd", "/data/my phases/jobs/0001-%a.log", 64, options, new SweepTask(["pwsh"], new Dictionary<string, string>()))
            .Split('\n').Where(line => line.StartsWith("#SBATCH ", StringComparison.Ordinal)).Select(line => line[8..])];
        Assert.Equal(
            ["--job-name=geneft-myphases-1234abcd", "--array=0-63", "--output=\"/data/my phases/jobs/0001-%a.log\"", "--open-mode=append", "--requeue", "--signal=B:USR1@60", "--cpus-per-task=8",
                "--time=1-02:03:04", "--partition=gpu,long", "--account=physics", "--mem=4G", "--gres=gpu:a100:2", "--dependency=\"afterok:12?afterany:13\"", "--qos=high", "\"--comment=a \\\"b\\\" c\\\\d\""],
            asked);
    }

    public static TheoryData<SlurmOptions, string> Odd => new()
    {
        { new() { Partition = "a;touch x" }, "Partition is 'a;touch x'" },
        { new() { Account = "a b" }, "Account is 'a b'" },
        { new() { Dependency = "$(x)" }, "Dependency is '$(x)'" },
        { new() { Memory = "4 GB" }, "Memory is '4 GB'" },
        { new() { Memory = "0G" }, "Memory is '0G'" },
        { new() { Gpu = "a100" }, "Gpu is 'a100'" },
        { new() { Gpu = "0" }, "Gpu is '0'" },
        { new() { TimeLimit = TimeSpan.FromMinutes(1) }, "TimeLimit is 00:01:00" },
        { new() { CpusPerTask = 0 }, "CpusPerTask is 0" },
        { new() { Options = ["qos=high"] }, "Option is 'qos=high'" },
        { new() { Options = ["--x\ntouch x"] }, "Option is '--x" },
    };

    [Theory]
    [MemberData(nameof(Odd))]
    public void What_would_not_be_one_option_is_refused(SlurmOptions options, string told) =>
        Assert.StartsWith(told, Assert.Throws<GenEftException>(options.Check).Message, StringComparison.Ordinal);

    [Fact]
    public void A_folder_with_a_line_break_is_refused() => Assert.StartsWith(
        "Path is 'a\nb'", Assert.Throws<GenEftException>(() => SlurmScript.Of("a\nb", "geneft", "x", 1, new SlurmOptions(), new SweepTask(["pwsh"], new Dictionary<string, string>()))).Message, StringComparison.Ordinal);

    /// <summary>Whatever a folder is called, the task is told it, and nothing of it is run.</summary>
    [Fact]
    public void Values_reach_the_task_as_they_are()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "bash is Unix's.");
        const string Odd = "/a'b \"c\" $(touch x) `touch y` \\ ; é #%a";
        (int code, string output) = Run("printf '%s|%s' \"$GENEFT_SWEEP\" \"$1\"", Odd, signal: null);
        Assert.Equal((0, $"{Odd}|{Odd}"), (code, output));
        Assert.Equal(["script.sh"], _folder.GetFiles().Select(file => file.Name));
    }

    /// <summary>A minute before the time limit the task is told to end, and then this task of the array is queued again, and no other.</summary>
    [Theory]
    [InlineData("trap 'sleep 1; echo kept; exit 1' TERM; echo on; while :; do sleep 0.05; done", "USR1 TERM", "on kept", 1)]   // cancelled meanwhile: not queued again
    [InlineData("trap 'echo kept; exit 1' TERM; echo on; while :; do sleep 0.05; done", "USR1", "on kept scontrol requeue 12_3", 0)]
    [InlineData("trap 'echo all done; exit 0' TERM; echo on; while :; do sleep 0.05; done", "USR1", "on all done", 0)]
    [InlineData("trap 'sleep 0.5; echo kept; exit 1' TERM; echo on; while :; do sleep 0.05; done", "TERM", "on kept", 1)]
    [InlineData("echo on; exit 7", null, "on", 7)]
    public void Signals_reach_the_task(string task, string? signal, string said, int code)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "bash is Unix's.");
        Assert.Equal((code, said), Run(task, "/s", signal));
    }

    private (int Code, string Output) Run(string task, string sweep, string? signal)
    {
        string script = Path.Combine(_folder.FullName, "script.sh");
        string text = SlurmScript.Of(
            sweep, "geneft", "log", 4, new SlurmOptions(), new SweepTask(["bash", "-c", task, "task", sweep], new Dictionary<string, string> { ["GENEFT_SWEEP"] = sweep }));
        File.WriteAllText(script, "scontrol() { echo \"scontrol $*\"; }\n" + text);
        ProcessStartInfo start = new("bash", [script]) { WorkingDirectory = _folder.FullName, RedirectStandardOutput = true };
        (start.Environment["SLURM_ARRAY_JOB_ID"], start.Environment["SLURM_ARRAY_TASK_ID"], start.Environment["SLURM_JOB_ID"]) = ("12", "3", "12");
        using Process process = Process.Start(start)!;
        List<string> lines = [];
        if (signal is not null)
        {
            lines.Add(process.StandardOutput.ReadLine()!);   // it is on
            foreach (string each in signal.Split(' '))
            {
                Process.Start("kill", ["-" + each, $"{process.Id}"]).WaitForExit();
                Thread.Sleep(300);
            }
        }

        lines.AddRange(process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        process.WaitForExit();
        return (process.ExitCode, string.Join(' ', lines));
    }
}
