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
    public async Task Given_a_reader_who_is_slower_when_the_queue_is_full_then_progress_melts_into_the_newest_and_transitions_stay()
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
        Assert.Equal(Of(ProgressChanged).Select(item => item.Status!.Progress).Order(), Of(ProgressChanged).Select(item => item.Status!.Progress));

        List<BambuPrinterEvent> Of(BambuPrinterEventType type) => [.. read.Where(item => item.Type == type)];
    }

    [Fact]
    public async Task Given_several_printers_when_the_queue_is_full_then_each_printers_progress_and_layers_melt_on_their_own()
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

        Assert.Equal(["a ProgressChanged", "a LayerChanged", "b ProgressChanged", "b LayerChanged"], read.SkipLast(1).Select(item => $"{item.DeviceId} {item.Type}"));
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
        EventQueue queue = new(10);
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
        Assert.All(read.GroupBy(item => item.DeviceId), device => Assert.Equal(Enumerable.Range(0, 5000), device.Select(item => item.Status!.Progress!.Value)));
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

    private static async Task<List<BambuPrinterEvent>> ReadAsync(EventQueue queue, int count) =>
        await queue.ReadAllAsync(Cancellation).Take(count).ToListAsync(Cancellation).AsTask().WaitAsync(CloudFixture.Patience, Cancellation);

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
