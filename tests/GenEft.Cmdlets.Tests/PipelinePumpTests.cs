namespace GenEft.Commands.Tests;

public sealed class PipelinePumpTests
{
    [Fact]
    public void The_longest_runs_are_begun_first_but_for_the_one_that_is_waited_for()
    {
        using PipelinePump<int, int> pump = new(inOrder: true, CancellationToken.None);
        using ManualResetEventSlim start = new();
        List<int> begun = [];
        var lane = pump.AddLane(1, (lane, cancelToken) =>
        {
            start.Wait(cancelToken);
            while (lane.Take(wait: true) is { } entry)
            {
                begun.Add(entry.Item);
                entry.Complete(entry.Item);
            }
        });
        foreach (int item in new[] { 1, 5, 3, 9, 2 })
        {
            lane.Add(item, cost: item);
        }

        start.Set();
        List<int> taken = [];
        while (pump.Pending > 0)
        {
            if (pump.TryTake(TimeSpan.FromSeconds(5), out var completion))
            {
                taken.Add(completion.Result);
            }
        }

        Assert.Equal([1, 5, 3, 9, 2], taken);
        Assert.Equal(1, begun[0]);   // what the pipeline waits for
        Assert.Equal(2, begun[^1]);  // the cheapest, and nothing waits for it
    }

    [Fact]
    public void Out_of_order_the_costliest_is_begun_first()
    {
        using PipelinePump<int, int> pump = new(inOrder: false, CancellationToken.None);
        using ManualResetEventSlim start = new();
        List<int> begun = [];
        var lane = pump.AddLane(1, (lane, cancelToken) =>
        {
            start.Wait(cancelToken);
            while (lane.Take(wait: true) is { } entry)
            {
                begun.Add(entry.Item);
                entry.Complete(entry.Item);
            }
        });
        foreach (int item in new[] { 1, 5, 3, 9, 2, 9 })
        {
            lane.Add(item, cost: item);
        }

        start.Set();
        while (pump.Pending > 0)
        {
            pump.TryTake(TimeSpan.FromSeconds(5), out _);
        }

        Assert.Equal([9, 9, 5, 3, 2, 1], begun);
    }

    [Fact]
    public void A_worker_that_dies_fails_what_it_held_what_waits_and_what_comes()
    {
        using PipelinePump<int, int> pump = new(inOrder: true, CancellationToken.None);
        var lane = pump.AddLane(1, (lane, cancelToken) =>
        {
            lane.Take(wait: true);
            throw new InvalidOperationException("gone");
        });
        lane.Add(1, 1);
        lane.Add(2, 1);
        for (int i = 0; i < 3; i++)
        {
            PipelinePump<int, int>.Completion completion;
            while (!pump.TryTake(TimeSpan.FromSeconds(5), out completion))
            {
            }

            Assert.Equal("gone", completion.Exception?.Message);
            if (i == 0)
            {
                lane.Add(3, 1);
            }
        }
    }
}
