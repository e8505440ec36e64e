using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary><c>user/profile/{id}</c> of the live service: the sliced profile of a project or of a task.</summary>
internal static class ProfileRoutes
{
    public static void MapProfiles(this IEndpointRouteBuilder routes, History history, SimulatorOptions options)
    {
        DateTimeOffset start = options.TimeProvider.GetUtcNow();
        routes.MapGet("/v1/iot-service/api/user/profile/{id}", (HttpRequest request, string id, string? model_id) =>
        {
            if (string.IsNullOrEmpty(model_id))
            {
                return Answers.NotSet("model_id");
            }
            SlicedProfile? profile = LiveProjects.Profile(id, options.Projects, start)
                ?? (history.TaskOfProfile(id) is { } task ? OfTask(task) : null);
            return profile is not null && profile.ModelId == model_id
                ? Answers.Beside(Write(profile, Covers.Base(request)))
                : Answers.LiveFault(400, 2, "profile not found");
        });
    }

    /// <summary>What a task was sliced to.</summary>
    public static SlicedProfile OfTask(SimulatedTask task) => new(
        task.ProfileId, task.ModelId, task.Title, task.Start, task.Id, [new SlicedPlate(task.CostSeconds, task.Weight)]);

    private static JsonObject Write(SlicedProfile profile, string host) => new()
    {
        ["profile_id"] = profile.Id,
        ["model_id"] = profile.ModelId,
        ["status"] = "ACTIVE",
        ["name"] = profile.Name,
        ["content"] = null,
        ["create_time"] = WireTime.WritePlain(profile.Updated),
        ["update_time"] = WireTime.WritePlain(profile.Updated),
        ["context"] = profile.Context(host),
        ["filename"] = $"{profile.Name}.3mf",
        ["url"] = profile.DownloadUrl,
        ["md5"] = profile.Md5,
        ["keystore_xml"] = null,
    };
}
