namespace BambuCloud.Client.Reports;

/// <summary>Printers that report alike.</summary>
internal enum PrinterFamily
{
    Unknown,
    X1,
    P1,
    A1,
    A2L,
    P2S,
    X2D,
    H2,
}

/// <summary>Which family a printer belongs to, and what that means for its reports.</summary>
internal static class PrinterFamilies
{
    // By the model's code of the device list (files.md).
    private static readonly Dictionary<string, PrinterFamily> ByCode = new(StringComparer.OrdinalIgnoreCase)
    {
        ["BL-P001"] = PrinterFamily.X1,
        ["BL-P002"] = PrinterFamily.X1,
        ["C13"] = PrinterFamily.X1,
        ["C11"] = PrinterFamily.P1,
        ["C12"] = PrinterFamily.P1,
        ["N1"] = PrinterFamily.A1,
        ["N2S"] = PrinterFamily.A1,
        ["N9"] = PrinterFamily.A2L,
        ["N7"] = PrinterFamily.P2S,
        ["N6"] = PrinterFamily.X2D,
        ["O1D"] = PrinterFamily.H2,
        ["O1E"] = PrinterFamily.H2,
        ["O1S"] = PrinterFamily.H2,
        ["O1C"] = PrinterFamily.H2,
        ["O1C2"] = PrinterFamily.H2,
    };

    // By the beginning of the serial number, where the list names no model.
    private static readonly Dictionary<string, PrinterFamily> BySerial = new(StringComparer.OrdinalIgnoreCase)
    {
        ["00M"] = PrinterFamily.X1,
        ["00W"] = PrinterFamily.X1,
        ["03W"] = PrinterFamily.X1,
        ["01P"] = PrinterFamily.P1,
        ["01S"] = PrinterFamily.P1,
        ["030"] = PrinterFamily.A1,
        ["039"] = PrinterFamily.A1,
        ["22E"] = PrinterFamily.P2S,
        ["093"] = PrinterFamily.H2,
        ["094"] = PrinterFamily.H2,
        ["239"] = PrinterFamily.H2,
        ["31B"] = PrinterFamily.H2,
        ["20P"] = PrinterFamily.X2D,
        ["26A"] = PrinterFamily.A2L,
    };

    /// <summary>The family of a printer.</summary>
    /// <param name="modelCode">Its model as the device list has it; a sub-series (<c>N7-V2</c>) is its base model.</param>
    /// <param name="deviceId">Its serial number.</param>
    public static PrinterFamily Of(string? modelCode, string deviceId)
    {
        string code = modelCode?.EndsWith("-V2", StringComparison.OrdinalIgnoreCase) == true ? modelCode[..^3] : modelCode ?? "";
        return ByCode.TryGetValue(code, out PrinterFamily family) ? family
            : deviceId.Length > 3 ? BySerial.GetValueOrDefault(deviceId[..3]) : PrinterFamily.Unknown;
    }

    /// <summary>How the vendor's pages call it.</summary>
    public static string ToPage(this PrinterFamily family) => family switch
    {
        PrinterFamily.P1 => "p1",
        PrinterFamily.A1 or PrinterFamily.A2L => "a1",
        PrinterFamily.P2S => "p2s",
        PrinterFamily.X2D => "x2d",
        PrinterFamily.H2 => "h2",
        _ => "x1",
    };

    /// <summary>Whether nothing measures its chamber: what it says of that is no value.</summary>
    public static bool HasNoChamberSensor(this PrinterFamily family) => family is PrinterFamily.P1 or PrinterFamily.A1 or PrinterFamily.A2L;

    /// <summary>Whether it has a door whose state it reports.</summary>
    public static bool HasDoor(this PrinterFamily family) =>
        family is PrinterFamily.X1 or PrinterFamily.P2S or PrinterFamily.X2D or PrinterFamily.H2;
}
