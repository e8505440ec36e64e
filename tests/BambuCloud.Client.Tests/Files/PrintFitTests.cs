using BambuCloud.Client.Files;

namespace BambuCloud.Client.Tests;

/// <summary>Whether a file fits a printer (files.md), and from which slots its filaments are taken.</summary>
public sealed class PrintFitTests
{
    private static readonly PrintWishes Automatic = new();

    [Theory]
    [InlineData("C12", "C12", null)]
    [InlineData("C11", "C12", false)]
    [InlineData("BL-P001", "C13", false)]
    [InlineData("O1D", "O1E", false)]
    [InlineData("O1C2", "O1C", false)]
    [InlineData("N7-V2", "N7", null)]
    [InlineData("N7", "N7-V2", null)]
    [InlineData("O1E-V2", "O1D", false)]
    [InlineData("C12", "N2S", true)]
    [InlineData("N1", "N2S", true)]
    [InlineData("O1D", "O1C", true)]
    [InlineData("Creality K1 Max", "C12", true)]
    [InlineData(null, "C12", null)]
    public void Given_a_model_that_a_file_was_sliced_for_when_it_is_held_against_a_printer_then_the_vendors_tables_decide(
        string? sliced, string printer, bool? isError)
    {
        BambuPrintFit fit = PrintFits.Of(Plate() with { Plate = Plate().Plate with { ModelCode = sliced } },
            Device with { ModelCode = printer }, null, Automatic);

        Assert.Equal(isError, fit.Issues.SingleOrDefault(issue => issue.Reason == BambuPrintReason.PrinterModelMismatch)?.IsError);
    }

    [Theory]
    [InlineData(new[] { 0.6 }, 0.4, true)]
    [InlineData(new[] { 0.4 }, 0.4, false)]
    [InlineData(new[] { 0.4, 0.4 }, 0.4, false)]
    [InlineData(new double[0], 0.4, false)]
    [InlineData(new[] { 0.4 }, null, false)]
    public void Given_a_nozzle_that_a_file_was_sliced_for_when_the_printer_has_another_then_it_does_not_fit(
        double[] wanted, double? has, bool isMismatch)
    {
        CheckedPlate plate = Plate();
        plate = plate with { Plate = plate.Plate with { NozzleDiameters = wanted } };

        Assert.Equal(isMismatch, Reasons(PrintFits.Of(plate, Device with { NozzleDiameter = has }, null, Automatic))
            .Contains(BambuPrintReason.NozzleMismatch));
        Assert.Equal(isMismatch, Reasons(PrintFits.Of(plate, Device, Status() with { NozzleDiameter = has }, Automatic))
            .Contains(BambuPrintReason.NozzleMismatch));
    }

    [Theory]
    [InlineData(BambuPrintState.Running, BambuPrintReason.PrinterBusy, true)]
    [InlineData(BambuPrintState.Paused, BambuPrintReason.PrinterBusy, true)]
    [InlineData(BambuPrintState.Finished, BambuPrintReason.PlateNotCleared, false)]
    [InlineData(BambuPrintState.Failed, BambuPrintReason.PlateNotCleared, false)]
    public void Given_a_printer_that_prints_or_has_printed_when_a_file_is_held_against_it_then_it_is_told(
        BambuPrintState state, BambuPrintReason reason, bool isError)
    {
        BambuPrintIssue issue = Assert.Single(PrintFits.Of(Plate(), Device, Status() with { State = state }, Automatic).Issues);

        Assert.Equal((reason, isError, false), (issue.Reason, issue.IsError, issue.CanForce));
    }

    [Fact]
    public void Given_a_printer_that_is_offline_when_a_file_is_held_against_it_then_nothing_overrides_that()
    {
        BambuPrintIssue issue = Assert.Single(PrintFits.Of(Plate(), Device with { Online = false }, null, Automatic).Issues);

        Assert.Equal((BambuPrintReason.PrinterOffline, true, false), (issue.Reason, issue.IsError, issue.CanForce));
    }

