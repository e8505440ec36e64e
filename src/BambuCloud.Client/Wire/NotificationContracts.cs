using System.Text.Json.Serialization;

namespace BambuCloud.Client.Wire;

internal sealed record NotificationListAnswer : CloudAnswer
{
    private List<NotificationContract?>? _notifications;

    public List<NotificationContract?>? Notifications
    {
        get => _notifications;
        set
        {
            _notifications = value;
            HasList = true;
        }
    }

    /// <summary>Whether there is a list, be it null: the live service has none under this address.</summary>
    [JsonIgnore]
    public bool HasList { get; private set; }

    public NotificationListAnswer? Data { get; set; }
}

internal sealed record NotificationContract : CloudRecord
{
    public string? Id { get; set; }

    public string? Type { get; set; }

    public string? Message { get; set; }

    public DateTimeOffset? Timestamp { get; set; }

    public bool? Read { get; set; }
}

internal sealed record MarkNotificationBody
{
    [JsonPropertyName("notification_id")]
    public required string NotificationId { get; init; }

    public required bool Read { get; init; }
}
