using BambuCloud.Client.Lan;
using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;
using BambuCloud.Simulator;

namespace BambuCloud.Client.Tests;

/// <summary>A printer that is connected itself (lan.md, <i>The printer's MQTT</i> and <i>Trust</i>).</summary>
public sealed class PrinterSessionTests : IDisposable
{
    private static readonly SimulatorOptions WithPorts = new() { Printers = 1, Lan = true, Speed = 300, Tasks = 0 };

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Given_a_printer_in_the_network_when_it_is_met_then_it_shows_who_it_is_and_nothing_is_sent_to_it()
    {
        await using CloudFixture cloud = await CloudFixture.OpenAsync(WithPorts);
        SimulatedLanPrinter printer = cloud.Cloud.LanPrinters[0];

        PrinterMeeting met = await MeetAsync(printer);
        PrinterMeeting vouchedFor = await MeetAsync(printer, _folder.Write("printers.pem", cloud.Cloud.PrintersRootPem!));

        Assert.Equal(new PrinterMeeting(printer.DeviceId, printer.Fingerprint, IsVouchedFor: false), met);
        Assert.True(vouchedFor.IsVouchedFor);
        Assert.Equal(0, cloud.CountOf("MQTT CONNECT printer"));
    }

    [Fact]
    public async Task Given_a_printer_in_the_network_when_it_is_connected_then_it_tells_its_state_and_obeys_without_the_cloud()
    {
        await using CloudFixture cloud = await CloudFixture.OpenAsync(WithPorts);
        SimulatedLanPrinter printer = cloud.Cloud.LanPrinters[0];
        await cloud.ControlAsync($"printers/{printer.DeviceId}/start");

        await using PrinterSession session = await OpenAsync(printer);
        await using PrinterWatch watch = await PrinterWatch.StartAsync(session);
        BambuCommandResult paused = await session.Printers
            .SendAsync([session.Device], BambuPrinterCommand.Pause, CloudFixture.Patience, Cancellation).SingleAsync(Cancellation);

        Assert.Equal(BambuCommandOutcome.Confirmed, paused.Outcome);
        Assert.True(session.Device.Connection.HasFlag(BambuConnection.Lan));
        await watch.UntilAsync(BambuPrinterEventType.PrintPaused);
        Assert.Equal(0, cloud.CountOf("MQTT CONNECT"));
    }

    [Fact]
    public async Task Given_a_wrong_access_code_when_the_printer_is_connected_then_the_error_says_so_and_does_not_hold_it()
    {
        await using CloudFixture cloud = await CloudFixture.OpenAsync(WithPorts);

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() =>
            OpenAsync(cloud.Cloud.LanPrinters[0], options => options with { AccessCode = "wrong-c0de" }));

        Assert.Equal(BambuErrorKind.AccessCodeRefused, fault.Kind);
        Assert.DoesNotContain("wrong-c0de", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("01P00A999999999", null, BambuErrorKind.PrinterCertificateRefused)]
    [InlineData(null, null, BambuErrorKind.PrinterCertificateUnknown)]
    [InlineData(null, "00:11", BambuErrorKind.PrinterCertificateChanged)]
    public async Task Given_a_certificate_that_is_not_the_printers_when_it_is_connected_then_no_code_is_sent(
        string? deviceId, string? fingerprint, BambuErrorKind kind)
    {
        await using CloudFixture cloud = await CloudFixture.OpenAsync(WithPorts);

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() => OpenAsync(cloud.Cloud.LanPrinters[0],
            options => options with { DeviceId = deviceId ?? options.DeviceId, Fingerprint = fingerprint }));

