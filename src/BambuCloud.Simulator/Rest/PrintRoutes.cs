using System.Globalization;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary><c>user/print</c>.</summary>
internal static class PrintRoutes
{
    private const string Path = "/v1/iot-service/api/user/print";

    public static void MapPrints(
        this IEndpointRouteBuilder routes, PrinterFleet fleet, History history, ObjectStorage storage, ApiProfile profile)
    {
        routes.MapGet(Path, (string? device_id, string? status) => profile == ApiProfile.Live
            ? Answers.Beside(("devices", new JsonArray([.. fleet.Select<JsonNode>(LiveDevice)])))
            : status is not (null or "printing" or "completed" or "failed")
                ? Answers.BadRequest("'status' is printing, completed or failed")
            : Answers.Data(new JsonObject
            {
                ["jobs"] = new JsonArray([.. history.Tasks(device_id, after: null, limit: int.MaxValue).Page
                    .Select(task => Job(task, fleet)).Where(job => status is null || (string?)job["status"] == status)]),
            }));

        routes.MapPost(Path, (JsonObject body) =>
        {
            if (profile == ApiProfile.Live)
            {
                return Answers.Fault(405, 405, "Method Not Allowed", "METHOD_NOT_ALLOWED");
            }
            if (body.Text("device_id") is not { } deviceId || body.Text("file_name") is not { } fileName)
            {
                return Answers.BadRequest("'device_id' and 'file_name' are needed");
            }
            if (!fleet.Has(deviceId))
            {
                return Answers.DeviceNotFound();
            }
            if (storage.PathOf(body.Text("file_url")) is not { } path)
            {
                return Answers.PrintFailed("The file is not in the storage");
            }
            if (SlicedFile.Read(path) is not { } file)
            {
                return Answers.PrintFailed("The file holds nothing to print");
            }
            return fleet.With(deviceId, printer =>
            {
                if (!printer.Online)
                {
                    return Answers.DeviceOffline();
                }
                if (printer.Busy)
                {
                    return Answers.PrintFailed("The printer is busy");
                }
                SimulatedTask task = history.Begin(printer, fileName, file);
                string id = task.Id.ToString(CultureInfo.InvariantCulture);
                printer.Start(new PrintJob(id, fileName, file, task.Start));
                return Answers.Data(new JsonObject { ["job_id"] = id, ["status"] = "queued" });
            });
        });
    }

    private static JsonObject Job(SimulatedTask task, PrinterFleet fleet)
    {
        string id = task.Id.ToString(CultureInfo.InvariantCulture);
        (int percent, TimeSpan remaining) = task.Status switch
        {
            SimulatedTask.Running => fleet.With(task.DeviceId,
                printer => printer.TaskId == id ? (printer.Percent, printer.Remaining) : default),
            SimulatedTask.Finished => (100, TimeSpan.Zero),
            _ => default,
        };
        return new JsonObject
        {
            ["job_id"] = id,
            ["file_name"] = task.Title,
            ["status"] = task.Status switch
            {
                SimulatedTask.Running => "printing",
                SimulatedTask.Finished => "completed",
                SimulatedTask.Failed => "failed",
                _ => "queued"
            },
            ["progress"] = percent,
            ["time_remaining"] = (int)remaining.TotalSeconds,
            ["started_at"] = WireTime.Write(task.Start),
        };
    }

    private static JsonObject LiveDevice(SimulatedPrinter printer) => new()
    {
        ["dev_id"] = printer.DeviceId,
        ["dev_name"] = printer.Name,
        ["dev_online"] = printer.Online,
        ["task_id"] = printer.TaskId is { } id ? long.Parse(id, CultureInfo.InvariantCulture) : null,
        ["task_name"] = printer.Job?.FileName,
        ["task_status"] = printer.Job is null ? null : printer.PrintStatus,
        ["progress"] = printer.Job is null ? null : printer.Percent,
        ["start_time"] = printer.Job is { } job ? job.Start.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
            : null,
        ["prediction"] = printer.Job is { } known ? (int)known.File.Duration.TotalSeconds : null,
        ["thumbnail"] = null,
        ["dev_access_code"] = printer.AccessCode,
    };
}
