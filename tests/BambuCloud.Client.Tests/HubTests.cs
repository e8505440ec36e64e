using System.Buffers;
using System.Text;
using BambuCloud.Client.Live;
using BambuCloud.Client.Trust;
using Microsoft.Extensions.Time.Testing;
using static BambuCloud.BambuPrinterEventType;

namespace BambuCloud.Client.Tests;

/// <summary>What listeners are told of printers by a hub that has a clock and no network.</summary>
public sealed class HubTests : IDisposable
{
    private static readonly BambuDevice Device = ScriptedPrinter.Device;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly Hub _hub;

    public HubTests() => _hub = new Hub(Redaction.OfNone, () => null, _time);

    public void Dispose() => _hub.Dispose();

    [Fact]
    public void Given_a_failure_without_a_code_when_none_comes_for_three_seconds_then_it_is_told_by_itself()
    {
        List<BambuPrinterEvent> told = Listen();
        Say(ScriptedPrinter.State("RUNNING", "7"));

        Say("""{"print":{"command":"push_status","msg":1,"gcode_state":"FAILED"}}""");
        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Equal([Snapshot], told.Select(item => item.Type));
        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal([Snapshot, StateChanged, PrintFailed], told.Select(item => item.Type));
        Assert.Equal((BambuPrintState.Failed, BambuPrintState.Failed), (told[^1].Status!.State, told[^1].Outcome));
    }

    [Fact]
    public void Given_a_print_that_is_idle_in_the_middle_when_nothing_more_is_heard_then_its_end_is_told_as_unknown()
    {
        List<BambuPrinterEvent> told = Listen();
        Say(ScriptedPrinter.State("RUNNING", "7"));

        Say("""{"print":{"command":"push_status","msg":1,"gcode_state":"IDLE"}}""");
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal((PrintEnded, BambuPrintState.Unknown, "7"), (told[^1].Type, told[^1].Outcome, told[^1].Status!.TaskId));
    }

    [Fact]
    public void Given_a_cancelled_print_when_nobody_listened_meanwhile_then_who_listens_next_hears_the_same_verdict()
    {
        PrinterListener first = new([Device]) { Event = _ => { } };
        _hub.TryAdd(first, null);
        Say(ScriptedPrinter.State("RUNNING", "7"));
        Say("""{"print":{"command":"push_status","msg":1,"gcode_state":"FAILED","print_error":50348044}}""");
        _hub.Remove(first, () => { });

        List<BambuPrinterEvent> told = Listen();
        Say(ScriptedPrinter.State("FAILED", "7"));

        Assert.Equal((BambuPrintState.Cancelled, BambuPrintState.Cancelled), (told[0].Status!.State, told[0].Status!.Outcome));
    }

    private List<BambuPrinterEvent> Listen()
    {
        List<BambuPrinterEvent> told = [];
        _hub.TryAdd(new PrinterListener([Device]) { Event = told.Add }, null);
        return told;
    }

    private void Say(string report) =>
        _hub.Received(PrinterTopics.Report(Device.DeviceId), new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(report)));
}
