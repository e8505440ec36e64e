using System.Net;
using System.Text.Json;
using BambuCloud.Client.Live;
using BambuCloud.Simulator;
using MQTTnet;
using MQTTnet.Formatter;

namespace BambuCloud.Client.Tests;

/// <summary>A simulated printer of each model, and what the client reads of it.</summary>
public sealed class ModelTests
{
    private const string Ams = "Ams";
    private const string Lite = "AmsLite";
    private const string Pro2 = "Ams2Pro";
    private const string Ht = "AmsHt";

    // Code, AMS units, the slot in use (unit:slot), external spools, how many nozzles tell of themselves and which of them prints,
    // whether there are a chamber sensor and a door, firmware.
    private static readonly Expected[] Printers =
    [
        new("C12", ["0 " + Ams], "0:0", [254], 0, null, false, "01.08.02.00"),
        new("BL-P001", ["0 " + Ams], "0:0", [254], 0, null, true, "01.08.02.00"),
        new("N2S", ["0 " + Lite], "0:0", [254], 0, null, false, "01.08.02.00"),
        new("C11", ["0 " + Ams], "0:0", [254], 0, null, false, "01.08.02.00"),
        new("BL-P002", ["0 " + Ams, "1 " + Ams], "1:1", [254], 0, null, true, "01.08.02.00"),
        new("C13", ["0 " + Ams, "128 " + Ht], "128:0", [254], 0, null, true, "01.08.02.00"),
        new("N1", ["0 " + Lite], ":254", [254], 0, null, false, "01.08.02.00"),
        new("N9", ["16 " + Lite], "16:2", [255], 1, 0, false, "01.00.02.00"),
        new("N7", ["0 " + Pro2], "0:2", [255], 1, 0, true, "01.01.00.00"),
        new("N6", ["0 " + Pro2, "128 " + Ht], "0:1", [254, 255], 2, 0, true, "01.00.01.00"),
        new("O1S", ["0 " + Pro2, "128 " + Ht], "128:0", [255], 1, 0, true, "01.01.02.00"),
        new("O1D", ["0 " + Pro2, "1 " + Ams, "128 " + Ht], "1:2", [254, 255], 2, 1, true, "01.02.00.00"),
        new("O1E", ["0 " + Pro2, "1 " + Pro2, "128 " + Ht, "129 " + Ht], "129:0", [254, 255], 2, 0, true, "01.02.00.00"),
        new("O1C", ["0 " + Pro2], ":255", [254, 255], 2, 0, true, "01.01.00.00"),
        new("O1C2", ["0 " + Pro2, "1 " + Pro2], "1:0", [254, 255], 2, 0, true, "01.01.00.00"),
    ];

    /// <summary>The models' codes.</summary>
    public static TheoryData<string> Codes => [.. Printers.Select(printer => printer.Code)];

