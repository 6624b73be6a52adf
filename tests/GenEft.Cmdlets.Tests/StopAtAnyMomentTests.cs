using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Hostile;

namespace GenEft.Commands.Tests;

/// <summary>Every cmdlet, in a pipeline that never ends by itself, is stopped at random moments in every way there is: it ends in time, and
/// leaves neither a thread nor half a file.</summary>
/// <remarks>Other processes share the cores: of the tries of a cmdlet one must be in time, each must leave nothing.</remarks>
[Collection("Alone")]
public sealed class StopAtAnyMomentTests
{
    private const string AnswersAtTheEnd = " # answers at the end";

    private static readonly TimeSpan s_allowed = TimeSpan.FromMilliseconds(250);

    /// <summary>The cmdlets, found by reflection; a new one without a call fails.</summary>
    public static TheoryData<string> Cmdlets()
    {
        using Session session = new();
        return [.. session.Run("(Get-Command -Module GenEft).Name").Select(name => $"{name}")];
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Stop(string cmdlet) => ForEachCall(cmdlet, (session, script, moment) =>
    {
        using PowerShell shell = session.Create(script);
        IAsyncResult running = shell.BeginInvoke();
        Thread.Sleep(moment);
        Stopwatch clock = Stopwatch.StartNew();
        shell.Stop();
        TimeSpan took = clock.Elapsed;
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        Assert.Equal("Modulo 3", session.Values("New-Relation Modulo -Count 6", "Name").Single());   // the session lives on
        return took;
    });

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void First_results_alone(string cmdlet) => ForEachCall(cmdlet, (session, script, moment) =>
    {
        if (script.EndsWith(AnswersAtTheEnd, StringComparison.Ordinal))
        {
            return TimeSpan.Zero;   // a pipeline without an end gets no answer
        }

        int count = 1 + (moment % 5);
        using PowerShell shell = session.Create(
            $"{script} | ForEach-Object {{ $global:last = [Diagnostics.Stopwatch]::GetTimestamp(); 1 }} | Select-Object -First {count}; [Diagnostics.Stopwatch]::GetElapsedTime($last)");
        IAsyncResult running = shell.BeginInvoke();
        Assert.True(running.AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(60)), script);
        PSDataCollection<PSObject> output = shell.EndInvoke(running);
        Assert.Equal(count + 1, output.Count);
        return (TimeSpan)output[^1].BaseObject;
    });

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_closing_runspace(string cmdlet) => ForEachCall(cmdlet, (session, script, moment) =>
    {
        using PowerShell shell = session.Create(script);
        IAsyncResult running = shell.BeginInvoke();
        Thread.Sleep(moment);
        Stopwatch clock = Stopwatch.StartNew();
        session.Close();
        TimeSpan took = clock.Elapsed;
        Assert.True(running.AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(10)));
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        return took;
    });

    /// <summary>One console, whose commands are interrupted one after the other.</summary>
    [Fact]
    public void SIGINT()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are Unix's.");
        using Session session = new();
        Directory.CreateDirectory(session.PathOf("here"));
        ProcessStartInfo start = new("dotnet") { WorkingDirectory = session.PathOf("here"), RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        Array.ForEach([ShellTests.Program, "-NoProfile", "-NonInteractive", "-Command", "-"], start.ArgumentList.Add);
        using Process console = Process.Start(start)!;
        console.ErrorDataReceived += (_, _) => { };
        console.BeginErrorReadLine();
        File.WriteAllText(session.PathOf("prepare.ps1"), WorkingCalls.Preparation);
        Send(". ../prepare.ps1");
        session.Run($"Set-Location here; {WorkingCalls.Preparation}");
        Random random = new(3);
        foreach ((string cmdlet, string arguments) in WorkingCalls.All)
        {
            TimeSpan best = TimeSpan.MaxValue;
            for (int trial = 0; trial < 5 && best > s_allowed; trial++)
            {
                Send($"'begins'; {Endless(session, cmdlet, arguments)} | Out-Null");
                Await("begins");
                Thread.Sleep(random.Next(300));
                Stopwatch clock = Stopwatch.StartNew();
                Process.Start("kill", ["-INT", $"{console.Id}"]).WaitForExit();
                Send("'goes on'");
                Await("goes on");
                best = clock.Elapsed < best ? clock.Elapsed : best;
            }

            Assert.True(best <= s_allowed, $"{cmdlet} took {best.TotalMilliseconds} ms");
        }

        console.StandardInput.Close();
        console.WaitForExit();
        Assert.Equal(0, console.ExitCode);
        Assert.DoesNotContain(Directory.GetFiles(session.PathOf("here")), file => file.EndsWith(".tmp", StringComparison.Ordinal));

        void Send(string command)
        {
            console.StandardInput.WriteLine(command);
            console.StandardInput.Flush();
        }

        void Await(string mark)
        {
            // The console puts sequences for a terminal before it.
            while (console.StandardOutput.ReadLine() is var line && line?.EndsWith(mark, StringComparison.Ordinal) != true)
            {
                Assert.NotNull(line);
            }
        }
    }

    private static void ForEachCall(string cmdlet, Func<Session, string, int, TimeSpan> stop)
    {
        Random random = new(cmdlet.GetHashCode(StringComparison.Ordinal));
        (string Cmdlet, string Arguments)[] calls = [.. WorkingCalls.All.Where(call => call.Cmdlet == cmdlet)];
        Assert.NotEmpty(calls);
        foreach ((_, string arguments) in calls)
        {
            TimeSpan best = TimeSpan.MaxValue;
            for (int trial = 0; trial < 5 && best > s_allowed; trial++)
            {
                using Session session = new();
                session.Run($"Set-Location (New-Item here -ItemType Directory); {WorkingCalls.Preparation}");
                TimeSpan took = stop(session, Endless(session, cmdlet, arguments), random.Next(300));
                best = took < best ? took : best;
                StoppingTests.AssertNoWorkers();
                Assert.DoesNotContain(Directory.GetFiles(session.PathOf("here")), file => file.EndsWith(".tmp", StringComparison.Ordinal));
            }

            Assert.InRange(best, TimeSpan.Zero, s_allowed);
        }
    }

    // The same record for ever, or where a cmdlet takes none the same call.
    private static string Endless(Session session, string cmdlet, string arguments)
    {
        CommandInfo command = (CommandInfo)session.Run($"Get-Command {cmdlet}").Single().BaseObject;
        string[] given = [.. session.Run($"(@{{ {arguments} }}).Keys").Select(key => $"{key}")];
        string? piped = Array.Find(given, name => command.Parameters[name].ParameterSets.Values.Any(set => set.ValueFromPipeline));
        string[] columns = [.. given.Where(name => command.Parameters[name].ParameterSets.Values.Any(set => set.ValueFromPipelineByPropertyName))];
        bool isSampled = given.Contains("SampleCount") && cmdlet == "Get-ReponProbability";   // one sample for all records
        bool isAtTheEnd = isSampled || cmdlet is "ConvertTo-Relation" or "Export-Figure" or "Export-Relation" or "Measure-InductiveGap" or "Measure-PhaseBoundary" or "Measure-PhaseProbability" or "New-Sweep" or "Remove-Sweep" or "Resolve-Relation" or "Submit-Sweep";
        string feed = piped is not null
            ? $"$record = $a.{piped}; $a.Remove('{piped}')"
            : $"$row = @{{}}; '{string.Join("','", columns)}' | ForEach-Object {{ $row[$_] = $a[$_]; $a.Remove($_) }}; $record = [pscustomobject]$row";
        return piped is null && columns.Length == 0
            ? $"$a = @{{ {arguments} }}; & {{ while ($true) {{ {cmdlet} @a }} }}"
            : $"$a = @{{ {arguments} }}; {feed}; & {{ while ($true) {{ $record }} }} | {cmdlet} @a{(isAtTheEnd ? AnswersAtTheEnd : "")}";
    }
}
