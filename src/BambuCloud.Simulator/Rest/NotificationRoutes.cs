using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary><c>user/notification</c>.</summary>
internal static class NotificationRoutes
{
    private const string Path = "/v1/iot-service/api/user/notification";

    public static void MapNotifications(this IEndpointRouteBuilder routes, History history)
    {
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

    private static JsonNode Notification(SimulatedNotification item) => new JsonObject
    {
        ["id"] = item.Id,
        ["type"] = item.Type,
        ["message"] = item.Message,
        ["timestamp"] = WireTime.Write(item.Time),
        ["read"] = item.Read,
    };
}
