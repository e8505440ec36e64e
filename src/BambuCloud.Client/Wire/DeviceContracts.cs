using System.Text.Json.Serialization;

namespace BambuCloud.Client.Wire;

internal sealed record DeviceListAnswer : CloudAnswer
{
    public List<DeviceContract?>? Devices { get; init; }

    public DeviceListAnswer? Data { get; init; }
}

internal sealed record DeviceContract : CloudRecord
{
    [JsonPropertyName("dev_id")]
    public string? DeviceId { get; init; }

    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("online")]
    public bool? Online { get; init; }

    [JsonPropertyName("print_status")]
    public string? PrintStatus { get; init; }

    [JsonPropertyName("dev_model_name")]
    public string? ModelName { get; init; }

    [JsonPropertyName("dev_product_name")]
    public string? ProductName { get; init; }

    [JsonPropertyName("dev_access_code")]
    public string? AccessCode { get; init; }

    [JsonPropertyName("nozzle_diameter")]
    public double? NozzleDiameter { get; init; }

    [JsonPropertyName("dev_structure")]
    public string? Structure { get; init; }

    [JsonPropertyName("print_job")]
    public string? PrintJob { get; init; }
}

internal sealed record BindBody
{
    [JsonPropertyName("device_id")]
    public required string DeviceId { get; init; }

    [JsonPropertyName("device_name")]
    public required string DeviceName { get; init; }

    [JsonPropertyName("bind_code")]
    public required string BindCode { get; init; }
}

internal sealed record BindAnswer : CloudAnswer
{
    [JsonPropertyName("bind_id")]
    public string? BindId { get; init; }

    [JsonPropertyName("device_info")]
    public object? DeviceInfo { get; init; }

    public BindAnswer? Data { get; init; }

    [JsonExtensionData]
    public Dictionary<string, object?>? Additional { get; set; }
}

internal sealed record RenameBody
{
    [JsonPropertyName("dev_id")]
    public required string DeviceId { get; init; }

    [JsonPropertyName("name")]
    public required string Name { get; init; }
}

/// <summary>One printer, or under <c>data</c> or <c>devices</c> one or a list.</summary>
internal sealed record DeviceInfoAnswer : CloudAnswer, INestedAnswer<DeviceInfoAnswer>
{
    [JsonPropertyName("device_id")]
    public string? DeviceId { get; init; }

    [JsonPropertyName("dev_id")]
    public string? DevId { get; init; }

    [JsonIgnore]
    public string? AnyId => DeviceId ?? DevId;

    [JsonIgnore]
    public bool IsEmpty =>
        (AnyId ?? DeviceName ?? Model ?? Status ?? FirmwareVersion) is null && (NozzleTemperature ?? BedTemperature) is null;

    [JsonPropertyName("device_name")]
    public string? DeviceName { get; init; }

    public string? Model { get; init; }

    public string? Status { get; init; }

    [JsonPropertyName("firmware_version")]
    public string? FirmwareVersion { get; init; }

    [JsonPropertyName("nozzle_temp")]
    public double? NozzleTemperature { get; init; }

    [JsonPropertyName("bed_temp")]
    public double? BedTemperature { get; init; }

    [JsonConverter(typeof(OneOrMany<DeviceInfoAnswer>))]
    public List<DeviceInfoAnswer>? Data { get; init; }

    [JsonConverter(typeof(OneOrMany<DeviceInfoAnswer>))]
    public List<DeviceInfoAnswer>? Devices { get; init; }

    [JsonExtensionData]
    public Dictionary<string, object?>? Additional { get; set; }
}

/// <summary>Documented: one printer's versions. Live: a list of printers with the firmware that is offered for each.</summary>
internal sealed record DeviceVersionAnswer : CloudAnswer, INestedAnswer<DeviceVersionAnswer>
{
    [JsonPropertyName("dev_id")]
    public string? DevId { get; init; }

    [JsonPropertyName("device_id")]
    public string? DeviceId { get; init; }

    [JsonIgnore]
    public string? AnyId => DevId ?? DeviceId;

    [JsonIgnore]
    public bool IsEmpty => (AnyId ?? CurrentVersion ?? Version ?? LatestVersion) is null && Firmware is null;

    [JsonPropertyName("current_version")]
    public string? CurrentVersion { get; init; }

    [JsonPropertyName("latest_version")]
    public string? LatestVersion { get; init; }

    [JsonPropertyName("update_available")]
    public bool? UpdateAvailable { get; init; }

    [JsonPropertyName("release_notes")]
    public string? ReleaseNotes { get; init; }

    public string? Version { get; init; }

    [JsonConverter(typeof(OneOrMany<FirmwareContract>))]
    public List<FirmwareContract>? Firmware { get; init; }

    [JsonConverter(typeof(OneOrMany<AmsVersionContract>))]
    public List<AmsVersionContract>? Ams { get; init; }

    [JsonConverter(typeof(OneOrMany<DeviceVersionAnswer>))]
    public List<DeviceVersionAnswer>? Data { get; init; }

    [JsonConverter(typeof(OneOrMany<DeviceVersionAnswer>))]
    public List<DeviceVersionAnswer>? Devices { get; init; }

    [JsonExtensionData]
    public Dictionary<string, object?>? Additional { get; set; }
}

internal sealed record FirmwareContract : CloudRecord
{
    public string? Version { get; init; }

    [JsonPropertyName("force_update")]
    public bool? ForceUpdate { get; init; }

    public string? Url { get; init; }

    public string? Description { get; init; }
}

internal sealed record AmsVersionContract : CloudRecord
{
    public string? Version { get; init; }

    [JsonConverter(typeof(OneOrMany<FirmwareContract>))]
    public List<FirmwareContract>? Firmware { get; init; }
}
