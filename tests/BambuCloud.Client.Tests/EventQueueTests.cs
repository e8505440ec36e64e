using BambuCloud.Client.Live;
using Microsoft.Extensions.Time.Testing;
using static BambuCloud.BambuPrinterEventType;

namespace BambuCloud.Client.Tests;

public sealed class EventQueueTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Given_room_when_events_come_then_all_are_kept_in_order()
    {
        EventQueue queue = new(100);
        for (int percent = 0; percent < 100; percent++)
        {
            queue.Add(Event(ProgressChanged, percent));
        }

        List<BambuPrinterEvent> read = await ReadAsync(queue, 100);

        Assert.Equal(Enumerable.Range(0, 100), read.Select(item => item.Status!.Progress!.Value));
        Assert.All(read, item => Assert.Equal(0, item.Conflated));
    }

    [Fact]
    public async Task Given_a_reader_who_is_slower_when_the_queue_is_full_then_progress_is_conflated_into_the_newest_and_transitions_stay()
    {
        EventQueue queue = new(4);
        for (int percent = 0; percent < 100; percent++)
        {
            queue.Add(Event(ProgressChanged, percent));
            if (percent % 10 == 0)
            {
                queue.Add(Event(StateChanged, percent));
            }
        }
        queue.Add(Event(PrintFinished, 100));

        List<BambuPrinterEvent> read = await ReadUntilAsync(queue, PrintFinished);

        Assert.Equal(Enumerable.Range(0, 10).Select(ten => ten * 10), Of(StateChanged).Select(item => item.Status!.Progress!.Value));
        Assert.Equal(100, Of(ProgressChanged).Sum(item => item.Conflated + 1));
        Assert.Equal(99, Of(ProgressChanged)[^1].Status!.Progress);
        Assert.True(Of(ProgressChanged).Count < 10);
        Assert.Equal(Of(ProgressChanged).Select(item => item.Status!.Progress).Order(),
            Of(ProgressChanged).Select(item => item.Status!.Progress));

        List<BambuPrinterEvent> Of(BambuPrinterEventType type) => [.. read.Where(item => item.Type == type)];
    }

    [Fact]
    public async Task Given_a_reader_who_stands_still_when_transitions_go_on_then_one_event_of_each_printer_tells_of_the_rest()
    {
        EventQueue queue = new(4) { TransitionLimit = 10 };
        for (int percent = 0; percent < 1000; percent++)
        {
            queue.Add(Event(StateChanged, percent) with { DeviceId = percent % 2 == 0 ? "a" : "b" });
        }

        Assert.Equal(
            [.. Enumerable.Range(0, 10).Select(percent => $"{(percent % 2 == 0 ? 'a' : 'b')} StateChanged {percent} 0"),
                "a EventsOmitted 998 495", "b EventsOmitted 999 495"],
            (await ReadAsync(queue, 12)).Select(Shown));

        queue.Add(Event(PrintFinished, 100)); // The reader goes on: nothing is left out any more.
        Assert.Equal(["a PrintFinished 100 0"], (await ReadAsync(queue, 1)).Select(Shown));
    }

    [Fact]
    public async Task Given_a_queue_that_overflowed_when_it_overflows_again_then_each_gap_is_told_where_it_is()
    {
        EventQueue queue = new(4) { TransitionLimit = 4 };
        for (int percent = 1; percent <= 5; percent++)
        {
            queue.Add(Event(StateChanged, percent));
        }
        await ReadAsync(queue, 2);
        queue.Add(Event(StateChanged, 6)); // More than half still waits.
        await ReadAsync(queue, 1);
        for (int percent = 7; percent <= 9; percent++)
        {
            queue.Add(Event(StateChanged, percent));
        }

        Assert.Equal(
            ["a StateChanged 4 0", "a EventsOmitted 6 2", "a StateChanged 7 0", "a StateChanged 8 0", "a EventsOmitted 9 1"],
            (await ReadAsync(queue, 5)).Select(Shown));
    }

    [Fact]
    public async Task Given_several_printers_when_the_queue_is_full_then_each_printers_progress_and_layers_are_conflated_on_their_own()
    {
        EventQueue queue = new(0);
        foreach (int step in Enumerable.Range(1, 5))
        {
            foreach (string device in new[] { "a", "b" })
            {
                queue.Add(Event(ProgressChanged, step) with { DeviceId = device });
                queue.Add(Event(LayerChanged, step) with { DeviceId = device });
            }
        }
        queue.Add(Event(PrintFinished, 100));

        List<BambuPrinterEvent> read = await ReadUntilAsync(queue, PrintFinished);

        Assert.Equal(["a ProgressChanged", "a LayerChanged", "b ProgressChanged", "b LayerChanged"],
            read.SkipLast(1).Select(item => $"{item.DeviceId} {item.Type}"));
        Assert.All(read.SkipLast(1), item => Assert.Equal((5, 4), (item.Status!.Progress!.Value, item.Conflated)));
    }

    [Fact]
    public async Task Given_a_queue_that_was_read_when_it_is_full_again_then_what_was_read_is_not_counted_again()
    {
        EventQueue queue = new(1);
        queue.Add(Event(ProgressChanged, 1));
        Assert.Equal(0, (await ReadAsync(queue, 1))[0].Conflated);
        queue.Add(Event(PrintPaused, 1));
        queue.Add(Event(ProgressChanged, 2));
        queue.Add(Event(ProgressChanged, 3));

        List<BambuPrinterEvent> read = await ReadAsync(queue, 2);

        Assert.Equal([(PrintPaused, 0), (ProgressChanged, 1)], read.Select(item => (item.Type, item.Conflated)));
    }

    [Fact]
    public async Task Given_a_least_interval_when_progress_comes_faster_then_one_comes_in_it_and_counts_what_it_stands_for()
    {
        FakeTimeProvider clock = new();
        EventQueue queue = new(100, TimeSpan.FromSeconds(1), clock);
        await using IAsyncEnumerator<BambuPrinterEvent> reader = queue.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        for (int percent = 1; percent <= 4; percent++)
        {
            queue.Add(Event(ProgressChanged, percent));
        }

        Assert.Equal((1, 0), await NextAsync());
        Task<bool> next = reader.MoveNextAsync().AsTask();
        clock.Advance(TimeSpan.FromSeconds(0.999));
        Assert.False(next.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.001));
        Assert.True(await next.WaitAsync(CloudFixture.Patience, Cancellation));
        Assert.Equal((4, 2), (reader.Current.Status!.Progress, reader.Current.Conflated));

        clock.Advance(TimeSpan.FromSeconds(0.5));
        queue.Add(Event(ProgressChanged, 5)); // Half a second after the last one.
        next = reader.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.True(await next.WaitAsync(CloudFixture.Patience, Cancellation));
        Assert.Equal((5, 0), (reader.Current.Status!.Progress, reader.Current.Conflated));

        clock.Advance(TimeSpan.FromSeconds(1));
        queue.Add(Event(ProgressChanged, 6)); // The interval is over: it does not wait.
        Assert.Equal((6, 0), await NextAsync());
        Assert.Equal(2, queue.Conflated);

        async Task<(int?, int)> NextAsync()
        {
            Task<bool> now = reader.MoveNextAsync().AsTask();
            Assert.True(now.IsCompleted);
            Assert.True(await now);
            return (reader.Current.Status!.Progress, reader.Current.Conflated);
        }
    }

    [Fact]
    public async Task Given_a_least_interval_when_a_transition_comes_then_it_does_not_wait_and_stands_for_what_was_held_back()
    {
        FakeTimeProvider clock = new();
        EventQueue queue = new(100, TimeSpan.FromSeconds(1), clock);
        foreach (string device in new[] { "a", "b" })
        {
            queue.Add(Event(ProgressChanged, 1) with { DeviceId = device });
            queue.Add(Event(ProgressChanged, 2) with { DeviceId = device });
            queue.Add(Event(ProgressChanged, 3) with { DeviceId = device });
        }
        queue.Add(Event(PrintPaused, 4));
        queue.Add(Event(PrintResumed, 5));

        List<BambuPrinterEvent> read = await ReadAsync(queue, 4);

        Assert.Equal(["a ProgressChanged 1 0", "b ProgressChanged 1 0", "a PrintPaused 4 2", "a PrintResumed 5 0"], read.Select(Shown));
        clock.Advance(TimeSpan.FromSeconds(1)); // Of the other printer it is still held back, of this one no older state follows.
        queue.Add(Event(PrintFinished, 100));
        Assert.Equal(["b ProgressChanged 3 1", "a PrintFinished 100 0"], (await ReadAsync(queue, 2)).Select(Shown).OrderDescending());
    }

    [Fact]
    public async Task Given_a_least_interval_when_the_watch_ends_then_what_is_held_back_comes_first_in_the_order_in_which_it_happened()
    {
        FakeTimeProvider clock = new();
        EventQueue queue = new(100, TimeSpan.FromMinutes(1), clock);
        BambuPrinterEventType[] types = [Snapshot, ProgressChanged, LayerChanged];
        for (int second = 0; second < 30; second++)
        {
            foreach (string device in new[] { "a", "b" })
            {
                queue.Add(Event(types[(second / 10) switch { 0 => second % 3, 1 => 2 - (second % 3), _ => 0 }], second) with
                {
                    DeviceId = device,
                    Timestamp = new DateTime(2026, 3, 1, 12, 0, second, DateTimeKind.Local),
                });
            }
        }
        queue.End();
        queue.Add(Event(PrintFinished, 100)); // Nobody waits for it any more.

        List<BambuPrinterEvent> read = await queue.ReadAllAsync(Cancellation).ToListAsync(Cancellation).AsTask()
            .WaitAsync(CloudFixture.Patience, Cancellation);

        Assert.Equal(12, read.Count);
        Assert.Equal(60, read.Sum(item => item.Conflated + 1));
        Assert.Equal(48, queue.Conflated);
        foreach (IGrouping<string?, BambuPrinterEvent> device in read.GroupBy(item => item.DeviceId))
        {
            Assert.Equal(device.OrderBy(item => item.Timestamp), device);
            Assert.Equal(29, device.Last().Status!.Progress);
        }
    }

    [Fact]
    public async Task Given_a_least_interval_when_another_kind_of_event_is_due_earlier_then_no_older_state_follows_a_newer_one()
    {
        FakeTimeProvider clock = new();
        EventQueue queue = new(100, TimeSpan.FromSeconds(1), clock);
        await using IAsyncEnumerator<BambuPrinterEvent> reader = queue.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        queue.Add(Event(ProgressChanged, 1)); // Its interval ends at 1.0 s.
        clock.Advance(TimeSpan.FromSeconds(0.5));
        queue.Add(Event(LayerChanged, 2)); // At 1.5 s.
        queue.Add(Event(LayerChanged, 3));
        clock.Advance(TimeSpan.FromSeconds(0.7));
        queue.Add(Event(ProgressChanged, 4)); // Newer than what is held back: it comes after it.

        Assert.Equal("a ProgressChanged 1 0", await NextAsync());
        Assert.Equal("a LayerChanged 2 0", await NextAsync());
        Task<string> next = NextAsync();
        clock.Advance(TimeSpan.FromSeconds(0.299));
        Assert.False(next.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.001));
        Assert.Equal("a LayerChanged 3 0", await next.WaitAsync(CloudFixture.Patience, Cancellation));
        Assert.Equal("a ProgressChanged 4 0", await NextAsync());

        async Task<string> NextAsync()
        {
            Assert.True(await reader.MoveNextAsync());
            return Shown(reader.Current);
        }
    }

    [Fact]
    public async Task Given_a_least_interval_when_the_reader_is_away_while_it_ends_then_the_next_event_counts_what_was_held_back()
    {
        FakeTimeProvider clock = new();
        EventQueue queue = new(100, TimeSpan.FromSeconds(1), clock);
        queue.Add(Event(ProgressChanged, 1));
        queue.Add(Event(ProgressChanged, 2));
        clock.Advance(TimeSpan.FromSeconds(2));
        queue.Add(Event(ProgressChanged, 3));

        Assert.Equal(["a ProgressChanged 1 0", "a ProgressChanged 3 1"], (await ReadAsync(queue, 2)).Select(Shown));
        Assert.Equal(1, queue.Conflated);
    }

    [Fact]
    public async Task Given_a_least_interval_when_the_watch_fails_then_what_is_held_back_is_read_before_the_fault()
    {
        EventQueue queue = new(100, TimeSpan.FromMinutes(1), new FakeTimeProvider());
        queue.Add(Event(ProgressChanged, 1));
        queue.Add(Event(ProgressChanged, 2));
        queue.Fail(new InvalidOperationException("over"));
        await using IAsyncEnumerator<BambuPrinterEvent> reader = queue.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);

        Assert.True(await reader.MoveNextAsync());
        Assert.True(await reader.MoveNextAsync());
        Assert.Equal("a ProgressChanged 2 0", Shown(reader.Current));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await reader.MoveNextAsync());
    }

    [Fact]
    public async Task Given_a_fault_when_events_still_wait_then_they_are_read_before_it()
    {
        EventQueue queue = new(10);
        queue.Add(Event(PrintStarted, 0));
        queue.Fail(new InvalidOperationException("first"));
        queue.Fail(new InvalidOperationException("second"));
        await using IAsyncEnumerator<BambuPrinterEvent> reader = queue.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);

        Assert.True(await reader.MoveNextAsync());
        Assert.Equal("first", (await Assert.ThrowsAsync<InvalidOperationException>(async () => await reader.MoveNextAsync())).Message);
    }

    [Fact]
    public async Task Given_a_reader_that_waits_when_an_event_comes_from_another_thread_then_none_is_missed()
    {
        EventQueue queue = new(10) { TransitionLimit = int.MaxValue };
        Task<List<BambuPrinterEvent>> reading = ReadAsync(queue, 20_000);

        await Parallel.ForAsync(0, 4, Cancellation, (writer, _) =>
        {
            for (int item = 0; item < 5000; item++)
            {
                queue.Add(Event(StateChanged, item) with { DeviceId = $"{writer}" });
            }
            return ValueTask.CompletedTask;
        });

        List<BambuPrinterEvent> read = await reading;
        Assert.All(read.GroupBy(item => item.DeviceId),
            device => Assert.Equal(Enumerable.Range(0, 5000), device.Select(item => item.Status!.Progress!.Value)));
    }

    [Fact]
    public async Task Given_a_reader_that_waits_when_it_is_cancelled_then_it_ends()
    {
        using CancellationTokenSource user = new();
        await using IAsyncEnumerator<BambuPrinterEvent> reader = new EventQueue(1).ReadAllAsync(user.Token).GetAsyncEnumerator(user.Token);
        ValueTask<bool> waiting = reader.MoveNextAsync();
        Assert.False(waiting.IsCompleted);

        await user.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
    }

    private static string Shown(BambuPrinterEvent item) => $"{item.DeviceId} {item.Type} {item.Status!.Progress} {item.Conflated}";

    private static async Task<List<BambuPrinterEvent>> ReadAsync(EventQueue queue, int count) =>
        await queue.ReadAllAsync(Cancellation).Take(count).ToListAsync(Cancellation).AsTask().WaitAsync(CloudFixture.Patience,
            Cancellation);

    private static async Task<List<BambuPrinterEvent>> ReadUntilAsync(EventQueue queue, BambuPrinterEventType last)
    {
        List<BambuPrinterEvent> read = [];
        await foreach (BambuPrinterEvent item in queue.ReadAllAsync(Cancellation))
        {
            read.Add(item);
            if (item.Type == last)
            {
                break;
            }
        }
        return read;
    }

    private static BambuPrinterEvent Event(BambuPrinterEventType type, int percent) => new()
    {
        DeviceId = "a",
        Timestamp = new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Local),
        Type = type,
        Status = new BambuPrinterStatus { DeviceId = "a", Progress = percent },
    };
}
