using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace BambuCloud.Client.Wire;

/// <summary>Documented: <c>tasks[]</c> and <c>hits.total.value</c>. Live: <c>hits[]</c> and <c>total</c>.</summary>
internal sealed record TaskListAnswer : CloudAnswer
{
    public List<TaskContract?>? Tasks { get; set; }

    [JsonConverter(typeof(TaskHitsConverter))]
    public TaskHits? Hits { get; set; }

    public long? Total { get; set; }

    public TaskListAnswer? Data { get; set; }
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
    public HitTotal? Total { get; set; }
}

internal sealed record HitTotal
{
    public long? Value { get; set; }

    /// <summary><c>eq</c>; anything else says that there may be more.</summary>
    public string? Relation { get; set; }
}

internal sealed record TaskContract : CloudRecord
{
    public string? Id { get; set; }

    [JsonConverter(typeof(RepeatedString))]
    public string? Title { get; set; }

    [JsonConverter(typeof(RepeatedString))]
    public string? DesignId { get; set; }

    [JsonConverter(typeof(RepeatedString))]
    public string? DesignTitle { get; set; }

    [JsonConverter(typeof(RepeatedString))]
    public string? DeviceId { get; set; }

    [JsonConverter(typeof(RepeatedString))]
    public string? DeviceName { get; set; }

    [JsonConverter(typeof(RepeatedString))]
    public string? DeviceModel { get; set; }

    [JsonConverter(typeof(RepeatedString))]
    public string? ModelId { get; set; }

    [JsonConverter(typeof(RepeatedString))]
    public string? ProfileId { get; set; }

    public string? InstanceId { get; set; }

    public long? PlateIndex { get; set; }

    [JsonConverter(typeof(RepeatedString))]
    public string? PlateName { get; set; }

    [JsonConverter(typeof(RepeatedString))]
    public string? BedType { get; set; }

    [JsonConverter(typeof(RepeatedString))]
    public string? Mode { get; set; }

    public bool? UseAms { get; set; }

    [JsonConverter(typeof(OneOrMany<TaskFilamentContract>))]
    public List<TaskFilamentContract>? AmsDetailMapping { get; set; }

    [JsonConverter(typeof(OneOrMany<TaskNozzleContract>))]
    public List<TaskNozzleContract>? NozzleInfos { get; set; }

    [JsonConverter(typeof(RepeatedString))]
    public string? Status { get; set; }

    public double? Weight { get; set; }

    public double? Length { get; set; }

    public double? CostTime { get; set; }

    public DateTimeOffset? StartTime { get; set; }

    public DateTimeOffset? EndTime { get; set; }

    public string? Cover { get; set; }

    public string? Thumbnail { get; set; }

    public string? SnapShot { get; set; }
}

internal sealed record TaskFilamentContract : CloudRecord
{
    public long? AmsId { get; set; }

    public long? SlotId { get; set; }

    public long? NozzleId { get; set; }

    [JsonConverter(typeof(RepeatedString))]
    public string? FilamentId { get; set; }

    [JsonConverter(typeof(RepeatedString))]
    public string? FilamentType { get; set; }

    [JsonConverter(typeof(RepeatedString))]
    public string? SourceColor { get; set; }

    public double? Weight { get; set; }

    /// <summary>A field that stays among the others: what the file asked for, <c>targetFilamentType</c> or <c>targetColor</c>.</summary>
    public string? Target(string name) => Additional?.GetValueOrDefault(name) as string;
}

internal sealed record TaskNozzleContract : CloudRecord
{
    public long? Id { get; set; }

    public double? Diameter { get; set; }

    public string? Type { get; set; }

    public string? FlowSize { get; set; }
}

/// <summary>The item of the history, alone: under <c>data</c>, or beside the envelope.</summary>
internal sealed record OwnTaskAnswer : CloudAnswer
{
    public TaskContract? Data { get; set; }

    [JsonExtensionData]
    public JsonObject? Fields { get; set; }
}

/// <summary>The task's fields, under <c>data</c> or beside the envelope: the document's, and those of the live service.</summary>
internal sealed record SingleTaskAnswer : CloudAnswer
{
    public SingleTaskAnswer? Data { get; set; }

    /// <summary>The live service's <c>job_id</c> among them: it is another number than the task's.</summary>
    [JsonExtensionData]
    public Dictionary<string, object?>? Additional { get; set; }

    [JsonPropertyName("task_id")]
    public string? TaskId { get; set; }

    [JsonPropertyName("device_id")]
    public string? DeviceId { get; set; }

    [JsonPropertyName("model_id")]
    public string? ModelId { get; set; }

    [JsonPropertyName("project_id")]
    public string? ProjectId { get; set; }

    [JsonPropertyName("profile_id")]
    public string? ProfileId { get; set; }

    public string? Status { get; set; }

    public double? Progress { get; set; }

    [JsonPropertyName("file_name")]
    public string? FileName { get; set; }

    public string? Name { get; set; }

    /// <summary>A text that is JSON: see <see cref="TaskContentText"/>.</summary>
    public string? Content { get; set; }

    [JsonConverter(typeof(OneOrMany<ProjectContextContract>))]
    public List<ProjectContextContract>? Context { get; set; }

    [JsonPropertyName("create_time")]
    public DateTimeOffset? CreateTime { get; set; }

    [JsonPropertyName("started_at")]
    public DateTimeOffset? StartedAt { get; set; }

    [JsonPropertyName("completed_at")]
    public DateTimeOffset? CompletedAt { get; set; }
}

/// <summary>What the <c>content</c> of a single task says.</summary>
internal sealed record TaskContentText
{
    public TaskContentInfo? Info { get; set; }
}

internal sealed record TaskContentInfo
{
    [JsonPropertyName("plate_idx")]
    public long? PlateIndex { get; set; }
}

internal sealed record CreateTaskBody
{
    public required string ModelId { get; init; }

    public required string Title { get; init; }

    public required string DeviceId { get; init; }

    /// <summary>A number where it is one: the live service wants it so.</summary>
    public required JsonElement ProfileId { get; init; }
}

internal sealed record CreateTaskAnswer : CloudAnswer
{
    public string? Id { get; set; }

    public string? Status { get; set; }

    public CreateTaskAnswer? Data { get; set; }

    [JsonExtensionData]
    public Dictionary<string, object?>? Additional { get; set; }
}
