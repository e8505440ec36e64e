namespace BambuCloud;

/// <summary>One tray of an AMS, from <c>ams.ams[].tray[]</c> of the report.</summary>
public sealed record BambuAmsTray : BambuObject
{
    /// <summary>The number of the unit that the tray is in.</summary>
    public int AmsId { get; internal init; }

    /// <summary>The tray's number in its unit, 0 to 3.</summary>
    public int TrayId { get; internal init; }

    /// <summary>Whether nothing is loaded: the report has nothing but the tray's id and state.</summary>
    public bool Empty { get; internal init; } = true;

    /// <summary>What is loaded, as files and tasks name filaments too; <see langword="null"/> for nothing.</summary>
    public BambuFilament? Filament => Empty ? null : new BambuFilament
    {
        Material = Material,
        Brand = Brand,
        Color = RawColor,
        FilamentId = FilamentId,
        AmsId = AmsId,
        Slot = TrayId,
    };

    /// <summary>Material, <c>tray_type</c>: <c>PLA</c>, <c>PETG</c>, …</summary>
    public string? Material { get; internal init; }

    /// <summary>
    /// The maker's name for it, <c>tray_sub_brands</c>: <c>PLA Basic</c>; <see langword="null"/> where the printer says none.
    /// </summary>
    public string? Brand { get; internal init; }

    /// <summary>Colour as <c>#RRGGBB</c>, <c>tray_color</c> without its transparency.</summary>
    public string? Color => BambuFilament.ColorOf(RawColor);

    /// <summary>The vendor's filament id, <c>tray_info_idx</c>.</summary>
    public string? FilamentId { get; internal init; }

    /// <summary>What is left, 0 to 100 %; <see langword="null"/> where the printer does not know (-1).</summary>
    public int? Remaining { get; internal init; }

    /// <summary>Lowest nozzle temperature in °C.</summary>
    public int? NozzleTemperatureMin { get; internal init; }

    /// <summary>Highest nozzle temperature in °C.</summary>
    public int? NozzleTemperatureMax { get; internal init; }

    /// <summary><c>tray_color</c> as the printer says it, RRGGBBAA.</summary>
    internal string? RawColor { get; init; }

    /// <summary>The material and its colour.</summary>
    public override string ToString() => Filament?.ToString() ?? "empty";
}
