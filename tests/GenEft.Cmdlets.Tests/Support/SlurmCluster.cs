using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace GenEft.Commands.Tests;

/// <summary>A real Slurm of one node on loopback, in a folder of its own: munged, slurmctld and slurmd, from Debian's slurm-wlm.</summary>
internal sealed class SlurmCluster : IDisposable
{
    private static readonly string[] s_programs = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scancel", "scontrol"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("geneft-slurm-");
    private readonly List<Process> _daemons = [];

    /// <summary>Starts it, and waits until its node takes jobs.</summary>
    public SlurmCluster()
    {
        try
        {
            Start();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private void Start()
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException(Lacking);
        }

        foreach (string name in (string[])["state", "spool", "run"])
        {
            _folder.CreateSubdirectory(name);
        }

        _folder.UnixFileMode |= UnixFileMode.OtherExecute | UnixFileMode.GroupExecute;   // munge wants to reach its socket

        File.WriteAllBytes(PathOf("munge.key"), System.Security.Cryptography.RandomNumberGenerator.GetBytes(1024));
        File.SetUnixFileMode(PathOf("munge.key"), UnixFileMode.UserRead);
        string host = Dns.GetHostName();
        File.WriteAllText(Configuration, $"""
            ClusterName=geneft
            SlurmctldHost={host}(127.0.0.1)
            SlurmUser=root
            SlurmdUser=root
            AuthType=auth/munge
            AuthInfo=socket={PathOf("run/munge.sock")}
            CredType=cred/munge
            SlurmctldPort={FreePort()}
            SlurmdPort={FreePort()}
            StateSaveLocation={PathOf("state")}
            SlurmdSpoolDir={PathOf("spool")}
            SlurmctldPidFile={PathOf("run/slurmctld.pid")}
            SlurmdPidFile={PathOf("run/slurmd.pid")}
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            JobAcctGatherType=jobacct_gather/none
            SlurmdParameters=config_overrides
            SelectType=select/cons_tres
            SelectTypeParameters=CR_Core
            ReturnToService=2
            KillWait=30
            NodeName={host} NodeAddr=127.0.0.1 CPUs=4 RealMemory=4000 State=UNKNOWN
            PartitionName=main Nodes={host} Default=YES MaxTime=INFINITE State=UP

            """);
        Start(
            "munged", "--foreground", "--force", $"--key-file={PathOf("munge.key")}", $"--socket={PathOf("run/munge.sock")}", $"--pid-file={PathOf("run/munge.pid")}",
            $"--log-file={PathOf("munged.log")}", $"--seed-file={PathOf("run/munge.seed")}");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(PathOf("run/munge.sock")), TimeSpan.FromSeconds(20)), "munged does not start.");
        Start("slurmctld", "-D", "-f", Configuration);
        Start("slurmd", "-D", "-f", Configuration);
        Assert.True(SpinWait.SpinUntil(() => Run("sinfo", "--noheader", "--format=%T").Trim() == "idle", TimeSpan.FromSeconds(60)), "Slurm does not start.");
    }

    /// <summary>Why there can be none here; null where there can.</summary>
    public static string? Lacking => OperatingSystem.IsWindows() ? "Slurm is Linux's."
        : s_programs.FirstOrDefault(program => !Folders.Any(folder => File.Exists(Path.Combine(folder, program)))) is { } lacking ? $"{lacking}, of Debian's slurm-wlm, is not installed."
        : Environment.IsPrivilegedProcess ? null : "Slurm's daemons want to be root's.";

    /// <summary>What SLURM_CONF is to be.</summary>
    public string Configuration => PathOf("slurm.conf");

    private static IEnumerable<string> Folders => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/sbin");

    /// <summary>Runs one of Slurm's programs, which must do what it is asked.</summary>
    /// <returns>What it says.</returns>
    public string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(StartOf(program, arguments))!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 || program == "sinfo" ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error.Result}");
    }

    public void Dispose()
    {
        // What the tasks have started is no child of the daemons.
        try
        {
            Run("scancel", "--user=root");
            Run("scancel", "--user=root", "--signal=KILL", "--full");
            SpinWait.SpinUntil(() => Run("squeue", "--noheader").Length == 0, TimeSpan.FromSeconds(20));
        }
        catch (InvalidOperationException)
        {
            // It did not start.
        }

        _daemons.Reverse();   // a controller that is told to end waits for nobody
        foreach (Process daemon in _daemons)
        {
            daemon.Kill(entireProcessTree: true);
            daemon.WaitForExit();
            daemon.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private ProcessStartInfo StartOf(string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(Folders.Select(folder => Path.Combine(folder, program)).First(File.Exists), arguments)
        {
            WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["SLURM_CONF"] = Configuration;
        return start;
    }

    private void Start(string program, params string[] arguments)
    {
        Process daemon = Process.Start(StartOf(program, arguments))!;
        daemon.OutputDataReceived += (_, _) => { };
        daemon.ErrorDataReceived += (_, _) => { };
        daemon.BeginOutputReadLine();
        daemon.BeginErrorReadLine();
        _daemons.Add(daemon);
    }
}
