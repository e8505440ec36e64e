using System.Text.Json;
using System.Text.Json.Serialization;

namespace BambuCloud.Client.Contracts;

internal sealed record StartPrintBody
{
    [JsonPropertyName("device_id")]
    public required string DeviceId { get; init; }

    [JsonPropertyName("file_id")]
    public string? FileId { get; init; }

    [JsonPropertyName("file_name")]
    public required string FileName { get; init; }

    [JsonPropertyName("file_url")]
    public string? FileUrl { get; init; }

    [JsonPropertyName("settings")]
    public Dictionary<string, JsonElement>? Settings { get; init; }
}

internal sealed record StartPrintAnswer : CloudAnswer
{
    [JsonPropertyName("job_id")]
    public string? JobId { get; init; }

    public string? Status { get; init; }

    public StartPrintAnswer? Data { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Additional { get; set; }
}
