using GenEft.Infrastructure;

namespace GenEft.Commands.Tests;

public sealed class PipelinePumpTests
{
    [Fact]
    public void The_longest_runs_are_begun_first_but_for_the_one_that_is_waited_for()
    {
        (List<int> begun, List<int> taken) = Run(inOrder: true, [1, 5, 3, 9, 2]);
        Assert.Equal([1, 5, 3, 9, 2], taken);
        Assert.Equal(1, begun[0]);   // what the pipeline waits for
        Assert.Equal(2, begun[^1]);  // the cheapest, and nothing waits for it
    }

    [Fact]
    public void Out_of_order_the_costliest_is_begun_first()
    {
        (List<int> begun, List<int> taken) = Run(inOrder: false, [1, 5, 3, 9, 2, 9]);
        Assert.Equal([9, 9, 5, 3, 2, 1], begun);
        Assert.Equal([1, 2, 3, 5, 9, 9], taken.Order());
    }

    [Fact]
    public void A_worker_may_take_the_costliest_that_suits_it()
    {
        using PipelinePump<int, int> pump = new(inOrder: true, CancellationToken.None);
        using ManualResetEventSlim start = new();
        List<int?> begun = [];
        PipelinePump<int, int>.Lane lane = pump.AddLane(1, (lane, cancelToken) =>
        {
            start.Wait(cancelToken);
            for (int i = 0; i < 4; i++)
            {
                PipelinePump<int, int>.Entry? entry = i == 0 ? lane.Take() : lane.TryTake(item => item % 2 == 1);
                begun.Add(entry?.Item);
                entry?.Complete(entry.Item);
            }
        });
        foreach (int item in new[] { 1, 4, 3, 8, 5 })
        {
            lane.Add(item, cost: item);
        }

        start.Set();
        for (int taken = 0; taken < 1;)
        {
            taken += pump.TryTake(TimeSpan.FromSeconds(5), out _) ? 1 : 0;
        }

        SpinWait.SpinUntil(() => begun.Count == 4, TimeSpan.FromSeconds(5));
        Assert.Equal([1, 5, 3, null], begun);
    }

    [Fact]
    public void A_worker_that_dies_fails_what_it_held_what_waits_and_what_comes()
    {
        using PipelinePump<int, int> pump = new(inOrder: true, CancellationToken.None);
        var lane = pump.AddLane(1, (lane, cancelToken) =>
        {
            lane.Take();
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

    // One worker that begins when all work is there; an item is its own cost.
    private static (List<int> Begun, List<int> Taken) Run(bool inOrder, int[] items)
    {
        using PipelinePump<int, int> pump = new(inOrder, CancellationToken.None);
        using ManualResetEventSlim start = new();
        List<int> begun = [];
        PipelinePump<int, int>.Lane lane = pump.AddLane(1, (lane, cancelToken) =>
        {
            start.Wait(cancelToken);
            while (lane.Take() is { } entry)
            {
                begun.Add(entry.Item);
                entry.Complete(entry.Item);
            }
        });
        foreach (int item in items)
        {
            lane.Add(item, cost: item);
        }

        start.Set();
        List<int> taken = [];
        while (pump.Pending > 0)
        {
            if (pump.TryTake(TimeSpan.FromSeconds(5), out PipelinePump<int, int>.Completion completion))
            {
                taken.Add(completion.Result);
            }
        }

        return (begun, taken);
    }
}
