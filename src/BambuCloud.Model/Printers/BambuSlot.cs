namespace BambuCloud;

/// <summary>Where filament comes from: a slot of an AMS, or an external spool.</summary>
public sealed record BambuSlot : BambuObject
{
    /// <summary>The AMS unit: 0 to 3, 16 in an A2L, 128 and more an AMS HT; <see langword="null"/> for an external spool.</summary>
    public int? AmsId { get; internal init; }

    /// <summary>The tray in the unit, from 0; of an external spool 254 or 255.</summary>
    public int TrayId { get; internal init; }

    /// <summary>Whether it is an external spool.</summary>
    public bool External => AmsId is null;

    /// <summary>Unit and tray.</summary>
    public override string ToString() => AmsId is { } unit ? $"AMS {unit}/{TrayId}" : $"external {TrayId}";
}