        Assert.Equal(kind, fault.Kind);
        Assert.Equal(0, cloud.CountOf("MQTT CONNECT printer"));
    }

    [Fact]
    public async Task Given_an_authority_that_vouches_for_it_when_a_printer_is_connected_then_no_fingerprint_is_needed()
    {
        await using CloudFixture cloud = await CloudFixture.OpenAsync(WithPorts);
        string root = _folder.Write("printers.pem", cloud.Cloud.PrintersRootPem!);

        await using PrinterSession session = await OpenAsync(cloud.Cloud.LanPrinters[0],
            options => options with { Fingerprint = null, CACertificatePath = root });

        Assert.Equal(cloud.Cloud.LanPrinters[0].DeviceId, session.Device.DeviceId);
    }

    [Fact]
    public async Task Given_nobody_at_the_address_when_a_printer_is_connected_then_the_error_names_printer_and_port()
    {
        int port = LoopbackListener.ClosedPort();

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() =>
            OpenAsync(new SimulatedLanPrinter("01P00A000000001", "P1S", port, port, port, "12345678", "00:11")));

        Assert.Equal(BambuErrorKind.PrinterUnreachable, fault.Kind);
        Assert.Contains($"'01P00A000000001' at 127.0.0.1:{port}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_printer_that_an_account_has_too_when_each_way_fails_in_turn_then_every_event_comes_once()
    {
        await using CloudFixture cloud = await CloudFixture.OpenAsync(WithPorts);
        SimulatedLanPrinter printer = cloud.Cloud.LanPrinters[0];
        await using PrinterSession session = await OpenAsync(printer);
        session.Account = cloud.Session;
        await using PrinterWatch watch = await PrinterWatch.StartAsync(session);

        await cloud.ControlAsync($"lan/{printer.DeviceId}/close");
        await watch.UntilAsync(BambuPrinterEventType.Reconnected);
        await cloud.ControlAsync($"printers/{printer.DeviceId}/start");
        BambuPrinterEvent started = await watch.UntilAsync(BambuPrinterEventType.PrintStarted);
        Assert.Equal((BambuConnection.Cloud, true), (started.Status!.Connection, session.IsHelpedOut));
        await cloud.ControlAsync($"lan/{printer.DeviceId}/open");
        await cloud.ControlAsync("connections/drop");
        await watch.UntilAsync(BambuPrinterEventType.Reconnected);
        await cloud.ControlAsync($"printers/{printer.DeviceId}/cancel");
        BambuPrinterEvent cancelled = await watch.UntilAsync(BambuPrinterEventType.PrintCancelled);
        Assert.Equal((BambuConnection.Lan, false), (cancelled.Status!.Connection, session.IsHelpedOut));

        Assert.Equal(1, cloud.CountOf("MQTT CONNECT"));
        Assert.Equal(
            [
                BambuPrinterEventType.Snapshot, BambuPrinterEventType.Disconnected, BambuPrinterEventType.Reconnected,
                BambuPrinterEventType.PrintStarted, BambuPrinterEventType.Disconnected, BambuPrinterEventType.Reconnected,
                BambuPrinterEventType.PrintCancelled,
            ],
            watch.Transitions(printer.DeviceId).Where(type => type is not (BambuPrinterEventType.ErrorRaised
                or BambuPrinterEventType.ErrorCleared)));
    }

    [Fact]
    public async Task Given_a_printer_that_is_heard_over_the_cloud_when_it_can_be_reached_itself_again_then_it_is_heard_itself()
    {
        FastForwardTimeProvider clock = new(FastForwardTimeProvider.ConnectLimit, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5),
            TimeSpan.FromSeconds(3));
        await using CloudFixture cloud = await CloudFixture.OpenAsync(WithPorts);
        SimulatedLanPrinter printer = cloud.Cloud.LanPrinters[0];
        await using PrinterSession session = await OpenAsync(printer, options => options with { TimeProvider = clock });
        session.Account = cloud.Session;
        await using PrinterWatch watch = await PrinterWatch.StartAsync(session);
        await cloud.ControlAsync($"lan/{printer.DeviceId}/close");
        await watch.UntilAsync(BambuPrinterEventType.Reconnected);

        await cloud.ControlAsync($"lan/{printer.DeviceId}/open");
        Task<BambuPrinterEvent> back = watch.UntilAsync(BambuPrinterEventType.Disconnected);
        while (!back.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(50, Cancellation);
        }

        Assert.Contains("can be reached again", (await back).Reason, StringComparison.Ordinal);
        await watch.UntilAsync(BambuPrinterEventType.Reconnected);
    }

    [Fact]
    public void Given_printers_that_were_met_when_another_process_looks_then_it_knows_them_and_nobody_else_can_read_them()
    {
        KnownPrinter saved = new()
        {
            DeviceId = "01P00A000000001",
            Fingerprint = "00:11",
            Host = "printer.example",
            MqttPort = 8883,
            FtpsPort = 9990,
            AccessCode = "s3cr3t99",
            Name = "P1S 1",
        };
        new KnownPrinters(_folder.Path).Keep(saved);
        string path = Path.Combine(_folder.Path, "01P00A000000001.printer.json");

        Assert.Equal(saved, new KnownPrinters(_folder.Path).Find("01P00A000000001"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead);
            BambuException exposed = Assert.Throws<BambuException>(() => new KnownPrinters(_folder.Path).Find("01P00A000000001"));
            Assert.Equal(BambuErrorKind.SavedPrinterExposed, exposed.Kind);
        }
        new KnownPrinters(_folder.Path).Forget("01P00A000000001");
        Assert.Empty(new KnownPrinters(_folder.Path).List(fault => throw fault));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    [InlineData("a/b")]
    public void Given_a_serial_number_that_leads_elsewhere_when_it_is_looked_up_then_no_file_is_touched(string deviceId)
    {
        BambuException fault = Assert.Throws<BambuException>(() => new KnownPrinters(_folder.Path).Find(deviceId));

        Assert.Equal(BambuErrorKind.SavedPrinterUnusable, fault.Kind);
    }

    public void Dispose() => _folder.Dispose();

    private static Task<PrinterMeeting> MeetAsync(SimulatedLanPrinter printer, string? rootsPath = null) =>
        PrinterMeeting.MeetAsync("127.0.0.1", printer.MqttPort, rootsPath, TimeProvider.System, Cancellation);

    private static Task<PrinterSession> OpenAsync(
        SimulatedLanPrinter printer, Func<LanPrinterOptions, LanPrinterOptions>? change = null)
    {
        LanPrinterOptions options = new()
        {
            DeviceId = printer.DeviceId,
            Host = "127.0.0.1",
            MqttPort = printer.MqttPort,
            AccessCode = printer.AccessCode,
            Fingerprint = printer.Fingerprint,
        };
        BambuDevice device = new() { DeviceId = printer.DeviceId, Name = printer.Name };
        return PrinterSession.OpenAsync(change?.Invoke(options) ?? options, device, Cancellation);
    }
}
