namespace BambuCloud;

/// <summary>A printer that was just bound to the account: the answer of <c>POST /v1/iot-service/api/user/bind</c>.</summary>
public sealed record BambuDeviceBinding : BambuObject
{
    /// <summary>The printer's id.</summary>
    public string DeviceId { get; internal init; } = "";

    /// <summary>The name that was given.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>The binding's id, <c>bind_id</c>.</summary>
    public string? BindId { get; internal init; }

    /// <summary>What the service says of the printer, <c>device_info</c>, by wire name.</summary>
    public IReadOnlyDictionary<string, object?> DeviceInfo { get; internal init => field = BambuProperties.Of(value); }
        = BambuProperties.Empty;

    /// <summary>Fields of the answer that have no property here, by their wire name.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; internal init => field = BambuProperties.Of(value); }
        = BambuProperties.Empty;

    /// <summary>The printer's name.</summary>
    public override string ToString() => Name;
}
