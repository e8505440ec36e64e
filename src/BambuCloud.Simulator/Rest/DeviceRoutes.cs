using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace BambuCloud.Simulator;

/// <summary><c>user/bind</c>, <c>user/device/…</c>, and of the live service <c>bind_list</c> and <c>ttcode</c>.</summary>
internal static partial class DeviceRoutes
{
    public const string Bind = "/v1/iot-service/api/user/bind";
    public const string Info = "/v1/iot-service/api/user/device/info";
    public const string Version = "/v1/iot-service/api/user/device/version";

    private const string Beta = "01.10.00.00";
    private const string Notes = "Better first layers. Fixes for the AMS.";

    public static void MapDevices(this IEndpointRouteBuilder routes, PrinterFleet fleet, SimulatedAccount account, ApiProfile profile)
    {
        routes.MapGet(Bind, () => Answers.Beside(
            ("devices", new JsonArray([.. fleet.Select<JsonNode>(printer => Device(printer, profile))]))));

        routes.MapPost(Bind, (JsonObject body) => BindPrinter(fleet, body, profile));
        routes.MapDelete(Bind, (string? dev_id) => fleet.Unbind(dev_id ?? "")
            ? Results.Json(new JsonObject { ["code"] = 0, ["message"] = "Device unbound successfully" })
            : Answers.DeviceNotFound(profile));

        routes.MapGet(Version, (string? device_id, string? dev_id) =>
        {
            string? asked = dev_id ?? device_id;
            string[] ids = [.. fleet.DeviceIds.Where(id => asked is null || id == asked)];
            return asked is not null && ids.Length == 0 ? Answers.DeviceNotFound(profile)
                : profile == ApiProfile.Live ? Answers.Beside(("devices", new JsonArray([.. ids.Select(id => LiveVersion(id, fleet))])))
                : Answers.Data(DocumentedVersion(FirmwareOf(ids.FirstOrDefault(), fleet)));
        });

        if (profile == ApiProfile.Live)
        {
            MapLive(routes, fleet, account);
        }
        else
        {
            MapDocumented(routes, fleet);
        }
    }

    private static void MapDocumented(IEndpointRouteBuilder routes, PrinterFleet fleet)
    {
        // Without a filter the document promises one or a list: it is one where the account has one.
        routes.MapGet(Info, (string? device_id) =>
        {
            JsonNode[] all = [.. fleet.Select<JsonNode>(InfoOf).Where(info => device_id is null
                || (string?)info["device_id"] == device_id)];
            return device_id is not null && all.Length == 0 ? Answers.DeviceNotFound(ApiProfile.Documented)
                : Answers.Data(all.Length == 1 ? all[0] : new JsonArray(all));
        });

        routes.MapPatch(Info, (JsonObject body) =>
        {
            if (body.Text("name") is not { } name)
            {
                return Answers.BadRequest("'name' is needed");
            }
            if (body.Text("dev_id") is not { } id || !fleet.Has(id))
            {
                return Answers.DeviceNotFound(ApiProfile.Documented);
            }
            fleet.With(id, printer => printer.Name = name);
            return Answers.Beside();
        });
    }

    private static void MapLive(IEndpointRouteBuilder routes, PrinterFleet fleet, SimulatedAccount account)
    {
        // The service says success to anything, also where it changed nothing.
        routes.MapPatch(Info, (JsonObject body) =>
        {
            if (body.Text("dev_id") is { } id && body.Text("dev_name") is { } name && fleet.Has(id))
            {
                fleet.With(id, printer => printer.Name = name);
            }
            return Answers.Beside();
        });

        routes.MapGet("/v1/iot-service/api/user/bind_list", (string? dev_ids) => string.IsNullOrEmpty(dev_ids)
            ? Answers.NotSet("dev_ids")
            : Answers.Beside(("bind_list",
                new JsonArray([.. dev_ids.Split(',').Select(id => Owner(id, fleet.Has(id) ? account : null))]))));

        routes.MapPost("/v1/iot-service/api/user/ttcode", (JsonObject body) =>
            body.Text("dev_id") is not { } id ? Answers.NotSet("dev_id")
            : !fleet.Has(id) ? Answers.Forbidden()
            : Answers.Beside(
                ("ttcode", RandomNumberGenerator.GetHexString(20)),
                ("passwd", RandomNumberGenerator.GetHexString(8, lowercase: true)),
                ("authkey", RandomNumberGenerator.GetHexString(8, lowercase: true)),
                ("type", "tutk"),
                ("region", "us")));
    }

