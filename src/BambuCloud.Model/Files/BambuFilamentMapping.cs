namespace BambuCloud;

/// <summary>From which slot of a printer a filament of a file is taken: an entry of <c>ams_mapping</c>.</summary>
public sealed record BambuFilamentMapping : BambuObject
{
    /// <summary>The filament's number in the file, from 1.</summary>
    public int Number { get; internal init; }

    /// <summary>What the file wants; <see langword="null"/> where the plate takes nothing of it, or nobody knows.</summary>
    public BambuFilament? Filament { get; internal init; }

    /// <summary>The slot as people name it: <c>A2</c>, <c>HT-A</c>, <c>External</c>; <see langword="null"/> for none.</summary>
    public string? SlotName { get; internal init; }

    /// <summary>The slot; <see langword="null"/> for none.</summary>
    public BambuSlot? Slot { get; internal init; }

    /// <summary>What is in the slot; <see langword="null"/> where nobody knows.</summary>
    public BambuFilament? Spool { get; internal init; }

    /// <summary>Number and slot.</summary>
    public override string ToString() => $"{Number}: {SlotName ?? "not used"}";
}
