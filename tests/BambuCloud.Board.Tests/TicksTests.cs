using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace BambuCloud.Board.Tests;

public sealed class TicksTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Given_a_stream_then_its_items_come_and_between_them_ticks_as_time_passes()
    {
        FakeTimeProvider time = new();
        Channel<string> source = Channel.CreateUnbounded<string>();
        await using IAsyncEnumerator<string?> items = source.Reader.ReadAllAsync(Cancellation).WithTicks(Interval, time, Cancellation)
            .GetAsyncEnumerator(Cancellation);

        source.Writer.TryWrite("one");
        Assert.True(await items.MoveNextAsync());
        Assert.Equal("one", items.Current);
        ValueTask<bool> next = items.MoveNextAsync();
        Assert.False(next.IsCompleted);
        time.Advance(Interval);
        Assert.True(await next);
        Assert.Null(items.Current);
        source.Writer.Complete();
        Assert.False(await items.MoveNextAsync());
    }

    [Fact]
    public async Task Given_a_stream_that_never_pauses_then_ticks_come_all_the_same()
    {
        int ticks = 0;
        await foreach (string? item in Endless(CancellationToken.None).WithTicks(TimeSpan.FromMilliseconds(1), TimeProvider.System,
            Cancellation))
        {
            if (item is null && ++ticks == 3)
            {
                break;
            }
        }

        Assert.Equal(3, ticks);
    }

    [Fact]
    public async Task Given_a_reader_that_leaves_while_the_stream_waits_then_the_stream_is_ended_first()
    {
        FakeTimeProvider time = new();
        TaskCompletionSource ended = new();
        IAsyncEnumerator<string?> items = Waiting(ended, CancellationToken.None).WithTicks(Interval, time, Cancellation)
            .GetAsyncEnumerator(Cancellation);
        ValueTask<bool> next = items.MoveNextAsync();
        time.Advance(Interval);
        Assert.True(await next);

        await items.DisposeAsync();

        Assert.True(ended.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Given_a_stream_that_fails_then_the_reader_hears_of_it()
    {
        Channel<string> source = Channel.CreateUnbounded<string>();
        source.Writer.Complete(new InvalidOperationException("broken"));

        Exception fault = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (string? _ in source.Reader.ReadAllAsync(Cancellation).WithTicks(Interval, new FakeTimeProvider(), Cancellation))
            {
            }
        });

        Assert.Equal("broken", fault.Message);
    }

    private static async IAsyncEnumerable<string> Endless([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            yield return "item";
        }
        await Task.CompletedTask;
    }

    private static async IAsyncEnumerable<string> Waiting(TaskCompletionSource ended,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            yield return "never";
        }
        finally
        {
            ended.SetResult();
        }
    }
}
