using static BambuCloud.Board.Tests.Given;

namespace BambuCloud.Board.Tests;

public sealed class DetailsViewTests
{
    private static readonly BambuPrinterStatus Heating = Status("P1S 1", BambuPrintState.Preparing, 40, 65) with
    {
        Stage = BambuPrinterStage.HeatingHotend,
        ChamberTemperature = 35.2,
        SpeedLevel = BambuSpeedLevel.Sport,
        SpeedPercent = 124,
        Fans = new BambuFans { Part = 0, Chamber = 60 },
        Network = new BambuPrinterNetwork { WifiSignal = -45 },
        Ams =
        [
            new BambuAms
            {
                AmsId = 0,
                Trays = [new BambuAmsTray { TrayId = 0, Empty = false, Material = "PLA", RawColor = "FF0000FF", Remaining = 80 },
                    new BambuAmsTray { TrayId = 1 }],
            },
        ],
        Hms = [new BambuHms(0x03000300, 0x00010001)],
    };

    [Fact]
    public void Given_a_printer_that_prints_then_all_that_is_known_of_it_is_there() => Assert.Equal(
        [
            "P1S 1  ID-P1S 1",
            "State     Preparing, HeatingHotend",
            "Job       cube",
            "Progress  ████████░░░░░░░░░░░░ 40%, layer 20/50",
            "Left      1h 05m, until 13:05",
            "Nozzle    220/220 °C",
            "Bed       60/60 °C",
            "Chamber   35 °C",
            "Speed     Sport, 124%",
            "Fans      part 0%, chamber 60%",
            "AMS 0     0: PLA #FF0000 80%, 1: empty",
            "Wi-Fi     -45 dBm",
            "Heard     12:00:00",
            "! 0300_0300_0001_0001 (Fatal, MotionController)",
            "Enter back  ↑↓ other printers  q quit",
        ],
        Rendered(Heating));

    [Fact]
    public void Given_alerts_whose_texts_are_known_then_each_is_explained_in_as_many_lines_as_it_takes()
    {
        (BambuHms hms, string error) = Explained();

        string[] lines = Rendered(Status("P1S 1", BambuPrintState.Paused, 40) with { Hms = [hms], PrintError = error }, width: 60);

        Assert.Equal(
            [
                "! 0300_8016 (print error): The nozzle is clogged.",
                "! 0700_2000_0002_0001 (Serious, Ams): AMS A slot 1: the",
                "  filament has run out. Please insert a new filament, and",
                "  then press Resume.",
            ],
            lines[^5..^1]);
    }

    [Fact]
    public void Given_two_nozzles_then_each_is_told()
    {
        BambuNozzle[] nozzles = [new() { NozzleId = 0, Temperature = 24 },
            new() { NozzleId = 1, Temperature = 219.6, TargetTemperature = 220 }];

        Assert.Contains("Nozzle    0: 24 °C, 1: 220/220 °C", Rendered(Heating with { Nozzles = nozzles }));
    }

    [Fact]
    public void Given_a_printer_that_never_spoke_then_its_state_says_so() => Assert.Equal(
        ["a  P1S  ID-a", "State     Waiting", "Enter back  ↑↓ other printers  q quit"],
        Rendered(new FleetPrinter { DeviceId = "ID-a", Name = "a", Model = "P1S", Online = true }));

    [Theory]
    [InlineData(30, 24)]
    [InlineData(8, 24)]
    [InlineData(80, 6)]
    [InlineData(1, 1)]
    public void Given_a_small_terminal_then_no_line_is_wider_and_there_are_no_more(int width, int height)
    {
        string[] lines = Rendered(Heating, width, height);

        Assert.InRange(lines.Length, 1, Math.Max(2, height));
        Assert.All(lines, line => Assert.True(line.Length <= width, line));
    }

    [Fact]
    public void Given_texts_that_a_terminal_would_obey_or_none_that_it_can_show_then_none_of_them_comes_out()
    {
        string[] lines = Rendered(Heating with { JobName = "\e[2J" }, unicode: false);

        Assert.Contains("Job       ?[2J", lines);
        Assert.Contains("Nozzle    220/220 C", lines);
        Assert.All(lines, line => Assert.All(line, character => Assert.InRange(character, ' ', '~')));
    }

    private static string[] Rendered(BambuPrinterStatus status, int width = 80, int height = 24, bool unicode = true) =>
        Rendered(Assert.Single(Fleet(("P1S 1", status)).Printers), width, height, unicode);

    private static string[] Rendered(FleetPrinter printer, int width = 80, int height = 24, bool unicode = true) => Screen.Lines(
        new DetailsView(printer, new BoardLook { Width = width, Height = height, Unicode = unicode }).Draw(), width, height);
}