    private static JsonObject Owner(string deviceId, SimulatedAccount? owner) => new()
    {
        ["dev_id"] = deviceId,
        ["user_id"] = owner?.Uid,
        ["user_name"] = owner?.Name,
    };

    private static IResult BindPrinter(PrinterFleet fleet, JsonObject body, ApiProfile profile)
    {
        if (body.Text("device_id") is not { } id || body.Text("device_name") is not { } name || !SerialNumber().IsMatch(id))
        {
            return Answers.BadRequest(profile, "'device_id' and 'device_name' are needed");
        }
        if (body.Text("bind_code") is not { } code || !BindCode().IsMatch(code))
        {
            return Answers.BadRequest(profile, "'bind_code' is not the one that the printer shows");
        }
        return fleet.Bind(id, name) is { } printer
            ? Answers.Data(new JsonObject { ["bind_id"] = $"bind_{id}", ["device_info"] = InfoOf(printer) })
            : Answers.BadRequest(profile, "The printer is bound already");
    }

    private static JsonObject InfoOf(SimulatedPrinter printer) => new()
    {
        ["device_id"] = printer.DeviceId,
        ["device_name"] = printer.Name,
        ["model"] = printer.Model.ShortName,
        ["status"] = printer.Online ? "online" : "offline",
        ["firmware_version"] = printer.Model.Firmware,
        ["nozzle_temp"] = printer.NozzleTemperature,
        ["bed_temp"] = printer.BedTemperature,
    };

    private static string FirmwareOf(string? deviceId, PrinterFleet fleet) =>
        deviceId is null ? PrinterModel.All[0].Firmware : fleet.With(deviceId, printer => printer.Model.Firmware);

    private static JsonObject DocumentedVersion(string running) => new()
    {
        ["current_version"] = running,
        ["latest_version"] = PrinterModel.NewestFirmware,
        ["update_available"] = true,
        ["release_notes"] = Notes,
    };

    private static JsonObject LiveVersion(string deviceId, PrinterFleet fleet)
    {
        string running = FirmwareOf(deviceId, fleet);
        return new JsonObject
        {
            ["dev_id"] = deviceId,
            ["version"] = running,
            ["firmware"] = new JsonArray(
                Firmware("01.00.00.00", "Older."), Firmware(PrinterModel.NewestFirmware, Notes, "release"),
                Firmware(Beta, "For those who try it.", "beta"),
                Firmware(running, "As it runs.")),
            ["ams"] = new JsonArray(new JsonObject
            {
                ["version"] = "00.00.06.40",
                ["firmware"] = new JsonArray(Firmware("00.00.06.49", "For the AMS."))
            }),
        };
    }

    /// <summary>A version that is offered; not each says whether it is a release or a beta.</summary>
    private static JsonObject Firmware(string version, string description, string? status = null)
    {
        JsonObject firmware = new()
        {
            ["version"] = version,
            ["force_update"] = false,
            ["url"] = $"https://public-cdn.bambulab.example/upgrade/{version}.zip?auth_key=1-0-0-f00d",
            ["description"] = description,
        };
        if (status is not null)
        {
            firmware["status"] = status;
        }
        return firmware;
    }

    [GeneratedRegex("^[0-9A-Za-z]{10,20}$")]
    private static partial Regex SerialNumber();

    [GeneratedRegex("^[0-9]{4,8}$")]
    private static partial Regex BindCode();

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
