using System.Globalization;
using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary><c>my/messages</c> and <c>my/message/count</c> of the live service: every print that ends leaves a message.</summary>
internal static class MessageRoutes
{
    private const int TaskType = 6;
    private const int DefaultLimit = 20;
    private const int LargestLimit = 100;
    private const long MessageIdOffset = 500_000_000; // A message has an id of its own.

    public static void MapMessages(this IEndpointRouteBuilder routes, History history, SimulatedAccount account)
    {
        routes.MapGet("/v1/user-service/my/messages", (HttpRequest request, string? type, string? after, string? limit) =>
        {
            if (!Query.TryRead(type, out int? asked))
            {
                return Answers.NoNumber("type");
            }
            if (!Query.TryRead(after, out long? cursor))
            {
                return Answers.NoNumber("after");
            }
            if (!Query.TryRead(limit, out int? size))
            {
                return Answers.NoNumber("limit");
            }
            IEnumerable<SimulatedTask> ended = asked is null or TaskType ? history.Ended() : [];
            return Results.Json(new JsonObject
            {
                ["hits"] = new JsonArray([.. ended.Where(task => cursor is null || IdOf(task) < cursor)
                    .Take(Math.Min(size ?? DefaultLimit, LargestLimit)).Select(task => Message(task, account, Covers.Base(request)))]),
            });
        });

        routes.MapGet("/v1/user-service/my/message/count", () =>
        {
            int unread = history.Ended().Count(task => !task.IsMessageRead);
            return Results.Json(new JsonObject
            {
                ["unreadTotal"] = unread,
                ["commentCount"] = 0,
                ["designCount"] = 0,
                ["systemCount"] = 0,
                ["deviceCount"] = unread,
                ["communityCount"] = 0,
            });
        });
    }

    private static long IdOf(SimulatedTask task) => MessageIdOffset + task.Id;

    private static JsonObject Message(SimulatedTask task, SimulatedAccount account, string host) => new()
    {
        ["id"] = IdOf(task),
        ["type"] = TaskType,
        ["design"] = null,
        ["comment"] = null,
        ["taskMessage"] = new JsonObject
        {
            ["id"] = task.Id,
            ["title"] = task.Title,
            ["cover"] = Covers.UrlOf(host, task.Id),
            ["status"] = task.Status,
            ["deviceId"] = task.DeviceId,
        },
        ["from"] = new JsonObject
        {
            ["uid"] = long.Parse(account.Uid, CultureInfo.InvariantCulture),
            ["name"] = account.Name,
            ["avatar"] = "",
        },
        ["createTime"] = WireTime.Write(task.End),
    };
}
