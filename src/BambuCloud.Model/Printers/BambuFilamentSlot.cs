namespace BambuCloud;

/// <summary>A place for a spool of a printer, and the filament in it: a slot of an AMS, or an external spool.</summary>
public sealed record BambuFilamentSlot : BambuObject
{
    /// <summary>The printer's id.</summary>
    public string DeviceId { get; internal init; } = "";

    /// <summary>The printer's name in the account.</summary>
    public string? DeviceName { get; internal init; }

    /// <summary>The AMS unit: 0 to 3, 16 in an A2L, 128 and more an AMS HT; <see langword="null"/> for an external spool.</summary>
    public int? AmsId { get; internal init; }

    /// <summary>What kind of unit it is; <see langword="null"/> for an external spool.</summary>
    public BambuAmsModel? AmsModel { get; internal init; }

    /// <summary>The slot in the unit, from 0; of an external spool 254 or 255.</summary>
    public int Slot { get; internal init; }

    /// <summary>The slot as people name it: <c>A2</c>, <c>HT-A</c>, <c>External</c>.</summary>
    public string SlotName { get; internal init; } = "";

    /// <summary>Whether no spool is in it. A spool that nobody described is there, without material and colour.</summary>
    public bool Empty { get; internal init; }

    /// <summary>The filament; <see langword="null"/> where the slot is empty, or nobody described its spool.</summary>
    public BambuFilament? Filament { get; internal init; }

    /// <summary>Material: <c>PLA</c>, <c>PETG</c>, …</summary>
    public string? Material => Filament?.Material;

    /// <summary>Colour as <c>#RRGGBB</c>.</summary>
    public string? Color => Filament?.Color;

    /// <summary>
    /// The colour as a word, since the black of one maker is not that of another: Black, Gray, White, Red, Orange, Brown, Yellow, Green,
    /// Cyan, Blue, Purple, Pink.
    /// </summary>
    public string? ColorName => FilamentColors.NameOf(Color);

    /// <summary>What is left, 0 to 100 %; <see langword="null"/> where the printer does not know.</summary>
    public int? Remaining { get; internal init; }

    /// <summary>What is left in grams; <see langword="null"/> where the printer does not know.</summary>
    public double? RemainingGrams => Filament?.Grams;

    /// <summary>The spool: the same for both of its tags; <see langword="null"/> for one without tags.</summary>
    public string? SpoolId { get; internal init; }

    /// <summary>Whether the printer takes its filament from here.</summary>
    public bool Active { get; internal init; }

    /// <summary>Printer, place and filament.</summary>
    public override string ToString() =>
        $"{DeviceName ?? DeviceId} {(AmsId is { } unit ? $"AMS {unit}/{Slot}" : $"external {Slot}")}: {(Empty ? "empty" : $"{Filament}")}";

    /// <summary>The slots of a printer, unit by unit, and its external spools behind them.</summary>
    internal static IEnumerable<BambuFilamentSlot> AllOf(BambuPrinterStatus status)
    {
        foreach (BambuAms unit in status.Ams)
        {
            foreach (BambuAmsTray tray in unit.Trays)
            {
                yield return Of(status, unit, tray);
            }
        }
        foreach (BambuAmsTray spool in status.ExternalSpools)
        {
            yield return Of(status, null, spool);
        }
    }

    private static BambuFilamentSlot Of(BambuPrinterStatus status, BambuAms? unit, BambuAmsTray tray) => new()
    {
        DeviceId = status.DeviceId,
        DeviceName = status.DeviceName,
        AmsId = unit?.AmsId,
        AmsModel = unit?.Model,
        Slot = tray.TrayId,
        SlotName = SlotNames.Of(unit?.AmsId, tray.TrayId, status.ExternalSpools.Count),
        Empty = tray.Empty,
        Filament = tray.Filament,
        Remaining = tray.Remaining,
        SpoolId = tray.SpoolId,
        Active = status.ActiveSlot is { } active && active.AmsId == unit?.AmsId && active.TrayId == tray.TrayId,
    };
}
