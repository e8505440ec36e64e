using System.Globalization;
using BambuCloud.Client.Lan;
using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;
using static BambuCloud.BambuPrinterEventType;

namespace BambuCloud.Client.Tests;

/// <summary>A watch over TLS and with a password, against a broker that is not made of the library that the client is made of.</summary>
public sealed class MosquittoTests : IAsyncDisposable
{
    private readonly string _token = TestTokens.Jwt();
    private readonly ScriptedServer _server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Given_a_printers_own_broker_when_it_is_connected_then_it_is_met_and_heard_there()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync("none");
        using MosquittoPrinter printer = await MosquittoPrinter.ConnectAsync(broker, "RUNNING", "123");
        PrinterMeeting met = await PrinterMeeting.MeetAsync("127.0.0.1", broker.OwnPort, null, TimeProvider.System, Cancellation);

        await using PrinterSession session = await PrinterSession.OpenAsync(new LanPrinterOptions
        {
            DeviceId = met.DeviceId,
            Host = "127.0.0.1",
            MqttPort = broker.OwnPort,
            AccessCode = Mosquitto.AccessCode,
            Fingerprint = met.Fingerprint,
        }, MosquittoPrinter.Device, Cancellation);
        await using PrinterWatch watch = await PrinterWatch.StartAsync(session);
        await printer.TurnAsync("FINISH", "123");

