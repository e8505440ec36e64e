using BambuCloud.Simulator;
using static BambuCloud.BambuPrinterEventType;

namespace BambuCloud.Client.Tests;

/// <summary>What simulated printers do with their words, as real ones do, and what is told of it.</summary>
public sealed class MischiefTests
{
    [Theory]
    [InlineData("cancel-code-before", 0)]
    [InlineData("cancel-code-with", 0)]
    [InlineData("cancel-code-after", 0)]
    [InlineData("cancel-reason-only", 0)]
    [InlineData("cancel-code-before", 1)]
    [InlineData("cancel-code-after", 1)]
    [InlineData("cancel-reason-only", 1)]
    public async Task Given_a_print_that_somebody_cancels_when_its_code_wanders_then_it_is_cancelled_once_and_stays_so(
        string action, int printer)
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Speed = 20 });
        BambuDevice device = await fixture.DeviceAsync(printer);
        await using PrinterWatch watch = await PrinterWatch.StartAsync(fixture.Session, device);
        await fixture.ControlAsync($"printers/{device.DeviceId}/start");
        await watch.UntilAsync(PrintStarted);

        await fixture.ControlAsync($"printers/{device.DeviceId}/{action}");
        await watch.UntilAsync(PrintCancelled);
        await fixture.ControlAsync($"printers/{device.DeviceId}/load-tray");
        BambuPrinterEvent later = await watch.UntilAsync(FilamentChanged);

        Assert.Equal((BambuPrintState.Cancelled, BambuPrintState.Cancelled), (later.Status!.State, later.Status.Outcome));
        Assert.Equal([PrintStarted, PrintCancelled],
            watch.Transitions().Where(type => type is PrintStarted or PrintCancelled or PrintFailed or PrintFinished or PrintEnded));
    }

    [Fact]
    public async Task Given_a_power_cut_when_the_printer_has_forgotten_its_print_then_its_end_is_neither_a_success_nor_a_failure()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Speed = 20 });
        BambuDevice device = await fixture.DeviceAsync();
        await using PrinterWatch watch = await PrinterWatch.StartAsync(fixture.Session, device);
        await fixture.ControlAsync($"printers/{device.DeviceId}/start");
        await watch.UntilAsync(PrintStarted);

        await fixture.ControlAsync($"printers/{device.DeviceId}/restart");
        BambuPrinterEvent end = await watch.UntilAsync(PrintEnded);

        Assert.Equal((BambuPrintState.Unknown, "bracket"), (end.Outcome, end.Status!.JobName));
    }

    [Fact]
    public async Task Given_a_spool_that_is_taken_out_when_only_the_bits_say_so_then_its_slot_is_empty()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync();
        BambuDevice device = await fixture.DeviceAsync();
        await using PrinterWatch watch = await PrinterWatch.StartAsync(fixture.Session, device);

        await fixture.ControlAsync($"printers/{device.DeviceId}/unload-tray");
        BambuPrinterEvent changed = await watch.UntilAsync(FilamentChanged);

        Assert.Equal((0, 0, true), (changed.AmsId, changed.Tray!.TrayId, changed.Tray.Empty));
    }
}
