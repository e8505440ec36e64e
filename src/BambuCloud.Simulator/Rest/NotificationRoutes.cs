using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary><c>user/notification</c>.</summary>
internal static class NotificationRoutes
{
    private const string Path = "/v1/iot-service/api/user/notification";

    public static void MapNotifications(
        this IEndpointRouteBuilder routes, History history, ObjectStorage storage, ApiProfile profile)
    {
        if (profile == ApiProfile.Live)
        {
            MapLive(routes, storage);
            return;
        }
        routes.MapGet(Path, (string? unread) => Answers.Data(new JsonObject
        {
            ["notifications"] = new JsonArray([.. history.Notifications(unread == "true").Select(Notification)]),
        }));

        routes.MapPut(Path, (JsonObject body) =>
            body.Text("notification_id") is not { } id || body["read"] is not JsonValue read || !read.TryGetValue(out bool isRead)
                ? Answers.BadRequest("'notification_id' and 'read' are needed")
                : history.Mark(id, isRead)
                    ? Results.Json(new JsonObject { ["code"] = 0, ["message"] = "Success" })
                    : Answers.Fault(404, 404, "Notification not found", "NOTIFICATION_NOT_FOUND"));
    }

    /// <summary>
    /// The live service has no list of messages here: it says what became of an upload, by the upload's ticket, and that it works on
    /// whatever else is asked.
    /// </summary>
    private static void MapLive(IEndpointRouteBuilder routes, ObjectStorage storage)
    {
        routes.MapGet(Path, (string? action, string? ticket) =>
        {
            if (action is not ("upload" or "import_mesh"))
            {
                return Running();
            }
            if (string.IsNullOrEmpty(ticket))
            {
                return Answers.NotSet("ticket");
            }
            return storage.IsComplete(ticket) switch
            {
                null => Answers.LiveFault(400, 2, "ticket not found"),
                true => Answers.Beside(),
                false => Running(),
            };
        });

        routes.MapPut(Path, (JsonObject body) => body["upload"] is JsonObject upload && upload.Text("ticket") is { } ticket
            ? storage.IsComplete(ticket) is null ? Answers.LiveFault(400, 2, "ticket not found") : Answers.Beside()
            : Answers.NotSet("upload"));
    }

    private static IResult Running() => Results.Json(new JsonObject { ["message"] = "running" });

    private static JsonNode Notification(SimulatedNotification item) => new JsonObject
    {
        ["id"] = item.Id,
        ["type"] = item.Type,
        ["message"] = item.Message,
        ["timestamp"] = WireTime.Write(item.Time),
        ["read"] = item.Read,
    };
}