        await watch.UntilAsync(BambuPrinterEventType.PrintFinished);
        Assert.Equal(broker.OwnCertificate.Fingerprint, met.Fingerprint);
    }

    [Fact]
    public async Task Given_a_broker_when_it_is_killed_in_mid_print_and_runs_again_then_the_end_is_told_once()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync(_token);
        await using CloudSession session = await broker.OpenSessionAsync(_server, _token);
        await using PrinterWatch watch = PrinterWatch.Start(session, MosquittoPrinter.Device);
        using (MosquittoPrinter printer = await MosquittoPrinter.ConnectAsync(broker, "IDLE", "0"))
        {
            await watch.UntilAsync(Snapshot);
            await printer.TurnAsync("RUNNING", "7");
            await watch.UntilAsync(PrintStarted);
            await broker.KillAsync();
            await watch.UntilAsync(Disconnected);
        }
        await broker.RestartAsync();
        using MosquittoPrinter again = await MosquittoPrinter.ConnectAsync(broker, "FINISH", "7");
        BambuPrinterEvent finished = await watch.UntilAsync(PrintFinished);
        await again.TurnAsync("FINISH", "7");
        await again.TurnAsync("RUNNING", "8");
        await watch.UntilAsync(PrintStarted);

        Assert.True(finished.Recovered);
        Assert.Equal([Snapshot, PrintStarted, Disconnected, PrintFinished, PrintStarted],
            watch.Transitions().Where(type => type != Reconnected));
        Assert.Single(watch.Transitions(), Reconnected);
    }

    [Fact]
    public async Task Given_a_broker_when_it_refuses_the_token_then_the_watch_ends_with_it()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync("another token");
        await using CloudSession session = await broker.OpenSessionAsync(_server, _token);

        await RefusedAsync(PrinterWatch.Start(session, MosquittoPrinter.Device));

        await session.DisposeAsync();
        Assert.Equal(1, await broker.CountRefusedAsync());
    }

    [Theory]
    [InlineData("is restarted")]
    [InlineData("reads its passwords again")]
    public async Task Given_a_token_that_ends_while_printers_are_watched_when_the_broker_hangs_up_then_every_watch_ends_with_it(string how)
    {
        await using Mosquitto broker = await Mosquitto.StartAsync(_token);
        await using CloudSession session = await broker.OpenSessionAsync(_server, _token);
        using MosquittoPrinter printer = await MosquittoPrinter.ConnectAsync(broker, "IDLE", "0");
        PrinterWatch[] watches = [await PrinterWatch.StartAsync(session, MosquittoPrinter.Device),
            await PrinterWatch.StartAsync(session, MosquittoPrinter.Device)];

        await broker.SetPasswordAsync("another token");
        await (how == "is restarted" ? broker.RestartAsync() : broker.ReloadAsync());

        foreach (PrinterWatch watch in watches)
        {
            await RefusedAsync(watch);
        }
        await session.DisposeAsync();
        Assert.Equal(1, await broker.CountRefusedAsync());
    }

    [Fact]
    public async Task Given_a_broker_whose_root_is_not_known_when_a_printer_is_watched_then_its_certificate_is_refused()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync(_token);
        await using CloudSession session = await ScriptedCloud.OpenSessionAsync(_server, new CloudSessionOptions
        {
            AccessToken = _token,
            MqttEndpoint = new Uri(string.Create(CultureInfo.InvariantCulture, $"mqtts://127.0.0.1:{broker.Port}")),
        });
        await using PrinterWatch watch = PrinterWatch.Start(session, MosquittoPrinter.Device);

        BambuException error = await Assert.ThrowsAsync<BambuException>(() => watch.Ended.WaitAsync(CloudFixture.Patience, Cancellation));

        Assert.Equal(BambuErrorKind.CertificateRefused, error.Kind);
    }

    [Fact]
    public async Task Given_a_slow_broker_when_a_printer_prints_then_everything_comes_in_order_over_the_one_connection()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync(_token);
        await using FaultyLine line = new(broker.Port) { Delay = TimeSpan.FromMilliseconds(100) };
        await using CloudSession session = await broker.OpenSessionAsync(_server, _token, line.Port);
        using MosquittoPrinter printer = await MosquittoPrinter.ConnectAsync(broker, "IDLE", "0");
        await using PrinterWatch watch = await PrinterWatch.StartAsync(session, MosquittoPrinter.Device);

        await printer.TurnAsync("RUNNING", "7");
        for (int percent = 1; percent <= 500; percent++)
        {
            await printer.SayAsync(MosquittoPrinter.Delta(string.Create(CultureInfo.InvariantCulture, $"\"mc_percent\":{percent / 5}")));
        }
        await printer.TurnAsync("FINISH", "7");
        await watch.UntilAsync(PrintFinished);

        Assert.Equal([Snapshot, PrintStarted, PrintFinished], watch.Transitions());
        Assert.Equal(Enumerable.Range(0, 101),
            watch.Heard.Where(item => item.Type == ProgressChanged).Select(item => item.Status!.Progress!.Value));
        Assert.Equal(1, line.Accepted);
    }

    [Fact]
    public async Task Given_reports_that_come_twice_or_late_when_a_printer_prints_then_each_transition_is_told_once()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync(_token);
        await using CloudSession session = await broker.OpenSessionAsync(_server, _token);
        using MosquittoPrinter printer = await MosquittoPrinter.ConnectAsync(broker, "IDLE", "6");
        await using PrinterWatch watch = await PrinterWatch.StartAsync(session, MosquittoPrinter.Device);
        string[] reports =
        [
            MosquittoPrinter.Delta("\"gcode_state\":\"PREPARE\""), // Ahead of its job's id.
            MosquittoPrinter.Delta("\"task_id\":\"7\""),
            MosquittoPrinter.Delta("\"gcode_state\":\"RUNNING\",\"mc_percent\":43"),
            MosquittoPrinter.Delta("\"mc_percent\":42"), // Overtaken.
            MosquittoPrinter.Delta("\"gcode_state\":\"PAUSE\",\"mc_percent\":44"),
            MosquittoPrinter.Full("PAUSE", "7"),
            MosquittoPrinter.Delta("\"gcode_state\":\"RUNNING\""),
            MosquittoPrinter.Delta("\"mc_percent\":100,\"gcode_state\":\"FINISH\""),
            MosquittoPrinter.Delta("\"mc_percent\":99"),
            MosquittoPrinter.Full("FINISH", "7"),
            MosquittoPrinter.Delta("\"gcode_state\":\"RUNNING\",\"task_id\":\"8\""),
        ];

        foreach (string report in reports.SelectMany(report => new[] { report, report, report }))
        {
            await printer.SayAsync(report);
        }
        await watch.UntilAsync(item => item.Type == PrintStarted && item.Status!.TaskId == "8", "the next print");

        Assert.Equal([Snapshot, PrintStarted, PrintPaused, PrintResumed, PrintFinished, PrintStarted], watch.Transitions());
    }

    [Fact]
    public async Task Given_reports_of_thirty_kilobytes_when_they_come_then_none_is_lost()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync(_token);
        await using CloudSession session = await broker.OpenSessionAsync(_server, _token);
        using MosquittoPrinter printer = await MosquittoPrinter.ConnectAsync(broker, "IDLE", "0");
        await using PrinterWatch watch = await PrinterWatch.StartAsync(session, MosquittoPrinter.Device);
        string more = string.Join(',', Enumerable.Range(0, 600)
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"\"something_new_{number}\":{{\"deep\":[{number},\"ä\"]}}")));

        for (int layer = 1; layer <= 200; layer++)
        {
            string report = MosquittoPrinter.Full("RUNNING", "7",
                string.Create(CultureInfo.InvariantCulture, $",{more},\"layer_num\":{layer}"));
            Assert.InRange(report.Length, 20_000, 40_000);
            await printer.SayAsync(report);
        }
        await watch.UntilAsync(item => item.Type == LayerChanged && item.Status!.Layer == 200, "the last layer");

        Assert.Equal([Snapshot, PrintStarted], watch.Transitions());
        Assert.Equal(Enumerable.Range(1, 200),
            watch.Heard.Where(item => item.Type == LayerChanged).Select(item => item.Status!.Layer!.Value));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task RefusedAsync(PrinterWatch watch)
    {
        await using (watch)
        {
            BambuException error = await Assert.ThrowsAsync<BambuException>(() => watch.Ended.WaitAsync(CloudFixture.Patience,
                Cancellation));
            Assert.Equal(BambuErrorKind.TokenRefused, error.Kind);
        }
    }
}
