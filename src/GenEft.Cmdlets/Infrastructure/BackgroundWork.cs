namespace GenEft.Infrastructure;

/// <summary>Long work on a thread of its own, with a deep stack, while the pipeline's shows progress.</summary>
internal static class BackgroundWork
{
    private const int StackBytes = 16 << 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(100);

    /// <summary>Does work on a relation: of a small one at once, since a thread would cost more than the work.</summary>
    /// <param name="cmdlet">Who waits.</param>
    /// <param name="count">The number of elements.</param>
    /// <param name="activity">What the progress bar says is going on.</param>
    /// <param name="work">The work; it must heed the cmdlet's token, and may tell the share that is done.</param>
    public static T OfLarge<T>(GenEftCmdlet cmdlet, long count, string activity, Func<IProgress<double>, T> work)
    {
        const int LargeCount = 1000;
        return count <= LargeCount ? work(new DirectProgress<double>(_ => { })) : Run(cmdlet, activity, work);
    }

    /// <summary>Does it, and shows the share that is done.</summary>
    /// <param name="cmdlet">Who waits.</param>
    /// <param name="activity">What the progress bar says is going on.</param>
    /// <param name="work">The work; it must heed the cmdlet's token, and may tell the share that is done.</param>
    /// <param name="canBeLeft">Whether a stop leaves it to end by itself: it changes nothing.</param>
    public static T Run<T>(GenEftCmdlet cmdlet, string activity, Func<IProgress<double>, T> work, bool canBeLeft = false)
    {
        double latest = 0;
        DirectProgress<double> progress = new(fraction => Volatile.Write(ref latest, fraction));
        return Run(cmdlet, activity, () => work(progress), writer => writer.Report(
            Volatile.Read(ref latest), _ => ProgressWriter.Describe($"{100 * Volatile.Read(ref latest):0} %")), canBeLeft);
    }

    /// <summary>Does it.</summary>
    /// <param name="cmdlet">Who waits.</param>
    /// <param name="activity">What the progress bar says is going on.</param>
    /// <param name="work">The work; it must heed the cmdlet's token.</param>
    /// <param name="report">Called now and then on the pipeline thread, to report how far the work is.</param>
    /// <param name="canBeLeft">Whether a stop leaves it to end by itself: it changes nothing.</param>
    public static T Run<T>(GenEftCmdlet cmdlet, string activity, Func<T> work, Action<ProgressWriter> report, bool canBeLeft = false)
    {
        WorkerPool pool = new(1, cmdlet.CancelToken, StackBytes);
        Task<T> task = pool.Run((_, _) => work());
        try
        {
            ProgressWriter writer = new(cmdlet, activity);
            while (Task.WaitAny([task], s_patience) < 0)
            {
                if (canBeLeft)
                {
                    cmdlet.CancelToken.ThrowIfCancellationRequested();
                }

                report(writer);
            }

            T result = task.GetAwaiter().GetResult();
            writer.Complete();
            return result;
        }
        finally
        {
            if (canBeLeft && !task.IsCompleted)
            {
                task.ContinueWith(_ => pool.Dispose(), TaskScheduler.Default);
            }
            else
            {
                pool.Dispose();
            }
        }
    }
}
