using System.Text.Json.Serialization;

namespace BambuCloud.Client.Wire;

internal sealed record DeviceListAnswer : CloudAnswer
{
    public List<DeviceContract?>? Devices { get; set; }

    public DeviceListAnswer? Data { get; set; }
}

internal sealed record DeviceContract : CloudRecord
{
    [JsonPropertyName("dev_id")]
    public string? DeviceId { get; set; }

    [JsonPropertyName("name")]
    public string? Name { get; set; }

    [JsonPropertyName("online")]
    public bool? Online { get; set; }

    [JsonPropertyName("print_status")]
    public string? PrintStatus { get; set; }

    [JsonPropertyName("dev_model_name")]
    public string? ModelName { get; set; }

    [JsonPropertyName("dev_product_name")]
    public string? ProductName { get; set; }

    [JsonPropertyName("dev_access_code")]
    public string? AccessCode { get; set; }

    [JsonPropertyName("nozzle_diameter")]
    public double? NozzleDiameter { get; set; }

    [JsonPropertyName("dev_structure")]
    public string? Structure { get; set; }

    [JsonPropertyName("print_job")]
    public string? PrintJob { get; set; }
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
    public string? BindId { get; set; }

    [JsonPropertyName("device_info")]
    public object? DeviceInfo { get; set; }

    public BindAnswer? Data { get; set; }

    [JsonExtensionData]
    public Dictionary<string, object?>? Additional { get; set; }
}

/// <summary>The live service takes <c>dev_name</c>; other readings of it say <c>name</c> (rest.md).</summary>
internal sealed record RenameBody
{
    [JsonPropertyName("dev_id")]
    public required string DeviceId { get; init; }

    [JsonPropertyName("dev_name")]
    public required string DeviceName { get; init; }

    [JsonPropertyName("name")]
    public required string Name { get; init; }
}

/// <summary>One printer, or under <c>data</c> or <c>devices</c> one or a list.</summary>
internal sealed record DeviceInfoAnswer : CloudAnswer, INestedAnswer<DeviceInfoAnswer>
{
    [JsonPropertyName("device_id")]
    public string? DeviceId { get; set; }

    [JsonPropertyName("dev_id")]
    public string? DevId { get; set; }

    [JsonIgnore]
    public string? AnyId => WireText.FirstOf(DeviceId, DevId);

    [JsonIgnore]
    public bool IsEmpty =>
        (AnyId ?? DeviceName ?? Model ?? Status ?? FirmwareVersion) is null && (NozzleTemperature ?? BedTemperature) is null;

    [JsonPropertyName("device_name")]
    public string? DeviceName { get; set; }

    public string? Model { get; set; }

    public string? Status { get; set; }

    [JsonPropertyName("firmware_version")]
    public string? FirmwareVersion { get; set; }

    [JsonPropertyName("nozzle_temp")]
    public double? NozzleTemperature { get; set; }

    [JsonPropertyName("bed_temp")]
    public double? BedTemperature { get; set; }

    [JsonConverter(typeof(OneOrMany<DeviceInfoAnswer>))]
    public List<DeviceInfoAnswer>? Data { get; set; }

    [JsonConverter(typeof(OneOrMany<DeviceInfoAnswer>))]
    public List<DeviceInfoAnswer>? Devices { get; set; }

    [JsonExtensionData]
    public Dictionary<string, object?>? Additional { get; set; }
}

/// <summary>Documented: one printer's versions. Live: a list of printers with the firmware that is offered for each.</summary>
internal sealed record DeviceVersionAnswer : CloudAnswer, INestedAnswer<DeviceVersionAnswer>
{
    [JsonPropertyName("dev_id")]
    public string? DevId { get; set; }

    [JsonPropertyName("device_id")]
    public string? DeviceId { get; set; }

    [JsonIgnore]
    public string? AnyId => WireText.FirstOf(DevId, DeviceId);

    [JsonIgnore]
    public bool IsEmpty => (AnyId ?? CurrentVersion ?? Version ?? LatestVersion) is null && Firmware is null;

    [JsonPropertyName("current_version")]
    public string? CurrentVersion { get; set; }

    [JsonPropertyName("latest_version")]
    public string? LatestVersion { get; set; }

    [JsonPropertyName("update_available")]
    public bool? UpdateAvailable { get; set; }

    [JsonPropertyName("release_notes")]
    public string? ReleaseNotes { get; set; }

    public string? Version { get; set; }

    [JsonConverter(typeof(OneOrMany<FirmwareContract>))]
    public List<FirmwareContract>? Firmware { get; set; }

    [JsonConverter(typeof(OneOrMany<AmsVersionContract>))]
    public List<AmsVersionContract>? Ams { get; set; }

    [JsonConverter(typeof(OneOrMany<DeviceVersionAnswer>))]
    public List<DeviceVersionAnswer>? Data { get; set; }

    [JsonConverter(typeof(OneOrMany<DeviceVersionAnswer>))]
    public List<DeviceVersionAnswer>? Devices { get; set; }

    [JsonExtensionData]
    public Dictionary<string, object?>? Additional { get; set; }
}

internal sealed record FirmwareContract : CloudRecord
{
    public string? Version { get; set; }

    /// <summary><c>release</c> or <c>beta</c>, where it says so.</summary>
    public string? Status { get; set; }

    [JsonIgnore]
    public bool IsBeta => string.Equals(Status, "beta", StringComparison.OrdinalIgnoreCase);

    [JsonPropertyName("force_update")]
    public bool? ForceUpdate { get; set; }

    public string? Url { get; set; }

    public string? Description { get; set; }
}

internal sealed record AmsVersionContract : CloudRecord
{
    public string? Version { get; set; }

    [JsonConverter(typeof(OneOrMany<FirmwareContract>))]
    public List<FirmwareContract>? Firmware { get; set; }
}
