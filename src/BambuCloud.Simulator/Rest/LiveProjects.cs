using System.Globalization;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary>The account's projects as the live service has them: all in one list, each with its profiles and their plates.</summary>
internal static class LiveProjects
{
    private const int FirstId = 70_000_000;
    private const int FirstProfile = 8_000_000;
    private const int FirstModel = 4096;

    public static void Map(IEndpointRouteBuilder routes, int count, DateTimeOffset start)
    {
        routes.MapGet(ProjectRoutes.Path, () => Answers.Beside(("projects",
            new JsonArray([.. Enumerable.Range(0, count).Select(index => (JsonNode)Item(index, start))]))));

        routes.MapGet(ProjectRoutes.Path + "/{id}", (HttpRequest request, string id) =>
            Query.TryRead(id, out int? number) && number - FirstId is { } index && index >= 0 && index < count
                ? Answers.Beside(Detail(index, start, Covers.Base(request)))
                : Answers.LiveFault(400, 2, "project not found"));
    }

    /// <summary>The profile of a project; null when none has it.</summary>
    public static SlicedProfile? Profile(string profileId, int count, DateTimeOffset start) =>
        Query.TryRead(profileId, out int? number) && number - FirstProfile is { } index && index >= 0 && index < count
            ? ProfileOf(index, start)
            : null;

    private static SlicedProfile ProfileOf(int index, DateTimeOffset start) => new(
        (FirstProfile + index).ToString(CultureInfo.InvariantCulture), ModelId(index), "0.2 mm", start.AddHours(-index), FirstId + index,
        [new SlicedPlate(651, 2.26), new SlicedPlate(1302, 4.52)]);

    private static string ModelId(int index) => $"US{index + FirstModel:x}";

    private static JsonObject Item(int index, DateTimeOffset start) => new()
    {
        ["project_id"] = (FirstId + index).ToString(CultureInfo.InvariantCulture),
        ["user_id"] = "2143650987",
        ["model_id"] = ModelId(index),
        ["status"] = "ACTIVE",
        ["name"] = ProjectRoutes.Title(index),
        ["content"] = "{}",
        ["create_time"] = WireTime.WritePlain(start.AddHours(-index - 2)),
        ["update_time"] = WireTime.WritePlain(start.AddHours(-index)),
    };

    private static JsonObject Detail(int index, DateTimeOffset start, string host)
    {
        SlicedProfile profile = ProfileOf(index, start);
        JsonObject project = Item(index, start);
        project["download_url"] = profile.DownloadUrl;
        project["download_md5"] = profile.Md5;
        project["upload_url"] = null;
        project["upload_ticket"] = null;
        project["profiles"] = new JsonArray(new JsonObject
        {
            ["profile_id"] = FirstProfile + index,
            ["status"] = "ACTIVE",
            ["name"] = profile.Name,
            ["context"] = profile.Context(host),
        });
        return project;
    }
}
