using System.Text.Json;

namespace BambuCloud.Client.Files;

/// <summary>The JSON within an archive: the settings of the project, and what a plate looks like.</summary>
internal static class JsonSettings
{
    private const int MostItems = 256;
    private const int MostObjects = 100_000;

    private static readonly JsonReaderOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary><c>Metadata/project_settings.config</c>: what holds for all plates. What cannot be read is left out.</summary>
    public static PlateFigures ReadProject(ReadOnlySpan<byte> json)
    {
        string? model = null;
        string? bed = null;
        string[] nozzles = [];
        string[] materials = [];
        string[] colors = [];
        string[] ids = [];
        ReadMembers(json, (ref Utf8JsonReader reader, string name) =>
        {
            switch (name)
            {
                case "printer_model":
                    model = Texts(ref reader).FirstOrDefault();
                    break;
                case "curr_bed_type":
                    bed = Texts(ref reader).FirstOrDefault();
                    break;
                case "nozzle_diameter":
                    nozzles = Texts(ref reader);
                    break;
                case "filament_type":
                    materials = Texts(ref reader);
                    break;
                case "filament_colour":
                    colors = Texts(ref reader);
                    break;
                case "filament_ids":
                    ids = Texts(ref reader);
                    break;
            }
        });
        return new PlateFigures
        {
            Model = FigureText.Text(model),
            Bed = FigureText.Text(bed),
            NozzleDiameters = FigureText.Numbers(string.Join(';', nozzles)),
            Filaments = FilamentList.Of(new() { Materials = materials, Colors = colors, FilamentIds = ids }),
        };
    }

    /// <summary><c>Metadata/plate_N.json</c>: build plate and objects. What cannot be read is left out.</summary>
    public static PlateFigures ReadPlate(ReadOnlySpan<byte> json)
    {
        string? bed = null;
        List<BambuPrintFileObject> objects = [];
        ReadMembers(json, (ref Utf8JsonReader reader, string name) =>
        {
            if (name == "bed_type")
            {
                bed = Texts(ref reader).FirstOrDefault();
            }
            else if (name == "bbox_objects" && reader.TokenType == JsonTokenType.StartArray)
            {
                while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                {
                    if (ReadObject(ref reader) is { } found && objects.Count < MostObjects)
                    {
                        objects.Add(found);
                    }
                }
            }
        });
        return new PlateFigures { Bed = FigureText.Text(bed), Objects = objects };
    }

    private delegate void MemberReader(ref Utf8JsonReader reader, string name);

    // Goes through the members of the outermost object. Settings that break off have said what came before.
    private static void ReadMembers(ReadOnlySpan<byte> json, MemberReader member)
    {
        Utf8JsonReader reader = new(json.StartsWith("\uFEFF"u8) ? json["\uFEFF"u8.Length..] : json, Lenient);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return;
            }
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = NameOf(ref reader);
                if (!reader.Read())
                {
                    return;
                }
                int depth = reader.CurrentDepth;
                member(ref reader, name);
                SkipTo(ref reader, depth);
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // What comes behind is missing, and another part of the file may have it.
        }
    }

    // Behind a value that began in this depth, however much of it was read.
    private static void SkipTo(ref Utf8JsonReader reader, int depth)
    {
        while (reader.CurrentDepth > depth && reader.Read())
        {
            // Within it.
        }
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            reader.Skip();
        }
    }

    private static BambuPrintFileObject? ReadObject(ref Utf8JsonReader reader)
    {
        int? id = null;
        string? name = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string member = NameOf(ref reader);
            reader.Read();
            if (member == "id" && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int number))
            {
                id = number;
            }
            else if (member == "name" && reader.TokenType == JsonTokenType.String)
            {
                name = reader.GetString();
            }
            reader.Skip();
        }
        return id is { } known ? new BambuPrintFileObject { ObjectId = known, Name = FigureText.Text(name) } : null;
    }

    // A name of any length is not made a text of.
    private static string NameOf(ref Utf8JsonReader reader) => reader.ValueSpan.Length <= 64 ? reader.GetString()! : "";

    // A text or number, or all those of a list.
    private static string[] Texts(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return TextOf(ref reader) is { } single ? [single] : [];
        }
        List<string> texts = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (texts.Count < MostItems)
            {
                texts.Add(TextOf(ref reader) ?? "");
            }
            reader.Skip();
        }
        return [.. texts];
    }

    private static string? TextOf(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String when reader.ValueSpan.Length <= 4096 => reader.GetString(),
        JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
        _ => null,
    };
}
