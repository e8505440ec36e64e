namespace BambuCloud;

/// <summary>A filament of a print in the history: one item of <c>amsDetailMapping[]</c> (rest.md, <i>A task</i>).</summary>
public sealed record BambuTaskFilament : BambuObject
{
    /// <summary>The AMS unit, <c>amsId</c>.</summary>
    public int? AmsId { get; init; }

    /// <summary>The slot in the unit, <c>slotId</c>, from 0.</summary>
    public int? SlotId { get; init; }

    /// <summary>The nozzle, <c>nozzleId</c>.</summary>
    public int? NozzleId { get; init; }

    /// <summary>The vendor's id of the filament, <c>filamentId</c>: <c>GFG99</c>, …</summary>
    public string? FilamentId { get; init; }

    /// <summary>What the file was sliced for, <c>filamentType</c>: <c>PLA</c>, …</summary>
    public string? Material { get; init; }

    /// <summary>What was in the slot, <c>targetFilamentType</c>.</summary>
    public string? TargetMaterial { get; init; }

    /// <summary>The file's colour, <c>sourceColor</c>: RRGGBBAA.</summary>
    public string? Color { get; init; }

    /// <summary>The slot's colour, <c>targetColor</c>: RRGGBBAA.</summary>
    public string? TargetColor { get; init; }

    /// <summary>Weight in grams, the slicer's estimate.</summary>
    public double? Weight { get; init; }

    /// <summary>Fields of the answer that have no property here, by their wire name.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; init; } = BambuAdditionalProperties.None;

    /// <summary>Material and colour.</summary>
    public override string ToString() => $"{Material} {Color}".Trim();
}
