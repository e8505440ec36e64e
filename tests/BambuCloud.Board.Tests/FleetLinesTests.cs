using static BambuCloud.BambuPrinterEventType;
using static BambuCloud.Board.Tests.Given;

namespace BambuCloud.Board.Tests;

public sealed class FleetLinesTests
{
    private const string Time = "2026-11-24 12:00:00 ";

    private static readonly BambuPrinterStatus Printing = Status("a", BambuPrintState.Running, 40, 10);

    [Fact]
    public void Given_printers_that_are_offline_then_they_are_told_of_at_the_beginning_and_no_others() =>
        Assert.Equal([Time + "b: offline", Time + "c: offline"],
            new FleetLines().Begin(new Fleet([Device("c", online: false), Device("a"), Device("b", online: false)]), Noon));

    [Theory]
    [InlineData(PrintStarted, "started cube")]
    [InlineData(PrintPaused, "paused cube, 40 %, layer 20/50")]
    [InlineData(PrintResumed, "resumed cube, 40 %, layer 20/50")]
    [InlineData(PrintFinished, "finished cube")]
    [InlineData(PrintFailed, "failed cube, 40 %, layer 20/50")]
    [InlineData(PrintCancelled, "cancelled cube, 40 %, layer 20/50")]
    [InlineData(PrinterOnline, "online")]
    [InlineData(PrinterOffline, "offline")]
    public void Given_a_change_that_is_worth_telling_then_it_is_a_line(BambuPrinterEventType type, string expected) =>
        Assert.Equal($"{Time}a: {expected}", new FleetLines().Tell(Event(type, Printing)));

    [Theory]
    [InlineData(StateChanged)]
    [InlineData(StageChanged)]
    [InlineData(ProgressChanged)]
    [InlineData(LayerChanged)]
    [InlineData(FilamentChanged)]
    public void Given_a_change_that_is_not_then_it_is_none(BambuPrinterEventType type) =>
        Assert.Null(new FleetLines().Tell(Event(type, Printing)));

    [Fact]
    public void Given_a_second_snapshot_of_a_printer_then_only_the_first_one_is_told()
    {
        FleetLines lines = new();

        Assert.Equal($"{Time}a: Running cube, 40 %, layer 20/50, 10m left", lines.Tell(Event(Snapshot, Printing)));
        Assert.Null(lines.Tell(Event(Snapshot, Printing)));
    }

    [Fact]
    public void Given_an_alert_whose_text_is_known_then_it_is_explained_when_it_comes()
    {
        (BambuHms hms, _) = Explained();

        Assert.Equal($"{Time}a: alert 0700_2000_0002_0001 (Serious, Ams): AMS A slot 1: the filament has run out. Please insert a new "
            + "filament, and then press Resume.",
                new FleetLines().Tell(Event(ErrorRaised, Status("a", BambuPrintState.Paused, 40)) with { Hms = hms }));
    }

    [Fact]
    public void Given_alerts_then_they_are_told_when_they_come_when_they_go_and_at_the_beginning_but_not_that_of_a_cancelled_print()
    {
        FleetLines lines = new();
        BambuHms hms = new(0x03000300, 0x00010001);

        Assert.Equal($"{Time}a: alert 0300_0300_0001_0001 (Fatal, MotionController)",
            lines.Tell(Event(ErrorRaised, Printing) with { Hms = hms }));
        Assert.Equal($"{Time}a: alert over 0300_8003 (print error)",
            lines.Tell(Event(ErrorCleared, Printing) with { PrintError = "0300_8003" }));
        Assert.Null(lines.Tell(Event(ErrorRaised, Printing) with { PrintError = "0300_400C" }));
        Assert.EndsWith("left, alert 0300_0300_0001_0001 (Fatal, MotionController)",
            lines.Tell(Event(Snapshot, Printing with { Hms = [hms] })), StringComparison.Ordinal);
    }

    [Fact]
    public void Given_events_that_were_left_out_then_the_line_says_how_many_and_what_the_printer_does_now() =>
        Assert.Equal(
            $"{Time}a: 17 events left out, now Running cube, 40 %, layer 20/50, 10m left",
            new FleetLines().Tell(Event(EventsOmitted, Printing) with { Conflated = 17 }));

    [Fact]
    public void Given_a_lost_connection_then_it_is_a_line_of_no_printer_and_what_happened_meanwhile_says_so()
    {
        FleetLines lines = new();

        Assert.Equal($"{Time}connection to the cloud lost, reconnecting", lines.Tell(Event(Disconnected)));
        Assert.Equal($"{Time}connection to the cloud is back", lines.Tell(Event(Reconnected)));
        Assert.Equal($"{Time}a: finished cube, while the connection was lost",
            lines.Tell(Event(PrintFinished, Printing) with { Recovered = true }));
    }

    [Fact]
    public void Given_a_printer_and_a_job_with_escape_sequences_in_their_names_then_the_line_is_one_line_without_them()
    {
        string? line = new FleetLines()
            .Tell(Event(PrintStarted, Printing with { JobName = "cube\n\e]0;x\a" }) with { DeviceName = "\e[2J" });

        Assert.Equal($"{Time}?[2J: started cube??]0;x?", line);
    }
}
