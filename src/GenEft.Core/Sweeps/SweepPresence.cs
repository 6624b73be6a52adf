using System.Diagnostics;
using System.Security.Cryptography;

namespace GenEft.Sweeps;

/// <summary>Whether a sweep's plan is still where it was read, for those that work on it: where the folder was removed, or another plan stands in its place,
/// nothing more is to be written there. A file server may be away for a while: of a plan that cannot be seen nothing is concluded, and one that is missing is
/// waited for.</summary>
/// <param name="plan">The sweep.</param>
/// <param name="patience">How long a plan may be missing.</param>
internal sealed class SweepPresence(SweepPlan plan, TimeSpan patience)
{
    private readonly Lock _lock = new();
    private SweepPlanStamp? _stamp = plan.Stamp;
    private Stopwatch? _missing;

    private enum Sight
    {
        There,
        Missing,
        Replaced,
    }

    /// <summary>Whether the plan is there now.</summary>
    public bool IsThere => Look() == Sight.There;

    /// <summary>Whether it will not come back: it is another, or has been missing for too long.</summary>
    public bool IsLost
    {
        get
        {
            Sight sight = Look();
            lock (_lock)
            {
                _missing = sight == Sight.Missing ? _missing ?? Stopwatch.StartNew() : null;
                return sight == Sight.Replaced || _missing?.Elapsed > patience;
            }
        }
    }

    /// <summary>What to say of a sweep that is lost.</summary>
    public GenEftException Failure => new(
        ErrorIds.FileNotFound, $"The sweep '{plan.Folder}' is gone: its plan was removed, or another is in its place. What had not been written to its journals is lost.", plan.Folder);

    private Sight Look()
    {
        lock (_lock)
        {
            try
            {
                SweepPlanStamp? now = SweepPlan.StampOf(plan.Folder);
                if (now is null)
                {
                    return Sight.Missing;
                }

                if (now != _stamp)
                {
                    // A copy of it, or its file touched, is the same plan.
                    using FileStream file = File.OpenRead(SweepPlan.PathOf(plan.Folder));
                    if (Convert.ToHexStringLower(SHA256.HashData(file)) != plan.Hash)
                    {
                        return Sight.Replaced;
                    }

                    _stamp = now;
                }

                return Sight.There;
            }
            catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
            {
                return Sight.Missing;   // it went between the two looks
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return Sight.There;
            }
        }
    }
}

/// <summary>What tells a plan's file from one that replaces it.</summary>
/// <param name="Written">When it was written, UTC.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct SweepPlanStamp(DateTime Written, long Length);
