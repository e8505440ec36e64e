namespace BambuCloud;

/// <summary>What the cloud knows of a printer's condition: <c>GET /v1/iot-service/api/user/device/info</c>.</summary>
public sealed record BambuDeviceInfo : BambuObject
{
    /// <summary>The printer's id, <c>device_id</c>.</summary>
    public string? DeviceId { get; internal init; }

    /// <summary>The name that the owner gave it, <c>device_name</c>.</summary>
    public string? Name { get; internal init; }

    /// <summary>The model as people call it, by <c>model</c>: <c>P1S</c>, <c>X1C</c>, …</summary>
    public string? Model { get; internal init; }

    /// <summary>The model's code: <c>C12</c>, …; <see langword="null"/> where the service's word is not known here.</summary>
    public string? ModelCode { get; internal init; }

    /// <summary>
    /// Whether the cloud sees the printer: <c>status</c> is not <c>offline</c>; <see langword="null"/> where it is missing.
    /// </summary>
    public bool? Online { get; internal init; }

    /// <summary><c>status</c> exactly as the service said it: <c>online</c>, …</summary>
    public string? RawStatus { get; internal init; }

    /// <summary>The firmware, <c>firmware_version</c>.</summary>
    public string? FirmwareVersion { get; internal init; }

    /// <summary>Nozzle temperature in °C, <c>nozzle_temp</c>.</summary>
    public double? NozzleTemperature { get; internal init; }

    /// <summary>Bed temperature in °C, <c>bed_temp</c>.</summary>
    public double? BedTemperature { get; internal init; }

    /// <summary>Fields of the answer that have no property here, by their wire name.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; internal init => field = BambuProperties.Of(value); }
        = BambuProperties.Empty;

    /// <summary>The printer's name.</summary>
    public override string ToString() => Name ?? DeviceId ?? nameof(BambuDeviceInfo);
}
