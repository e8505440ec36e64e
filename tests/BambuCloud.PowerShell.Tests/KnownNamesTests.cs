using System.Diagnostics;
using BambuCloud.Session;

namespace BambuCloud.PowerShell.Tests;

public sealed class KnownNamesTests : IDisposable
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(300);

    private readonly Clock _clock = new();
    private readonly List<TaskCompletionSource<IReadOnlyList<BambuDevice>>> _calls = [];
    private readonly List<CancellationToken> _tokens = [];
    private readonly KnownNames _known;

    public KnownNamesTests() => _known = new KnownNames(
        cancellation =>
        {
            TaskCompletionSource<IReadOnlyList<BambuDevice>> call = new();
            _calls.Add(call);
            _tokens.Add(cancellation);
            return call.Task;
        },
        _clock);

    public void Dispose() => _known.Dispose();

    [Fact]
    public void Printers_that_were_read_are_known_without_a_call()
    {
        _known.SetDevices([Printer("one")]);

        Assert.Equal("one", Assert.Single(_known.GetDevices()).Name);
        Assert.Empty(_calls);
    }

    [Fact]
    public async Task A_late_answer_is_there_the_next_time_and_was_asked_for_once()
    {
        long start = Stopwatch.GetTimestamp();
        Assert.Empty(_known.GetDevices());
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2));

        _clock.Now += Quick;
        start = Stopwatch.GetTimestamp();
        Assert.Empty(_known.GetDevices());
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromMilliseconds(200)); // It has waited once.

        Assert.Single(_calls).SetResult([Printer("late")]);
        await UntilKnownAsync("late");
        Assert.Single(_calls);
    }

    [Fact]
    public async Task An_old_list_is_given_at_once_and_read_anew_meanwhile()
    {
        _known.SetDevices([Printer("old")]);
        _clock.Now += TimeSpan.FromMinutes(6);

        Assert.Equal("old", Assert.Single(_known.GetDevices()).Name);
        await UntilAsync(() => _calls.Count == 1);
        _calls[0].SetResult([Printer("new")]);

        await UntilKnownAsync("new");
        Assert.Single(_calls);
    }

    [Fact]
    public async Task After_an_error_nobody_asks_again_for_five_seconds()
    {
        Assert.Empty(_known.GetDevices());
        await AnswerAsync(0, call => call.SetException(new BambuException(BambuErrorKind.ServiceUnreachable, "There is no network.")));

        _clock.Now += TimeSpan.FromSeconds(4.9);
        Assert.Empty(_known.GetDevices());
        Assert.Single(_calls);

        _clock.Now += TimeSpan.FromSeconds(0.1);
        Assert.Empty(_known.GetDevices());
        await UntilAsync(() => _calls.Count == 2);
    }

    [Fact]
    public async Task Where_no_answer_comes_the_cloud_is_asked_again_and_the_first_answer_counts()
    {
        Assert.Empty(_known.GetDevices());
        _clock.Now += TimeSpan.FromSeconds(5);
        Assert.Empty(_known.GetDevices());
        await UntilAsync(() => _calls.Count == 2);

        await AnswerAsync(1, call => call.SetResult([Printer("second")]));
        await UntilKnownAsync("second");
        await AnswerAsync(0, call => call.SetResult([Printer("first")]));

        Assert.Equal("second", Assert.Single(_known.GetDevices()).Name);
    }

    [Fact]
    public async Task What_a_cmdlet_read_meanwhile_is_not_replaced_by_an_older_answer()
    {
        Assert.Empty(_known.GetDevices());
        _known.SetDevices([Printer("new")]);
        await AnswerAsync(0, call => call.SetResult([Printer("old")]));

        Assert.Equal("new", Assert.Single(_known.GetDevices()).Name);
    }

    [Fact]
    public async Task After_a_change_the_printers_are_asked_for_again_and_the_answer_from_before_counts_no_more()
    {
        Assert.Empty(_known.GetDevices());
        _known.ForgetDevices();
        _calls[0].SetResult([Printer("before")]);

        Assert.Empty(_known.GetDevices());
        Assert.Equal(2, _calls.Count);
        _calls[1].SetResult([Printer("after")]);
        await UntilKnownAsync("after");
    }

    [Fact]
    public void Closing_ends_the_call_and_no_other_begins()
    {
        Assert.Empty(_known.GetDevices());
        _known.Dispose();

        Assert.True(Assert.Single(_tokens).IsCancellationRequested);
        _known.ForgetDevices();
        Assert.Empty(_known.GetDevices());
        Assert.Single(_calls);
    }

    [Fact]
    public void The_latest_command_stands_first_in_its_order_and_each_object_once()
    {
        Write("9", "8", "7");
        Write("8", "6");

        Assert.Equal(["8", "6", "9", "7"], _known.Tasks.Items.Select(task => task.TaskId));
    }

    [Fact]
    public void Of_more_than_two_hundred_the_oldest_are_forgotten()
    {
        Write([.. Enumerable.Range(0, 200).Select(number => $"old{number}")]);
        Write("new");

        Assert.Equal(200, _known.Tasks.Items.Count);
        Assert.Equal(["new", "old0"], _known.Tasks.Items.Take(2).Select(task => task.TaskId));
        Assert.DoesNotContain(_known.Tasks.Items, task => task.TaskId == "old199");
    }

    [Fact]
    public async Task Many_threads_may_use_it_at_once()
    {
        _known.SetDevices([Printer("one")]);

        await Parallel.ForAsync(0, 8, TestContext.Current.CancellationToken, (thread, _) =>
        {
            for (int index = 0; index < 500; index++)
            {
                _known.Add(new BambuTask { TaskId = $"{thread}-{index}" }, index);
                _known.SetDevices([Printer("one")]);
                Assert.Single(_known.GetDevices());
                Assert.InRange(_known.Tasks.Items.Count, 1, 200);
            }
            return ValueTask.CompletedTask;
        });

        Assert.Equal(200, _known.Tasks.Items.Select(task => task.TaskId).Distinct().Count());
    }

    private static BambuDevice Printer(string name) => new() { DeviceId = $"id of {name}", Name = name };

    // What waits for a call goes on within its answer where no context is in the way, and is done when this is.
    private async Task AnswerAsync(int number, Action<TaskCompletionSource<IReadOnlyList<BambuDevice>>> answer)
    {
        await UntilAsync(() => _calls.Count > number);
        await Task.Run(() => answer(_calls[number]), TestContext.Current.CancellationToken);
    }

    private void Write(params string[] ids)
    {
        for (int index = 0; index < ids.Length; index++)
        {
            _known.Add(new BambuTask { TaskId = ids[index] }, index);
        }
    }

    private Task UntilKnownAsync(string name) => UntilAsync(() => _known.GetDevices().Any(device => device.Name == name));

    private static async Task UntilAsync(Func<bool> holds)
    {
        long start = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
