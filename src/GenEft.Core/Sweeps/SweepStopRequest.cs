using System.Diagnostics;

namespace GenEft.Sweeps;

/// <summary>
/// A wish that all processes which work on a sweep leave it, told by a file: on any machine, whoever started them. Its content is
/// new with each request, so that processes which start later work on.
/// </summary>
/// <param name="sweep">The sweep's folder.</param>
internal sealed class SweepStopRequest(string sweep)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private string? _before = Read(sweep);
    private readonly Stopwatch _sinceRead = Stopwatch.StartNew();
    private bool _isMade;

    /// <summary>Whether it has been made since this object was; looked at once a second at most.</summary>
    public bool IsMade()
    {
        if (!_isMade && _sinceRead.Elapsed > s_interval)
        {
            string? now = Read(sweep);
            _before ??= now;   // what was there when it could be read first
            _isMade = now is { Length: > 0 } && now != _before;   // one that is removed is none
            _sinceRead.Restart();
        }

        return _isMade;
    }

    /// <summary>Makes it.</summary>
    /// <exception cref="GenEftException">FileNotWritable.</exception>
    public static void Make(string sweep) => Files.AtomicFile.Write(PathOf(sweep), overwrite: true, stream => stream.Write(Guid.NewGuid().ToByteArray()), CancellationToken.None);

    /// <summary>The file.</summary>
    public static string PathOf(string sweep) => Path.Combine(sweep, "stop");

    // Null where it cannot be read; it is looked at again a second later.
    private static string? Read(string sweep)
    {
        try
        {
            return Convert.ToHexStringLower(Files.RegularFile.ReadAllBytes(PathOf(sweep)));
        }
        catch (FileNotFoundException)
        {
            return "";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
