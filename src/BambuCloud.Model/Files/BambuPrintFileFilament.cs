namespace BambuCloud;

/// <summary>A filament that a plate uses: one <c>filament</c> of <c>slice_info.config</c>.</summary>
public sealed record BambuPrintFileFilament : BambuObject
{
    /// <summary>Its number in the project, from 1.</summary>
    public int? FilamentNumber { get; init; }

    /// <summary>Material: <c>PLA</c>, <c>PETG</c>, …</summary>
    public string? Material { get; init; }

    /// <summary>Colour as <c>#RRGGBB</c>.</summary>
    public string? Color { get; init; }

    /// <summary>The vendor's filament id, <c>tray_info_idx</c>.</summary>
    public string? FilamentId { get; init; }

    /// <summary>Length in metres, <c>used_m</c>.</summary>
    public double? Metres { get; init; }

    /// <summary>Weight in grams, <c>used_g</c>.</summary>
    public double? Grams { get; init; }

    /// <summary>The material.</summary>
    public override string ToString() => Material ?? nameof(BambuPrintFileFilament);
}
