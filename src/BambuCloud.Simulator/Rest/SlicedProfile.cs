using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary>A plate of a profile: how long it prints, in seconds, and what it weighs, in grams.</summary>
internal sealed record SlicedPlate(int Prediction, double Weight)
{
    private const double GramsPerMetre = 2.985; // PLA of 1.75 mm

    public JsonNode Write(int index, string pictureUrl) => new JsonObject
    {
        ["index"] = index,
        ["thumbnail"] = new JsonObject { ["name"] = $"plate_{index}.png", ["dir"] = "Metadata", ["url"] = pictureUrl },
        ["prediction"] = Prediction,
        ["weight"] = Weight,
        ["gcode"] = new JsonObject { ["name"] = null, ["dir"] = null, ["url"] = null },
        ["filaments"] = new JsonArray(new JsonObject
        {
            ["id"] = "1",
            ["type"] = "PLA",
            ["color"] = "#FFFFFF",
            ["used_m"] = (Weight / GramsPerMetre).ToString("0.00", CultureInfo.InvariantCulture),
            ["used_g"] = Weight.ToString("0.00", CultureInfo.InvariantCulture),
        }),
    };
}

/// <summary>A sliced profile of a model, as <c>user/profile/{id}</c> and a project's detail have it.</summary>
internal sealed record SlicedProfile(
    string Id, string ModelId, string Name, DateTimeOffset Updated, long PictureId, IReadOnlyList<SlicedPlate> Plates)
{
    private static readonly string[] ConfigNames = ["project_settings.config", "model_settings.config", "slice_info.config"];

    /// <summary>Where the vendor's own programs would get the file.</summary>
    public string DownloadUrl => SignedUrl("model.3mf");

    /// <summary>Of the file.</summary>
    public string Md5 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{ModelId}/{Id}")).AsSpan(0, 16));

    /// <summary><c>context</c>: plates, configurations, materials, and the printers that it was sliced for.</summary>
    public JsonObject Context(string host) => new()
    {
        ["compatibility"] = new JsonObject
        {
            ["dev_model_name"] = "C12",
            ["dev_product_name"] = "P1S",
            ["nozzle_diameter"] = 0.4,
        },
        ["pictures"] = null,
        ["configs"] = new JsonArray([.. ConfigNames.Select(name =>
            (JsonNode)new JsonObject { ["name"] = name, ["dir"] = "Metadata", ["url"] = SignedUrl(name) })]),
        ["plates"] = new JsonArray([.. Plates.Select((plate, index) => plate.Write(index + 1, Covers.UrlOf(host, PictureId)))]),
        ["materials"] = new JsonArray(new JsonObject { ["color"] = "FFFFFF", ["material"] = "PLA" }),
    };

    private string SignedUrl(string name) =>
        $"https://model-file.bambulab.example/{ModelId}/{Id}/{name}?X-Amz-Signature=5f1d{PictureId:x}&X-Amz-Expires=1800";
}
