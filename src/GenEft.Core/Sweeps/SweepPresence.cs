using System.Diagnostics;
using System.Security.Cryptography;
using GenEft.Files;

namespace GenEft.Sweeps;

/// <summary>Whether a sweep's plan is still where it was read, for those that work on it: where the folder was removed, or another plan stands in its place,
/// nothing more is to be written there. A file server may be away for a while, and a file be written to: of a plan that cannot be seen nothing is concluded, and
/// one that is missing is waited for.</summary>
/// <param name="plan">The sweep.</param>
/// <param name="patience">How long a plan may be missing.</param>
/// <param name="owner">The file of this process in the sweep, which the same plan made anew has not; null for none.</param>
internal sealed class SweepPresence(SweepPlan plan, TimeSpan patience, string? owner = null)
{
    private static readonly TimeSpan s_sure = TimeSpan.FromSeconds(1);   // what is half written has become something else by then

    private readonly Lock _lock = new();
    private SweepPlanStamp? _stamp = plan.Stamp;
    private Stopwatch? _missing;
    private (string Hash, Stopwatch Since)? _other;
    private bool _isReplaced;

    /// <summary>Whether the plan is there now.</summary>
    public bool IsThere
    {
        get
        {
            lock (_lock)
            {
                Look();
                return _missing is null && !_isReplaced;
            }
        }
    }

    /// <summary>Whether it will not come back: it is another, or has been missing for too long.</summary>
    public bool IsLost
    {
        get
        {
            lock (_lock)
            {
                Look();
                return _isReplaced || _missing?.Elapsed > patience;
            }
        }
    }

    /// <summary>What to say of a sweep that is lost.</summary>
    public GenEftException Failure => new(
        ErrorIds.FileNotFound, $"The sweep '{plan.Folder}' is gone: its plan was removed, or another is in its place. What had not been written to its journals is lost.", plan.Folder);

    private void Look()
    {
        try
        {
            if (!_isReplaced && SweepPlan.StampOf(plan.Folder) is { Length: > 0 } now && (now == _stamp || IsSame()))
            {
                (_stamp, _missing, _other) = (now, null, null);
            }
            else
            {
                _missing ??= Stopwatch.StartNew();
            }
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            _missing ??= Stopwatch.StartNew();   // it went between two looks
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A server that does not answer says nothing.
        }
    }

    // A copy of the plan, or its file touched, is the same plan, where what this process has written is there too.
    private bool IsSame()
    {
        using FileStream file = RegularFile.OpenRead(SweepPlan.PathOf(plan.Folder));
        string hash = Convert.ToHexStringLower(SHA256.HashData(file));
        bool isMine = hash == plan.Hash && (owner is null || File.Exists(owner));
        if (!isMine)
        {
            _other = _other is { } seen && seen.Hash == hash ? seen : (hash, Stopwatch.StartNew());
            _isReplaced = _other.Value.Since.Elapsed > s_sure;
        }

        return isMine;
    }
}

/// <summary>What tells a plan's file from one that replaces it.</summary>
/// <param name="Written">When it was written, UTC.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct SweepPlanStamp(DateTime Written, long Length);
