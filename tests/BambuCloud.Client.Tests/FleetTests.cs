using System.Globalization;
using BambuCloud.Client.Live;
using BambuCloud.Simulator;
using Microsoft.Extensions.Time.Testing;
using static BambuCloud.BambuPrinterEventType;

namespace BambuCloud.Client.Tests;

/// <summary>What time alone brings about: silence, asking again, printers that are bound later.</summary>
public sealed class FleetTests
{
    private const string PushAll = "MQTT pushall";

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Given_a_printer_that_falls_silent_when_a_minute_is_over_then_it_is_offline_once_and_online_with_its_next_report()
    {
        LeapingClock clock = new();
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Speed = 20 }, clock);
        BambuDevice device = await fixture.DeviceAsync();
        await using PrinterWatch watch = await PrinterWatch.StartAsync(fixture.Session, device);
        await fixture.ControlAsync($"printers/{device.DeviceId}/mute");
        DateTimeOffset silent = clock.GetUtcNow();

        BambuPrinterEvent offline = await PassUntilAsync(clock, watch.UntilAsync(PrinterOffline));
        clock.Advance(TimeSpan.FromMinutes(3));
        await fixture.ControlAsync($"printers/{device.DeviceId}/speak");
        await fixture.ControlAsync($"printers/{device.DeviceId}/start");
        await watch.UntilAsync(PrintStarted);

        Assert.Equal([Snapshot, PrinterOffline, PrinterOnline, PrintStarted], watch.Transitions());
        Assert.True(offline.Timestamp >= (silent + TimeSpan.FromMinutes(1)).LocalDateTime);
        Assert.Equal(BambuPrintState.Idle, offline.Status!.State);
    }

    [Fact]
    public async Task Given_a_clock_that_leaps_when_the_machine_slept_or_was_set_then_no_printer_is_taken_for_offline()
    {
        LeapingClock clock = new();
        await using CloudFixture fixture = await CloudFixture.OpenAsync(clock: clock);
        BambuDevice[] devices = [.. (await fixture.Session.Devices.ListAsync(Cancellation)).Take(2)];
        await using PrinterWatch watch = await PrinterWatch.StartAsync(fixture.Session, devices);
        await ComeBackAsync(fixture, watch, devices[1]);
        int asked = fixture.CountOf(PushAll);

        clock.Leap(TimeSpan.FromHours(8));
        clock.Advance(Look);
        // The one that came back is asked when its five minutes are over, and that is found when the printers are looked at.
        await Eventually.TrueAsync(() => Task.FromResult(fixture.CountOf(PushAll) > asked), "the printers are looked at");
        clock.Leap(TimeSpan.FromHours(-16));
        clock.Advance(Look);
        await fixture.ControlAsync($"printers/{devices[0].DeviceId}/start");
        await watch.UntilAsync(PrintStarted);

        Assert.Equal([Snapshot, PrintStarted], watch.Transitions(devices[0].DeviceId));
    }

    [Fact]
    public async Task Given_a_printer_that_comes_back_when_it_was_asked_then_it_is_asked_again_after_five_minutes_or_a_reconnect()
    {
        LeapingClock clock = new();
        await using CloudFixture fixture = await CloudFixture.OpenAsync(clock: clock);
        BambuDevice device = await fixture.DeviceAsync();
        await using PrinterWatch watch = await PrinterWatch.StartAsync(fixture.Session, device);
        DateTimeOffset asked = clock.GetUtcNow();
        await ComeBackAsync(fixture, watch, device);
        await ComeBackAsync(fixture, watch, device);
        Assert.Equal(1, fixture.CountOf(PushAll));

        await Eventually.TrueAsync(() =>
        {
            clock.Advance(Look);
            return Task.FromResult(fixture.CountOf(PushAll) > 1);
        }, "it is asked again");
        Assert.InRange(clock.GetUtcNow() - asked, FiveMinutes, FiveMinutes * 2);
        int before = fixture.CountOf(PushAll);

        await fixture.ControlAsync("connections/drop");
        await PassUntilAsync(clock, watch.UntilAsync(Reconnected));
        await Eventually.TrueAsync(() => Task.FromResult(fixture.CountOf(PushAll) > before), "it is asked after the reconnect");
    }

    [Fact]
    public async Task Given_a_large_fleet_when_it_is_watched_then_twenty_are_asked_at_a_time_and_none_twice()
    {
        LeapingClock clock = new();
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Printers = 200 }, clock);
        BambuDevice[] devices = [.. await fixture.Session.Devices.ListAsync(Cancellation)];
        await using PrinterWatch watch = PrinterWatch.Start(fixture.Session, devices);
        await AskedAsync(20);
        await ComeBackAsync(fixture, watch, devices[45]); // A reason more to ask it, while its turn is yet to come.

        for (int asked = 40; asked < 200; asked += 20)
        {
            clock.Advance(TimeSpan.FromMilliseconds(249));
            Assert.Equal(asked - 20, fixture.CountOf(PushAll));
            clock.Advance(TimeSpan.FromMilliseconds(1));
            await AskedAsync(asked);
        }
        clock.Advance(TimeSpan.FromMilliseconds(250));
        await AskedAsync(199); // The last printer is switched off.
        clock.Advance(TimeSpan.FromSeconds(1));
        await fixture.ControlAsync($"printers/{devices[0].DeviceId}/offline");
        await watch.UntilAsync(item => item.Type == PrinterOffline && item.DeviceId == devices[0].DeviceId, "the first printer leaves");

        Assert.Equal(199, fixture.CountOf(PushAll));
        await Eventually.TrueAsync(() => Task.FromResult(watch.Transitions().Count(type => type == Snapshot) == 199), "all begin");

        Task AskedAsync(int count) => Eventually.TrueAsync(
            () => Task.FromResult(fixture.CountOf(PushAll) == count),
                string.Create(CultureInfo.InvariantCulture, $"{count} printers are asked"));
    }

    [Fact]
    public async Task Given_a_watch_of_all_when_a_printer_is_bound_later_then_it_is_heard_within_a_minute_over_the_same_connection()
    {
        LeapingClock clock = new();
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Printers = 2 }, clock);
        await using PrinterWatch watch = PrinterWatch.StartAll(fixture.Session);
        await watch.UntilAsync(Snapshot);
        await watch.UntilAsync(Snapshot);

        await fixture.Session.Devices.BindAsync("01P00A000000777", "new", "12345678", Cancellation);
        clock.Advance(TimeSpan.FromMinutes(1));
        BambuPrinterEvent heard = await watch.UntilAsync(Snapshot);
        await fixture.ControlAsync("printers/01P00A000000777/start");
        await watch.UntilAsync(PrintStarted);

        Assert.Equal(("01P00A000000777", "new"), (heard.DeviceId, heard.DeviceName));
        Assert.Equal(1, fixture.CountOf("MQTT CONNECT"));
        Assert.Equal(3, fixture.CountOf(PushAll));
    }

    [Fact]
    public async Task Given_a_watch_of_some_when_printers_are_bound_later_then_those_are_heard_that_are_wanted()
    {
        LeapingClock clock = new();
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Printers = 2 }, clock);
        BambuDevice first = await fixture.DeviceAsync();
        await using PrinterWatch watch = PrinterWatch.Start(fixture.Session, new PrinterWatchOptions
        {
            Devices = [first],
            Later = device => device.Name == "wanted",
        });
        await watch.UntilAsync(Snapshot);

        await fixture.Session.Devices.BindAsync("01P00A000000777", "other", "12345678", Cancellation);
        await fixture.Session.Devices.BindAsync("01P00A000000778", "wanted", "12345678", Cancellation);
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("wanted", (await watch.UntilAsync(Snapshot)).DeviceName);
        Assert.Equal(2, fixture.CountOf(PushAll));
    }

    [Fact]
    public async Task Given_a_printer_that_sends_broken_reports_when_it_goes_on_then_the_user_is_warned_once_and_the_rest_is_heard()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync();
        BambuDevice[] devices = [.. (await fixture.Session.Devices.ListAsync(Cancellation)).Take(2)];
        await using PrinterWatch watch = await PrinterWatch.StartAsync(fixture.Session, devices);

        for (int time = 0; time < 3; time++)
        {
            await fixture.ControlAsync($"printers/{devices[0].DeviceId}/garble");
        }
        await fixture.ControlAsync($"printers/{devices[0].DeviceId}/start");
        await watch.UntilAsync(PrintStarted);

        Assert.Equal((BambuErrorKind.ReportUnreadable, devices[0].DeviceId), (Assert.Single(watch.Warned).Kind, watch.Warned[0].Subject));
        Assert.Equal([Snapshot, PrintStarted], watch.Transitions(devices[0].DeviceId));
    }

    // The cloud's word that it left and came, as it reaches the watch.
    private static async Task ComeBackAsync(CloudFixture fixture, PrinterWatch watch, BambuDevice device)
    {
        foreach (string action in new[] { "offline", "online" })
        {
            await fixture.ControlAsync($"printers/{device.DeviceId}/{action}");
            await watch.UntilAsync(
                item => item.DeviceId == device.DeviceId && item.Type == (action == "offline" ? PrinterOffline : PrinterOnline), action);
        }
    }

    private static async Task<BambuPrinterEvent> PassUntilAsync(LeapingClock clock, Task<BambuPrinterEvent> awaited)
    {
        await Eventually.TrueAsync(() =>
        {
            clock.Advance(Look);
            return Task.FromResult(awaited.IsCompleted);
        }, "it happens with time");
        return await awaited;
    }

    /// <summary>A clock that a test moves, and that may be set or go on while the machine sleeps, so that no wait is over by it.</summary>
    private sealed class LeapingClock() : FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero))
    {
        private long _leapt;

        public void Leap(TimeSpan by) => Interlocked.Add(ref _leapt, by.Ticks);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _leapt));

        public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _leapt);
    }
}
