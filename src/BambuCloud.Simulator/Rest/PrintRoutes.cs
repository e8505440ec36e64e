using System.Globalization;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary><c>user/print</c>.</summary>
internal static class PrintRoutes
{
    public static void MapPrints(
        this IEndpointRouteBuilder routes, PrinterFleet fleet, History history, ObjectStorage storage, ApiProfile profile) =>
        routes.MapPost("/v1/iot-service/api/user/print", (JsonObject body) =>
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
                printer.Start(new PrintJob(id, fileName, file));
                return Answers.Data(new JsonObject { ["job_id"] = id, ["status"] = "queued" });
            });
        });
}
