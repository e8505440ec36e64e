using System.Globalization;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary><c>user/print</c>.</summary>
internal static class PrintRoutes
{
    public const string Path = "/v1/iot-service/api/user/print";

    public static void MapPrints(
        this IEndpointRouteBuilder routes, PrinterFleet fleet, History history, ObjectStorage storage, ApiProfile profile)
    {
        if (profile == ApiProfile.Live)
        {
            // It starts no print: there is no POST.
            routes.MapGet(Path, (HttpRequest request) => Answers.Beside(("devices",
                new JsonArray([.. fleet.Select<JsonNode>(printer => LiveDevice(printer, history, Covers.Base(request)))]))));
            return;
        }
        routes.MapGet(Path, (string? device_id, string? status) =>
            status is not (null or "printing" or "completed" or "failed")
                ? Answers.BadRequest("'status' is printing, completed or failed")
            : Answers.Data(new JsonObject
            {
                ["jobs"] = new JsonArray([.. history.Tasks(device_id).Page
                    .Select(task => Job(task, fleet)).Where(job => status is null || (string?)job["status"] == status)]),
            }));

        routes.MapPost(Path, (JsonObject body) => Start(body, fleet, history, storage));
    }

    private static IResult Start(JsonObject body, PrinterFleet fleet, History history, ObjectStorage storage)
    {
        if (body.Text("device_id") is not { } deviceId || body.Text("file_name") is not { } fileName)
        {
            return Answers.BadRequest("'device_id' and 'file_name' are needed");
        }
        if (!fleet.Has(deviceId))
        {
            return Answers.DeviceNotFound(ApiProfile.Documented);
        }
        if (storage.PathOf(body.Text("file_url")) is not { } path)
        {
            return Answers.PrintFailed("The file is not in the storage");
        }
        if (PrintOrder.Read(body["settings"] as JsonObject, out string? wrong) is not { } order)
        {
            return Answers.BadRequest(wrong!);
        }
        if (SlicedFile.Read(path, order.Plate) is not { } file)
        {
            return Answers.PrintFailed(order.Plate is { } plate ? $"The file has no plate {plate} to print"
                : "The file holds nothing to print");
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
            if (order.RefusalOf(printer, file) is { } refusal)
            {
                return Answers.PrintFailed(refusal);
            }
            SimulatedTask task = history.Begin(printer, fileName, file, order);
            string id = task.Id.ToString(CultureInfo.InvariantCulture);
            if (order.FirstSlotOf(file) is var (unit, slot))
            {
                printer.Standing.Feed(unit, slot);
            }
            printer.Start(new PrintJob(id, fileName, file, task.Start));
            return Answers.Data(new JsonObject { ["job_id"] = id, ["status"] = "queued" });
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

    private static JsonObject LiveDevice(SimulatedPrinter printer, History history, string host)
    {
        PrintJob? job = printer.Job;
        SimulatedTask? task = job is null ? null : history.Task(long.Parse(job.TaskId, CultureInfo.InvariantCulture));
        return new()
        {
            ["dev_id"] = printer.DeviceId,
            ["dev_name"] = printer.Name,
            ["dev_model_name"] = printer.Model.ModelName,
            ["dev_product_name"] = printer.Model.ProductName,
            ["dev_online"] = printer.Online,
            ["dev_access_code"] = printer.AccessCode + "\n",
            ["task_id"] = task?.Id,
            ["task_name"] = job?.FileName,
            ["task_status"] = job is null ? null : printer.PrintStatus,
            ["model_id"] = task?.ModelId,
            ["project_id"] = task is null ? null : "0", // As for every print that comes of no project.
            ["profile_id"] = task?.ProfileId,
            ["start_time"] = WireTime.WritePlain(job?.Start),
            ["prediction"] = job is null ? null : (int)job.File.Duration.TotalSeconds,
            ["progress"] = job is null ? null : printer.Percent,
            ["thumbnail"] = task is null ? null : Covers.UrlOf(host, task.Id),
        };
    }
}
