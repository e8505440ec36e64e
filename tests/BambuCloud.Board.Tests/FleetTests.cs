using System.Globalization;
using static BambuCloud.Board.Tests.Given;

namespace BambuCloud.Board.Tests;

public sealed class FleetTests
{
    [Theory]
    [InlineData(BambuFleetSort.Name, "a2 a10 b c d")]
    [InlineData(BambuFleetSort.State, "c a2 a10 b d")]
    [InlineData(BambuFleetSort.Progress, "c a2 a10 b d")]
    [InlineData(BambuFleetSort.Left, "a10 a2 b c d")]
    public void Given_an_order_then_what_has_nothing_to_be_ordered_by_comes_last_and_names_decide_between_equals(BambuFleetSort sort,
        string expected)
    {
        Fleet fleet = Mixed();

        Assert.Equal(expected, string.Join(' ', FleetOrder.Of(fleet.Printers, sort, reverse: false).Select(printer => printer.Name)));
    }

    [Theory]
    [InlineData(BambuFleetSort.Name, "d c b a10 a2")]
    [InlineData(BambuFleetSort.State, "d b a2 a10 c")]
    [InlineData(BambuFleetSort.Progress, "a10 a2 c b d")]
    [InlineData(BambuFleetSort.Left, "a2 a10 b c d")]
    public void Given_an_order_in_reverse_then_what_has_nothing_to_be_ordered_by_still_comes_last(BambuFleetSort sort, string expected) =>
        Assert.Equal(expected, string.Join(' ', FleetOrder.Of(Mixed().Printers, sort, reverse: true).Select(printer => printer.Name)));

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("fa-IR")]
    public void Given_another_culture_then_order_and_texts_are_the_same(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        try
        {
            Fleet fleet = Fleet(("i2", Status("i2", BambuPrintState.Running, 45, 125)), ("I1", Status("I1", BambuPrintState.Idle)));
            FleetPrinter printer = fleet.Printers.First();

            Assert.Equal(["I1", "i2"], FleetOrder.Of(fleet.Printers, BambuFleetSort.Name, reverse: false).Select(each => each.Name));
            Assert.Equal("22/50", printer.Layers);
            Assert.Equal("2026-11-24 12:00:00 i2: Running cube, 45 %, layer 22/50, 2h 05m left",
                new FleetLines().Tell(Event(BambuPrinterEventType.Snapshot, printer.Status!)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Given_a_printer_that_goes_and_comes_back_then_its_state_says_so_and_what_it_said_last_is_kept()
    {
        Fleet fleet = Fleet(("a", Status("a", BambuPrintState.Running, 40, 10)));

        fleet.Take(Event(BambuPrinterEventType.PrinterOffline, "a"));
        FleetPrinter gone = Assert.Single(fleet.Printers);
        fleet.Take(Event(BambuPrinterEventType.PrinterOnline, "a"));

        Assert.Equal((FleetState.Offline, 40, null), (gone.State, gone.Progress, gone.Left));
        Assert.Equal(FleetState.Running, Assert.Single(fleet.Printers).State);
    }

    [Fact]
    public void Given_an_event_that_waited_when_a_newer_report_is_known_then_the_report_stays()
    {
        Fleet fleet = Fleet(("a", Status("a", BambuPrintState.Running, 40) with { LastSeen = Noon.AddSeconds(1) }));

        fleet.Take(Event(BambuPrinterEventType.ProgressChanged, Status("a", BambuPrintState.Running, 39)));

        Assert.Equal(40, Assert.Single(fleet.Printers).Progress);
        Assert.Equal(Noon.AddSeconds(1), fleet.LastMessage);
    }

    [Fact]
    public void Given_a_lost_connection_then_the_fleet_knows_since_when_until_it_is_back()
    {
        Fleet fleet = Fleet(("a", Status("a", BambuPrintState.Idle)));

        fleet.Take(Event(BambuPrinterEventType.Disconnected));
        Assert.Equal(Noon, fleet.LostAt);
        fleet.Take(Event(BambuPrinterEventType.Reconnected));

        Assert.Null(fleet.LostAt);
    }

    [Fact]
    public void Given_a_printer_that_is_bound_later_then_it_joins_and_one_that_never_spoke_waits()
    {
        Fleet fleet = new([Device("a"), Device("b", online: false)]);

        fleet.Take(Event(BambuPrinterEventType.Snapshot, Status("c", BambuPrintState.Idle)));
        fleet.Refuse("ID-b");

        Assert.Equal(["a Waiting", "b Refused", "c Idle"], fleet.Printers.Select(printer => $"{printer.Name} {printer.State}").Order());
    }

    [Fact]
    public void Given_a_cancelled_print_then_it_is_no_failure_and_no_alert()
    {
        FleetPrinter printer = Assert
            .Single(Fleet(("a", Status("a", BambuPrintState.Cancelled, 40) with { PrintError = "0300_400C" })).Printers);

        Assert.Equal(FleetState.Cancelled, printer.State);
        Assert.Empty(printer.Alerts);
    }

    [Fact]
    public void Given_a_print_of_which_nobody_knows_how_it_ended_then_it_is_no_failure_and_somebody_should_look_at_it()
    {
        FleetPrinter printer = Assert.Single(Fleet(
            ("a", Status("a", BambuPrintState.Unknown, 40) with { Outcome = BambuPrintState.Unknown })).Printers);

        Assert.Equal((FleetState.Unknown, "cube", 40), (printer.State, printer.Job, printer.Progress));
        Assert.True(printer.IsInTrouble);
    }

    [Fact]
    public void Given_a_printer_that_restarted_in_its_print_then_it_is_idle_and_somebody_should_look_at_it()
    {
        FleetPrinter printer = Assert.Single(Fleet(
            ("a", Status("a", BambuPrintState.Idle) with { Outcome = BambuPrintState.Unknown })).Printers);

        Assert.Equal((FleetState.Idle, true), (printer.State, printer.IsInTrouble));
    }

    [Theory]
    [InlineData(BambuPrintState.Idle)]
    [InlineData(BambuPrintState.Unknown)] // A word that has no name here.
    public void Given_a_printer_without_a_print_then_nobody_needs_to_look_at_it(BambuPrintState state) =>
        Assert.False(Assert.Single(Fleet(("a", Status("a", state))).Printers).IsInTrouble);

    [Fact]
    public void Given_several_alerts_then_the_worst_comes_first()
    {
        FleetPrinter printer = Assert.Single(Fleet(("a", Status("a", BambuPrintState.Failed, 40) with
        {
            PrintError = "0300_8003",
            Hms = [new BambuHms(0x07000100, 0x00030001), new BambuHms(0x03000300, 0x00010001)],
        })).Printers);

        Assert.Equal(
            ["0300_0300_0001_0001 (Fatal, MotionController)", "0300_8003 (print error)", "0700_0100_0003_0001 (Common, Ams)"],
            printer.Alerts.Select(alert => alert.Text));
    }

    [Theory]
    [InlineData("\e[2J", "?[2J")]
    [InlineData("a\r\nb\tc\0", "a??b?c?")]
    [InlineData("a\u009b2Jb\u2028c\u202ed\u200fe\u007f", "a?2Jb?c?d?e?")]
    [InlineData("Größe 日本 👍 [red]", "Größe 日本 👍 [red]")]
    [InlineData(null, "")]
    public void Given_a_job_s_name_that_a_terminal_would_obey_then_it_is_shown_without_it(string? name, string shown) =>
        Assert.Equal(shown, JobNamed(name));

    [Fact]
    public void Given_half_a_character_then_it_is_shown_as_one_that_is_missing() => Assert.Equal("\ufffdx", JobNamed("\ud800x"));

    [Fact]
    public void Given_a_print_of_two_days_then_lines_say_what_remains_as_the_views_do() =>
        Assert.EndsWith(", 2d 02h left", new FleetLines().Tell(Event(BambuPrinterEventType.Snapshot,
            Status("a", BambuPrintState.Running, 1, (50 * 60) + 24))), StringComparison.Ordinal);

    private static string JobNamed(string? name) =>
        Assert.Single(Fleet(("a", Status("a", BambuPrintState.Running, 1, 1) with { JobName = name })).Printers).Job;

    private static Fleet Mixed()
    {
        Fleet fleet = Fleet(
            ("b", Status("b", BambuPrintState.Idle)),
            ("a10", Status("a10", BambuPrintState.Running, 30, 10)),
            ("a2", Status("a2", BambuPrintState.Running, 60, 20)),
            ("c", Status("c", BambuPrintState.Failed, 80)),
            ("d", Status("d", BambuPrintState.Idle)));
        fleet.Take(Event(BambuPrinterEventType.PrinterOffline, "d"));
        return fleet;
    }
}
