using System.Diagnostics;
using System.Globalization;

namespace GenEft.Sweeps;

/// <summary>What became of the wish for a chunk.</summary>
internal enum ClaimState
{
    /// <summary>It is this process's.</summary>
    Mine,

    /// <summary>Another process works on it.</summary>
    Taken,

    /// <summary>Another process has it, of which it is not known yet whether it lives.</summary>
    Unclear,
}

/// <summary>
/// Who works on which chunk of a sweep: a file for each, made by the system for one process alone. Nothing is lost by two processes on one chunk, which do the same
/// work; so a claim whose owner is gone is simply replaced.
/// </summary>
internal sealed class SweepClaims : IDisposable
{
    private readonly string _claims;
    private readonly string _owners;
    private readonly SweepOwner _me;
    private readonly HashSet<int> _mine = [];
    private readonly Dictionary<string, (long Beats, Stopwatch Since, bool HasMoved)> _seen = [];
    private readonly TimeSpan _patience;

    /// <summary>Joins a sweep.</summary>
    /// <param name="folder">The sweep's folder.</param>
    /// <param name="patience">How long a heartbeat of another machine may stand still; null for a minute.</param>
    /// <exception cref="GenEftException">FileNotWritable.</exception>
    public SweepClaims(string folder, TimeSpan? patience = null)
    {
        _patience = patience ?? SweepOwner.Patience;
        try
        {
            _claims = Directory.CreateDirectory(Path.Combine(folder, "claims")).FullName;
            _owners = Directory.CreateDirectory(OwnersOf(folder)).FullName;
            _me = new SweepOwner(_owners, SweepOwner.NewName());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new GenEftException(ErrorIds.FileNotWritable, $"The sweep '{folder}' cannot be written to: {failure.Message}", folder, failure);
        }
    }

    /// <summary>What this process is called.</summary>
    public string OwnerName => _me.Name;

    /// <summary>Owners whose work this process has taken over.</summary>
    public List<string> TakenOver { get; } = [];

    /// <summary>The folder of a sweep's owners.</summary>
    public static string OwnersOf(string folder) => Path.Combine(folder, "owners");

    /// <summary>Asks for a chunk.</summary>
    /// <exception cref="GenEftException">FileNotWritable.</exception>
    public ClaimState Take(int chunk)
    {
        string path = PathOf(chunk);
        try
        {
            if (TryMake(path, chunk))
            {
                return ClaimState.Mine;
            }

            string owner = OwnerOf(path);
            if (owner == _me.Name)
            {
                return ClaimState.Mine;
            }

            ClaimState state = StateOf(owner);
            if (state != ClaimState.Mine)
            {
                return state;
            }

            // Two may see the same; a name of one's own, and only one can move the file there.
            string aside = FormattableString.Invariant($"{path}.{_me.Name}");
            File.Move(path, aside);
            File.Delete(aside);
            if (owner.Length > 0 && !TakenOver.Contains(owner))
            {
                TakenOver.Add(owner);
            }

            return TryMake(path, chunk) ? ClaimState.Mine : ClaimState.Unclear;
        }
        catch (FileNotFoundException)
        {
            return ClaimState.Unclear;   // another was first
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new GenEftException(ErrorIds.FileNotWritable, $"The sweep's claim '{path}' cannot be made: {failure.Message}", path, failure);
        }
    }

    /// <summary>Leaves: chunks of which something is left to do are free at once.</summary>
    public void Dispose() => _me.Dispose();

    /// <summary>A chunk is done, and needs no owner any more.</summary>
    public void Release(int chunk)
    {
        if (_mine.Remove(chunk))
        {
            try
            {
                File.Delete(PathOf(chunk));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // A claim on what is done hinders nobody.
            }
        }
    }

    private string PathOf(int chunk) => Path.Combine(_claims, chunk.ToString("00000", CultureInfo.InvariantCulture));

    private bool TryMake(string path, int chunk)
    {
        try
        {
            using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            file.Write(System.Text.Encoding.UTF8.GetBytes(_me.Name));
            _mine.Add(chunk);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    // Whoever has just made the file may not have written to it yet.
    private static string OwnerOf(string path)
    {
        string name = File.ReadAllText(path);
        return name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') ? name : "";
    }

    // Mine where the owner is gone.
    private ClaimState StateOf(string owner)
    {
        SweepOwner.State? state = owner.Length == 0 ? null : SweepOwner.Read(_owners, owner);
        if (state is null ? owner.Length > 0 : SweepOwner.IsGone(state))
        {
            return ClaimState.Mine;
        }

        long beats = state?.Beats ?? 0;
        if (!_seen.TryGetValue(owner, out (long Beats, Stopwatch Since, bool HasMoved) seen) || seen.Beats != beats)
        {
            bool isSecond = seen.Since is not null;
            _seen[owner] = (beats, Stopwatch.StartNew(), isSecond);
            return isSecond || state?.Host == Environment.MachineName ? ClaimState.Taken : ClaimState.Unclear;
        }

        return seen.Since.Elapsed > _patience ? ClaimState.Mine
            : seen.HasMoved || state?.Host == Environment.MachineName ? ClaimState.Taken : ClaimState.Unclear;
    }
}
