using System.Globalization;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary>A part of a printer that has a firmware.</summary>
/// <param name="Name">Its name: <c>ota</c>, <c>ams/0</c>.</param>
/// <param name="Product">What it is called in shops; empty for what is built in.</param>
/// <param name="Version">Its firmware.</param>
/// <param name="Hardware">The version of its board.</param>
/// <param name="Serial">Its serial number.</param>
internal sealed record FirmwareModule(string Name, string Product, string Version, string Hardware, string Serial)
{
    /// <summary>Whether it is the printer itself.</summary>
    public bool IsOwn => Name == "ota";

    /// <summary>As <c>get_version</c> tells it.</summary>
    public JsonNode ToJson() => new JsonObject
    {
        ["name"] = Name,
        ["project_name"] = "",
        ["product_name"] = Product,
        ["sw_ver"] = Version,
        ["hw_ver"] = Hardware,
        ["sn"] = Serial,
        ["loader_ver"] = "00.00.00.00",
        ["flag"] = 0,
        ["visible"] = IsOwn || Product.Length > 0,
    };
}

/// <summary>What <c>get_version</c> lists of a model.</summary>
internal static class FirmwareModules
{
    // What is built in: X1 has a toolhead board, a lidar's and a radio's beside the mainboard's two; those with fewer boards have fewer.
    private static readonly string[] OfX1 = ["rv1126", "th", "mc", "xm", "ahb", "ext"];
    private static readonly string[] OfP1 = ["esp32", "mc", "th"];
    private static readonly string[] OfNewer = ["rk3576", "mc", "th", "ahb", "ctc", "ext"];

    /// <summary>The modules of a printer.</summary>
    public static IReadOnlyList<FirmwareModule> Of(PrinterModel model, string serial)
    {
        string[] built = model.Reports switch { ReportManner.X1 => OfX1, ReportManner.P1 or ReportManner.A2L => OfP1, _ => OfNewer };
        return
        [
            new FirmwareModule("ota", $"Bambu Lab {model.ProductName}", model.Firmware, "OTA", serial),
            .. built.Select((name, index) => new FirmwareModule(name, "", string.Create(CultureInfo.InvariantCulture,
                $"00.00.{index + 10:D2}.{(index * 13) + 21:D2}"), $"{name.ToUpperInvariant()}01", Part(serial, index + 1))),
            .. model.Units.Select(unit => OfUnit(unit, serial)),
        ];
    }

    private static FirmwareModule OfUnit(AmsUnit unit, string serial)
    {
        (string name, string product, string version, string hardware) = unit.Kind switch
        {
            AmsKind.Lite => ("ams_f1", "AMS Lite", "00.00.07.94", "AMS_F102"),
            AmsKind.Pro2 => ("n3f", "AMS 2 Pro", "02.00.19.47", "N3F05"),
            AmsKind.HT => ("n3s", "AMS HT", "02.00.19.47", "N3S05"),
            _ => ("ams", "AMS", "00.00.06.40", "AMS08"),
        };
        string place = string.Create(CultureInfo.InvariantCulture, $"{name}/{unit.Id}");
        string shown = string.Create(CultureInfo.InvariantCulture, $"{product} ({(unit.Id >= 128 ? unit.Id - 127 : (unit.Id % 16) + 1)})");
        return new FirmwareModule(place, shown, version, hardware, Part(serial, 100 + unit.Id));
    }

    private static string Part(string serial, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:D3}{serial[3..6]}{serial[^9..]}");
}
