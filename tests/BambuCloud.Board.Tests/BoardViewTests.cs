using Spectre.Console;
using Spectre.Console.Rendering;
using Spectre.Console.Testing;
using static BambuCloud.Board.Tests.Given;

namespace BambuCloud.Board.Tests;

public sealed class BoardViewTests
{
    private static readonly BambuHms Fatal = new(0x03000300, 0x00010001);

    [Fact]
    public void Given_80_columns_then_everything_is_there_and_fits() => Assert.Equal(
        [
            "4 printers, last message 12:00:00, sort: Name",
            "1 Failed  1 Running  1 Idle  1 Offline",
            "Printer                  State     Job        Progress Layers    Left Nozzle Bed",
        ],
        Rendered(SomeFleet(), 80)[..3]);

    [Theory]
    [InlineData(120, "Printer State Job Progress Layers Left Nozzle °C Bed °C")]
    [InlineData(80, "Printer State Job Progress Layers Left Nozzle Bed")]
    [InlineData(70, "Printer State Job Progress Layers Left")]
    [InlineData(60, "Printer State Progress Layers Left")]
    [InlineData(48, "Printer State % Layers Left")]
    [InlineData(30, "Printer State %")]
    [InlineData(10, "Printer")]
    public void Given_a_width_then_the_columns_that_have_room_are_shown_and_no_line_is_wider(int width, string columns)
    {
        string[] lines = Rendered(SomeFleet(), width);

        Assert.Equal(columns, string.Join(' ', lines[2].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.All(lines, line => Assert.True(line.GetCellWidth() <= width, $"{line.GetCellWidth()}: {line}"));
        Assert.Equal(10, lines.Length);
    }

    [Fact]
    public void Given_a_printing_printer_then_its_row_says_how_far_it_is()
    {
        Assert.Equal("P1S 10                   Running   cube       █░░  40%  20/50  1h 05m    220  60", Row(SomeFleet(), 80, "P1S 10"));
        Assert.Contains("220/220   60/60", Row(SomeFleet(), 120, "P1S 10"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Rack 3 left", "cube", " State     Job      Progress        Layers    Left Nozzle °C  Bed °C")]
    [InlineData("Farm-Rack03-P1S-right", "cube", " State     Job      Progress      Layers    Left Nozzle Bed")]
    [InlineData("Farm-Rack03-P1S-right", "a bracket for the wall", " State     Job           Progress Layers    Left Nozzle Bed")]
    [InlineData("Farm-Rack03-Bay2-P1S-right", "a bracket for the wall", " State     Job      Progress Layers    Left Nozzle Bed")]
    public void Given_80_columns_and_a_long_name_then_units_bar_and_job_give_way_before_it_does(string name, string job, string header)
    {
        string[] lines = Rendered(Fleet((name, Status(name, BambuPrintState.Running, 40, 65) with { JobName = job })), 80);

        Assert.Equal("Printer".PadRight(name.Length) + header, lines[2]);
        Assert.StartsWith($"{name} Running", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Given_alerts_then_the_row_is_marked_and_they_stand_under_the_table_the_worst_first()
    {
        string[] lines = Rendered(SomeFleet(), 80);

        Assert.Contains("! Failed", Row(SomeFleet(), 80, "X1"), StringComparison.Ordinal);
        Assert.Equal(["! X1: 0300_0300_0001_0001 (Fatal, MotionController)", "! X1: 0300_8003 (print error)"],
            lines.SkipLast(1).TakeLast(2));
    }

    [Theory]
    [InlineData(100, "! a: 0300_8016 (print error): The nozzle is clogged.")]
    [InlineData(40, "! a: 0300_8016 (print error): The nozzl…")]
    public void Given_an_alert_whose_text_is_known_then_it_is_explained_where_there_is_room(int width, string line)
    {
        (_, string error) = Explained();

        Assert.Contains(line, Rendered(Fleet(("a", Status("a", BambuPrintState.Paused, 40) with { PrintError = error })), width, 24));
    }

    [Fact]
    public void Given_more_alerts_than_lines_for_them_then_their_number_is_told()
    {
        Fleet fleet = Fleet([.. Enumerable.Range(1, 9)
            .Select(number => ($"{number}", Status($"{number}", BambuPrintState.Failed, 5) with { Hms = [Fatal] }))]);

        string[] lines = Rendered(fleet, 80);

        Assert.Equal("! 6 more alerts", lines[^2]);
        Assert.StartsWith("! 3: ", lines[^3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(24, 0, "1-20 of 200 printers")]
    [InlineData(24, 195, "181-200 of 200 printers")]
    [InlineData(6, 3, "4-5 of 200 printers")]
    [InlineData(1, 0, "1-1 of 200 printers")]
    public void Given_a_farm_of_200_then_those_that_fit_are_shown_and_how_many_more_there_are(int height, int offset, string expected)
    {
        string[] lines = Rendered(Farm(200), 80, height, offset);

        Assert.StartsWith(expected, lines[0], StringComparison.Ordinal);
        Assert.Equal(Math.Max(height, 5), lines.Length); // Head, one printer and keys are the least.
    }

    [Fact]
    public void Given_a_lost_connection_then_the_first_line_says_so()
    {
        Fleet fleet = SomeFleet();
        fleet.Take(Event(BambuPrinterEventType.Disconnected));

        Assert.StartsWith("Reconnecting, connection lost at 12:00:00.", Rendered(fleet, 80)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Given_names_in_Spectres_markup_then_they_are_shown_as_they_are()
    {
        Fleet fleet = Fleet(("[red]x[/]", Status("[red]x[/]", BambuPrintState.Running, 5) with { JobName = "[bold]" }));

        Assert.Contains("[red]x[/]", Rendered(fleet, 80)[3], StringComparison.Ordinal);
        Assert.Contains("[bold]", Rendered(fleet, 80)[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Given_names_that_a_terminal_would_obey_then_none_of_it_comes_out()
    {
        Fleet fleet = Fleet(("\e[2J\r\n", Status("\e[2J\r\n", BambuPrintState.Running, 5) with { JobName = "\u009b2J" }));

        string[] lines = Rendered(fleet, 80);

        Assert.Contains("?[2J??", lines[3], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.DoesNotContain(line, char.IsControl));
    }

    [Fact]
    public void Given_names_longer_than_their_column_and_of_wide_characters_then_they_are_cut_and_all_stays_in_line()
    {
        Fleet fleet = Fleet(("日本語のプリンター一号機の左側の上",
            Status("日本語のプリンター一号機の左側の上", BambuPrintState.Running, 5) with { JobName = "a job with a very long name" }));

        string[] lines = Rendered(fleet, 80);

        Assert.StartsWith("日本語のプリンター一号機… ", lines[3], StringComparison.Ordinal);
        Assert.Equal(5, lines.Length);
        Assert.All(lines, line => Assert.True(line.GetCellWidth() <= 80, line));
    }

    [Fact]
    public void Given_a_terminal_without_Unicode_then_there_is_nothing_but_ASCII()
    {
        TestConsole console = new TestConsole().Width(160).Height(24);
        foreach (IRenderable part in new BoardView(SomeFleet(), new BoardLook { Width = 120, Height = 24, Unicode = false }).Draw())
        {
            console.Write(part);
        }

        Assert.All(console.Output, character => Assert.True(char.IsAscii(character), $"{character}"));
        Assert.Contains("####......", console.Output, StringComparison.Ordinal);
        Assert.Contains("Nozzle C   Bed C", console.Output, StringComparison.Ordinal);
    }

    private static Fleet SomeFleet()
    {
        Fleet fleet = Fleet(
            ("P1S 10", Status("P1S 10", BambuPrintState.Running, 40, 65)),
            ("P1S 2", Status("P1S 2", BambuPrintState.Idle)),
            ("X1", Status("X1", BambuPrintState.Failed, 80) with
            {
                PrintError = "0300_8003",
                Hms = [Fatal],
                JobName = "a bracket for the wall"
            }),
            ("A printer of a long name", Status("A printer of a long name", BambuPrintState.Idle)));
        fleet.Take(Event(BambuPrinterEventType.PrinterOffline, "A printer of a long name"));
        return fleet;
    }

    private static string Row(Fleet fleet, int width, string name) =>
        Rendered(fleet, width).Single(line => line.StartsWith(name + " ", StringComparison.Ordinal));

    private static string[] Rendered(Fleet fleet, int width, int height = 24, int offset = 0) => Screen.Lines(
        new BoardView(fleet, new BoardLook { Width = width, Height = height, Offset = offset }).Draw(), width, height);
}
