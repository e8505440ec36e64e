namespace BambuCloud;

/// <summary>How many messages of a type are not read: <c>GET /v1/user-service/my/message/count</c>.</summary>
public sealed record BambuMessageCount : BambuObject
{
    /// <summary>The type, as the service calls it.</summary>
    public string Type { get; internal init; } = "";

    /// <summary>How many are not read.</summary>
    public int Unread { get; internal init; }

    /// <summary>Type and number.</summary>
    public override string ToString() => $"{Type}: {Unread}";
}
