using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;

namespace BambuCloud.Simulator;

/// <summary><c>slicer/setting</c> of the live service: the vendor's presets, and the account's own.</summary>
internal sealed partial class SlicerRoutes
{
    private const string Path = "/v1/iot-service/api/slicer/setting";
    private const string Seeded = "2026-04-06 19:03:50";
    private const int Quota = 100; // of one type

    private static readonly Dictionary<string, string> OwnIds = new() { ["print"] = "PPUS", ["printer"] = "PMUS", ["filament"] = "PFUS" };

    private readonly ConcurrentDictionary<string, Preset> _presets = new(Seed().Select(preset => KeyValuePair.Create(preset.Id, preset)));
    private readonly TimeProvider _time;

    private SlicerRoutes(TimeProvider time) => _time = time;

    public static void Map(IEndpointRouteBuilder routes, TimeProvider time)
    {
        SlicerRoutes slicer = new(time);
        routes.MapGet(Path, slicer.List);
        routes.MapPost(Path, (JsonObject body) => slicer.Create(body));
        routes.MapGet(Path + "/{id}", (string id) => slicer._presets.TryGetValue(id, out Preset? preset)
            ? Answers.Beside(Whole(preset))
            : Answers.LiveFault(400, 2, "setting not found"));
        routes.MapPatch(Path + "/{id}", (string id, JsonObject body) => slicer.Change(id, body));
        routes.MapDelete(Path + "/{id}", slicer.Remove);
    }

    private IResult List(string? version, [FromQuery(Name = "public")] string? isPublic)
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
        foreach (string type in OwnIds.Keys)
        {
            Preset[] some = [.. _presets.Values.Where(preset => preset.Type == type).OrderBy(preset => preset.Id, StringComparer.Ordinal)];
            answer[type] = new JsonObject
            {
                ["public"] = isPublic == "false" ? [] : MetaOf(some, isPublic: true),
                ["private"] = MetaOf(some, isPublic: false),
            };
        }
        answer["settings"] = new JsonArray();
        return Answers.Beside(answer);
    }

    private IResult Create(JsonObject body)
    {
        string? missing = Array.Find(["name", "type", "version"], name => body.Text(name) is null);
        if (missing is not null)
        {
            return Answers.NotSet(missing);
        }
        string type = body.Text("type")!;
        if (!OwnIds.TryGetValue(type, out string? prefix) || body["setting"] is not JsonObject settings)
        {
            return Answers.Detail(422, "Invalid input parameters");
        }
        if (_presets.Values.Count(preset => preset.Type == type && !preset.IsPublic) >= Quota)
        {
            return Answers.LiveFault(400, 14, "preset quota exceeded");
        }
        Preset made = new(prefix + RandomNumberGenerator.GetHexString(14, lowercase: true), type, body.Text("name")!, IsPublic: false,
            settings)
        {
            Version = body.Text("version")!,
            BaseId = body.Text("base_id"),
            FilamentId = body.Text("filament_id"),
            Updated = Now(),
        };
        return Saved(made);
    }

    private IResult Change(string id, JsonObject body)
    {
        if (!_presets.TryGetValue(id, out Preset? preset) || preset.IsPublic)
        {
            return Answers.Detail(422, "Invalid input parameters");
        }
        return Saved(preset with
        {
            Name = body.Text("name") ?? preset.Name,
            Version = body.Text("version") ?? preset.Version,
            Settings = body["setting"] as JsonObject ?? preset.Settings,
            Updated = Now(),
        });
    }

    /// <summary>It says success of a preset that is not there, and the vendor's own stay.</summary>
    private IResult Remove(string id)
    {
        if (_presets.TryGetValue(id, out Preset? preset) && !preset.IsPublic)
        {
            _presets.TryRemove(id, out _);
        }
        return Answers.Beside();
    }

    private IResult Saved(Preset preset)
    {
        _presets[preset.Id] = preset;
        return Answers.Beside(("setting_id", preset.Id), ("update_time", preset.Updated));
    }

    private string Now() => (string)WireTime.WritePlain(_time.GetUtcNow())!;

    private static JsonArray MetaOf(IEnumerable<Preset> presets, bool isPublic) =>
        [.. presets.Where(preset => preset.IsPublic == isPublic).Select(Meta)];

    private static JsonObject Meta(Preset preset) => new()
    {
        ["setting_id"] = preset.Id,
        ["version"] = preset.Version,
        ["name"] = preset.Name,
        ["nickname"] = null,
        ["filament_id"] = preset.FilamentId,
        ["base_id"] = preset.BaseId,
        ["update_time"] = preset.Updated,
    };

    private static JsonObject Whole(Preset preset)
    {
        JsonObject whole = Meta(preset);
        whole["type"] = preset.Type;
        whole["public"] = preset.IsPublic;
        whole["setting"] = preset.Settings.DeepClone();
        return whole;
    }

    private static Preset[] Seed() =>
    [
        new("GP004", "print", "0.20mm Standard @BBL X1C", IsPublic: true, new() { ["layer_height"] = "0.2" }),
        new("GM001", "printer", "Bambu Lab X1 Carbon 0.4 nozzle", IsPublic: true, new() { ["nozzle_diameter"] = "0.4" }),
        new("GFSA00", "filament", "Bambu PLA Basic @BBL X1C", IsPublic: true, new() { ["nozzle_temperature"] = "220" })
        {
            FilamentId = "GFA00",
        },
        new("PPUS1f0c2b7d9a4e63", "print", "0.20mm Strong @BBL P1S", IsPublic: false, new() { ["wall_loops"] = "4" }) { BaseId = "GP004" },
        new("PFUS46ea5c221cabe5", "filament", "Workshop PETG @BBL P1S", IsPublic: false, new() { ["nozzle_temperature"] = "245" })
        {
            BaseId = "GFSG00",
            FilamentId = "Pc628b24",
        },
    ];

    [GeneratedRegex(@"^[0-9]{1,3}(\.[0-9]{1,3}){3}$")]
    private static partial Regex VersionNumber();

    private sealed record Preset(string Id, string Type, string Name, bool IsPublic, JsonObject Settings)
    {
        public string Version { get; init; } = "01.09.00.15";

        public string Updated { get; init; } = Seeded;

        public string? BaseId { get; init; }

        public string? FilamentId { get; init; }
    }
}
