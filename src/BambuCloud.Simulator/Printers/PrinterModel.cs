namespace BambuCloud.Simulator;

/// <summary>How a model reports.</summary>
internal enum ReportManner
{
    /// <summary>Always everything, in flat members.</summary>
    X1,

    /// <summary>What changed, in flat members, and no chamber sensor, which says 5 °C.</summary>
    P1,

    /// <summary>As P1, and its temperatures also in <c>device</c>.</summary>
    A2L,

    /// <summary>What changed; bed, chamber and fans stand in <c>device</c> only.</summary>
    P2,

    /// <summary>As P2, with a chamber that it heats and flat members for bed and chamber.</summary>
    H2,
}

/// <summary>What distinguishes the printers of the account.</summary>
/// <param name="SerialPrefix">What its serial numbers begin with.</param>
/// <param name="ModelName">Its code: <c>dev_model_name</c>.</param>
/// <param name="ShortName">Its name in the documented device list.</param>
/// <param name="ProductName">Its name in shops.</param>
/// <param name="Structure">How its axes move.</param>
/// <param name="Reports">How it reports.</param>
internal sealed record PrinterModel(
    string SerialPrefix, string ModelName, string ShortName, string ProductName, string Structure, ReportManner Reports)
{
    private const string CoreXY = "CoreXY";
    private const string BedSlinger = "I3";

    /// <summary>Every model there is; a farm has the first four in turn.</summary>
    public static IReadOnlyList<PrinterModel> All { get; } =
    [
        new("01P00A", "C12", "P1S", "P1S", CoreXY, ReportManner.P1),
        new("00M00A", "BL-P001", "X1C", "X1 Carbon", CoreXY, ReportManner.X1),
        new("03900A", "N2S", "A1", "A1", BedSlinger, ReportManner.P1) { Units = [new(0, AmsKind.Lite)] },
        new("01S00A", "C11", "P1P", "P1P", CoreXY, ReportManner.P1),
        new("00W00A", "BL-P002", "X1", "X1", CoreXY, ReportManner.X1)
        {
            Units = [new(0, AmsKind.Ams), new(1, AmsKind.Ams)],
            Loaded = [new(1, 1)],
        },
        new("03W00A", "C13", "X1E", "X1E", CoreXY, ReportManner.X1)
        {
            Units = [new(0, AmsKind.Ams), new(128, AmsKind.HT)],
            Loaded = [new(128, 0)],
            ChamberTarget = 45,
        },
        new("03000A", "N1", "A1 mini", "A1 mini", BedSlinger, ReportManner.P1)
        {
            Units = [new(0, AmsKind.Lite)],
            Loaded = [new(null, LoadedSlot.OneSpool)],
        },
        new("26A00A", "N9", "A2L", "A2L", BedSlinger, ReportManner.A2L)
        {
            Units = [new(16, AmsKind.Lite)],
            Loaded = [new(16, 2)],
            Firmware = "01.00.02.00",
        },
        new("22E00A", "N7", "P2S", "P2S", CoreXY, ReportManner.P2)
        {
            Units = [new(0, AmsKind.Pro2)],
            Loaded = [new(0, 2)],
            Firmware = "01.01.00.00",
        },
        new("20P00A", "N6", "X2D", "X2D", CoreXY, ReportManner.P2)
        {
            Units = [new(0, AmsKind.Pro2), new(128, AmsKind.HT)],
            Loaded = [new(0, 1), new(128, 0)],
            Firmware = "01.00.01.00",
        },
        new("09300A", "O1S", "H2S", "H2S", CoreXY, ReportManner.H2)
        {
            Units = [new(0, AmsKind.Pro2), new(128, AmsKind.HT)],
            Loaded = [new(128, 0)],
            ChamberTarget = 65,
            Firmware = "01.01.02.00",
        },
        new("09400A", "O1D", "H2D", "H2D", CoreXY, ReportManner.H2)
        {
            Units = [new(0, AmsKind.Pro2), new(1, AmsKind.Ams), new(128, AmsKind.HT)],
            Loaded = [new(0, 0), new(1, 2)],
            ActiveNozzle = 1,
            ChamberTarget = 65,
            Firmware = "01.02.00.00",
        },
        new("23900A", "O1E", "H2D Pro", "H2D Pro", CoreXY, ReportManner.H2)
        {
            Units = [new(0, AmsKind.Pro2), new(1, AmsKind.Pro2), new(128, AmsKind.HT), new(129, AmsKind.HT)],
            Loaded = [new(129, 0), new(0, 1)],
            ChamberTarget = 65,
            IsWired = true,
            Firmware = "01.02.00.00",
        },
        new("31B00A", "O1C", "H2C", "H2C", CoreXY, ReportManner.H2)
        {
            Units = [new(0, AmsKind.Pro2)],
            Loaded = [new(null, LoadedSlot.RightSpool), new(0, 2)],
            ChamberTarget = 65,
            Firmware = "01.01.00.00",
        },
        new("31B00B", "O1C2", "H2C", "H2C", CoreXY, ReportManner.H2)
        {
            Units = [new(0, AmsKind.Pro2), new(1, AmsKind.Pro2)],
            Loaded = [new(1, 0), new(null, LoadedSlot.None)],
            ChamberTarget = 65,
            Firmware = "01.01.00.00",
        },
    ];

    /// <summary>The firmware that every printer is offered.</summary>
    public const string NewestFirmware = "01.09.00.00";

    /// <summary>How many of <see cref="All"/> a farm has in turn.</summary>
    public const int InFarm = 4;

    /// <summary>The AMS units that belong to it.</summary>
    public IReadOnlyList<AmsUnit> Units { get; init; } = [new(0, AmsKind.Ams)];

    /// <summary>From where each nozzle has its filament: as many as there are nozzles, the right one first.</summary>
    public IReadOnlyList<LoadedSlot> Loaded { get; init; } = [new(0, 0)];

    /// <summary>Which nozzle prints.</summary>
    public int ActiveNozzle { get; init; }

    /// <summary>To which temperature in °C it heats its chamber for a print; 0 where it cannot.</summary>
    public int ChamberTarget { get; init; }

    /// <summary>Whether it is connected by a cable.</summary>
    public bool IsWired { get; init; }

    /// <summary>Its own firmware.</summary>
    public string Firmware { get; init; } = "01.08.02.00";

    /// <summary>Whether it says only what changed.</summary>
    public bool SendsDeltas => Reports != ReportManner.X1;

    /// <summary>Whether it measures its chamber's temperature.</summary>
    public bool HasChamberSensor => Reports is not (ReportManner.P1 or ReportManner.A2L);

    /// <summary>Whether it has <c>device</c>.</summary>
    public bool HasDeviceObject => Reports is ReportManner.A2L or ReportManner.P2 or ReportManner.H2;

    /// <summary>Whether it has a door that it watches.</summary>
    public bool HasDoor => HasChamberSensor;

    /// <summary>What its nozzles are called: <c>HS01</c> standard, <c>HH01</c> high flow, on newer models.</summary>
    public string NozzleType => HasDeviceObject ? "HS01" : Structure == CoreXY ? "hardened_steel" : "stainless_steel";

    /// <summary>Its lights.</summary>
    public IReadOnlyList<string> Lights => Reports switch
    {
        ReportManner.X1 => ["chamber_light", "work_light"],
        ReportManner.H2 => ["chamber_light", "chamber_light2", "heatbed_light"],
        _ => ["chamber_light"],
    };

    /// <summary>The model that a serial number says; a P1S where it says none.</summary>
    public static PrinterModel Of(string deviceId) =>
        All.FirstOrDefault(model => deviceId.StartsWith(model.SerialPrefix[..3], StringComparison.Ordinal)) ?? All[0];

    /// <summary>The model of a name or code; null for none of them.</summary>
    public static PrinterModel? Named(string name) => All.FirstOrDefault(model =>
        name.Equals(model.ModelName, StringComparison.OrdinalIgnoreCase)
        || name.Equals(model.ShortName, StringComparison.OrdinalIgnoreCase)
        || name.Equals(model.ProductName, StringComparison.OrdinalIgnoreCase));
}

