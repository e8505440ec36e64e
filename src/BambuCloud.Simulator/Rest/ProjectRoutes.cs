using System.Globalization;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary><c>user/project</c> and <c>user/project/{id}</c>.</summary>
internal static class ProjectRoutes
{
    public const string Path = "/v1/iot-service/api/user/project";
    private const int DefaultLimit = 20;

    private static readonly string[] Titles = ["My Design", "Bracket", "Lamp shade", "Chess set", "Drawer"];

    public static void MapProjects(this IEndpointRouteBuilder routes, SimulatorOptions options)
    {
        DateTimeOffset start = options.TimeProvider.GetUtcNow();
        if (options.Profile == ApiProfile.Live)
        {
            LiveProjects.Map(routes, options.Projects, start);
            return;
        }
        routes.MapGet(Path, (string? page, string? limit) =>
        {
            if (!Query.TryRead(page, out int? number) || number < 1 || !Query.TryRead(limit, out int? size) || size < 1)
            {
                return Answers.BadRequest("'page' and 'limit' are numbers from 1");
            }
            int most = size ?? DefaultLimit;
            IEnumerable<int> some = Enumerable.Range(0, options.Projects)
                .Skip((int)Math.Min((long)((number ?? 1) - 1) * most, int.MaxValue)).Take(most);
            return Answers.Data(new JsonObject
            {
                ["projects"] = new JsonArray([.. some.Select(index => (JsonNode)Documented(index, start))]),
                ["total"] = options.Projects,
                ["page"] = number ?? 1,
            });
        });

        routes.MapGet(Path + "/{id}", (string id) =>
            Enumerable.Range(0, options.Projects).FirstOrDefault(index => Id(index) == id, -1) is >= 0 and { } index
                ? Answers.Data(DocumentedDetail(index, start))
                : Answers.Fault(404, 404, "Project not found", "PROJECT_NOT_FOUND"));
    }

    public static string Title(int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{Titles[index % Titles.Length]} {(index / Titles.Length) + 1}");

    private static string Id(int index) => string.Create(CultureInfo.InvariantCulture, $"proj_{index + 1:D3}");

    private static JsonObject Documented(int index, DateTimeOffset start) => new()
    {
        ["project_id"] = Id(index),
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
}
