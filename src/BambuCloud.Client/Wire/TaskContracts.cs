using System.Text.Json;
using System.Text.Json.Serialization;

namespace BambuCloud.Client.Wire;

/// <summary>Documented: <c>tasks[]</c> and <c>hits.total.value</c>. Live: <c>hits[]</c> and <c>total</c>.</summary>
internal sealed record TaskListAnswer : CloudAnswer
{
    public List<TaskContract?>? Tasks { get; init; }

    [JsonConverter(typeof(TaskHitsConverter))]
    public TaskHits? Hits { get; init; }

    public long? Total { get; init; }

    public TaskListAnswer? Data { get; init; }
}

internal sealed record TaskHits(List<TaskContract?>? Tasks, long? Total);

internal sealed class TaskHitsConverter : JsonConverter<TaskHits>
{
    public override TaskHits? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                return new TaskHits(JsonSerializer.Deserialize(ref reader, CloudJson.Default.ListTaskContract)!, null);
            case JsonTokenType.StartObject:
                HitCount? count = JsonSerializer.Deserialize(ref reader, CloudJson.Default.HitCount);
                return new TaskHits(null, count?.Total is { Relation: null or "" or "eq" } total ? total.Value : null);
            default:
                reader.Skip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, TaskHits value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Answers are only read.");
}

internal sealed record HitCount
{
    public HitTotal? Total { get; init; }
}

internal sealed record HitTotal
{
    public long? Value { get; init; }

    /// <summary><c>eq</c>; anything else says that there may be more.</summary>
    public string? Relation { get; init; }
}

internal sealed record TaskContract : CloudRecord
{
    public string? Id { get; init; }

    public string? Title { get; init; }

    public string? DesignId { get; init; }

    public string? DesignTitle { get; init; }

    public string? DeviceId { get; init; }

    public string? DeviceName { get; init; }

    public string? DeviceModel { get; init; }

    public string? ModelId { get; init; }

    public string? ProfileId { get; init; }

    public string? Status { get; init; }

    [JsonConverter(typeof(OneOrMany<TaskFilamentContract>))]
    public List<TaskFilamentContract>? AmsDetailMapping { get; init; }

    public double? Weight { get; init; }

    public double? Length { get; init; }

    public double? CostTime { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    public string? Cover { get; init; }

    public string? Thumbnail { get; init; }
}

/// <summary>A filament of a print, and the slot that it came from.</summary>
internal sealed record TaskFilamentContract
{
    public int? AmsId { get; init; }

    public int? SlotId { get; init; }

    public string? FilamentId { get; init; }

    public string? FilamentType { get; init; }

    public string? SourceColor { get; init; }

    public string? TargetColor { get; init; }

    public double? Weight { get; init; }
}

/// <summary>The task's fields, under <c>data</c> or beside the envelope.</summary>
internal sealed record SingleTaskAnswer : CloudAnswer
{
    public SingleTaskAnswer? Data { get; init; }

    [JsonExtensionData]
    public Dictionary<string, object?>? Additional { get; set; }

    [JsonPropertyName("task_id")]
    public string? TaskId { get; init; }

    [JsonPropertyName("device_id")]
    public string? DeviceId { get; init; }

    public string? Status { get; init; }

    public double? Progress { get; init; }

    [JsonPropertyName("file_name")]
    public string? FileName { get; init; }

    [JsonPropertyName("started_at")]
    public DateTimeOffset? StartedAt { get; init; }

    [JsonPropertyName("completed_at")]
    public DateTimeOffset? CompletedAt { get; init; }
}

internal sealed record CreateTaskBody
{
    public required string ModelId { get; init; }

    public required string Title { get; init; }

    public required string DeviceId { get; init; }

    public required string ProfileId { get; init; }
}

internal sealed record CreateTaskAnswer : CloudAnswer
{
    public string? Id { get; init; }

    public string? Status { get; init; }

    public CreateTaskAnswer? Data { get; init; }

    [JsonExtensionData]
    public Dictionary<string, object?>? Additional { get; set; }
}