    [Fact]
    public void Given_the_models_of_the_simulator_then_each_has_its_test() =>
        Assert.Equal(SimulatorOptions.ModelCodes, Printers.Select(printer => printer.Code));

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Given_an_idle_printer_then_it_is_read_as_it_is(string code)
    {
        Expected model = Printers.Single(printer => printer.Code == code);
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Printers = 0, Models = [model.Code] });
        BambuDevice device = await fixture.DeviceAsync();
        BambuPrinterStatus status = await StatusAsync(fixture, device, seen => seen.Firmware.Version is not null,
            """{"info":{"sequence_id":"20001","command":"get_version"}}""",
            """{"pushing":{"sequence_id":"20002","command":"start"}}""");

        Assert.Equal((model.Code, BambuPrintState.Idle, BambuPrinterStage.Idle), (status.ModelCode, status.State, status.Stage));
        Assert.Equal((24.0, 0.0, 24.0, 0.0),
            (status.NozzleTemperature, status.NozzleTargetTemperature, status.BedTemperature, status.BedTargetTemperature));
        Assert.Equal(model.Chamber ? 24.0 : (double?)null, status.ChamberTemperature);
        Assert.Equal(model.Chamber ? false : (bool?)null, status.DoorOpen);
        Assert.Equal(model.Units, status.Ams.Select(unit => $"{unit.AmsId} {unit.Model}"));
        Assert.Equal(model.Slot, $"{status.ActiveSlot?.AmsId}:{status.ActiveSlot?.TrayId}");
        Assert.Equal(model.Spools, status.ExternalSpools.Select(spool => spool.TrayId));
        Assert.Equal((model.Firmware, "01.09.00.00"), (status.Firmware.Version, status.Firmware.NewVersion));
        Assert.Equal(((double?)0.4, (bool?)true), (status.NozzleDiameter, status.SdCard));
        Assert.Equal(IPAddress.Parse("192.168.0.3"), status.Network.IPAddress);
        Assert.Equal(model.Nozzles, status.Nozzles.Count);
        Assert.Equal(model.ActiveNozzle, status.Nozzles.SingleOrDefault(nozzle => nozzle.Active)?.NozzleId);
        Assert.Equal((status.Camera.Recording, status.Camera.Timelapse), (true, false));
        Assert.All(status.Ams, unit => Assert.Equal(24, unit.Humidity));
        Assert.All(status.Ams.Where(unit => unit.Model == BambuAmsModel.AmsHt),
            unit => Assert.Equal("PA-CF", Assert.Single(unit.Trays).Material));
        Assert.All(status.Ams.Where(unit => unit.Model != BambuAmsModel.AmsHt),
            unit => Assert.Equal([false, false, false, true], unit.Trays.Select(tray => tray.Empty)));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Given_a_printer_that_prints_then_the_temperatures_of_each_of_its_nozzles_are_read(string code)
    {
        Expected model = Printers.Single(printer => printer.Code == code);
        await using CloudFixture fixture = await CloudFixture.OpenAsync(
            new SimulatorOptions { Printers = 0, Models = [model.Code], Speed = 40 });
        BambuDevice device = await fixture.DeviceAsync();
        await fixture.ControlAsync($"printers/{device.DeviceId}/start");

        BambuPrinterStatus status = await StatusAsync(fixture, device, seen => seen is
        {
            State: BambuPrintState.Running,
            Layer: > 1,
            NozzleTemperature: > 219.5,
            BedTemperature: > 59.5,
        });

        Assert.Equal((220.0, 60.0), (status.NozzleTargetTemperature, status.BedTargetTemperature));
        Assert.Equal(100, status.Fans.Part);
        Assert.All(status.Nozzles, nozzle => Assert.Equal(
            nozzle.Active ? (220.0, 220.0) : (122.0, 120.0), (nozzle.Temperature, nozzle.TargetTemperature)));
        Assert.Equal(model.Chamber, status.ChamberTemperature > 30);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Given_a_printer_when_everything_is_asked_for_then_its_report_is_as_large_as_a_real_one(string code)
    {
        Expected model = Printers.Single(printer => printer.Code == code);
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Printers = 0, Models = [model.Code] });
        BambuDevice device = await fixture.DeviceAsync();
        await foreach (BambuPrinterReport report in fixture.Session.Printers.WatchReportsAsync(
            new PrinterWatchOptions { Devices = [device] }, TestContext.Current.CancellationToken))
        {
            using JsonDocument json = JsonDocument.Parse(report.Payload);
            if (json.RootElement.TryGetProperty("print", out JsonElement print) && print.TryGetProperty("home_flag", out _))
            {
                Assert.InRange(report.Payload.Length, 8_000, 30_000);
                return;
            }
        }
        Assert.Fail("No full report came.");
    }

    [Theory]
    [InlineData("BL-P001", "chamber_light, work_light")]
    [InlineData("N2S", "chamber_light")]
    [InlineData("O1D", "chamber_light, chamber_light2, heatbed_light")]
    public async Task Given_another_client_that_switches_light_and_timelapse_when_the_printer_has_done_so_then_its_state_says_it(
        string code, string lights)
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Printers = 0, Models = [code] });

        BambuPrinterStatus status = await StatusAsync(
            fixture, await fixture.DeviceAsync(), seen => seen.Camera.Timelapse == true && seen.Lights.Values.All(mode => mode == "on"),
            """{"system":{"sequence_id":"20001","command":"ledctrl","led_node":"chamber_light","led_mode":"on"}}""",
            """{"camera":{"sequence_id":"20002","command":"ipcam_timelapse","control":"enable"}}""");

        Assert.Equal(lights, string.Join(", ", status.Lights.Keys.Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("BL-P001")]
    [InlineData("O1D")]
    public async Task Given_a_door_that_somebody_opens_and_closes_then_both_are_told(string code)
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Printers = 0, Models = [code] });
        BambuDevice device = await fixture.DeviceAsync();
        await using PrinterWatch watch = await PrinterWatch.StartAsync(fixture.Session, device);

        await fixture.ControlAsync($"printers/{device.DeviceId}/open-door");
        await watch.UntilAsync(BambuPrinterEventType.DoorOpened);
        await fixture.ControlAsync($"printers/{device.DeviceId}/close-door");
        await watch.UntilAsync(BambuPrinterEventType.DoorClosed);
    }

    [Fact]
    public async Task Given_several_units_when_a_spool_is_taken_out_of_one_then_the_others_stay()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Printers = 0, Models = ["H2D"] });
        BambuDevice device = await fixture.DeviceAsync();
        await using PrinterWatch watch = await PrinterWatch.StartAsync(fixture.Session, device);

        await fixture.ControlAsync($"printers/{device.DeviceId}/load-tray");
        BambuPrinterStatus status = (await watch.UntilAsync(BambuPrinterEventType.FilamentChanged)).Status!;

        Assert.Equal([0, 1, 128], status.Ams.Select(unit => unit.AmsId));
        Assert.Equal(["PLA", "ABS", "PETG", null], status.Ams[0].Trays.Select(tray => tray.Material));
        Assert.Equal(["PLA", "PETG", "PLA", null], status.Ams[1].Trays.Select(tray => tray.Material));
        Assert.DoesNotContain(watch.Heard, item => item.Type == BambuPrinterEventType.AmsDisconnected);
    }

    // The state that is wanted, after another client, which has no name, has asked the printer for something.
    private static async Task<BambuPrinterStatus> StatusAsync(
        CloudFixture fixture, BambuDevice device, Func<BambuPrinterStatus, bool> wanted, params string[] requests)
    {
        TaskCompletionSource known = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource<BambuPrinterStatus> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using PrinterWatch watch = PrinterWatch.Start(fixture.Session, new PrinterWatchOptions
        {
            Devices = [device],
            Reported = status =>
            {
                known.TrySetResult();
                if (wanted(status))
                {
                    found.TrySetResult(status);
                }
            },
        });
        await known.Task.WaitAsync(CloudFixture.Patience, TestContext.Current.CancellationToken);
        using IMqttClient other = new MqttClientFactory().CreateMqttClient();
        await other.ConnectAsync(
            new MqttClientOptionsBuilder().WithProtocolVersion(MqttProtocolVersion.V311).WithClientId("").WithCleanSession()
                .WithTcpServer(fixture.Cloud.MqttEndpoint.Host, fixture.Cloud.MqttEndpoint.Port)
                .WithCredentials($"u_{fixture.Cloud.Account.Uid}", fixture.Cloud.Account.AccessToken).Build(),
            TestContext.Current.CancellationToken);
        foreach (string request in requests)
        {
            await other.PublishStringAsync($"device/{device.DeviceId}/request", request,
                cancellationToken: TestContext.Current.CancellationToken);
        }
        return await found.Task.WaitAsync(CloudFixture.Patience, TestContext.Current.CancellationToken);
    }

    private sealed record Expected(
        string Code, string[] Units, string Slot, int[] Spools, int Nozzles, int? ActiveNozzle, bool Chamber, string Firmware);
}
