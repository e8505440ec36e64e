namespace BambuCloud.Client.Files;

/// <summary>What <c>Metadata/slice_info.config</c> says of the plates that were sliced.</summary>
/// <param name="Plates">The plates by their numbers.</param>
/// <param name="Slicer">The version of the slicer.</param>
/// <param name="IsWellFormed">Whether it is the XML that it should be: where it is not, its figures may be another's.</param>
internal sealed record SliceInfo(IReadOnlyDictionary<int, PlateFigures> Plates, string? Slicer, bool IsWellFormed)
{
    private const string VersionKey = "X-BBL-Client-Version";
    private const int MostPlates = 1000;
    private const int MostFilaments = 256;
    private const int MostObjects = 100_000;

    /// <summary>One that says nothing.</summary>
    public static SliceInfo None { get; } = new(new Dictionary<int, PlateFigures>(), null, true);

    /// <summary>Reads it, as far as it goes.</summary>
    public static SliceInfo Read(Stream bytes)
    {
        using TagReader xml = new(bytes);
        Dictionary<int, PlateFigures> plates = [];
        string? version = null;
        int objects = 0;
        while (plates.Count < MostPlates && xml.Read())
        {
            if (xml is { Name: "header_item", IsEnd: false } && xml["key"] == VersionKey)
            {
                version ??= FigureText.Text(xml["value"]);
            }
            else if (xml is { Name: "plate", IsEnd: false, IsEmpty: false }
                && ReadPlate(xml, ref objects) is ( > 0 and int index, { } plate))
            {
                plates.TryAdd(index, plate);
            }
        }
        return new SliceInfo(plates, version is null ? null : $"BambuStudio {version}", xml.IsWellFormed);
    }

    private static (int? Index, PlateFigures Plate) ReadPlate(TagReader xml, ref int objects)
    {
        Dictionary<string, string> metadata = [];
        List<BambuFilament> filaments = [];
        List<BambuPrintFileObject> found = [];
        while (xml.Read() && !(xml.IsEnd && xml.Name == "plate"))
        {
            switch (xml.IsEnd ? "" : xml.Name)
            {
                case "metadata" when metadata.Count < MostFilaments && xml["key"] is { } key:
                    metadata.TryAdd(key, xml["value"] ?? "");
                    break;
                case "filament" when filaments.Count < MostFilaments:
                    filaments.Add(ReadFilament(xml));
                    break;
                case "object" when objects < MostObjects && FigureText.Whole(xml["identify_id"]) is { } id:
                    objects++;
                    found.Add(new BambuPrintFileObject
                    {
                        ObjectId = id,
                        Name = FigureText.Text(xml["name"]),
                        Skipped = "true".Equals(xml["skipped"], StringComparison.OrdinalIgnoreCase),
                    });
                    break;
            }
        }
        return (FigureText.Whole(metadata.GetValueOrDefault("index")), new PlateFigures
        {
            Model = FigureText.Text(metadata.GetValueOrDefault("printer_model_id")),
            NozzleDiameters = FigureText.Numbers(metadata.GetValueOrDefault("nozzle_diameters")),
            Time = FigureText.Seconds(metadata.GetValueOrDefault("prediction")),
            Grams = FigureText.Number(metadata.GetValueOrDefault("weight")),
            Bed = FigureText.Text(metadata.GetValueOrDefault("curr_bed_type")),
            Filaments = filaments,
            Objects = found,
            Name = FigureText.Text(metadata.GetValueOrDefault("plater_name")),
        });
    }

    private static BambuFilament ReadFilament(TagReader xml) => new()
    {
        // A mapping has as many entries as the highest number → one that no slicer gives is none.
        Number = FigureText.Whole(xml["id"]) is >= 1 and <= MostFilaments and var number ? number : null,
        Material = FigureText.Text(xml["type"]),
        Color = FigureText.Text(xml["color"]),
        FilamentId = FigureText.Text(xml["tray_info_idx"]),
        Meters = FigureText.Number(xml["used_m"]),
        Grams = FigureText.Number(xml["used_g"]),
    };
}
