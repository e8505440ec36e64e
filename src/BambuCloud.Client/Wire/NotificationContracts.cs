using System.Text.Json.Serialization;

namespace BambuCloud.Client.Wire;

internal sealed record NotificationListAnswer : CloudAnswer
{
    public List<NotificationContract?>? Notifications { get; init; }

    public NotificationListAnswer? Data { get; init; }
}

internal sealed record NotificationContract : CloudRecord
{
    public string? Id { get; init; }

    public string? Type { get; init; }

    public string? Message { get; init; }

    public DateTimeOffset? Timestamp { get; init; }

    public bool? Read { get; init; }
}

internal sealed record MarkNotificationBody
{
    [JsonPropertyName("notification_id")]
    public required string NotificationId { get; init; }

    public required bool Read { get; init; }
}
