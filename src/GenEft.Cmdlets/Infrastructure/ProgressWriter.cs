using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace GenEft.Infrastructure;

/// <summary>Writes progress from the pipeline thread: nothing in the first second, then at most five records a second.</summary>
/// <param name="cmdlet">Who writes.</param>
/// <param name="activity">What is going on.</param>
internal sealed class ProgressWriter(Cmdlet cmdlet, string activity)
{
    private static readonly TimeSpan s_firstAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);
    private static int s_nextId = 9000;

    private readonly int _id = Interlocked.Increment(ref s_nextId);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _next = s_firstAfter;
    private bool _isShown;

    /// <summary>Writes a record if one is due.</summary>
    /// <param name="fraction">What is done, 0..1.</param>
    /// <param name="describe">What to say about it; given the time since the start.</param>
    public void Report(double fraction, Func<TimeSpan, string> describe)
    {
        TimeSpan elapsed = _clock.Elapsed;
        if (elapsed < _next)
        {
            return;
        }

        _next = elapsed + s_interval;
        _isShown = true;
        double done = Math.Clamp(fraction, 0, 1);
        cmdlet.WriteProgress(new ProgressRecord(_id, activity, describe(elapsed))
        {
            PercentComplete = (int)(100 * done),
            SecondsRemaining = done > 0 ? (int)Math.Min(int.MaxValue, elapsed.TotalSeconds * (1 - done) / done) : -1,
        });
    }

    /// <summary>Takes the bar away; not to be called while the pipeline is stopping.</summary>
    public void Complete()
    {
        if (_isShown)
        {
            _isShown = false;
            cmdlet.WriteProgress(new ProgressRecord(_id, activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    /// <summary>A count with its noun and a rate, in the invariant culture.</summary>
    public static string Describe(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
