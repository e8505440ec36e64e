namespace BambuCloud.Client.Files;

/// <summary>What <c>Metadata/model_settings.config</c> says of the plates, also of those that were not sliced.</summary>
internal static class ModelSettings
{
    private const int MostPlates = 1000;
    private const int MostObjects = 100_000;

    /// <summary>Reads the plates by their numbers, as far as it goes.</summary>
    public static IReadOnlyDictionary<int, PlateFigures> Read(Stream bytes)
    {
        using TagReader xml = new(bytes);
        Dictionary<int, PlateFigures> plates = [];
        Dictionary<string, string> names = [];
        int objects = 0;
        while (plates.Count < MostPlates && xml.Read())
        {
            if (xml is { Name: "object", IsEnd: false, IsEmpty: false } && xml["id"] is { } id && names.Count < MostObjects)
            {
                names.TryAdd(id, ReadName(xml) ?? "");
            }
            else if (xml is { Name: "plate", IsEnd: false, IsEmpty: false }
                && ReadPlate(xml, names, ref objects) is ( > 0 and int index, { } plate))
            {
                plates.TryAdd(index, plate);
            }
        }
        return plates;
    }

    // The object's own name comes before those of its parts.
    private static string? ReadName(TagReader xml)
    {
        string? name = null;
        while (xml.Read() && !(xml.IsEnd && xml.Name == "object"))
        {
            if (!xml.IsEnd && xml.Name == "metadata" && xml["key"] == "name")
            {
                name ??= FigureText.Text(xml["value"]);
            }
        }
        return name;
    }

    private static (int? Index, PlateFigures Plate) ReadPlate(TagReader xml, Dictionary<string, string> names, ref int objects)
    {
        int? index = null;
        string? name = null;
        string? bed = null;
        string? about = null;
        List<BambuPrintFileObject> found = [];
        while (xml.Read() && !(xml.IsEnd && xml.Name == "plate"))
        {
            if (xml.IsEnd || xml.Name != "metadata")
            {
                continue;
            }
            switch (xml["key"])
            {
                case "plater_id":
                    index ??= FigureText.Whole(xml["value"]);
                    break;
                case "plater_name":
                    name ??= FigureText.Text(xml["value"]);
                    break;
                case "curr_bed_type":
                    bed ??= FigureText.Text(xml["value"]);
                    break;
                case "object_id":
                    about = xml["value"];
                    break;
                case "identify_id" when objects < MostObjects && FigureText.Whole(xml["value"]) is { } id:
                    objects++;
                    found.Add(new BambuPrintFileObject { ObjectId = id, Name = FigureText.Text(names.GetValueOrDefault(about ?? "")) });
                    break;
            }
        }
        return (index, new PlateFigures { Name = name, Bed = bed, Objects = found });
    }
}
