namespace BambuCloud;

/// <summary>One plate of a 3MF, or what plain G-code prints. What the file does not say is <see langword="null"/> or empty.</summary>
public sealed record BambuPrintFilePlate : BambuObject
{
    /// <summary>The plate's number, from 1.</summary>
    public int Index { get; internal init; }

    /// <summary>The name that the user gave the plate, <c>plater_name</c>.</summary>
    public string? Name { get; internal init; }

    /// <summary>Whether there is G-code for it.</summary>
    public bool Sliced { get; internal init; }

    /// <summary>
    /// The code of the printer model that it was sliced for, <c>printer_model_id</c>: <c>C12</c>, <c>BL-P001</c>, …, as in
    /// <see cref="BambuDevice.ModelCode"/>; of another maker's printer its name.
    /// </summary>
    public string? ModelCode { get; internal init; }

    /// <summary>That model as people call it: <c>P1S</c>, …</summary>
    public string? Model => BambuModels.NameOf(ModelCode) ?? ModelCode;

    /// <summary>Nozzle diameters in mm, <c>nozzle_diameters</c>.</summary>
    public IReadOnlyList<double> NozzleDiameters { get; internal init => field = BambuList<double>.Of(value); }
        = BambuList<double>.Empty;

    /// <summary>The slicer's estimate, <c>prediction</c> in seconds.</summary>
    public TimeSpan? EstimatedTime { get; internal init; }

    /// <summary>Filament in grams, <c>weight</c>.</summary>
    public double? FilamentGrams { get; internal init; }

    /// <summary>How many layers there are.</summary>
    public int? TotalLayers { get; internal init; }

    /// <summary>The build plate that it was sliced for; <see langword="null"/> for one that is not known here too.</summary>
    public BambuBedType? BedType { get; internal init; }

    /// <summary>The build plate exactly as the file says it: <c>Textured PEI Plate</c>, <c>textured_plate</c>, …</summary>
    public string? RawBedType { get; internal init; }

    /// <summary>The filaments that it uses.</summary>
    public IReadOnlyList<BambuFilament> Filaments { get; internal init => field = BambuList<BambuFilament>.Of(value); }
        = BambuList<BambuFilament>.Empty;

    /// <summary>The objects on it, with the ids that skipping one needs.</summary>
    public IReadOnlyList<BambuPrintFileObject> Objects { get; internal init => field = BambuList<BambuPrintFileObject>.Of(value); }
        = BambuList<BambuPrintFileObject>.Empty;

    /// <summary>Whether the file has a picture of it.</summary>
    public bool HasThumbnail { get; internal init; }

    /// <summary>The plate's number.</summary>
    public override string ToString() => $"Plate {Index}";
}
