using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using BambuCloud.Client.Api;
using BambuCloud.Client.Live;
using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;
using BambuCloud.Simulator;
using static BambuCloud.BambuPrinterEventType;

namespace BambuCloud.Client.Tests;

public sealed class WatchTests
{
    private const double Fast = 2000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Given_a_watched_printer_when_it_prints_a_file_then_start_and_end_are_told_once_and_everything_rises(int printer)
    {
        // The first printer sends deltas, the second one everything.
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Speed = Fast });
        BambuDevice device = await fixture.DeviceAsync(printer);
        await using PrinterWatch watch = await PrinterWatch.StartAsync(fixture.Session, device);
        Assert.Equal(Snapshot, watch.Heard[0].Type);
        Assert.Equal(BambuPrintState.Idle, watch.Heard[0].Status!.State);

        BambuPrintJob job = await fixture.StartCubeAsync(device.DeviceId);
        BambuPrinterEvent finished = await watch.UntilAsync(PrintFinished);

        Assert.Equal([Snapshot, PrintStarted, PrintFinished], watch.Transitions());
        Assert.All(watch.Heard, item => Assert.Equal((device.DeviceId, device.Name), (item.DeviceId, item.DeviceName)));
        Assert.Equal((job.JobId, "cube", 100, 50, 50), (finished.Status!.TaskId, finished.Status.JobName, finished.Status.Progress,
            finished.Status.Layer, finished.Status.TotalLayers));
        List<int> progress = [.. watch.Heard.Where(item => item.Type == ProgressChanged).Select(item => item.Status!.Progress!.Value)];
        Assert.NotEmpty(progress);
        Assert.Equal(progress.Distinct().Order(), progress);
    }

    [Fact]
    public async Task Given_a_watch_that_wants_every_report_when_a_printer_heats_then_it_is_told_though_no_event_comes_of_it()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Speed = 20 });
        BambuDevice device = await fixture.DeviceAsync();
        ConcurrentQueue<BambuPrinterStatus> reported = [];
        PrinterWatchOptions options = new() { Devices = [device], Reported = reported.Enqueue };
        await using IAsyncEnumerator<BambuPrinterEvent> events = fixture.Session.Printers.WatchAsync(options, Cancellation)
            .GetAsyncEnumerator(Cancellation);
        Assert.True(await events.MoveNextAsync());

        await fixture.StartCubeAsync(device.DeviceId);

        // Nobody reads the events meanwhile.
        await Eventually.TrueAsync(() => Task.FromResult(reported.Select(status => status.BedTemperature).Distinct().Count() > 5),
            "the bed gets warmer");
        Assert.All(reported, status => Assert.NotEqual(BambuPrintState.Unknown, status.State));
    }

    [Fact]
    public async Task Given_several_printers_when_all_are_watched_then_each_online_one_begins_with_its_snapshot_over_one_connection()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Printers = 60 });
        IReadOnlyList<BambuDevice> devices = await fixture.Session.Devices.ListAsync(Cancellation);
        await using PrinterWatch watch = PrinterWatch.Start(fixture.Session, [.. devices]);

        List<BambuPrinterEvent> snapshots = [];
        while (snapshots.Count < 59)
        {
            snapshots.Add(await watch.UntilAsync(Snapshot));
        }

        Assert.Equal(devices.Where(device => device.Online).Select(device => device.DeviceId).Order(),
            snapshots.Select(item => item.DeviceId!).Order());
        Assert.All(devices,
            device => Assert.True(watch.Heard.FirstOrDefault(item => item.DeviceId == device.DeviceId)?.Type is Snapshot or null));
        Assert.Equal(1, fixture.CountOf("MQTT CONNECT"));
    }

    [Fact]
    public async Task Given_a_running_print_when_it_is_paused_resumed_and_ended_from_outside_then_each_is_told_once()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Speed = 20 });
        BambuDevice[] devices = [.. (await fixture.Session.Devices.ListAsync(Cancellation)).Take(2)];
        await using PrinterWatch watch = await PrinterWatch.StartAsync(fixture.Session, devices);
        foreach ((BambuDevice device, string action, BambuPrinterEventType end) in new[] { (devices[0], "cancel", PrintCancelled),
            (devices[1], "fail", PrintFailed) })
        {
            await fixture.StartCubeAsync(device.DeviceId);
            await watch.UntilAsync(PrintStarted);
            await fixture.ControlAsync($"printers/{device.DeviceId}/pause");
            Assert.Equal(BambuPrinterStage.PausedByUser, (await watch.UntilAsync(PrintPaused)).Status!.Stage);
            await fixture.ControlAsync($"printers/{device.DeviceId}/resume");
            await watch.UntilAsync(PrintResumed);
            await fixture.ControlAsync($"printers/{device.DeviceId}/{action}");
            await watch.UntilAsync(end);
        }

        Assert.Equal([Snapshot, PrintStarted, PrintPaused, PrintResumed, ErrorRaised, PrintCancelled],
            watch.Transitions(devices[0].DeviceId));
        Assert.Equal([Snapshot, PrintStarted, PrintPaused, PrintResumed, ErrorRaised, ErrorRaised, PrintFailed],
            watch.Transitions(devices[1].DeviceId));
        Assert.Contains(watch.Heard, item => item.PrintError == "0300_400C");
        Assert.Contains(watch.Heard, item => item.Hms?.Code == "0300_1A00_0002_0002");
    }

    [Fact]
    public async Task Given_a_watched_printer_when_it_leaves_the_cloud_and_comes_back_then_both_are_told_and_its_full_state_is_spared()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync();
        BambuDevice device = await fixture.DeviceAsync();
        await using PrinterWatch watch = await PrinterWatch.StartAsync(fixture.Session, device);

        await fixture.ControlAsync($"printers/{device.DeviceId}/offline");
        await watch.UntilAsync(PrinterOffline);
        int asked = fixture.CountOf("MQTT pushall");
        await fixture.ControlAsync($"printers/{device.DeviceId}/online");
        await watch.UntilAsync(PrinterOnline);

        Assert.Equal(asked, fixture.CountOf("MQTT pushall")); // It was asked less than five minutes ago.
        Assert.Equal([Snapshot, PrinterOffline, PrinterOnline], watch.Transitions());
    }

    [Fact]
    public async Task Given_a_token_that_the_broker_refuses_when_a_printer_is_watched_then_the_watch_ends_and_does_not_try_again()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync();
        BambuDevice device = await fixture.DeviceAsync();
        fixture.Cloud.Account.Revoke(true);
        await using PrinterWatch watch = PrinterWatch.Start(fixture.Session, device);

        BambuException error = await Assert.ThrowsAsync<BambuException>(() => watch.Ended.WaitAsync(CloudFixture.Patience, Cancellation));

        Assert.Equal(BambuErrorKind.TokenRefused, error.Kind);
        Assert.DoesNotContain(fixture.Cloud.Account.AccessToken, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, fixture.CountOf("MQTT CONNECT"));
    }

    [Fact]
    public async Task Given_a_token_that_is_revoked_while_printers_are_watched_when_the_connection_is_lost_then_every_watch_ends_with_it()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(clock: FastForwardTimeProvider.Create());
        BambuDevice device = await fixture.DeviceAsync();
        await using PrinterWatch one = await PrinterWatch.StartAsync(fixture.Session, device);
        await using PrinterWatch other = await PrinterWatch.StartAsync(fixture.Session, device);

        fixture.Cloud.Account.Revoke(true);
        await fixture.ControlAsync("connections/drop");

        foreach (PrinterWatch watch in new[] { one, other })
        {
            await watch.UntilAsync(Disconnected);
            Assert.Equal(BambuErrorKind.TokenRefused,
                (await Assert.ThrowsAsync<BambuException>(() => watch.Ended.WaitAsync(CloudFixture.Patience, Cancellation))).Kind);
        }
        fixture.Cloud.Account.Revoke(false);
        await using PrinterWatch again = await PrinterWatch.StartAsync(fixture.Session, device);
    }

    [Fact]
    public async Task Given_a_printer_whose_topic_is_refused_when_all_are_watched_then_it_is_named_and_the_others_go_on()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync();
        BambuDevice[] devices = [.. (await fixture.Session.Devices.ListAsync(Cancellation)).Take(3)];
        await fixture.ControlAsync($"printers/{devices[1].DeviceId}/refuse-subscription");
        await using PrinterWatch watch = PrinterWatch.Start(fixture.Session, devices);

        BambuPrinterEvent[] snapshots = [await watch.UntilAsync(Snapshot), await watch.UntilAsync(Snapshot)];

        Assert.Equal([devices[0].DeviceId, devices[2].DeviceId], snapshots.Select(item => item.DeviceId).Order(StringComparer.Ordinal));
        BambuException refused = Assert.Single(watch.Refused);
        Assert.Equal((BambuErrorKind.SubscriptionRefused, devices[1].DeviceId), (refused.Kind, refused.Subject));
    }

    [Fact]
    public async Task Given_a_lost_connection_when_it_stands_again_then_what_was_missed_is_told_as_recovered()
    {
        FastForwardTimeProvider clock = FastForwardTimeProvider.Create();
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Speed = 20 }, clock);
        BambuDevice device = await fixture.DeviceAsync();
        await using PrinterWatch watch = await PrinterWatch.StartAsync(fixture.Session, device);
        await fixture.StartCubeAsync(device.DeviceId);
        await watch.UntilAsync(PrintStarted);

        TaskCompletionSource away = new();
        clock.Held = away.Task;
        await fixture.ControlAsync("connections/drop");
        await watch.UntilAsync(Disconnected);
        // A printer tells of its pause a moment later → it is missed only when somebody else has heard it.
        await using CloudSession standing = await CloudSession.OpenAsync(CloudFixture.OptionsFor(fixture.Cloud), Cancellation);
        await using PrinterWatch beside = await PrinterWatch.StartAsync(standing, device);
        await fixture.ControlAsync($"printers/{device.DeviceId}/pause");
        await beside.UntilAsync(PrintPaused);
        away.SetResult();

        // What was missed is told as soon as the printer has answered, which may be before the connection is said to stand.
        await watch.UntilAsync(_ => watch.Transitions().Count() == 5, "the connection stands and the printer has answered");
        Assert.Equal([Snapshot, PrintStarted, Disconnected], watch.Transitions().Take(3));
        Assert.Equal([PrintPaused, Reconnected], watch.Transitions().Skip(3).Order());
        Assert.All(watch.Heard, item => Assert.Equal(item.Type is Disconnected or Reconnected, item.DeviceId is null));
        Assert.True(watch.Heard.Single(item => item.Type == PrintPaused).Recovered);
        await fixture.ControlAsync($"printers/{device.DeviceId}/resume");
        Assert.False((await watch.UntilAsync(PrintResumed)).Recovered);
    }

    [Fact]
    public async Task Given_several_watchers_when_they_come_and_go_then_one_connection_serves_them_and_none_stays_after_the_last()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync();
        IReadOnlyList<BambuDevice> devices = await fixture.Session.Devices.ListAsync(Cancellation);
        PrinterWatch one = await PrinterWatch.StartAsync(fixture.Session, devices[0]);
        PrinterWatch same = await PrinterWatch.StartAsync(fixture.Session, devices[0]);
        PrinterWatch other = await PrinterWatch.StartAsync(fixture.Session, devices[1]);
        Assert.Equal((1, 1), (await fixture.CountMqttClientsAsync(), fixture.CountOf("MQTT CONNECT")));
        Assert.Equal(2, fixture.CountOf("MQTT pushall"));

        await one.LeaveAsync();
        await other.LeaveAsync();
        Assert.Equal(1, await fixture.CountMqttClientsAsync());
        // What nobody hears is not sent any more.
        Assert.Equal((2, 1), (fixture.CountOf("MQTT SUBSCRIBE"), fixture.CountOf("MQTT UNSUBSCRIBE")));
        await fixture.ControlAsync($"printers/{devices[0].DeviceId}/offline");
        await same.UntilAsync(PrinterOffline);
        await same.LeaveAsync();

        await Eventually.TrueAsync(async () => await fixture.CountMqttClientsAsync() == 0, "the connection is closed");
        await using PrinterWatch later = await PrinterWatch.StartAsync(fixture.Session, devices[1]);
        Assert.Equal(2, fixture.CountOf("MQTT CONNECT"));
    }

    [Fact]
    public async Task Given_watchers_that_leave_while_others_come_when_it_goes_on_for_long_then_every_one_hears_its_printer()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync();
        BambuDevice device = await fixture.DeviceAsync();

        await Parallel.ForAsync(0, 3, Cancellation, async (_, _) =>
        {
            for (int round = 0; round < 60; round++)
            {
                await using PrinterWatch watch = PrinterWatch.Start(fixture.Session, device);
                await watch.UntilAsync(Snapshot);
            }
        });

        await Eventually.TrueAsync(async () => await fixture.CountMqttClientsAsync() == 0, "the connection is closed");
    }

    [Fact]
    public async Task Given_a_connection_that_cannot_be_made_again_when_the_watch_is_left_then_it_ends_at_once()
    {
        TaskCompletionSource again = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using LoopbackListener broker = new(async (stream, connection, closing) =>
        {
            if (connection > 1)
            {
                again.TrySetResult();
                await LoopbackListener.StayMuteAsync(stream, connection, closing);
                return;
            }
            await ServeAsync(stream, null, (kind, _, _) => kind == ScriptedBroker.Publish, closing);
        });
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices));
        await using CloudSession session = await OpenAsync(server, broker, FastForwardTimeProvider.Create());
        await using PrinterWatch watch = PrinterWatch.Start(session, Device(1));
        await watch.UntilAsync(Disconnected);
        await again.Task.WaitAsync(CloudFixture.Patience, Cancellation);

        Stopwatch clock = Stopwatch.StartNew();
        await watch.LeaveAsync();

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(0.5));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Given_a_session_when_it_is_closed_under_a_watch_then_the_watch_says_so(bool connected)
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync();
        BambuDevice device = await fixture.DeviceAsync();
        await using PrinterWatch watch = await PrinterWatch.StartAsync(fixture.Session, device);
        if (!connected)
        {
            await fixture.ControlAsync("connections/drop");
            await watch.UntilAsync(Disconnected);
        }

        await fixture.Session.DisposeAsync();

        BambuException error = await Assert.ThrowsAsync<BambuException>(() => watch.Ended.WaitAsync(CloudFixture.Patience, Cancellation));
        Assert.Equal(BambuErrorKind.SessionClosed, error.Kind);
        await Eventually.TrueAsync(async () => await fixture.CountMqttClientsAsync() == 0, "the connection is closed");
        await using PrinterWatch late = PrinterWatch.Start(fixture.Session, device);
        Assert.Equal(BambuErrorKind.SessionClosed,
            (await Assert.ThrowsAsync<BambuException>(() => late.Ended.WaitAsync(CloudFixture.Patience, Cancellation))).Kind);
    }

    [Theory]
    [InlineData("the user leaves")]
    [InlineData("the session is closed")]
    public async Task Given_a_broker_that_never_answers_when_the_first_connection_is_given_up_then_it_ends_at_once(string how)
    {
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using LoopbackListener broker = new((stream, connection, closing) =>
        {
            arrived.TrySetResult();
            return LoopbackListener.StayMuteAsync(stream, connection, closing);
        });
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices));
        await using CloudSession session = await OpenAsync(server, broker, FastForwardTimeProvider.Create());
        await using PrinterWatch watch = PrinterWatch.Start(session, Device(1));
        await arrived.Task.WaitAsync(CloudFixture.Patience, Cancellation);

        Stopwatch clock = Stopwatch.StartNew();
        if (how == "the user leaves")
        {
            await watch.LeaveAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch.Ended);
        }
        else
        {
            await session.DisposeAsync().AsTask().WaitAsync(CloudFixture.Patience, Cancellation);
            Assert.Equal(BambuErrorKind.SessionClosed, (await Assert.ThrowsAsync<BambuException>(() => watch.Ended)).Kind);
        }

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(0.5));
    }

    [Theory]
    [InlineData("closed")]
    [InlineData("hangs up")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n")]
    public async Task Given_a_broker_that_is_none_when_a_printer_is_watched_then_it_is_unreachable(string what)
    {
        await using LoopbackListener broker = new(async (stream, _, closing) =>
        {
            await ScriptedBroker.ReadAsync(stream, closing);
            if (what != "hangs up")
            {
                await stream.WriteAsync(Encoding.Latin1.GetBytes(what), closing);
            }
        });
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices));
        int port = what == "closed" ? LoopbackListener.ClosedPort() : broker.Port;
        await using CloudSession session = await ScriptedCloud.OpenSessionAsync(
            server, new CloudSessionOptions { AccessToken = TestTokens.Jwt(), MqttEndpoint = new Uri($"mqtt://127.0.0.1:{port}") });
        await using PrinterWatch watch = PrinterWatch.Start(session, Device(1));

        BambuException error = await Assert.ThrowsAsync<BambuException>(() => watch.Ended.WaitAsync(CloudFixture.Patience, Cancellation));

        Assert.Equal(BambuErrorKind.ServiceUnreachable, error.Kind);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)] // The limit of a watch runs from when the connection stands.
    public async Task Given_a_broker_that_never_answers_when_its_time_is_over_then_it_is_unreachable(int? limit)
    {
        FastForwardTimeProvider clock = FastForwardTimeProvider.Create();
        await using LoopbackListener broker = new(async (stream, connection, closing) =>
        {
            await ScriptedBroker.ReadAsync(stream, closing);
            clock.Advance(FastForwardTimeProvider.ConnectLimit);
            await LoopbackListener.StayMuteAsync(stream, connection, closing);
        });
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices));
        await using CloudSession session = await OpenAsync(server, broker, clock);
        await using PrinterWatch watch = PrinterWatch.Start(
            session,
                new PrinterWatchOptions { Devices = [Device(1)], Duration = limit is { } seconds ? TimeSpan.FromSeconds(seconds) : null });

        BambuException error = await Assert.ThrowsAsync<BambuException>(() => watch.Ended.WaitAsync(CloudFixture.Patience, Cancellation));

        Assert.Equal(BambuErrorKind.ServiceUnreachable, error.Kind);
    }

    [Fact]
    public async Task Given_a_first_connection_that_breaks_while_it_subscribes_when_it_is_made_again_then_all_are_subscribed()
    {
        ConcurrentQueue<string> second = [];
        await using LoopbackListener broker = new((stream, connection, closing) => connection == 1
            ? ServeAsync(stream, null, (_, _, subscribed) => subscribed == 2, closing)
            : ServeAsync(stream, second.Enqueue, (_, _, _) => false, closing));
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices));
        await using CloudSession session = await OpenAsync(server, broker, FastForwardTimeProvider.Create());
        BambuDevice[] devices = [.. Enumerable.Range(1, 60).Select(Device)];
        await using PrinterWatch watch = PrinterWatch.Start(session, devices);

        await Eventually.TrueAsync(() => Task.FromResult(second.Distinct().Count() == 60), "every printer's topic is subscribed");
    }

    [Fact]
    public async Task Given_a_connection_that_is_made_again_when_the_broker_still_knows_the_one_before_then_the_two_cannot_be_confused()
    {
        ConcurrentQueue<string> clients = [];
        await using LoopbackListener broker = new((stream, _, closing) => ServeAsync(stream, null, (kind, content, _) =>
        {
            if (kind == ScriptedBroker.Connect)
            {
                clients.Enqueue(ScriptedBroker.ClientId(content));
            }
            return kind == ScriptedBroker.Publish && clients.Count < 3;
        }, closing));
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices));
        await using CloudSession session = await OpenAsync(server, broker, FastForwardTimeProvider.Create());
        await using PrinterWatch watch = PrinterWatch.Start(session, Device(1));

        await Eventually.TrueAsync(() => Task.FromResult(clients.Count >= 3), "the connection is made again, twice");

        Assert.All(clients, client => Assert.StartsWith("bambucloud-", client, StringComparison.Ordinal));
        Assert.Equal(clients.Count, clients.Distinct().Count());
    }

    private static BambuDevice Device(int number) => new() { DeviceId = $"01P00A{number:D9}", Name = $"P1S {number}", Online = true };

    private static Task<CloudSession> OpenAsync(ScriptedServer server, LoopbackListener broker, TimeProvider clock) =>
        ScriptedCloud.OpenSessionAsync(
        server, new CloudSessionOptions
        {
            AccessToken = TestTokens.Jwt(),
            MqttEndpoint = new Uri($"mqtt://127.0.0.1:{broker.Port}"),
            TimeProvider = clock
        });

    // Signs in and grants topics, until it hangs up over a packet.
    private static async Task ServeAsync(Stream stream, Action<string>? granted, Func<int, byte[], int, bool> hangsUp,
        CancellationToken closing)
    {
        for (int subscribed = 0; ;)
        {
            (int kind, byte[] content) = await ScriptedBroker.ReadAsync(stream, closing);
            subscribed += kind == ScriptedBroker.Subscribe ? 1 : 0;
            if (hangsUp(kind, content, subscribed))
            {
                return;
            }
            switch (kind)
            {
                case ScriptedBroker.Connect:
                    await stream.WriteAsync(ScriptedBroker.ConnectAccepted, closing);
                    break;
                case ScriptedBroker.Subscribe:
                    ScriptedBroker.Topics(content).ForEach(topic => granted?.Invoke(topic));
                    await stream.WriteAsync(ScriptedBroker.Granted(content), closing);
                    break;
            }
        }
    }
}
