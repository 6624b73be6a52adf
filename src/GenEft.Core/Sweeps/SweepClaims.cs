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

/// <summary>A process whose work another has taken over.</summary>
/// <param name="Owner">What it was called.</param>
/// <param name="HasLeft">Whether it left in order; else it is gone.</param>
public readonly record struct SweepPredecessor(string Owner, bool HasLeft);

/// <summary>
/// Who works on which chunk of a sweep: a file for each, made by the system for one process alone. Nothing is lost by two processes on one chunk, which do the same
/// work; so a claim whose owner is gone is simply replaced.
/// </summary>
internal sealed class SweepClaims : IDisposable
{
    private const int FileExistsUnix = 17;
    private const int FileExistsWindows = unchecked((int)0x80070050);
    private const int DiskFullUnix = 28;
    private const int DiskFullWindows = unchecked((int)0x80070070);
    private const int HandleDiskFullWindows = unchecked((int)0x80070027);

    private readonly string _claims;
    private readonly string _owners;
    private readonly SweepOwner _me;
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
            _claims = Directory.CreateDirectory(FolderOf(folder)).FullName;
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

    /// <summary>Whether the last chunk that became this process's was another's before.</summary>
    public bool IsTakeover { get; private set; }

    /// <summary>Why the last claim could not be made, where the disk is full; null where it is not.</summary>
    public string? Failure { get; private set; }

    /// <summary>Owners whose work this process has taken over; a new list with each, which other threads may read.</summary>
    public IReadOnlyList<SweepPredecessor> TakenOver { get; private set; } = [];

    /// <summary>The folder of a sweep's claims.</summary>
    public static string FolderOf(string folder) => Path.Combine(folder, "claims");

    /// <summary>The folder of a sweep's owners.</summary>
    public static string OwnersOf(string folder) => Path.Combine(folder, "owners");

    /// <summary>Asks for a chunk. What is claimed stays claimed, also when it is done.</summary>
    /// <exception cref="GenEftException">FileNotWritable.</exception>
    public ClaimState Take(int chunk)
    {
        string path = PathOf(chunk);
        try
        {
            (IsTakeover, Failure) = (false, null);
            if (TryMake(path))
            {
                return ClaimState.Mine;
            }

            string owner = OwnerOf(path);
            if (owner == _me.Name)
            {
                return ClaimState.Mine;
            }

            ClaimState state = StateOf(owner, path);
            if (state != ClaimState.Mine)
            {
                return state;
            }

            // Two may see the same. What was moved must be what was judged; a newer claim goes back to its place.
            string aside = FormattableString.Invariant($"{path}.{_me.Name}");
            File.Move(path, aside);
            if (OwnerOf(aside) != owner)
            {
                File.Move(aside, path, overwrite: true);
                return ClaimState.Unclear;
            }

            File.Delete(aside);
            if (owner.Length > 0 && !TakenOver.Any(predecessor => predecessor.Owner == owner))
            {
                TakenOver = [.. TakenOver, new SweepPredecessor(owner, HasLeft: !SweepOwner.TryRead(_owners, owner, out _))];
            }

            IsTakeover = true;
            return TryMake(path) ? ClaimState.Mine : ClaimState.Unclear;
        }
        catch (FileNotFoundException)
        {
            return Directory.Exists(path)
                ? throw new GenEftException(ErrorIds.FileNotWritable, $"The sweep's claim '{path}' is a folder; remove it.", path)
                : ClaimState.Unclear;   // another was first
        }
        catch (IOException failure) when (failure.HResult is DiskFullUnix or DiskFullWindows or HandleDiskFullWindows)
        {
            Failure = failure.Message;
            return ClaimState.Unclear;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new GenEftException(ErrorIds.FileNotWritable, $"The sweep's claim '{path}' cannot be made: {failure.Message}", path, failure);
        }
    }

    /// <summary>Leaves: chunks of which something is left to do are free at once.</summary>
    public void Dispose() => _me.Dispose();

    private string PathOf(int chunk) => Path.Combine(_claims, chunk.ToString("00000", CultureInfo.InvariantCulture));

    private bool TryMake(string path)
    {
        FileStream made;
        try
        {
            made = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (IOException failure) when (failure.HResult is FileExistsUnix or FileExistsWindows || File.Exists(path))
        {
            return false;
        }

        try
        {
            using (made)
            {
                made.Write(System.Text.Encoding.UTF8.GetBytes(_me.Name));
            }

            return true;
        }
        catch (IOException)
        {
            File.Delete(path);   // a claim without a name would be waited for
            throw;
        }
    }

    // "" where it is not known: whoever has just made the file may not have written to it yet, or it cannot be read.
    private static string OwnerOf(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using StreamReader reader = new(file);
            string name = reader.ReadToEnd();
            return name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') ? name : "";
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or (IOException and not DirectoryNotFoundException))
        {
            return "";
        }
    }

    // Mine where the owner is gone.
    private ClaimState StateOf(string owner, string path)
    {
        SweepOwner.State? state = null;
        bool isThere = owner.Length == 0 || SweepOwner.TryRead(_owners, owner, out state);
        if (!isThere || (state is not null && SweepOwner.IsGone(state)))
        {
            return ClaimState.Mine;
        }

        long beats = state?.Beats ?? 0;
        string key = owner.Length > 0 ? owner : path;
        bool isHere = state is not null && SweepOwner.IsHere(state);
        if (!_seen.TryGetValue(key, out (long Beats, Stopwatch Since, bool HasMoved) seen) || seen.Beats != beats)
        {
            // A count that has moved since a look long ago tells nothing of now.
            bool hasMoved = seen.Since is not null && seen.Since.Elapsed <= _patience;
            _seen[key] = (beats, Stopwatch.StartNew(), hasMoved);
            return hasMoved || isHere ? ClaimState.Taken : ClaimState.Unclear;
        }

        return seen.Since.Elapsed > _patience ? ClaimState.Mine : seen.HasMoved || isHere ? ClaimState.Taken : ClaimState.Unclear;
    }
}
