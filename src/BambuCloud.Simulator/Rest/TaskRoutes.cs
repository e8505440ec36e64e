using System.Globalization;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary><c>my/tasks</c> and <c>user/task/{id}</c>.</summary>
internal static class TaskRoutes
{
    private const int DefaultLimit = 20;
    private const int LargestLimit = 100;

    public static void MapTasks(this IEndpointRouteBuilder routes, History history, PrinterFleet fleet, ApiProfile profile)
    {
        routes.MapGet("/v1/user-service/my/tasks", (string? deviceId, string? after, string? limit) =>
        {
            long? cursor = null;
            int size = DefaultLimit;
            if (after is not null && !TryId(after, out cursor))
            {
                return Answers.BadRequest("'after' is no task id");
            }
            if (limit is not null && !(int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out size) && size >= 1))
            {
                return Answers.BadRequest("'limit' is no number from 1");
            }
            (IReadOnlyList<SimulatedTask> page, int total) = history.Tasks(deviceId, cursor, Math.Min(size, LargestLimit));
            return Results.Json(profile == ApiProfile.Live
                ? new JsonObject { ["total"] = total, ["hits"] = new JsonArray([.. page.Select(Live)]) }
                : new JsonObject
                {
                    ["tasks"] = new JsonArray([.. page.Select(Documented)]),
                    ["hits"] = new JsonObject { ["total"] = new JsonObject { ["value"] = total, ["relation"] = "eq" } },
                });
        });

        routes.MapPost("/v1/user-service/my/task", (JsonObject body) => Create(body, history, fleet, profile));

        routes.MapGet("/v1/iot-service/api/user/task/{id}", (string id) =>
            profile == ApiProfile.Live ? Answers.Forbidden()
            : TryId(id, out long? taskId) && history.Task(taskId!.Value) is { } task ? Answers.Data(Single(task, fleet))
            : Answers.Fault(404, 404, "Task not found", "TASK_NOT_FOUND"));
    }

    private static IResult Create(JsonObject body, History history, PrinterFleet fleet, ApiProfile api)
    {
        if (api == ApiProfile.Live)
        {
            return Answers.Forbidden(); // Newer accounts have to sign it.
        }
        if (body.Text("modelId") is not { } model || body.Text("profileId") is not { } profile || body.Text("title") is not { } title
            || body.Text("deviceId") is not { } deviceId)
        {
            return Answers.BadRequest("'modelId', 'title', 'deviceId' and 'profileId' are needed");
        }
        return fleet.Has(deviceId)
            ? Results.Json(new JsonObject
            {
                ["id"] = Text(fleet.With(deviceId,
                printer => history.Create(printer, title, model, profile)).Id),
                ["status"] = "created"
            })
            : Answers.DeviceNotFound();
    }

    private static bool TryId(string text, out long? id)
    {
        bool good = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value);
        id = good ? value : null;
        return good;
    }

    private static JsonNode Documented(SimulatedTask task) => new JsonObject
    {
        ["id"] = Text(task.Id),
        ["designId"] = "0",
        ["designTitle"] = task.Title,
        ["deviceId"] = task.DeviceId,
        ["deviceName"] = task.DeviceName,
        ["modelId"] = task.ModelId,
        ["profileId"] = task.ProfileId,
        ["status"] = StatusWord(task),
        ["weight"] = task.Weight,
        ["length"] = task.Length,
        ["costTime"] = task.CostSeconds,
        ["startTime"] = WireTime.Write(task.Start),
        ["endTime"] = WireTime.Write(task.End),
        ["cover"] = $"https://public-cdn.bambulab.example/cover/{task.Id}.png",
        ["thumbnail"] = $"https://public-cdn.bambulab.example/thumbnail/{task.Id}.png",
    };

    private static JsonNode Live(SimulatedTask task) => new JsonObject
    {
        ["id"] = task.Id,
        ["designId"] = 0,
        ["designTitle"] = "",
        ["instanceId"] = 0,
        ["modelId"] = task.ModelId,
        ["title"] = task.Title,
        ["cover"] = $"https://s3.us-west-2.amazonaws.example/cover/{task.Id}.png?X-Amz-Signature=5f1d{task.Id:x}&X-Amz-Expires=1800",
        ["status"] = task.Status,
        ["feedbackStatus"] = 0,
        ["startTime"] = WireTime.Write(task.Start),
        ["endTime"] = WireTime.Write(task.End) ?? "",
        ["weight"] = task.Weight,
        ["length"] = (int)task.Length,
        ["costTime"] = task.CostSeconds,
        ["profileId"] = long.Parse(task.ProfileId, CultureInfo.InvariantCulture),
        ["plateIndex"] = 1,
        ["deviceId"] = task.DeviceId,
        ["deviceModel"] = task.DeviceModel,
        ["deviceName"] = task.DeviceName,
        ["bedType"] = "textured_plate",
        ["mode"] = "cloud_file",
        ["amsDetailMapping"] = new JsonArray(new JsonObject
        {
            ["ams"] = 0,
            ["sourceColor"] = "FFFFFFFF",
            ["targetColor"] = "FFFFFFFF",
            ["filamentId"] = "GFA00",
            ["filamentType"] = "PLA",
            ["weight"] = task.Weight,
        }),
    };

    private static JsonObject Single(SimulatedTask task, PrinterFleet fleet) => new JsonObject
    {
        ["task_id"] = Text(task.Id),
        ["device_id"] = task.DeviceId,
        ["status"] = StatusWord(task),
        ["progress"] = task.Status == SimulatedTask.Finished ? 100 : fleet.With(task.DeviceId,
            printer => printer.TaskId == Text(task.Id) ? printer.Percent : 0),
        ["file_name"] = task.Title,
        ["started_at"] = WireTime.Write(task.Start),
        ["completed_at"] = WireTime.Write(task.End),
    };

    private static string StatusWord(SimulatedTask task) => task.Status switch
    {
        SimulatedTask.Finished => "completed",
        SimulatedTask.Failed => "failed",
        SimulatedTask.Running => "running",
        _ => "created",
    };

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
