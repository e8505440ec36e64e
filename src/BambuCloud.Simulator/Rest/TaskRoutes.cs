using System.Globalization;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary><c>my/tasks</c>, <c>my/task</c> and <c>user/task/{id}</c>.</summary>
internal static class TaskRoutes
{
    private const string List = "/v1/user-service/my/tasks";
    private const string One = "/v1/user-service/my/task";
    private const string Record = "/v1/iot-service/api/user/task/{id}";
    private const int DefaultLimit = 20;
    private const int LargestLimit = 100;

    public static void MapTasks(this IEndpointRouteBuilder routes, History history, PrinterFleet fleet, SimulatorOptions options)
    {
        if (options.Profile == ApiProfile.Live)
        {
            MapLive(routes, history, options.TaskRecords);
            return;
        }
        routes.MapGet(List, (HttpRequest request, string? deviceId, string? after, string? limit) =>
        {
            if (!Query.TryRead(after, out long? cursor))
            {
                return Answers.BadRequest("'after' is no task id");
            }
            if (!Query.TryRead(limit, out int? size) || size < 1)
            {
                return Answers.BadRequest("'limit' is no number from 1");
            }
            (IReadOnlyList<SimulatedTask> page, int total) =
                history.Tasks(deviceId, cursor, limit: Math.Min(size ?? DefaultLimit, LargestLimit));
            return Results.Json(new JsonObject
            {
                ["tasks"] = new JsonArray([.. page.Select(task => Documented(task, Covers.Base(request)))]),
                ["hits"] = new JsonObject { ["total"] = new JsonObject { ["value"] = total, ["relation"] = "eq" } },
            });
        });

        routes.MapPost(One, (JsonObject body) => Create(body, history, fleet));

        routes.MapGet(Record, (string id) =>
            Find(history, id) is { } task ? Answers.Data(Single(task, fleet))
            : Answers.Fault(404, 404, "Task not found", "TASK_NOT_FOUND"));
    }

    /// <summary>
    /// The live service pages by <c>offset</c> and does not look at <c>after</c>. It keeps new tasks, and of most accounts single records,
    /// for the vendor's own programs, but gives the list's item by its id.
    /// </summary>
    private static void MapLive(IEndpointRouteBuilder routes, History history, bool givesRecords)
    {
        routes.MapGet(List, (HttpRequest request, string? deviceId, string? status, string? offset, string? limit) =>
        {
            if (!Query.TryRead(status, out int? state))
            {
                return Answers.NoNumber("status");
            }
            if (!Query.TryRead(offset, out int? skipped))
            {
                return Answers.NoNumber("offset");
            }
            if (!Query.TryRead(limit, out int? size))
            {
                return Answers.NoNumber("limit");
            }
            (IReadOnlyList<SimulatedTask> page, int total) = history.Tasks(
                deviceId, offset: skipped ?? 0, limit: Math.Min(size ?? DefaultLimit, LargestLimit), status: state);
            return Results.Json(new JsonObject
            {
                ["total"] = total,
                ["hits"] = new JsonArray([.. page.Select(task => LiveTask.Write(task, Covers.Base(request)))]),
            });
        });

        routes.MapGet(One + "/{id}", (HttpRequest request, string id) =>
            Find(history, id) is { } task ? Results.Json(LiveTask.Write(task, Covers.Base(request)))
            : Answers.LiveFault(404, 404, "task not found"));

        routes.MapPost(One, Answers.Forbidden);
        routes.MapGet(Record, (HttpRequest request, string id) =>
            !givesRecords ? Answers.Forbidden()
            : Find(history, id) is { } task ? Answers.Beside(LiveTask.WriteRecord(task, Covers.Base(request)))
            : Answers.LiveFault(404, 404, "task not found"));
    }

    private static SimulatedTask? Find(History history, string id) =>
        Query.TryRead(id, out long? taskId) && taskId is { } known ? history.Task(known) : null;

    private static IResult Create(JsonObject body, History history, PrinterFleet fleet)
    {
        if (body.Text("modelId") is not { } model || body.Text("profileId") is not { } profile
            || body.Text("title") is not { } title || body.Text("deviceId") is not { } deviceId)
        {
            return Answers.BadRequest("'modelId', 'title', 'deviceId' and 'profileId' are needed");
        }
        return fleet.Has(deviceId)
            ? Results.Json(new JsonObject
            {
                ["id"] = Text(fleet.With(deviceId, printer => history.Create(printer, title, model, profile)).Id),
                ["status"] = "created"
            })
            : Answers.DeviceNotFound(ApiProfile.Documented);
    }

    private static JsonObject Documented(SimulatedTask task, string host) => new()
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
        ["cover"] = Covers.UrlOf(host, task.Id),
        ["thumbnail"] = Covers.UrlOf(host, task.Id),
    };

    private static JsonObject Single(SimulatedTask task, PrinterFleet fleet) => new()
    {
        ["task_id"] = Text(task.Id),
        ["device_id"] = task.DeviceId,
        ["status"] = StatusWord(task),
        ["progress"] = task.Status == SimulatedTask.Finished ? 100
            : fleet.With(task.DeviceId, printer => printer.TaskId == Text(task.Id) ? printer.Percent : 0),
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
