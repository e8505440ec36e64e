using System.Collections.Concurrent;
using System.Globalization;
using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;
using static BambuCloud.BambuPrinterEventType;

namespace BambuCloud.Client.Tests;

/// <summary>What a connection that is lost at an awkward moment, and a printer that was heard before, mean for those who listen.</summary>
public sealed class ConnectionLossTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = CloudFixture.Patience;
    private static readonly BambuDevice Other = Device(2);

    private readonly ScriptedServer _server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Given_a_connection_that_breaks_right_behind_a_subscription_when_it_is_made_again_then_all_are_subscribed_again()
    {
        BambuDevice[] devices = [.. Enumerable.Range(1, 60).Select(Device)]; // Two subscriptions.
        for (int round = 0; round < 40; round++)
        {
            ConcurrentQueue<string> second = [];
            await using LoopbackListener broker = new((stream, connection, closing) => ServeAsync(
                stream, connection == 1 ? null : second.Enqueue, (kind, subscribed, _) => connection == 1
                    && kind == ScriptedBroker.Subscribe && subscribed == 2, null, closing));
            await using CloudSession session = await OpenAsync(_server, broker.Port, FastForwardTimeProvider.Create());
            await using PrinterWatch watch = PrinterWatch.Start(session, devices);

            await Eventually.TrueAsync(() => Task.FromResult(second.Distinct().Count() == devices.Length),
                $"every printer is subscribed again, round {round}");
        }
    }

    [Fact]
    public async Task Given_a_connection_that_breaks_while_printers_are_asked_when_it_is_made_again_then_each_is_asked()
    {
        BambuDevice[] devices = [.. Enumerable.Range(1, 100).Select(Device)];
        for (int round = 0; round < 40; round++)
        {
            ConcurrentQueue<string> asked = [];
            int last = 1 + (round % 20);
            await using LoopbackListener broker = new((stream, connection, closing) => ServeAsync(
                stream, null, (kind, _, published) => connection == 1 && kind == ScriptedBroker.Publish
                    && published == last, connection == 1 ? null : asked.Enqueue, closing));
            await using CloudSession session = await OpenAsync(_server, broker.Port, FastForwardTimeProvider.Create());
            await using PrinterWatch watch = PrinterWatch.Start(session, devices);

            await Eventually.TrueAsync(() => Task.FromResult(asked.Distinct().Count() == devices.Length),
                $"every printer is asked, round {round}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    public async Task Given_a_topic_that_costs_the_connection_when_it_is_subscribed_then_it_is_named_and_the_others_are_heard(int others)
    {
        BambuDevice[] devices = [Device(90), .. Enumerable.Range(1, others).Select(Device)];
        ConcurrentQueue<string> asked = [];
        await using LoopbackListener broker = new(async (stream, _, closing) =>
        {
            while (true)
            {
                (int kind, byte[] content) = await ScriptedBroker.ReadAsync(stream, closing);
                switch (kind)
                {
                    case ScriptedBroker.Connect:
                        await stream.WriteAsync(ScriptedBroker.ConnectAccepted, closing);
                        break;
                    case ScriptedBroker.Subscribe when ScriptedBroker.Topics(content).Exists(topic => topic.Contains(devices[0].DeviceId,
                        StringComparison.Ordinal)):
                        return; // Without a word.
                    case ScriptedBroker.Subscribe:
                        await stream.WriteAsync(ScriptedBroker.Granted(content), closing);
                        break;
                    case ScriptedBroker.Publish:
                        asked.Enqueue(ScriptedBroker.Topic(content));
                        break;
                }
            }
        });
        await using CloudSession session = await OpenAsync(_server, broker.Port, FastForwardTimeProvider.Create());
        await using PrinterWatch watch = PrinterWatch.Start(session, devices);

        await Eventually.TrueAsync(() => Task.FromResult(asked.Distinct().Count() == others), "the others are asked for their state");
        await using PrinterWatch later = PrinterWatch.Start(session, devices[0]);
        await later.Ended.WaitAsync(Patience, Cancellation);

        foreach (PrinterWatch one in new[] { watch, later })
        {
            BambuException refused = Assert.Single(one.Refused);
            Assert.Equal((BambuErrorKind.SubscriptionRefused, devices[0].DeviceId), (refused.Kind, refused.Subject));
            Assert.Contains("ends the connection", refused.Message, StringComparison.Ordinal);
        }
        Assert.False(watch.Ended.IsCompleted);
    }

    [Fact]
    public async Task Given_a_connection_that_is_down_when_a_printer_is_told_something_then_what_it_did_before_confirms_nothing()
    {
        FastForwardTimeProvider clock = new(FastForwardTimeProvider.TryLimit, FastForwardTimeProvider.ConnectLimit, Patience);
        await using ScriptedPrinter printer = new() { Full = ScriptedPrinter.State("PAUSE", "7") };
        await using CloudSession session = await printer.OpenSessionAsync(_server, clock);
        await using PrinterWatch watch = await PrinterWatch.StartAsync(session, ScriptedPrinter.Device);
        TaskCompletionSource back = new();
        clock.Held = back.Task;
        printer.HangUp();
        await watch.UntilAsync(Disconnected);
        printer.Full = ScriptedPrinter.State("RUNNING", "7"); // Somebody resumed it at its panel.

        Task<List<BambuCommandResult>> sending = session.Printers.SendAsync([ScriptedPrinter.Device], BambuPrinterCommand.Pause, Patience,
            Cancellation).ToListAsync(Cancellation).AsTask();
        back.SetResult();
        await Eventually.TrueAsync(() => Task.FromResult(printer.Commands.Count == 1), "the command reaches the printer");
        await printer.SayAsync(ScriptedPrinter.State("PAUSE", "7"));

        BambuCommandResult result = Assert.Single(await sending.WaitAsync(Patience, Cancellation));
        Assert.Equal((BambuCommandOutcome.Confirmed, true), (result.Outcome, result.Sent));
    }

    [Fact]
    public async Task Given_a_printer_that_left_the_cloud_while_it_is_watched_when_it_is_told_something_then_nothing_is_sent_or_confirmed()
    {
        FastForwardTimeProvider clock = new(FastForwardTimeProvider.TryLimit, FastForwardTimeProvider.ConnectLimit);
        await using ScriptedPrinter printer = new() { Full = ScriptedPrinter.State("PAUSE", "7") };
        await using CloudSession session = await printer.OpenSessionAsync(_server, clock);
        await using PrinterWatch watch = await PrinterWatch.StartAsync(session, ScriptedPrinter.Device);
        await printer.SayAsync(ScriptedPrinter.Gone);
        await watch.UntilAsync(PrinterOffline);

        BambuCommandResult result = Assert.Single(await session.Printers.SendAsync([ScriptedPrinter.Device], BambuPrinterCommand.Pause,
            Patience, Cancellation).ToListAsync(Cancellation));
        BambuPrinterStatus status = Assert.Single(await session.Printers.GetStatusAsync([ScriptedPrinter.Device], Patience, null,
            Cancellation).ToListAsync(Cancellation));

        Assert.Equal((BambuCommandOutcome.Unconfirmed, false), (result.Outcome, result.Sent));
        Assert.Equal((BambuPrintState.Offline, "7"), (status.State, status.TaskId)); // And what was last heard of it.
        Assert.NotNull(status.LastSeen);
    }

    [Fact]
    public async Task Given_a_printer_that_left_the_cloud_when_somebody_else_watches_it_then_it_begins_for_them_when_it_comes_back()
    {
        await using ScriptedPrinter printer = new() { Full = ScriptedPrinter.State("PAUSE", "7") };
        await using CloudSession session = await printer.OpenSessionAsync(_server, FastForwardTimeProvider.Create());
        await using PrinterWatch first = await PrinterWatch.StartAsync(session, ScriptedPrinter.Device);
        await printer.SayAsync(ScriptedPrinter.Gone);
        await first.UntilAsync(PrinterOffline);
        printer.Full = ScriptedPrinter.State("RUNNING", "7");

        await using PrinterWatch second = PrinterWatch.Start(session, ScriptedPrinter.Device, Other); // Asked for the other one, it speaks.
        BambuPrinterEvent begun = await second.UntilAsync(Snapshot);
        await first.UntilAsync(PrintResumed);

        Assert.Equal(BambuPrintState.Running, begun.Status!.State);
        Assert.Same(begun, second.Heard[0]);
        Assert.DoesNotContain(Snapshot, first.Heard.Skip(1).Select(item => item.Type));
    }

    [Fact]
    public async Task Given_a_watch_that_is_left_while_the_connection_is_down_when_its_printer_is_asked_then_it_says_what_it_does_now()
    {
        FastForwardTimeProvider clock = new(FastForwardTimeProvider.TryLimit, FastForwardTimeProvider.ConnectLimit, Patience);
        await using ScriptedPrinter printer = new() { Full = ScriptedPrinter.State("IDLE", "0") };
        await using CloudSession session = await printer.OpenSessionAsync(_server, clock);
        await using PrinterWatch left = await PrinterWatch.StartAsync(session, ScriptedPrinter.Device);
        await using PrinterWatch stays = PrinterWatch.Start(session, Other);
        await Eventually.TrueAsync(() => Task.FromResult(printer.Topics.Count == 2), "both are subscribed");
        TaskCompletionSource back = new();
        clock.Held = back.Task;
        printer.HangUp();
        await left.UntilAsync(Disconnected);
        await left.LeaveAsync();
        printer.Full = ScriptedPrinter.State("RUNNING", "8");
        back.SetResult();
        await stays.UntilAsync(Reconnected);

        BambuPrinterStatus status = Assert.Single(await session.Printers.GetStatusAsync([ScriptedPrinter.Device], Patience, null,
            Cancellation).ToListAsync(Cancellation));

        Assert.Equal((BambuPrintState.Running, "8"), (status.State, status.TaskId));
    }

    [Fact]
    public async Task Given_two_watches_when_one_is_left_while_a_connection_is_tried_then_it_ends_at_once()
    {
        TaskCompletionSource tried = new();
        TaskCompletionSource over = new();
        ConcurrentQueue<string> heard = [];
        await using LoopbackListener broker = new(async (stream, connection, closing) =>
        {
            if (connection == 1)
            {
                await Task.WhenAny(ServeAsync(stream, heard.Enqueue, (_, _, _) => false, null, closing), over.Task);
                return;
            }
            tried.TrySetResult();
            await LoopbackListener.StayMuteAsync(stream, connection, closing);
        });
        await using CloudSession session = await OpenAsync(_server, broker.Port, FastForwardTimeProvider.Create());
        await using PrinterWatch stays = PrinterWatch.Start(session, Device(1));
        await using PrinterWatch left = PrinterWatch.Start(session, Other);
        await Eventually.TrueAsync(() => Task.FromResult(heard.Count == 2), "both are subscribed");
        over.SetResult();
        await tried.Task.WaitAsync(Patience, Cancellation);

        await left.LeaveAsync();

        Assert.False(stays.Ended.IsCompleted);
    }

    [Fact]
    public async Task Given_a_broker_that_does_not_answer_for_a_new_printer_when_the_account_is_watched_then_it_goes_on_and_tries_again()
    {
        FastForwardTimeProvider clock = FastForwardTimeProvider.Create();
        bool bound = false;
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(ListOf(Volatile.Read(ref bound) ? 2 : 1)));
        int subscriptions = 0;
        ConcurrentQueue<string> asked = [];
        await using LoopbackListener broker = new(async (stream, connection, closing) =>
        {
            while (true)
            {
                (int kind, byte[] content) = await ScriptedBroker.ReadAsync(stream, closing);
                switch (kind)
                {
                    case ScriptedBroker.Connect:
                        await stream.WriteAsync(ScriptedBroker.ConnectAccepted, closing);
                        break;
                    case ScriptedBroker.Subscribe when Interlocked.Increment(ref subscriptions) != 2:
                        await stream.WriteAsync(ScriptedBroker.Granted(content), closing);
                        break;
                    case ScriptedBroker.Publish:
                        asked.Enqueue(ScriptedBroker.Topic(content));
                        break;
                }
            }
        });
        await using CloudSession session = await OpenAsync(server, broker.Port, clock);
        await using PrinterWatch watch = PrinterWatch.StartAll(session);
        await Eventually.TrueAsync(() => Task.FromResult(!asked.IsEmpty), "the first printer is asked");

        Volatile.Write(ref bound, true);
        await Eventually.TrueAsync(() => LaterAsync(() => Volatile.Read(ref subscriptions) >= 2),
            "the new printer is subscribed, for which there is no answer");
        await Eventually.TrueAsync(
            () => LaterAsync(() => asked.Any(topic => topic.Contains(Other.DeviceId, StringComparison.Ordinal))),
            "the broker's time is over, the new printer is subscribed in the end, and asked");

        Assert.False(watch.Ended.IsCompleted);
        Assert.Equal(1, broker.Accepted);

        // The account is looked at every minute, and the broker has less than that for its answer.
        Task<bool> LaterAsync(Func<bool> seen)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            return Task.FromResult(seen());
        }
    }

    private static BambuDevice Device(int number) => new() { DeviceId = $"01P00A{number:D9}", Name = $"P1S {number}", Online = true };

    private static string ListOf(int devices) => ScriptedCloud.NoDevices.Replace(
        "[]",
        $"[{string.Join(',', Enumerable.Range(1, devices).Select(number => string.Create(CultureInfo.InvariantCulture, $$"""
            {"dev_id":"{{Device(number).DeviceId}}","name":"P1S {{number}}","online":true}
            """)))}]",
        StringComparison.Ordinal);

    private static Task<CloudSession> OpenAsync(ScriptedServer server, int port, TimeProvider clock) => ScriptedCloud.OpenSessionAsync(
        server, new CloudSessionOptions
        {
            AccessToken = TestTokens.Jwt(),
            MqttEndpoint = new Uri($"mqtt://127.0.0.1:{port}"),
            TimeProvider = clock
        });

    // A broker that grants every topic, until it hangs up behind a packet that it has answered.
    private static async Task ServeAsync(
        Stream stream, Action<string>? granted, Func<int, int, int, bool> hangsUp, Action<string>? published, CancellationToken closing)
    {
        for (int subscriptions = 0, publications = 0; ;)
        {
            (int kind, byte[] content) = await ScriptedBroker.ReadAsync(stream, closing);
            switch (kind)
            {
                case ScriptedBroker.Connect:
                    await stream.WriteAsync(ScriptedBroker.ConnectAccepted, closing);
                    break;
                case ScriptedBroker.Subscribe:
                    subscriptions++;
                    await stream.WriteAsync(ScriptedBroker.Granted(content), closing);
                    ScriptedBroker.Topics(content).ForEach(topic => granted?.Invoke(topic));
                    break;
                case ScriptedBroker.Publish:
                    publications++;
                    published?.Invoke(ScriptedBroker.Topic(content));
                    break;
            }
            if (hangsUp(kind, subscriptions, publications))
            {
                return;
            }
        }
    }
}
