using System.Diagnostics;
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
    public async Task Given_ids_that_come_late_when_they_come_then_it_is_one_print()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Speed = 300 });
        BambuDevice device = await fixture.DeviceAsync();
        await using PrinterWatch watch = await PrinterWatch.StartAsync(fixture.Session, device);

        await fixture.ControlAsync($"printers/{device.DeviceId}/late-ids");
        await fixture.ControlAsync($"printers/{device.DeviceId}/start");
        BambuPrinterEvent start = await watch.UntilAsync(PrintStarted);
        BambuPrinterEvent end = await watch.UntilAsync(PrintFinished);

        Assert.Equal((null, "bracket"), (start.Status!.TaskId, start.Status.JobName));
        Assert.NotNull(end.Status!.TaskId);
        Assert.Equal([Snapshot, PrintStarted, PrintFinished], watch.Transitions());
    }

    [Fact]
    public async Task Given_figures_that_are_left_over_when_the_next_print_is_prepared_then_they_are_not_its_own()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Speed = 100 });
        BambuDevice device = await fixture.DeviceAsync();
        await using PrinterWatch watch = await PrinterWatch.StartAsync(fixture.Session, device);
        await fixture.ControlAsync($"printers/{device.DeviceId}/start");
        await watch.UntilAsync(item => item.Status?.Progress > 2, "it is on its way");
        await fixture.ControlAsync($"printers/{device.DeviceId}/cancel");
        BambuPrinterEvent end = await watch.UntilAsync(PrintCancelled);

        await fixture.ControlAsync($"printers/{device.DeviceId}/leftovers");
        await fixture.ControlAsync($"printers/{device.DeviceId}/start");
        BambuPrinterEvent start = await watch.UntilAsync(PrintStarted);

        Assert.True(end.Status!.Progress > 2);
        Assert.Equal((BambuPrintState.Preparing, null, null), (start.Status!.State, start.Status.Progress, start.Status.Layer));
    }

    [Fact]
    public async Task Given_an_end_that_takes_its_layers_away_when_it_comes_then_those_that_were_printed_are_told()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Speed = 400 });
        BambuDevice device = await fixture.DeviceAsync();
        await using PrinterWatch watch = await PrinterWatch.StartAsync(fixture.Session, device);

        await fixture.ControlAsync($"printers/{device.DeviceId}/reset-layers");
        await fixture.ControlAsync($"printers/{device.DeviceId}/start");
        BambuPrinterEvent end = await watch.UntilAsync(PrintFinished);

        Assert.Equal((50, 50), (end.Status!.Layer, end.Status.TotalLayers));
    }

    [Fact]
    public async Task Given_a_change_of_spools_when_it_looks_idle_then_the_print_goes_on()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Speed = 400 });
        BambuDevice device = await fixture.DeviceAsync();
        await using PrinterWatch watch = await PrinterWatch.StartAsync(fixture.Session, device);
        await fixture.ControlAsync($"printers/{device.DeviceId}/start");
        await watch.UntilAsync(item => item.Status?.State == BambuPrintState.Running, "it prints");

        await fixture.ControlAsync($"printers/{device.DeviceId}/change-spool");
        await watch.UntilAsync(item => item.Status?.State == BambuPrintState.Idle, "it looks idle");
        await watch.UntilAsync(PrintFinished);

        Assert.Equal([Snapshot, PrintStarted, PrintFinished], watch.Transitions());
    }

    [Fact]
    public async Task Given_a_printer_that_is_silent_for_a_while_when_it_speaks_again_then_what_it_did_meanwhile_is_told()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Speed = 20 });
        BambuDevice device = await fixture.DeviceAsync();
        await using PrinterWatch watch = await PrinterWatch.StartAsync(fixture.Session, device);
        await fixture.ControlAsync($"printers/{device.DeviceId}/start");
        await watch.UntilAsync(PrintStarted);

        long order = Stopwatch.GetTimestamp();
        await fixture.ControlAsync($"printers/{device.DeviceId}/fall-silent?seconds=1.5");
        await fixture.ControlAsync($"printers/{device.DeviceId}/pause");
        await watch.UntilAsync(PrintPaused);

        Assert.True(Stopwatch.GetElapsedTime(order) > TimeSpan.FromSeconds(1));
        Assert.Equal([Snapshot, PrintStarted, PrintPaused], watch.Transitions());
    }

    [Theory]
    [InlineData("report-unit")]
    [InlineData("report-tray")]
    public async Task Given_an_AMS_that_tells_of_one_tray_or_of_all_when_filament_is_used_up_then_the_others_stay(string action)
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Printers = 0, Models = ["P2S"] });
        BambuDevice device = await fixture.DeviceAsync();
        await using PrinterWatch watch = await PrinterWatch.StartAsync(fixture.Session, device);
        IReadOnlyList<BambuAms> before = watch.Heard[^1].Status!.Ams;

        await fixture.ControlAsync($"printers/{device.DeviceId}/{action}");
        await fixture.ControlAsync($"printers/{device.DeviceId}/load-tray");
        BambuPrinterEvent changed = await watch.UntilAsync(FilamentChanged);

        Assert.Equal([79, 100, 60, null], changed.Status!.Ams[0].Trays.Select(tray => tray.Remaining));
        Assert.Equal([80, 70, 60, null], before[0].Trays.Select(tray => tray.Remaining));
        Assert.Equal(before.Select(unit => unit.AmsId), changed.Status.Ams.Select(unit => unit.AmsId));
        Assert.Equal([Snapshot, FilamentChanged], watch.Transitions());
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
