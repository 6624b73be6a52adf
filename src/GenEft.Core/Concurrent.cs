namespace GenEft;

/// <summary>Independent pieces of work on several cores.</summary>
internal static class Concurrent
{
    /// <summary>Does each piece; the results come in order, and what a piece refuses is thrown as it is.</summary>
    /// <param name="count">How many pieces.</param>
    /// <param name="threadCount">The most to do at once.</param>
    /// <param name="work">A piece by its number.</param>
    /// <param name="progress">Told how many are done; on any thread.</param>
    /// <param name="cancelToken">Stops the work.</param>
    public static T[] Each<T>(int count, int threadCount, Func<int, T> work, IProgress<int>? progress, CancellationToken cancelToken)
    {
        T[] results = new T[count];
        int done = 0;
        try
        {
            ParallelOptions options = new() { MaxDegreeOfParallelism = threadCount, CancellationToken = cancelToken };
            Parallel.For(0, count, options, piece =>
            {
                results[piece] = work(piece);
                progress?.Report(Interlocked.Increment(ref done));
            });
        }
        catch (AggregateException failure) when (failure.InnerExceptions.OfType<GenEftException>().FirstOrDefault() is { } error)
        {
            throw error;
        }
        catch (AggregateException) when (cancelToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancelToken);
        }

        return results;
    }
}
