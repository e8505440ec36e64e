namespace BambuCloud;

/// <summary>A place for a spool: a tray of an AMS, or an external spool.</summary>
public sealed record BambuAmsTray : BambuObject
{
    /// <summary>The unit that the tray is in; <see langword="null"/> for an external spool.</summary>
    public int? AmsId { get; internal init; }

    /// <summary>The tray's number in its unit, from 0; of an external spool 254 or 255.</summary>
    public int TrayId { get; internal init; }

    /// <summary>
    /// Whether no spool is in it: its bit of <c>tray_exist_bits</c>. A spool that nobody described is there, without figures.
    /// </summary>
    public bool Empty { get; internal init; } = true;

    /// <summary>
    /// The filament, as files and tasks name it too; <see langword="null"/> where the tray is empty, or nobody described its spool.
    /// </summary>
    public BambuFilament? Filament => Empty || (Material ?? FilamentId ?? RawColor) is null ? null : new BambuFilament
    {
        Material = Material,
        Brand = Brand,
        Color = RawColor,
        Grams = RemainingGrams,
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

    /// <summary>All colours of a filament with several, as <c>#RRGGBB</c>: <c>cols</c>.</summary>
    public IReadOnlyList<string> Colors => RawColors.Count == 0 ? RawColors
        : BambuList<string>.Of([.. RawColors.Select(color => BambuFilament.ColorOf(color) ?? color)]);

    /// <summary>The vendor's filament id, <c>tray_info_idx</c>: <c>GFA00</c>.</summary>
    public string? FilamentId { get; internal init; }

    /// <summary>
    /// What is left, 0 to 100 %; <see langword="null"/> where the printer does not know: -1, or 0 of an external spool without a tag.
    /// </summary>
    public int? Remaining { get; internal init; }

    /// <summary>The filament's weight on a full spool in grams, <c>tray_weight</c>.</summary>
    public double? SpoolGrams { get; internal init; }

    /// <summary>What is left in grams, of weight and percentage; <see langword="null"/> where either is not known.</summary>
    public double? RemainingGrams => SpoolGrams * Remaining / 100;

    /// <summary>The spool, <c>tray_uuid</c>: the same for both of its tags; <see langword="null"/> for one without tags.</summary>
    public string? SpoolId { get; internal init; }

    /// <summary>The tag that was read, <c>tag_uid</c>.</summary>
    public string? TagId { get; internal init; }

    /// <summary>Lowest nozzle temperature in °C.</summary>
    public int? NozzleTemperatureMin { get; internal init; }

    /// <summary>Highest nozzle temperature in °C.</summary>
    public int? NozzleTemperatureMax { get; internal init; }

    /// <summary>At how many °C it is to be dried.</summary>
    public int? DryingTemperature { get; internal init; }

    /// <summary>How long it is to be dried; the printer counts in hours.</summary>
    public TimeSpan? DryingTime { get; internal init; }

    /// <summary>Pressure advance, <c>k</c>.</summary>
    public double? PressureAdvance { get; internal init; }

    /// <summary><c>tray_color</c> as the printer says it, RRGGBBAA.</summary>
    internal string? RawColor { get; init; }

    /// <summary><c>cols</c> as the printer says them.</summary>
    internal IReadOnlyList<string> RawColors { get; init => field = BambuList<string>.Of(value); } = BambuList<string>.Empty;

    /// <summary>The material and its colour.</summary>
    public override string ToString() => Empty ? "empty" : Filament?.ToString() ?? "?";
}
