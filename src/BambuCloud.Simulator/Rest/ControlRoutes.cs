using System.Globalization;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary>
/// <c>/_sim</c>: what happens at the printer or in the cloud and no client can cause. It needs no token and stands beside the
/// API, whose paths begin with <c>/v1</c>, and the website, whose paths begin with <c>/api</c>.
/// </summary>
internal static class ControlRoutes
{
    private const string HandStarted = "bracket.gcode.3mf";
    private const long NozzleClogError = 0x0300_8016;
    private const long NozzleClogAttribute = 0x0300_1A00;
    private const long NozzleClogCode = 0x0002_0002;

    public static void MapControl(
        this IEndpointRouteBuilder routes, PrinterFleet fleet, History history, Broker broker, OpenConnections connections,
        SimulatedAccount account, ObjectStorage storage, RateLimits limits, RequestLog log)
    {
        RouteGroupBuilder control = routes.MapGroup("/_sim");

        control.MapGet("/state", () => Results.Json(new JsonObject
        {
            ["requests"] = new JsonObject(log.Counts.OrderBy(count => count.Key, StringComparer.Ordinal)
                .Select(count => KeyValuePair.Create<string, JsonNode?>(count.Key, count.Value))),
            ["mqttClients"] = connections.Open,
            ["completeUploads"] = storage.CompleteCount,
        }));

        // What the printers know of their jobs: the API does not tell a cancel from a failure.
        control.MapGet("/history", () => Results.Json(new JsonArray([.. history.Tasks(null).Page.Select(task => new JsonObject
        {
            ["taskId"] = task.Id.ToString(CultureInfo.InvariantCulture),
            ["deviceId"] = task.DeviceId,
            ["outcome"] = task.Outcome switch
            {
                JobEnd.Finished => "finished",
                JobEnd.Failed => "failed",
                JobEnd.Cancelled => "cancelled",
                JobEnd.Forgotten => "unknown",
                _ => "running",
            },
        })])));

        control.MapPost("/printers/{id}/{action}", (string id, string action, double? seconds) =>
            action == "fall-silent" ? FallSilent(id, seconds, fleet) : CarryOutAsync(id, action, fleet, history, broker));

        control.MapPost("/connections/drop", async () =>
        {
            await broker.DropClientsAsync();
            return Results.Ok();
        });

        control.MapPost("/uploads/documented", () => { storage.Type = UploadType.Documented; });
        control.MapPost("/uploads/empty", () => { storage.Type = UploadType.Empty; });
        control.MapPost("/limits/on", () => { limits.Enabled = true; });
        control.MapPost("/limits/off", () => { limits.Enabled = false; });
        control.MapPost("/token/revoke", () => account.Revoke(true));
        control.MapPost("/token/restore", () => account.Revoke(false));
    }

    private static async Task<IResult> CarryOutAsync(string id, string action, PrinterFleet fleet, History history, Broker broker)
    {
        if (!fleet.Has(id))
        {
            return Results.NotFound();
        }
        switch (action)
        {
            case "online" or "offline":
                bool online = action == "online";
                fleet.With(id, printer => printer.Online = online);
                await broker.TellPresenceAsync(id, online);
                return Results.Ok();
            case "start":
                return Done(fleet.With(id, printer => printer.IsReady && Start(printer, history)));
            case "pause":
                return Done(fleet.With(id, printer => printer.Pause()));
            case "resume":
                return Done(fleet.With(id, printer => printer.Resume()));
            case "cancel":
                return Done(fleet.Abort(id, printer => printer.Cancel(), JobEnd.Cancelled));
            case "fail":
                return Done(fleet.Abort(id, printer => printer.Abort(NozzleClogError, (NozzleClogAttribute, NozzleClogCode)),
                    JobEnd.Failed));
            case "mute" or "speak":
                fleet.With(id, printer => printer.Mute = action == "mute");
                return Results.Ok();
            case "obey" or "ignore" or "refuse":
                fleet.With(id, printer => printer.Commands = Enum.Parse<CommandManner>(action, ignoreCase: true));
                return Results.Ok();
            case "garble": // A report that breaks off.
                await broker.SayRawAsync(id, """{"print":{"command":"push_status","gcode_st""");
                return Results.Ok();
            case "refuse-subscription":
                broker.RefusedPrinters.Add(id);
                return Results.Ok();
            default:
                return ChangeByHand(id, action, fleet);
        }
    }

    private static Task<IResult> FallSilent(string id, double? seconds, PrinterFleet fleet)
    {
        if (!fleet.Has(id))
        {
            return Task.FromResult(Results.NotFound());
        }
        fleet.With(id, printer =>
        {
            printer.Mischief.FallSilent(seconds);
            return true;
        });
        return Task.FromResult(Results.Ok());
    }

    // What somebody does at the printer, or a power cut.
    private static IResult ChangeByHand(string id, string action, PrinterFleet fleet)
    {
        switch (action)
        {
            case "load-tray":
                return Done(fleet.With(id, printer => printer.Standing.LoadTray(1, "ABS", "FF6A13FF")));
            case "unload-tray":
                return Done(fleet.With(id, printer => printer.Standing.UnloadTray(0)));
            case "open-door" or "close-door":
                return Done(fleet.With(id, printer => printer.Standing.MoveDoor(action == "open-door")));
            case "clear": // Somebody takes the print off, and says so.
                return Done(fleet.With(id, printer => printer.ClearPlate()));
            case "restart":
                return Done(fleet.Abort(id, printer => printer.Restart(), JobEnd.Forgotten));
            case "cancel-code-before" or "cancel-code-with" or "cancel-code-after" or "cancel-reason-only":
                CancelCode code = action switch
                {
                    "cancel-code-before" => CancelCode.BeforeTheWord,
                    "cancel-code-after" => CancelCode.AfterTheWord,
                    "cancel-reason-only" => CancelCode.OnlyAsReason,
                    _ => CancelCode.WithTheWord,
                };
                return Done(fleet.Abort(id, printer => printer.Cancel(code), JobEnd.Cancelled));
            case "change-spool" or "report-unit" or "report-tray":
                Interlude what = action switch
                {
                    "change-spool" => Interlude.SpoolChange,
                    "report-unit" => Interlude.WholeUnit,
                    _ => Interlude.SingleTray,
                };
                return Done(fleet.With(id, printer => printer.Interrupt(what)));
            case "late-ids" or "leftovers" or "reset-layers":
                PrintMischief mischief = action switch
                {
                    "late-ids" => PrintMischief.LateIds,
                    "leftovers" => PrintMischief.Leftovers,
                    _ => PrintMischief.ResetLayers,
                };
                return Done(fleet.With(id, printer => printer.Mischief.Order(mischief)));
            default:
                return Results.NotFound();
        }
    }

    private static IResult Done(bool done) => done ? Results.Ok() : Results.Conflict();

    /// <summary>Somebody starts a print from the vendor's program.</summary>
    public static bool Start(SimulatedPrinter printer, History history)
    {
        SimulatedTask task = history.Begin(printer, HandStarted, SlicedFile.Plain, new PrintOrder());
        printer.Start(new PrintJob(task.Id.ToString(CultureInfo.InvariantCulture), HandStarted, SlicedFile.Plain, task.Start));
        return true;
    }
}
