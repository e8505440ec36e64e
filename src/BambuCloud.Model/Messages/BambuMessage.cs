namespace BambuCloud;

/// <summary>A message to the account: one item of <c>GET /v1/user-service/my/messages</c> (rest.md, <i>Endpoint by endpoint</i>).</summary>
public sealed record BambuMessage : BambuObject
{
    /// <summary>The message's id; it is also the cursor for paging.</summary>
    public string MessageId { get; internal init; } = "";

    /// <summary>What it is about, as the service counts: 6 is a task; others are not known.</summary>
    public int? Type { get; internal init; }

    /// <summary>When it was made, local time.</summary>
    public DateTime? CreatedAt { get; internal init; }

    /// <summary>Who it is from, <c>from.name</c>.</summary>
    public string? From { get; internal init; }

    /// <summary>What it says: the title of the task or design that it is about, or a comment.</summary>
    public string? Title { get; internal init; }

    /// <summary>The task that it is about, <c>taskMessage.id</c>.</summary>
    public string? TaskId { get; internal init; }

    /// <summary>The printer that it is about, <c>taskMessage.deviceId</c>.</summary>
    public string? DeviceId { get; internal init; }

    /// <summary>How the task stood, <c>taskMessage.status</c>.</summary>
    public BambuPrintState TaskStatus { get; internal init; }

    /// <summary>The service's own word or number for it; <see langword="null"/> where the message is about no task.</summary>
    public string? RawTaskStatus { get; internal init; }

    /// <summary>Address of a picture, without a pre-signed query.</summary>
    public Uri? Cover { get; internal init; }

    /// <summary>Fields of the answer that have no property here, by their wire name.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; internal init => field = BambuProperties.Of(value); }
        = BambuProperties.Empty;

    /// <summary>The message's id.</summary>
    public override string ToString() => MessageId;
}
