using System.Text.Json;
using System.Text.Json.Serialization;

namespace GenEft.Sweeps;

/// <summary>
/// A process that works on a sweep, by a file with a heartbeat: a count that goes up. Others tell by it whether the process lives, each by its own clock, so that
/// clocks need not agree; on one host they ask the system.
/// </summary>
internal sealed class SweepOwner : IDisposable
{
    /// <summary>How long a heartbeat may stand still.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private readonly Timer _timer;
    private readonly Lock _lock = new();
    private readonly ProcessIdentity _process = ProcessIdentity.Current();
    private bool _hasLeft;
    private long _beats;

    /// <summary>Starts the heartbeat of this process.</summary>
    /// <param name="folder">The folder of owners.</param>
    /// <param name="name">What the process is called, which is nobody else's name.</param>
    public SweepOwner(string folder, string name)
    {
        Name = name;
        _path = PathOf(folder, name);
        Beat();
        _timer = new Timer(_ => TryBeat(), null, s_beat, s_beat);
    }

    /// <summary>What the file says.</summary>
    /// <param name="Host">The machine.</param>
    /// <param name="Process">The process's number there.</param>
    /// <param name="Start">When it started.</param>
    /// <param name="Beats">The count that goes up.</param>
    internal sealed record State(string Host, int Process, string? Start, long Beats)
    {
        /// <summary>The process, on its machine.</summary>
        [JsonIgnore]
        public ProcessIdentity Identity => new(Process, Start ?? "");
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>A name for this process.</summary>
    public static string NewName() => string.Concat(
        Environment.MachineName.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-').Take(40)) + FormattableString.Invariant($"-{Environment.ProcessId}-{Guid.NewGuid():N}")[..^24];

    /// <summary>Reads an owner's file.</summary>
    /// <param name="folder">The folder of owners.</param>
    /// <param name="name">The owner.</param>
    /// <param name="state">What it says; null where it cannot be read.</param>
    /// <returns>Whether it is there; an owner that has left has none.</returns>
    public static bool TryRead(string folder, string name, out State? state)
    {
        state = null;
        try
        {
            state = JsonSerializer.Deserialize<State>(Files.RegularFile.ReadAllBytes(PathOf(folder, name)));
            return true;
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return true;
        }
    }

    /// <summary>Whether an owner is known to be gone.</summary>
    public static bool IsGone(string folder, string name) => !TryRead(folder, name, out State? state) || (state is not null && IsGone(state));

    /// <summary>Whether an owner of this host is known to be gone.</summary>
    public static bool IsGone(State state) => IsHere(state) && !state.Identity.IsAlive();

    /// <summary>Whether an owner is a process of this system, which can tell whether it runs; a machine that started anew, or a container with its name, is another.</summary>
    public static bool IsHere(State state) => state.Host == Environment.MachineName && state.Identity.IsOfThisSystem;

    /// <summary>Owners that are not known to be gone; of other machines those with a heartbeat in the last minute by this machine's clock.</summary>
    public static IReadOnlyList<State> ReadAlive(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.json").Select(ReadIfAlive).OfType<State>()] : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        State? ReadIfAlive(string path) => TryRead(folder, Path.GetFileNameWithoutExtension(path), out State? state) && state is not null
            && (IsHere(state) ? !IsGone(state) : (DateTime.UtcNow - File.GetLastWriteTimeUtc(path)).Duration() < Patience) ? state : null;
    }

    /// <summary>Leaves: its claims are free at once.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        try
        {
            lock (_lock)
            {
                _hasLeft = true;
                File.Delete(_path);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The heartbeat stands still from now on, which says the same later.
        }
    }

    /// <summary>The file of an owner.</summary>
    internal static string PathOf(string folder, string name) => Path.Combine(folder, name + ".json");

    private void TryBeat()
    {
        try
        {
            lock (_lock)
            {
                if (!_hasLeft)
                {
                    Beat();
                }
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A disk that is full for a while; whoever takes over meanwhile does the same work again.
        }
    }

    private void Beat()
    {
        State state = new(Environment.MachineName, _process.Id, _process.Start, ++_beats);
        string next = _path + ".next";
        File.WriteAllBytes(next, JsonSerializer.SerializeToUtf8Bytes(state));
        File.Move(next, _path, overwrite: true);
    }
}