    [Fact]
    public void Given_a_printer_that_wants_signatures_or_another_build_plate_when_a_file_is_held_against_it_then_it_is_warned()
    {
        CheckedPlate plate = Plate();
        plate = plate with { Plate = plate.Plate with { BedType = BambuBedType.TexturedPeiPlate } };

        BambuPrintFit fit = PrintFits.Of(plate, Device, Status() with { SignatureRequired = true },
            new PrintWishes { BedType = BambuBedType.CoolPlate });

        Assert.True(fit.Fits);
        Assert.Equal([BambuPrintReason.SignatureRequired, BambuPrintReason.BedTypeMismatch], Reasons(fit));
        Assert.Equal(fit.Issues, fit.Warnings);
    }

    [Fact]
    public void Given_slots_when_filaments_are_mapped_then_material_matches_and_the_colour_is_the_nearest()
    {
        BambuPrintFit fit = PrintFits.Of(Plate(Pla(1, "#F0F0F0"), Pla(2, "#202020"), Filament(4, "PETG", "#FF0000")), Device, Status(),
            Automatic);

        Assert.Equal(["1: A1", "2: A2", "3: not used", "4: A3"], fit.AmsMapping.Select(mapping => $"{mapping}"));
        Assert.True(fit.UseAms);
        Assert.Empty(fit.Issues);
    }

