using System.Globalization;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary><c>user/project</c> and <c>user/project/{id}</c>.</summary>
internal static class ProjectRoutes
{
    private const string Path = "/v1/iot-service/api/user/project";
    private const int DefaultLimit = 20;

    private static readonly string[] Titles = ["My Design", "Bracket", "Lamp shade", "Chess set", "Drawer"];

    public static void MapProjects(this IEndpointRouteBuilder routes, SimulatorOptions options)
    {
        DateTimeOffset start = options.TimeProvider.GetUtcNow();
        bool live = options.Profile == ApiProfile.Live;

        routes.MapGet(Path, (string? page, string? limit) =>
        {
            if (live)
            {
                return Answers.Beside(("projects",
                    new JsonArray([.. Enumerable.Range(0, options.Projects).Select(index => (JsonNode)Live(index, start))])));
            }
            int number = 1;
            int size = DefaultLimit;
            if ((page is not null && !(int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1))
                || (limit is not null && !(int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out size) && size >= 1)))
            {
                return Answers.BadRequest("'page' and 'limit' are numbers from 1");
            }
            IEnumerable<int> some = Enumerable.Range(0, options.Projects).Skip((int)Math.Min((long)(number - 1) * size, int.MaxValue))
                .Take(size);
            return Answers.Data(new JsonObject
            {
                ["projects"] = new JsonArray([.. some.Select(index => (JsonNode)Documented(index, start))]),
                ["total"] = options.Projects,
                ["page"] = number,
            });
        });

        routes.MapGet(Path + "/{id}", (string id) =>
            Enumerable.Range(0, options.Projects).FirstOrDefault(index => Id(index, live) == id, -1) is >= 0 and { } index
                ? live ? Answers.Beside([.. LiveDetail(index, start).Select(member => (member.Key, member.Value?.DeepClone()))])
                    : Answers.Data(DocumentedDetail(index, start))
                : Answers.Fault(404, 404, "Project not found", "PROJECT_NOT_FOUND"));
    }

    private static string Id(int index, bool live) =>
        live ? (70_000_000 + index).ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"proj_{index + 1:D3}");

    private static string Title(int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{Titles[index % Titles.Length]} {(index / Titles.Length) + 1}");

    private static JsonObject Documented(int index, DateTimeOffset start) => new()
    {
        ["project_id"] = Id(index, live: false),
        ["name"] = Title(index),
        ["created_at"] = WireTime.Write(start.AddHours(-index - 2)),
        ["file_count"] = 1 + (index % 3),
    };

    private static JsonObject DocumentedDetail(int index, DateTimeOffset start)
    {
        JsonObject project = Documented(index, start);
        project["updated_at"] = WireTime.Write(start.AddHours(-index));
        project["files"] = new JsonArray([.. Enumerable.Range(1, 1 + (index % 3)).Select(file => (JsonNode)new JsonObject
        {
            ["file_id"] = $"{index + 1}{file}",
            ["file_name"] = $"part{file}.3mf",
            ["file_size"] = 14_216 * file,
        })]);
        return project;
    }

    private static JsonObject Live(int index, DateTimeOffset start) => new()
    {
        ["project_id"] = Id(index, live: true),
        ["user_id"] = "2143650987",
        ["model_id"] = $"US{index + 4096:x}",
        ["status"] = "ACTIVE",
        ["name"] = Title(index),
        ["content"] = "{}",
        ["create_time"] = start.AddHours(-index - 2).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        ["update_time"] = start.AddHours(-index).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
    };

    private static JsonObject LiveDetail(int index, DateTimeOffset start)
    {
        JsonObject project = Live(index, start);
        project["download_url"] =
            $"https://s3.us-west-2.amazonaws.example/models/{index}.3mf?X-Amz-Signature=5f1d{index:x}&X-Amz-Expires=1800";
        project["profiles"] = new JsonArray(new JsonObject
        {
            ["profile_id"] = 8_000_000 + index,
            ["status"] = "ACTIVE",
            ["name"] = "0.2 mm",
            ["context"] = new JsonObject
            {
                ["plates"] = new JsonArray(
                    new JsonObject { ["index"] = 1, ["prediction"] = 651, ["weight"] = 2.26 },
                    new JsonObject { ["index"] = 2, ["prediction"] = 1302, ["weight"] = 4.52 }),
            },
        });
        return project;
    }
}
