using System.Text.Json.Serialization;

namespace BambuCloud.Client.Contracts;

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
