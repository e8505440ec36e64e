using System.Text.Json;
using System.Text.Json.Serialization;

namespace BambuCloud.Client.Wire;

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
    public string? JobId { get; set; }

    public string? Status { get; set; }

    public StartPrintAnswer? Data { get; set; }

    [JsonExtensionData]
    public Dictionary<string, object?>? Additional { get; set; }
}

/// <summary>Documented: <c>jobs[]</c>. Live: <c>devices[]</c>, each with its current or latest task.</summary>
internal sealed record PrintListAnswer : CloudAnswer
{
    public List<PrintJobContract?>? Jobs { get; set; }

    public List<PrintDeviceContract?>? Devices { get; set; }

    public PrintListAnswer? Data { get; set; }
}

internal sealed record PrintJobContract : CloudRecord
{
    [JsonPropertyName("job_id")]
    public string? JobId { get; set; }

    [JsonPropertyName("device_id")]
    public string? DeviceId { get; set; }

    [JsonPropertyName("file_name")]
    public string? FileName { get; set; }

    public string? Status { get; set; }

    public double? Progress { get; set; }

    [JsonPropertyName("time_remaining")]
    public double? TimeRemaining { get; set; }

    [JsonPropertyName("started_at")]
    public DateTimeOffset? StartedAt { get; set; }
}

internal sealed record PrintDeviceContract : CloudRecord
{
    [JsonPropertyName("dev_id")]
    public string? DeviceId { get; set; }

    [JsonPropertyName("dev_name")]
    public string? DeviceName { get; set; }

    [JsonPropertyName("dev_model_name")]
    public string? ModelName { get; init; }

    [JsonPropertyName("dev_product_name")]
    public string? ProductName { get; init; }

    [JsonPropertyName("task_id")]
    public string? TaskId { get; set; }

    [JsonPropertyName("task_name")]
    public string? TaskName { get; set; }

    [JsonPropertyName("task_status")]
    public string? TaskStatus { get; set; }

    public double? Progress { get; set; }

    public double? Prediction { get; set; }

    [JsonPropertyName("start_time")]
    public DateTimeOffset? StartTime { get; set; }
}