/// <summary>The kinds of AMS, by the number that a unit's <c>info</c> has for them.</summary>
internal enum AmsKind
{
    Ams = 1,
    Lite = 2,
    Pro2 = 3,
    HT = 4,
}

/// <summary>An AMS at a printer.</summary>
/// <param name="Id">Its number: 0 to 3, 128 and on for AMS HT, 16 for that of an A2L.</param>
/// <param name="Kind">Its kind.</param>
internal sealed record AmsUnit(int Id, AmsKind Kind)
{
    /// <summary>How many slots it has.</summary>
    public int Slots => Kind == AmsKind.HT ? 1 : 4;

    /// <summary>Its bit in <c>ams_exist_bits</c>.</summary>
    public int Bit => Id switch { >= 128 => 4 + Id - 128, 16 => 12, _ => Id };

    /// <summary>The bit of a slot in <c>tray_exist_bits</c>.</summary>
    public int BitOf(int slot) => Id switch { >= 128 => 16 + Id - 128, 16 => 24 + slot, _ => (4 * Id) + slot };
}

/// <summary>From where a nozzle has its filament.</summary>
/// <param name="Unit">The AMS; null for an external spool or none.</param>
/// <param name="Slot">The slot, the number of the external spool, or <see cref="None"/>.</param>
internal sealed record LoadedSlot(int? Unit, int Slot)
{
    /// <summary>No filament.</summary>
    public const int None = -1;

    /// <summary>The one external spool of older models, and that of the left nozzle.</summary>
    public const int OneSpool = 254;

    /// <summary>The external spool of the right or only nozzle of newer models.</summary>
    public const int RightSpool = 255;

    /// <summary>As <c>snow</c> has it: unit in the high byte, slot in the low one.</summary>
    /// <param name="nozzle">The nozzle.</param>
    public int ToSnow(int nozzle) => (Unit, Slot) switch
    {
        ({ } unit, _) => (unit << 8) + Slot,
        (null, None) => nozzle == 0 ? 0xFFFF : 0xFEFF,
        _ => Slot << 8,
    };

    /// <summary>As <c>tray_now</c> has it; on models with two nozzles the slot in its unit.</summary>
    /// <param name="several">Whether there are two nozzles.</param>
    public int ToTrayNow(bool several) => (Unit, Slot) switch
    {
        ( >= 128 and var unit, _) => unit,
        ({ } unit, _) => several || unit == 16 ? Slot : (4 * unit) + Slot,
        (null, None) => 255,
        _ => OneSpool,
    };
}
