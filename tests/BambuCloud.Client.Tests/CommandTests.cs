using System.Globalization;
using BambuCloud.Client.Live;
using BambuCloud.Client.Session;
using BambuCloud.Simulator;
using Microsoft.Extensions.Time.Testing;
using static BambuCloud.BambuPrinterEventType;

namespace BambuCloud.Client.Tests;

/// <summary>
/// Telling printers something and asking them for their state, against the simulator and against a printer that plays tricks.
/// </summary>
public sealed class CommandTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = CloudFixture.Patience;

    private readonly ScriptedServer _server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Given_a_print_when_it_is_paused_resumed_and_stopped_then_each_is_confirmed_by_the_printers_state_and_sent_once(
        int printer)
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Speed = 20 });
        BambuDevice device = await fixture.DeviceAsync(printer);
        await fixture.ControlAsync($"printers/{device.DeviceId}/start");

        foreach ((BambuPrinterCommand command, BambuPrintState[] shown) in new[]
        {
            (BambuPrinterCommand.Pause, new[] { BambuPrintState.Paused }),
            (BambuPrinterCommand.Resume, [BambuPrintState.Running, BambuPrintState.Preparing]),
            (BambuPrinterCommand.Stop, [BambuPrintState.Cancelled]),
        })
        {
            BambuCommandResult done = Assert.Single(await SendAsync(fixture.Session, command, device));
            Assert.Equal((BambuCommandOutcome.Confirmed, true, null, device.Name), (done.Outcome, done.Sent, done.Reason, done.DeviceName));
            Assert.Contains(done.Status!.State, shown);
            BambuCommandResult again = Assert.Single(await SendAsync(fixture.Session, command, device));
            Assert.Equal((BambuCommandOutcome.Confirmed, false), (again.Outcome, again.Sent));
            Assert.Equal(1, fixture.CountOf($"MQTT {command.ToString().ToLowerInvariant()}"));
        }
    }

    [Fact]
    public async Task Given_a_printer_that_prints_nothing_when_it_is_told_something_then_nothing_is_sent()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync();
        BambuDevice device = await fixture.DeviceAsync();

        foreach ((BambuPrinterCommand command, BambuCommandOutcome outcome) in new[]
        {
            (BambuPrinterCommand.Pause, BambuCommandOutcome.Refused),
            (BambuPrinterCommand.Resume, BambuCommandOutcome.Refused),
            (BambuPrinterCommand.Stop, BambuCommandOutcome.Confirmed),
        })
        {
            BambuCommandResult result = Assert.Single(await SendAsync(fixture.Session, command, device));
            Assert.Equal((outcome, false), (result.Outcome, result.Sent));
            Assert.Equal(0, fixture.CountOf($"MQTT {command.ToString().ToLowerInvariant()}"));
        }
    }

    [Fact]
    public async Task Given_many_printers_when_they_are_told_at_once_then_each_has_its_own_result_over_one_connection()
    {
        FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Printers = 20, Speed = 20 }, clock);
        BambuDevice[] devices = [.. await fixture.Session.Devices.ListAsync(Cancellation)];
        foreach (BambuDevice device in devices.Take(16))
        {
            await fixture.ControlAsync($"printers/{device.DeviceId}/start");
        }
        await fixture.ControlAsync($"printers/{devices[1].DeviceId}/refuse");
        await fixture.ControlAsync($"printers/{devices[2].DeviceId}/ignore");
        await fixture.ControlAsync($"printers/{devices[3].DeviceId}/mute");
        await fixture.ControlAsync($"printers/{devices[4].DeviceId}/refuse-subscription");

        Dictionary<string, BambuCommandResult> results = [];
        await foreach (BambuCommandResult result in fixture.Session.Printers.SendAsync([.. devices, devices[0]], BambuPrinterCommand.Pause,
            TimeSpan.FromSeconds(10), Cancellation))
        {
            Assert.True(results.TryAdd(result.DeviceId, result));
            if (results.Count == 17) // Those that will not answer are left.
            {
                await Eventually.TrueAsync(() => Task.FromResult(fixture.CountOf("MQTT pause") == 14), "every command has arrived");
                clock.Advance(TimeSpan.FromSeconds(10));
            }
        }

        Assert.All(devices.Take(16).Where((_, at) => at is 0 or > 4), device => Assert.Equal((BambuCommandOutcome.Confirmed, true),
            (results[device.DeviceId].Outcome, results[device.DeviceId].Sent)));
        Assert.All(devices[16..19], device => Assert.Equal((BambuCommandOutcome.Refused, false),
            (results[device.DeviceId].Outcome, results[device.DeviceId].Sent)));
        ShouldBe(1, BambuCommandOutcome.Refused, sent: true, "verification failed");
        ShouldBe(1, BambuCommandOutcome.Refused, sent: true, "unsigned commands are not allowed");
        ShouldBe(2, BambuCommandOutcome.Unconfirmed, sent: true, "did not answer");
        ShouldBe(3, BambuCommandOutcome.Unconfirmed, sent: false, "nothing was sent");
        ShouldBe(4, BambuCommandOutcome.Refused, sent: false, devices[4].DeviceId);
        ShouldBe(19, BambuCommandOutcome.Unconfirmed, sent: false, "is offline");
        Assert.Equal((1, 14), (fixture.CountOf("MQTT CONNECT"), fixture.CountOf("MQTT pause")));

        void ShouldBe(int at, BambuCommandOutcome outcome, bool sent, string reason)
        {
            BambuCommandResult result = results[devices[at].DeviceId];
            Assert.Equal((outcome, sent), (result.Outcome, result.Sent));
            Assert.Contains(reason, result.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Given_a_printer_that_is_listed_as_offline_when_it_does_not_answer_in_two_seconds_then_it_is_told_so()
    {
        FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Speed = 20 }, clock);
        BambuDevice[] devices = [.. await fixture.Session.Devices.ListAsync(Cancellation)];
        BambuDevice offline = devices.Single(device => !device.Online);
        await fixture.ControlAsync($"printers/{devices[0].DeviceId}/start");
        await fixture.ControlAsync($"printers/{devices[0].DeviceId}/ignore");

        await using IAsyncEnumerator<BambuCommandResult> results = fixture.Session.Printers
            .SendAsync([offline, devices[0]], BambuPrinterCommand.Pause, Patience, Cancellation).GetAsyncEnumerator(Cancellation);
        Task<bool> first = results.MoveNextAsync().AsTask();
        await Eventually.TrueAsync(() => Task.FromResult(fixture.CountOf("MQTT pause") == 1), "the other printer is told");
        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.True(await first.WaitAsync(Patience, Cancellation));
        Assert.Equal((offline.DeviceId, BambuCommandOutcome.Unconfirmed, false),
            (results.Current.DeviceId, results.Current.Outcome, results.Current.Sent));
        Assert.Contains("is offline", results.Current.Reason, StringComparison.Ordinal);
        Assert.Contains("nothing was sent", results.Current.Reason, StringComparison.Ordinal);

        Task<bool> second = results.MoveNextAsync().AsTask();
        await fixture.ControlAsync($"printers/{devices[0].DeviceId}/obey");
        await fixture.ControlAsync($"printers/{devices[0].DeviceId}/pause");
        Assert.True(await second.WaitAsync(Patience, Cancellation));
        Assert.Equal((devices[0].DeviceId, BambuCommandOutcome.Confirmed), (results.Current.DeviceId, results.Current.Outcome));
        Assert.False(await results.MoveNextAsync());
        Assert.Equal(1, fixture.CountOf("MQTT pause"));
    }

    [Fact]
    public async Task Given_a_printer_that_the_cloud_lists_as_offline_when_it_answers_all_the_same_then_it_has_the_whole_time()
    {
        FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using ScriptedPrinter printer = new() { Full = ScriptedPrinter.State("RUNNING", "7") };
        await using CloudSession session = await printer.OpenSessionAsync(_server, clock);

        Task<List<BambuCommandResult>> sending = SendAsync(session, BambuPrinterCommand.Pause,
            ScriptedPrinter.Device with { Online = false });
        await Eventually.TrueAsync(() => Task.FromResult(printer.Commands.Count == 1), "the command arrives");
        clock.Advance(TimeSpan.FromSeconds(3));
        await printer.SayAsync(ScriptedPrinter.State("PAUSE", "7"));
        BambuCommandResult result = Assert.Single(await sending.WaitAsync(Patience, Cancellation));

        Assert.Equal((BambuCommandOutcome.Confirmed, true), (result.Outcome, result.Sent));
    }

    [Fact]
    public async Task Given_no_printer_when_something_is_to_be_told_then_nobody_waits_and_nothing_is_connected()
    {
        FakeTimeProvider clock = new();
        await using CloudFixture fixture = await CloudFixture.OpenAsync(clock: clock);

        Assert.Empty(await SendAsync(fixture.Session, BambuPrinterCommand.Pause).WaitAsync(Patience, Cancellation));
        Assert.Equal(0, fixture.CountOf("MQTT CONNECT"));
    }

    [Theory]
    [InlineData("""{"print":{"command":"WORD","sequence_id":"NUMBER","err_code":84033543}}""", "0502_4007")]
    [InlineData("""{"print":{"command":"WORD","sequence_id":NUMBER,"result":"success","reason":"","err_code":"84033543"}}""", "0502_4007")]
    [InlineData("""{"print":{"command":"WORD","sequence_id":"NUMBER","result":"FAIL","reason":"the door is open","err_code":84033543}}""",
        "the door is open")]
    [InlineData("""{"print":{"command":"WORD","sequence_id":"NUMBER","result":"fail"}}""", "refuses it.")]
    [InlineData("""{"print":{"command":"WORD","sequence_id":"NUMBER","reason":"mqtt message verify failed","err_code":84033545}}""",
        "unsigned commands are not allowed")]
    [InlineData("""{"print":{"command":"WORD","sequence_id":"NUMBER","reason":"mqtt message verify failed"}}""", "verify failed")]
    [InlineData("""{"security":{"command":"verify","sequence_id":"NUMBER","result":"fail","err_code":84033548}}""", "0502_400C")]
    [InlineData("""{"print":{"command":"WORD","result":"fail","reason":"no number"}}""", "no number")]
    [InlineData("""{"print":{"command":"WORD","sequence_id":"NUMBER","param":"","task_id":"7","subtask_id":"0","result":"fail"}}""",
        "refuses it.")]
    [InlineData("""
        {"print":{"command":"push_status","msg":1,"hms":[{"attr":83887360,"code":65543}]}}
        """, "unsigned commands are not allowed")]
    public async Task Given_a_printer_that_refuses_when_it_is_told_something_then_the_result_says_what_it_says(string answer, string reason)
    {
        await using ScriptedPrinter printer = new() { Full = ScriptedPrinter.State("RUNNING", "7"), Answer = answer };
        await using CloudSession session = await printer.OpenSessionAsync(_server, TimeProvider.System);

        BambuCommandResult result = Assert.Single(await SendAsync(session, BambuPrinterCommand.Pause, ScriptedPrinter.Device));

        Assert.Equal((BambuCommandOutcome.Refused, true), (result.Outcome, result.Sent));
        Assert.Contains(reason, result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"print":{"command":"WORD","sequence_id":"NUMBER","result":"success"}}""", "took it")]
    [InlineData("""{"print":{"command":"WORD","sequence_id":"9NUMBER","result":"fail"}}""", "did not answer")]
    [InlineData("""{"print":{"command":"resume","sequence_id":"NUMBER","result":"fail"}}""", "did not answer")]
    [InlineData("""{"print":{"command":"resume","result":"fail"}}""", "did not answer")]
    [InlineData("""{"print":{"command":"WORD","sequence_id":"NUMBER","param":"1","result":"fail"}}""", "did not answer")]
    [InlineData("""{"print":{"command":"WORD","sequence_id":"NUMBER","task_id":"8","result":"fail"}}""", "did not answer")]
    [InlineData("""{"print":{"command":"WORD","sequence_id":"NUMBER","param":"","subtask_id":"9","result":"fail"}}""", "did not answer")]
    [InlineData("""{"security":{"command":"verify","sequence_id":"9NUMBER","result":"fail","err_code":84033548}}""", "did not answer")]
    [InlineData("""{"system":{"command":"WORD","sequence_id":"9NUMBER","result":"fail"}}""", "did not answer")]
    public async Task Given_a_printer_that_says_yes_and_does_nothing_or_answers_another_when_time_is_over_then_it_is_unconfirmed(
        string answer, string reason)
    {
        FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using ScriptedPrinter printer = new() { Full = ScriptedPrinter.State("RUNNING", "7"), Answer = answer };
        await using CloudSession session = await printer.OpenSessionAsync(_server, clock);
        await using PrinterWatch watch = await PrinterWatch.StartAsync(session, ScriptedPrinter.Device);

        Task<List<BambuCommandResult>> sending = SendAsync(session, BambuPrinterCommand.Pause, ScriptedPrinter.Device);
        await Eventually.TrueAsync(() => Task.FromResult(printer.Commands.Count == 1), "the command arrives");
        await printer.SayAsync(ScriptedPrinter.Print("\"command\":\"push_status\",\"msg\":1,\"mc_percent\":50"));
        await watch.UntilAsync(ProgressChanged); // The answer went before it.
        clock.Advance(Patience);
        BambuCommandResult result = Assert.Single(await sending.WaitAsync(Patience, Cancellation));

        Assert.Equal((BambuCommandOutcome.Unconfirmed, true), (result.Outcome, result.Sent));
        Assert.Contains(reason, result.Reason, StringComparison.Ordinal);
        Assert.Equal(["pause"], printer.Commands);
    }

    [Fact]
    public async Task Given_a_message_on_signatures_that_stood_before_when_a_command_is_sent_then_it_is_no_answer_to_it()
    {
        FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using ScriptedPrinter printer = new()
        {
            Full = ScriptedPrinter.State("RUNNING", "7").Replace("\"msg\":0", "\"msg\":0,\"hms\":[{\"attr\":83887360,\"code\":65543}]",
                StringComparison.Ordinal),
        };
        await using CloudSession session = await printer.OpenSessionAsync(_server, clock);

        Task<List<BambuCommandResult>> sending = SendAsync(session, BambuPrinterCommand.Pause, ScriptedPrinter.Device);
        await Eventually.TrueAsync(() => Task.FromResult(printer.Commands.Count == 1), "the command arrives");
        await printer.SayAsync(ScriptedPrinter.State("PAUSE", "7", message: 1));
        BambuCommandResult result = Assert.Single(await sending.WaitAsync(Patience, Cancellation));

        Assert.Equal(BambuCommandOutcome.Confirmed, result.Outcome);
    }

    [Theory]
    [InlineData("PAUSE", BambuCommandOutcome.Confirmed)]
    [InlineData("FINISH", BambuCommandOutcome.Refused)]
    [InlineData("RUNNING", BambuCommandOutcome.Unconfirmed)]
    public async Task Given_a_connection_that_breaks_over_a_command_when_it_stands_again_then_the_state_decides_and_it_is_not_sent_again(
        string state, BambuCommandOutcome outcome)
    {
        FastForwardTimeProvider clock = new(FastForwardTimeProvider.TryLimit, FastForwardTimeProvider.ConnectLimit, Patience);
        await using ScriptedPrinter printer = new() { Full = ScriptedPrinter.State("RUNNING", "7"), HangsUp = true };
        await using CloudSession session = await printer.OpenSessionAsync(_server, clock);
        await using PrinterWatch watch = await PrinterWatch.StartAsync(session, ScriptedPrinter.Device);
        TaskCompletionSource away = new();
        clock.Held = away.Task;

        Task<List<BambuCommandResult>> sending = SendAsync(session, BambuPrinterCommand.Pause, ScriptedPrinter.Device);
        await watch.UntilAsync(Disconnected);
        printer.Full = ScriptedPrinter.State(state, "7").Replace("\"msg\":0", "\"msg\":0,\"mc_percent\":61", StringComparison.Ordinal);
        away.SetResult();
        await watch.UntilAsync(ProgressChanged); // The full report after the reconnect.
        if (outcome == BambuCommandOutcome.Unconfirmed)
        {
            clock.Advance(Patience);
        }
        BambuCommandResult result = Assert.Single(await sending.WaitAsync(Patience, Cancellation));

        Assert.Equal((outcome, true), (result.Outcome, result.Sent));
        Assert.Equal(["pause"], printer.Commands);
    }

    [Fact]
    public async Task Given_printers_that_are_off_mute_or_refused_when_states_are_asked_for_then_the_others_come_and_those_are_named()
    {
        FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Printers = 6 }, clock);
        BambuDevice[] devices = [.. await fixture.Session.Devices.ListAsync(Cancellation)];
        await fixture.ControlAsync($"printers/{devices[1].DeviceId}/mute");
        await fixture.ControlAsync($"printers/{devices[2].DeviceId}/refuse-subscription");
        List<BambuException> refused = [];

        List<BambuPrinterStatus> states = [];
        await foreach (BambuPrinterStatus status in fixture.Session.Printers.GetStatusAsync(devices, TimeSpan.FromSeconds(10), refused.Add,
            Cancellation))
        {
            states.Add(status);
            if (states.Count == 3)
            {
                clock.Advance(TimeSpan.FromSeconds(10));
            }
        }

        Assert.Equal([devices[0].DeviceId, devices[3].DeviceId, devices[4].DeviceId], states.Take(3).Select(status => status.DeviceId)
            .Order(StringComparer.Ordinal).OrderBy(id => Array.FindIndex(devices, device => device.DeviceId == id)));
        Assert.All(states.Take(3), status => Assert.Equal(BambuPrintState.Idle, status.State));
        Assert.Equal([devices[1].DeviceId, devices[5].DeviceId],
            states.Skip(3).Select(status => status.DeviceId).OrderBy(id => Array.FindIndex(devices, device => device.DeviceId == id)));
        Assert.All(states.Skip(3), status => Assert.Equal((BambuPrintState.Offline, (DateTime?)null), (status.State, status.LastSeen)));
        Assert.Equal((BambuErrorKind.SubscriptionRefused, devices[2].DeviceId), (Assert.Single(refused).Kind, refused[0].Subject));
        Assert.Equal(0, await MqttClientsAsync(fixture));
    }

    [Fact]
    public async Task Given_a_printer_when_its_state_is_asked_for_then_its_firmware_is_there_and_was_asked_for_once()
    {
        await using ScriptedPrinter printer = new()
        {
            Full = ScriptedPrinter.State("IDLE", "0"),
            Versions = """{"info":{"command":"get_version","module":[{"name":"ota","sw_ver":"01.08.00.00"}]}}""",
        };
        await using CloudSession session = await printer.OpenSessionAsync(_server, TimeProvider.System);

        for (int time = 0; time < 3; time++)
        {
            BambuPrinterStatus status = Assert.Single(await session.Printers
                .GetStatusAsync([ScriptedPrinter.Device], Patience, null, Cancellation).ToListAsync(Cancellation));
            Assert.Equal("01.08.00.00", status.Firmware.Version);
        }

        Assert.Equal(1, printer.VersionRequests);
    }

    [Fact]
    public async Task Given_a_printer_that_fell_silent_while_it_is_watched_when_its_state_is_asked_for_then_it_is_what_was_last_heard()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync();
        BambuDevice device = await fixture.DeviceAsync();
        await using PrinterWatch watch = await PrinterWatch.StartAsync(fixture.Session, device);
        await fixture.ControlAsync($"printers/{device.DeviceId}/mute");

        BambuPrinterStatus status = Assert
            .Single(await fixture.Session.Printers.GetStatusAsync([device], Patience, null, Cancellation).ToListAsync(Cancellation));

        Assert.NotNull(status.LastSeen);
        Assert.Equal(1, fixture.CountOf("MQTT pushall"));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task<int> MqttClientsAsync(CloudFixture fixture)
    {
        await Eventually.TrueAsync(async () => await fixture.CountMqttClientsAsync() == 0, "the connection is closed");
        return await fixture.CountMqttClientsAsync();
    }

    private static Task<List<BambuCommandResult>> SendAsync(CloudSession session, BambuPrinterCommand command,
        params BambuDevice[] devices) =>
        session.Printers.SendAsync(devices, command, Patience, Cancellation).ToListAsync(Cancellation).AsTask();
}
