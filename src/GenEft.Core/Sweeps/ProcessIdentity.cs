using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace GenEft.Sweeps;

/// <summary>A process of this machine, which no later one with the same number is taken for.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Start">When it started, in words that do not change when the clock is set; empty where it had ended already.</param>
internal sealed record ProcessIdentity(int Id, string Start)
{
    // Of the words after a process's name in Linux's table, its state and when it started, in ticks since the system did.
    private const int StateWord = 0;
    private const int StartWord = 19;

    // Which run of which system, and which container of it: machines may share a name, and containers that and the system too.
    private static readonly string s_system = OperatingSystem.IsLinux()
        ? $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()}/{new FileInfo("/proc/self/ns/pid").LinkTarget}" : "";

    /// <summary>This process.</summary>
    public static ProcessIdentity Current() => Of(Environment.ProcessId);

    /// <summary>The process that has a number now.</summary>
    public static ProcessIdentity Of(int id) => new(id, StartOf(id) ?? "");

    /// <summary>Whether this system can tell if it runs: it is of this machine, since it started last, and of this container.</summary>
    public bool IsOfThisSystem => Start.Length == 0 || Start.StartsWith(s_system, StringComparison.Ordinal);

    /// <summary>Whether it runs.</summary>
    public bool IsAlive() => Start.Length > 0 && StartOf(Id) == Start;

    /// <summary>Ends it at once, where it runs.</summary>
    public void Kill()
    {
        try
        {
            if (IsAlive())
            {
                using Process process = Process.GetProcessById(Id);
                process.Kill();
            }
        }
        catch (Exception failure) when (failure is ArgumentException or ExternalException or InvalidOperationException)
        {
            // It has ended meanwhile, or is another user's.
        }
    }

    // Null where no process of this number runs.
    private static string? StartOf(int id)
    {
        try
        {
            if (!OperatingSystem.IsLinux())
            {
                using Process process = Process.GetProcessById(id);
                return process.HasExited ? null : process.StartTime.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
            }

            // By the time of day, which .NET computes from the same ticks, a process would be another once the clock is set. One that has ended stays in
            // the table until its parent asks for its exit status, which may be never.
            string status = File.ReadAllText(FormattableString.Invariant($"/proc/{id}/stat"));
            string[] words = status[(status.LastIndexOf(')') + 2)..].Split(' ');
            return words[StateWord] is "Z" or "X" ? null : $"{s_system}/{words[StartWord]}";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or ExternalException)
        {
            return null;
        }
    }
}
