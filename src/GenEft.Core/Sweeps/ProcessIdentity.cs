using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GenEft.Sweeps;

/// <summary>A process of this machine, which no later one with the same number is taken for.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Started">When it started, UTC.</param>
internal sealed record ProcessIdentity(int Id, DateTime Started)
{
    private static readonly TimeSpan s_sameStart = TimeSpan.FromSeconds(10);   // start times follow the clock, which may be set

    /// <summary>This process.</summary>
    public static ProcessIdentity Current()
    {
        using Process process = Process.GetCurrentProcess();
        return new ProcessIdentity(process.Id, process.StartTime.ToUniversalTime());
    }

    /// <summary>Whether it runs.</summary>
    public bool IsAlive()
    {
        using Process? process = Find();
        return process is not null;
    }

    /// <summary>Ends it at once, where it runs.</summary>
    public void Kill()
    {
        using Process? process = Find();
        try
        {
            process?.Kill();
        }
        catch (Exception failure) when (failure is ExternalException or InvalidOperationException)
        {
            // It has ended meanwhile, or is another user's.
        }
    }

    private Process? Find()
    {
        Process? process = null;
        try
        {
            process = Process.GetProcessById(Id);
            if ((process.StartTime.ToUniversalTime() - Started).Duration() <= s_sameStart && !HasEnded())
            {
                return process;
            }
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException or ExternalException)
        {
            // There is none.
        }

        process?.Dispose();
        return null;
    }

    // One that has ended stays in Linux's table until its parent asks for its exit status, which may be never.
    private bool HasEnded()
    {
        try
        {
            string status = File.ReadAllText(FormattableString.Invariant($"/proc/{Id}/stat"));
            return status[(status.LastIndexOf(')') + 1)..].TrimStart().StartsWith('Z');
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;   // no such table
        }
    }
}
