namespace GenEft.Tests;

/// <summary>Pieces of work each have their answer, whatever becomes of the pool.</summary>
public sealed class WorkerPoolTests
{
    [Fact]
    public async Task Work_is_done_and_failures_are_its_own()
    {
        using WorkerPool pool = new(2, CancellationToken.None);
        Task<int>[] squares = [.. Enumerable.Range(0, 100).Select(i => pool.Run((_, _) => i == 50 ? throw new InvalidOperationException("fifty") : i * i))];
        for (int i = 0; i < 100; i++)
        {
            if (i == 50)
            {
                Assert.Equal("fifty", (await Assert.ThrowsAsync<InvalidOperationException>(() => squares[50])).Message);
            }
            else
            {
                Assert.Equal(i * i, await squares[i]);
            }
        }

        Assert.Equal((100L, 100L, 1.0), (pool.Progress.Added, pool.Progress.Finished, pool.Progress.Fraction));
    }

    [Fact]
    public async Task Progress_counts_parts_of_pieces()
    {
        using WorkerPool pool = new(1, CancellationToken.None);
        using ManualResetEventSlim seen = new();
        Task<bool> half = pool.Run((progress, token) =>
        {
            progress.Report(0.5);
            seen.Wait(token);
            return true;
        });
        Assert.True(SpinWait.SpinUntil(() => pool.Progress.Fraction == 0.5, TimeSpan.FromSeconds(5)));
        seen.Set();
        Assert.True(await half);
    }

    [Fact]
    public async Task Disposal_cancels_what_runs_what_waits_and_what_comes()
    {
        WorkerPool pool = new(1, CancellationToken.None);
        using ManualResetEventSlim never = new();
        Task<bool>[] pieces = [.. Enumerable.Range(0, 3).Select(_ => pool.Run((_, token) =>
        {
            never.Wait(token);
            return true;
        }))];
        pool.Dispose();
        pool.Dispose();
        foreach (Task<bool> piece in pieces.Append(pool.Run((_, _) => true)))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => piece);
        }
    }
}