    [Fact]
    public void Given_two_filaments_of_one_colour_when_there_is_one_spool_then_they_share_it_and_others_do_not()
    {
        BambuPrinterStatus one = Status(Tray(0, "PLA", "FFFFFFFF", 50));

        Assert.Equal("1: External", $"{Assert.Single(PrintFits.Of(Plate(Pla(1, "#FF0000")), Device,
            Status(Tray(0, "PETG", "FF0000FF", 50)), Automatic).AmsMapping)}");
        Assert.Equal(["1: A1", "2: A1"], PrintFits.Of(Plate(Pla(1, "#FFFFFF"), Pla(2, "#FFFFFF")), Device, one, Automatic)
            .AmsMapping.Select(mapping => $"{mapping}"));
        BambuPrintFit other = PrintFits.Of(Plate(Pla(1, "#FFFFFF"), Pla(2, "#000000")), Device, one, Automatic);
        Assert.Equal((BambuPrintReason.FilamentMissing, true), (Assert.Single(other.Errors).Reason, other.Errors[0].CanForce));
        Assert.Contains("filament 2 (PLA #000000)", other.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_spool_with_too_little_when_another_of_the_material_has_enough_then_it_is_taken_and_else_it_is_warned()
    {
        BambuFilament much = Pla(1, "#FFFFFF") with { Grams = 600 };

        Assert.Equal("1: A2", $"{Assert.Single(PrintFits.Of(Plate(much), Device, Status(), Automatic).AmsMapping)}");
        BambuPrintFit low = PrintFits.Of(Plate(much with { Grams = 900 }), Device, Status(), Automatic);
        Assert.Equal((true, BambuPrintReason.FilamentLow), (low.Fits, Assert.Single(low.Issues).Reason));
    }

    [Theory]
    [InlineData("a2", "1: A2", null)]
    [InlineData("External", "1: External", null)]
    [InlineData("A4", "1: A4", BambuPrintReason.FilamentMissing)]
    [InlineData("A3", "1: A3", BambuPrintReason.FilamentMissing)]
    [InlineData("B1", "1: not used", BambuPrintReason.FilamentMissing)]
    public void Given_a_slot_that_somebody_names_when_a_file_is_held_against_the_printer_then_it_is_that_one_or_told(
        string slot, string mapping, BambuPrintReason? reason)
    {
        BambuPrintFit fit = PrintFits.Of(Plate(Pla(1, "#FFFFFF")), Device, Status(),
            new PrintWishes { Slots = new Dictionary<int, string> { [1] = slot } });

        Assert.Equal(mapping, $"{Assert.Single(fit.AmsMapping)}");
        Assert.Equal(reason, fit.Errors.SingleOrDefault()?.Reason);
    }

    [Fact]
    public void Given_a_printer_of_which_nothing_is_known_when_slots_are_named_then_they_are_taken_and_others_are_left_to_it()
    {
        Assert.Equal((null, 0), (PrintFits.Of(Plate(Pla(1, "#FFFFFF")), Device, null, Automatic).UseAms,
            PrintFits.Of(Plate(Pla(1, "#FFFFFF")), Device, null, Automatic).AmsMapping.Count));
        BambuFilamentMapping named = Assert.Single(PrintFits.Of(Plate(Pla(1, "#FFFFFF")), Device, null,
            new PrintWishes { Slots = new Dictionary<int, string> { [1] = "C2" } }).AmsMapping);
        Assert.Equal((2, 1), (named.Slot!.AmsId, named.Slot.TrayId));
    }

    [Fact]
    public void Given_a_printer_without_an_ams_when_a_file_takes_one_filament_then_it_comes_from_the_external_spool()
    {
        BambuPrinterStatus bare = Status() with { Ams = [] };

        BambuPrintFit fit = PrintFits.Of(Plate(Pla(1, "#FFFFFF")), Device, bare, Automatic);

        Assert.Equal((true, false, 0), (fit.Fits, fit.UseAms, fit.AmsMapping.Count));
        Assert.Equal([BambuPrintReason.FilamentMissing],
            Reasons(PrintFits.Of(Plate(Filament(1, "PETG", "#FFFFFF")), Device, bare, Automatic)));
        Assert.Equal([BambuPrintReason.FilamentMissing],
            Reasons(PrintFits.Of(Plate(Pla(1, "#FFFFFF"), Pla(2, "#000000")), Device, bare, Automatic)));
    }

    private static BambuDevice Device { get; } = new()
    {
        DeviceId = "01P00A000000001",
        Name = "P1S 1",
        ModelCode = "C12",
        Online = true,
        State = BambuPrintState.Idle,
    };

    private static BambuFilament Pla(int number, string color) => Filament(number, "PLA", color);

    private static BambuFilament Filament(int number, string material, string color) =>
        new() { Number = number, Material = material, Color = color, Grams = 10 };

    private static CheckedPlate Plate(params BambuFilament[] filaments)
    {
        BambuPrintFilePlate plate = new() { Index = 1, Sliced = true, ModelCode = "C12", Filaments = filaments };
        return new CheckedPlate(new BambuPrintFile { FileName = "cube.gcode.3mf", Sliced = true, Plates = [plate] }, plate, []);
    }

    private static BambuPrinterStatus Status() => Status(
        Tray(0, "PLA", "FFFFFFFF", 50), Tray(1, "PLA", "000000FF", 80), Tray(2, "PETG", "0000FFFF", 80), new BambuAmsTray { TrayId = 3 });

    private static BambuPrinterStatus Status(params BambuAmsTray[] trays) => new()
    {
        DeviceId = Device.DeviceId,
        State = BambuPrintState.Idle,
        Ams = [new BambuAms { AmsId = 0, Trays = trays }],
        ExternalSpools = [Tray(254, "PLA", "FF0000FF", 0)],
    };

    private static BambuAmsTray Tray(int slot, string material, string color, int remaining) => new()
    {
        AmsId = slot < 4 ? 0 : null,
        TrayId = slot,
        Empty = false,
        Material = material,
        RawColor = color,
        Remaining = remaining,
        SpoolGrams = 1000,
    };

    private static IEnumerable<BambuPrintReason> Reasons(BambuPrintFit fit) => fit.Issues.Select(issue => issue.Reason);
}
