namespace BambuCloud;

/// <summary>A message to the account: one item of <c>GET /v1/iot-service/api/user/notification</c>.</summary>
public sealed record BambuNotification : BambuObject
{
    /// <summary>The notification's id.</summary>
    public string NotificationId { get; internal init; } = "";

    /// <summary>What it is about: <c>print_complete</c>, …</summary>
    public string? Type { get; internal init; }

    /// <summary>The text.</summary>
    public string? Message { get; internal init; }

    /// <summary>When it was written, local time.</summary>
    public DateTime? Timestamp { get; internal init; }

    /// <summary>Whether it was marked as read.</summary>
    public bool Read { get; internal init; }

    /// <summary>Fields of the answer that have no property here, by their wire name.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; internal init => field = BambuProperties.Of(value); }
        = BambuProperties.Empty;

    /// <summary>The text.</summary>
    public override string ToString() => Message ?? NotificationId;
}
