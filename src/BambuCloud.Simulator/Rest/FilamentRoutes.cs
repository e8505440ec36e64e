using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary>
/// <c>my/filament/v2</c> and <c>filament/config</c> of the live service: the account's spools, and which ones are known. Their fields are
/// those that public clients send and read; whatever else a client sends is kept as it came.
/// </summary>
internal sealed class FilamentRoutes
{
    private const string Path = "/v1/design-user-service/my/filament/v2";
    private const string Known = "/v1/design-user-service/filament/config";
    private const int DefaultLimit = 20;
    private const long FirstId = 947_238;

    private static readonly (string Vendor, string Type, string Name, string Id)[] Filaments =
    [
        ("Bambu Lab", "PLA", "PLA Basic", "GFA00"),
        ("Bambu Lab", "PETG", "PETG HF", "GFG02"),
        ("Generic", "PLA", "Generic PLA", "GFL99"),
    ];

    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, JsonObject> _spools = [];
    private readonly TimeProvider _time;

    private FilamentRoutes(TimeProvider time)
    {
        _time = time;
        foreach ((string vendor, string type, string name, string id) in Filaments)
        {
            Add(new JsonObject
            {
                ["filamentVendor"] = vendor,
                ["filamentType"] = type,
                ["filamentName"] = name,
                ["filamentId"] = id,
                ["color"] = "#8E9089FF",
                ["netWeight"] = 760,
                ["totalNetWeight"] = 1000,
            });
        }
    }

    public static void Map(IEndpointRouteBuilder routes, TimeProvider time)
    {
        FilamentRoutes filaments = new(time);
        routes.MapGet(Path, filaments.List);
        routes.MapPost(Path, (JsonObject body) => filaments.Create(body));
        routes.MapPut(Path, (JsonObject body) => filaments.Change(body));
        routes.MapDelete(Path, Remove);
        routes.MapDelete(Path + "/batch", Remove); // As the vendor's program asks.
        routes.MapGet(Known, () => Results.Json(new JsonObject
        {
            ["filamentSettings"] = new JsonArray([.. Filaments.Select(known => (JsonNode)new JsonObject
            {
                ["filamentVendor"] = known.Vendor,
                ["filamentType"] = known.Type,
                ["filamentName"] = known.Name,
                ["filamentId"] = known.Id,
            })]),
        }));

        Task<IResult> Remove(HttpRequest request) => filaments.RemoveAsync(request);
    }

    private IResult List(string? offset, string? limit)
    {
        if (!Query.TryRead(offset, out int? skipped))
        {
            return Answers.NoNumber("offset");
        }
        if (!Query.TryRead(limit, out int? size))
        {
            return Answers.NoNumber("limit");
        }
        lock (_lock)
        {
            return Results.Json(new JsonObject
            {
                ["total"] = _spools.Count,
                ["hits"] = new JsonArray(
                    [.. _spools.Values.Skip(skipped ?? 0).Take(size ?? DefaultLimit).Select(spool => spool.DeepClone())]),
            });
        }
    }

    // The answer does not say which id it got.
    private IResult Create(JsonObject body)
    {
        if (body.Text("filamentName") is null)
        {
            return Answers.NotSet("filamentName");
        }
        Add(body);
        return Results.Json(new JsonObject());
    }

    private void Add(JsonObject body)
    {
        lock (_lock)
        {
            long id = _spools.Count == 0 ? FirstId : _spools.Keys.Last() + 1;
            JsonObject spool = new() { ["createType"] = "manual", ["status"] = 0, ["createdAt"] = Now() };
            Take(spool, id, body);
            _spools.Add(id, spool);
        }
    }

    private IResult Change(JsonObject body)
    {
        if (body.Text("id") is not { } given || !Query.TryRead(given, out long? id) || id is not { } number)
        {
            return Answers.NotSet("id");
        }
        if (body.Text("filamentName") is null)
        {
            return Answers.NotSet("filamentName");
        }
        lock (_lock)
        {
            if (!_spools.TryGetValue(number, out JsonObject? spool))
            {
                return Answers.LiveFault(400, 2, "filament not found");
            }
            Take(spool, number, body);
            return Results.Json(new JsonObject { ["filamentV2"] = spool.DeepClone() });
        }
    }

    /// <summary>It says success of a spool that is not there, too.</summary>
    private async Task<IResult> RemoveAsync(HttpRequest request)
    {
        JsonObject? body = await request.ReadFromJsonAsync<JsonObject>(request.HttpContext.RequestAborted);
        HashSet<string> ids = Texts(body?["ids"]);
        HashSet<string> chips = Texts(body?["RFIDs"]);
        lock (_lock)
        {
            foreach (long id in _spools.Where(spool => ids.Contains(spool.Value.Text("id")!)
                || (spool.Value.Text("RFID") is { } chip && chips.Contains(chip))).Select(spool => spool.Key).ToArray())
            {
                _spools.Remove(id);
            }
        }
        return Results.Json(new JsonObject());
    }

    private static HashSet<string> Texts(JsonNode? list) =>
        [.. (list as JsonArray ?? []).OfType<JsonNode>().Select(item => item.ToString())];

    private void Take(JsonObject spool, long id, JsonObject body)
    {
        foreach ((string name, JsonNode? value) in body)
        {
            spool[name] = value?.DeepClone();
        }
        spool["id"] = id;
        spool["updatedAt"] = Now();
    }

    private long Now() => _time.GetUtcNow().ToUnixTimeSeconds();
}
