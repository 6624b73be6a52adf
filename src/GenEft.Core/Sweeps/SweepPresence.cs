using System.Diagnostics;

namespace GenEft.Sweeps;

/// <summary>Whether a sweep's plan is still where it was read, for those that work on it: where the folder was removed, or another plan stands in its place,
/// nothing more is to be written there. A file server may be away for a while, so a plan that is only missing is waited for.</summary>
/// <param name="plan">The sweep.</param>
/// <param name="patience">How long a plan may be missing.</param>
internal sealed class SweepPresence(SweepPlan plan, TimeSpan patience)
{
    private readonly Lock _lock = new();
    private Stopwatch? _missing;

    /// <summary>Whether the plan is there now.</summary>
    public bool IsThere => SweepPlan.StampOf(plan.Folder) == plan.Stamp;

    /// <summary>Whether it will not come back: it is another, or has been missing for too long.</summary>
    public bool IsLost
    {
        get
        {
            lock (_lock)
            {
                SweepPlanStamp? now = SweepPlan.StampOf(plan.Folder);
                _missing = now is null ? _missing ?? Stopwatch.StartNew() : null;
                return now is null ? _missing!.Elapsed > patience : now != plan.Stamp;
            }
        }
    }

    /// <summary>What to say of a sweep that is lost.</summary>
    public GenEftException Failure => new(
        ErrorIds.FileNotFound, $"The sweep '{plan.Folder}' is gone: its plan was removed, or another is in its place. What had not been written to its journals is lost.", plan.Folder);
}

/// <summary>What tells a plan's file from one that replaces it.</summary>
/// <param name="Written">When it was written, UTC.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct SweepPlanStamp(DateTime Written, long Length);
