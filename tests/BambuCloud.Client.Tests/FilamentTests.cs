namespace BambuCloud.Client.Tests;

/// <summary>Which filament is in which printer.</summary>
public sealed class FilamentTests
{
    private const string H2D = "09400A000000001";

    [Fact]
    public void Given_a_printer_with_units_and_external_spools_when_its_slots_are_listed_then_each_place_says_what_is_in_it()
    {
        PrinterStory printer = new PrinterStory(H2D).Take("R", """
            {"ams":{"ams":[{"id":"0","info":"1003","tray":[{"id":"0","tray_type":"PLA","tray_sub_brands":"PLA Matte",
            "tray_color":"161616ff",
            "tray_info_idx":"GFA01","remain":40,"tray_weight":"1000","tray_uuid":"5F3D8925633343C29FB9A97FA9125971"},{"id":"1"}]},
            {"id":"128","info":"2004","tray":[{"id":"0","state":9}]}],"tray_exist_bits":"10001"},
            "vir_slot":[{"id":"254","tray_type":"PETG","tray_color":"0086D6FF"},{"id":"255","tray_type":""}],
            "device":{"extruder":{"state":2,"info":[{"id":0,"snow":0},{"id":1,"snow":65279}]}}}
            """);

        BambuFilamentSlot[] slots = [.. BambuFilamentSlot.AllOf(printer.Status)];

        Assert.Equal([(0, 0, false, true), (0, 1, true, false), (128, 0, false, false), (null, 254, false, false),
            ((int?)null, 255, true, false)],
            slots.Select(slot => (slot.AmsId, slot.Slot, slot.Empty, slot.Active)));
        Assert.Equal([BambuAmsModel.Ams2Pro, BambuAmsModel.Ams2Pro, BambuAmsModel.AmsHt, null, null], slots.Select(slot => slot.AmsModel));
        Assert.Equal(("PLA", "#161616", "Black", 40, 400), (slots[0].Material, slots[0].Color, slots[0].ColorName, slots[0].Remaining,
            slots[0].RemainingGrams));
        Assert.Equal(("PLA Matte", "GFA01", "5F3D8925633343C29FB9A97FA9125971"), (slots[0].Filament!.Brand, slots[0].Filament!.FilamentId,
            slots[0].SpoolId));
        Assert.Null(slots[2].Filament); // There, and nobody described it.
        Assert.Equal(("PETG", "Blue"), (slots[3].Material, slots[3].ColorName));
    }

    [Theory]
    [InlineData("161616FF", "Black")]
    [InlineData("000000FF", "Black")]
    [InlineData("FFFFFFFF", "White")]
    [InlineData("8E9089FF", "Gray")]
    [InlineData("C12E1FFF", "Red")]
    [InlineData("F72323FF", "Red")]
    [InlineData("FF6A13FF", "Orange")]
    [InlineData("9D432CFF", "Brown")]
    [InlineData("F4EE2AFF", "Yellow")]
    [InlineData("00AE42FF", "Green")]
    [InlineData("0086D6FF", "Blue")]
    [InlineData("0A2989FF", "Blue")]
    [InlineData("5E43B7FF", "Purple")]
    [InlineData("F55A74FF", "Pink")]
    [InlineData("00B1B7FF", "Cyan")]
    [InlineData("dark", null)]
    public void Given_a_colour_of_the_vendors_filaments_when_its_name_is_asked_for_then_it_is_what_people_call_it(string color,
        string? name) =>
        Assert.Equal(name, new BambuFilamentSlot { Filament = new BambuFilament { Color = color } }.ColorName);
}
