using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary><c>user/bind</c> and <c>my/preference</c>.</summary>
internal static class DeviceRoutes
{
    public static void MapDevices(this IEndpointRouteBuilder routes, PrinterFleet fleet, SimulatedAccount account, ApiProfile profile)
    {
        routes.MapGet("/v1/iot-service/api/user/bind", () => Answers.Beside(
            ("devices", new JsonArray([.. fleet.Select<JsonNode>(printer => Device(printer, profile))]))));

        routes.MapGet("/v1/design-user-service/my/preference", () => Results.Json(new JsonObject
        {
            ["uid"] = long.Parse(account.Uid, System.Globalization.CultureInfo.InvariantCulture),
            ["name"] = "Simulated account",
            ["handle"] = "simulated",
        }));
    }

    private static JsonObject Device(SimulatedPrinter printer, ApiProfile profile)
    {
        bool live = profile == ApiProfile.Live;
        JsonObject device = new()
        {
            ["dev_id"] = printer.DeviceId,
            ["name"] = printer.Name,
            ["online"] = printer.Online,
            ["print_status"] = printer.PrintStatus,
            ["dev_model_name"] = printer.Model.ModelName,
            ["dev_product_name"] = printer.Model.ProductName,
            ["dev_access_code"] = live ? printer.AccessCode + "\n" : printer.AccessCode,
        };
        if (live)
        {
            device["nozzle_diameter"] = 0.4;
            device["dev_structure"] = printer.Model.Structure;
            device["print_job"] = printer.TaskId;
        }
        return device;
    }
}
