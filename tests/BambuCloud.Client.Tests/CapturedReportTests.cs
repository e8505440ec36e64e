namespace BambuCloud.Client.Tests;

/// <summary>What real printers said (<c>tests/data/reports</c>), read in every figure.</summary>
public sealed class CapturedReportTests
{
    [Fact]
    public async Task Given_an_idle_A1_mini_when_its_full_report_is_read_then_every_figure_is_the_printers()
    {
        PrinterStory printer = new("03000A000000001");
        printer.Hear(await ReadAsync("a1-mini-versions"));
        printer.Hear(await ReadAsync("a1-mini-idle"));

        BambuPrinterStatus status = printer.Status;

        Assert.Equal((BambuPrintState.Idle, BambuPrinterStage.Idle, null), (status.State, status.Stage, status.Outcome));
        Assert.Equal((0, TimeSpan.Zero, 0, 0), (status.Progress, status.RemainingTime, status.Layer, status.TotalLayers));
        Assert.Equal((null, null, "idle", 0), (status.TaskId, status.JobName, status.Job.PrintType, status.Job.DownloadProgress));
        Assert.Equal((27.21875, 0, 26.53125, 0), (status.NozzleTemperature, status.NozzleTargetTemperature, status.BedTemperature,
            status.BedTargetTemperature));
        Assert.Equal((null, 0.4, "stainless_steel"), (status.ChamberTemperature, status.NozzleDiameter, status.NozzleType));
        Assert.Equal((0, 0, 0, 0), (status.Fans.Part, status.Fans.Auxiliary, status.Fans.Chamber, status.Fans.Heatbreak));
        Assert.Equal((BambuSpeedLevel.Standard, 100, true), (status.SpeedLevel, status.SpeedPercent, status.SdCard));
        Assert.Equal((true, false, "off"), (status.Camera.Recording, status.Camera.Timelapse, status.Lights["chamber_light"]));
        Assert.Equal(("01.07.02.00", null, null), (status.Firmware.Version, status.Firmware.NewVersion, status.DoorOpen));
        Assert.Equal((null, null, null), (status.Network.WifiSignal, status.Network.IPAddress, status.ActiveSlot));
        Assert.Empty(status.Hms);
    }

    [Fact]
    public async Task Given_an_A1_mini_with_an_AMS_lite_when_its_full_report_is_read_then_its_spools_are_those_in_it()
    {
        PrinterStory printer = new("03000A000000001");
        printer.Hear(await ReadAsync("a1-mini-idle"));

        BambuAms unit = Assert.Single(printer.Status.Ams);
        Assert.Equal((0, BambuAmsModel.AmsLite), (unit.AmsId, unit.Model));
        Assert.Equal([("PLA Matte", "#DE4343", "GFA01"), ("PLA Wood", "#918669", "GFA16"), ("PETG Translucent", "#D6ABFF", "GFG01"),
            ("PLA Matte", "#000000", "GFA01")], unit.Trays.Select(tray => (tray.Brand, tray.Color, tray.FilamentId)));
        Assert.Equal([(230, 190, 55, 1000), (230, 190, 60, 1000), (260, 230, 65, 1000), (230, 190, 55, 1000)], unit.Trays.Select(tray =>
            (tray.NozzleTemperatureMax, tray.NozzleTemperatureMin, tray.DryingTemperature, tray.SpoolGrams)));
        BambuAmsTray outside = Assert.Single(printer.Status.ExternalSpools);
        Assert.Equal((254, "PLA", "#161616", "GFA00", null),
            (outside.TrayId, outside.Material, outside.Color, outside.FilamentId, outside.Remaining));
    }

    private static Task<string> ReadAsync(string name) => File.ReadAllTextAsync(
        Path.Combine(AppContext.BaseDirectory, "data", "reports", $"{name}.json"), TestContext.Current.CancellationToken);
}
