namespace BambuCloud.Client.Files;

/// <summary>
/// What one part of a file says of a plate. Each part of an archive says some of it, and what the first leaves out the next may have
/// (files.md, <i>Where a figure stands</i>).
/// </summary>
internal sealed record PlateFigures
{
    /// <summary>Nothing.</summary>
    public static PlateFigures None { get; } = new();

    /// <summary>The printer model: a code (<c>C12</c>), or a name (<c>Bambu Lab P1S</c>).</summary>
    public string? Model { get; init; }

    /// <summary>Nozzle diameters in mm.</summary>
    public IReadOnlyList<double> NozzleDiameters { get; init; } = [];

    /// <summary>The slicer's estimate.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Filament in grams.</summary>
    public double? Grams { get; init; }

    /// <summary>How many layers there are.</summary>
    public int? Layers { get; init; }

    /// <summary>The build plate, in whatever words.</summary>
    public string? Bed { get; init; }

    /// <summary>The filaments that the plate uses.</summary>
    public IReadOnlyList<BambuFilament> Filaments { get; init; } = [];

    /// <summary>The objects on it.</summary>
    public IReadOnlyList<BambuPrintFileObject> Objects { get; init; } = [];

    /// <summary>The plate's name.</summary>
    public string? Name { get; init; }

    /// <summary>The slicer.</summary>
    public string? Slicer { get; init; }

    /// <summary>These figures, and where they have none, the others.</summary>
    public PlateFigures Or(PlateFigures others) => new()
    {
        Model = Model ?? others.Model,
        NozzleDiameters = NozzleDiameters.Count > 0 ? NozzleDiameters : others.NozzleDiameters,
        Time = Time ?? others.Time,
        Grams = Grams ?? GramsOf(Filaments) ?? others.Grams,
        Layers = Layers ?? others.Layers,
        Bed = Bed ?? others.Bed,
        Filaments = Filaments.Count > 0 ? [.. Filaments.Select(filament => Completed(filament, others.Filaments))] : others.Filaments,
        Objects = Objects.Count > 0 ? Objects : others.Objects,
        Name = Name ?? others.Name,
        Slicer = Slicer ?? others.Slicer,
    };

    /// <summary>The plate that has these figures.</summary>
    public BambuPrintFilePlate ToPlate(int index, bool sliced, bool hasThumbnail) => new()
    {
        Index = index,
        Name = Name,
        Sliced = sliced,
        ModelCode = BambuModels.CodeOf(Model) ?? Model,
        NozzleDiameters = Array.AsReadOnly<double>([.. NozzleDiameters]),
        EstimatedTime = Time,
        FilamentGrams = Grams ?? GramsOf(Filaments),
        TotalLayers = Layers,
        BedType = BedTypes.Of(Bed),
        RawBedType = Bed,
        Filaments = Array.AsReadOnly<BambuFilament>([.. Filaments]),
        Objects = Array.AsReadOnly<BambuPrintFileObject>([.. Objects]),
        HasThumbnail = hasThumbnail,
    };

    /// <summary>A plate with these figures where it had none.</summary>
    public BambuPrintFilePlate Complete(BambuPrintFilePlate plate)
    {
        PlateFigures all = new PlateFigures
        {
            Model = plate.ModelCode,
            NozzleDiameters = plate.NozzleDiameters,
            Time = plate.EstimatedTime,
            Grams = plate.FilamentGrams,
            Layers = plate.TotalLayers,
            Bed = plate.RawBedType,
            Filaments = plate.Filaments,
            Objects = plate.Objects,
            Name = plate.Name,
        }.Or(this);
        return all.ToPlate(plate.Index, plate.Sliced, plate.HasThumbnail);
    }

    // The settings know what a filament is, and the G-code how much of it is used.
    private static BambuFilament Completed(BambuFilament filament, IReadOnlyList<BambuFilament> others) =>
        filament.Number is { } number && others.FirstOrDefault(other => other.Number == number) is { } other
            ? filament with
            {
                Material = filament.Material ?? other.Material,
                Color = filament.Color ?? other.Color,
                FilamentId = filament.FilamentId ?? other.FilamentId,
                Meters = filament.Meters ?? other.Meters,
                Grams = filament.Grams ?? other.Grams,
            }
            : filament;

    private static double? GramsOf(IReadOnlyList<BambuFilament> filaments) =>
        filaments.Count > 0 && filaments.All(filament => filament.Grams is not null) ? filaments.Sum(filament => filament.Grams) : null;
}
