using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace BambuCloud.Simulator;

/// <summary><c>slicer/setting</c> of the live service: the vendor's presets and the account's own.</summary>
internal static partial class SlicerRoutes
{
    private const string Path = "/v1/iot-service/api/slicer/setting";
    private const string Updated = "2026-04-06 19:03:50";

    private static readonly string[] Types = ["print", "printer", "filament"];

    public static void MapSlicer(this IEndpointRouteBuilder routes)
    {
        ConcurrentDictionary<string, Preset> presets = new(Seed().Select(preset => KeyValuePair.Create(preset.Id, preset)));

        routes.MapGet(Path, (string? version, [Microsoft.AspNetCore.Mvc.FromQuery(Name = "public")] string? isPublic) =>
        {
            if (string.IsNullOrEmpty(version))
            {
                return Answers.NotSet("version");
            }
            if (!VersionNumber().IsMatch(version))
            {
                return Answers.Detail(422, "Invalid input parameters");
            }
            JsonObject answer = [];
            foreach (string type in Types)
            {
                Preset[] some = [.. presets.Values.Where(preset => preset.Type == type).OrderBy(preset => preset.Id)];
                answer[type] = new JsonObject
                {
                    ["public"] = isPublic == "false" ? new JsonArray() : List(some, isPublic: true),
                    ["private"] = List(some, isPublic: false),
                };
            }
            answer["settings"] = new JsonArray();
            return Answers.Beside(answer);
        });

        routes.MapGet(Path + "/{id}", (string id) => presets.TryGetValue(id, out Preset? preset)
            ? Answers.Beside(Whole(preset))
            : Answers.LiveFault(400, 2, "setting not found"));

        // It says success of one that is not there, and the vendor's own stay.
        routes.MapDelete(Path + "/{id}", (string id) =>
        {
            if (presets.TryGetValue(id, out Preset? preset) && !preset.IsPublic)
            {
                presets.TryRemove(id, out _);
            }
            return Answers.Beside();
        });
    }

    private static JsonArray List(IEnumerable<Preset> presets, bool isPublic) =>
        [.. presets.Where(preset => preset.IsPublic == isPublic).Select(Meta)];

    private static JsonObject Meta(Preset preset) => new()
    {
        ["setting_id"] = preset.Id,
        ["version"] = preset.IsPublic ? "01.09.00.15" : "1.9.0.14",
        ["name"] = preset.Name,
        ["nickname"] = null,
        ["filament_id"] = preset.FilamentId,
        ["base_id"] = preset.BaseId,
        ["update_time"] = Updated,
    };

    private static JsonObject Whole(Preset preset)
    {
        JsonObject whole = Meta(preset);
        whole["type"] = preset.Type;
        whole["public"] = preset.IsPublic;
        whole["setting"] = new JsonObject([.. preset.Settings.Select(setting =>
            KeyValuePair.Create<string, JsonNode?>(setting.Name, setting.Value))]);
        return whole;
    }

    private static Preset[] Seed() =>
    [
        new("GP004", "print", "0.20mm Standard @BBL X1C", IsPublic: true, ("layer_height", "0.2"), ("sparse_infill_density", "15%")),
        new("GM001", "printer", "Bambu Lab X1 Carbon 0.4 nozzle", IsPublic: true, ("nozzle_diameter", "0.4")),
        new("GFSA00", "filament", "Bambu PLA Basic @BBL X1C", IsPublic: true, ("nozzle_temperature", "220")) { FilamentId = "GFA00" },
        new("PPUS1f0c2b7d9a4e63", "print", "0.20mm Strong @BBL P1S", IsPublic: false, ("wall_loops", "4"), ("sparse_infill_density", "25%"))
        {
            BaseId = "GP004",
        },
        new("PFUS46ea5c221cabe5", "filament", "Workshop PETG @BBL P1S", IsPublic: false, ("nozzle_temperature", "245"))
        {
            BaseId = "GFSG00",
            FilamentId = "Pc628b24",
        },
    ];

    [GeneratedRegex(@"^[0-9]{1,3}(\.[0-9]{1,3}){3}$")]
    private static partial Regex VersionNumber();

    private sealed record Preset(
        string Id, string Type, string Name, bool IsPublic, params IReadOnlyList<(string Name, string Value)> Settings)
    {
        public string? BaseId { get; init; }

        public string? FilamentId { get; init; }
    }
}
