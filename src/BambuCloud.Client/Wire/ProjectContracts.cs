using System.Text.Json.Serialization;

namespace BambuCloud.Client.Wire;

internal sealed record ProjectListAnswer : CloudAnswer
{
    public List<ProjectContract?>? Projects { get; init; }

    public long? Total { get; init; }

    public long? Page { get; init; }

    public ProjectListAnswer? Data { get; init; }
}

/// <summary>An item of the list, or a detail: then its fields stand under <c>data</c> or beside the envelope.</summary>
internal sealed record ProjectContract : CloudAnswer
{
    [JsonPropertyName("project_id")]
    public string? ProjectId { get; init; }

    public string? Name { get; init; }

    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    [JsonPropertyName("create_time")]
    public DateTimeOffset? CreateTime { get; init; }

    [JsonPropertyName("updated_at")]
    public DateTimeOffset? UpdatedAt { get; init; }

    [JsonPropertyName("update_time")]
    public DateTimeOffset? UpdateTime { get; init; }

    [JsonPropertyName("file_count")]
    public long? FileCount { get; init; }

    [JsonPropertyName("model_id")]
    public string? ModelId { get; init; }

    public string? Status { get; init; }

    [JsonPropertyName("download_url")]
    public string? DownloadUrl { get; init; }

    [JsonConverter(typeof(OneOrMany<ProjectFileContract>))]
    public List<ProjectFileContract>? Files { get; init; }

    [JsonConverter(typeof(OneOrMany<ProjectProfileContract>))]
    public List<ProjectProfileContract>? Profiles { get; init; }

    public ProjectContract? Data { get; init; }

    [JsonExtensionData]
    public Dictionary<string, object?>? Additional { get; set; }
}

internal sealed record ProjectFileContract : CloudRecord
{
    [JsonPropertyName("file_id")]
    public string? FileId { get; init; }

    public string? Id { get; init; }

    [JsonPropertyName("file_name")]
    public string? FileName { get; init; }

    public string? Name { get; init; }

    [JsonPropertyName("file_size")]
    public long? FileSize { get; init; }

    public long? Size { get; init; }

    [JsonPropertyName("file_url")]
    public string? FileUrl { get; init; }

    public string? Url { get; init; }
}

internal sealed record ProjectProfileContract : CloudRecord
{
    [JsonPropertyName("profile_id")]
    public string? ProfileId { get; init; }

    public string? Name { get; init; }

    public string? Status { get; init; }

    [JsonConverter(typeof(OneOrMany<ProjectContextContract>))]
    public List<ProjectContextContract>? Context { get; init; }
}

internal sealed record ProjectContextContract : CloudRecord
{
    [JsonConverter(typeof(OneOrMany<ProjectPlateContract>))]
    public List<ProjectPlateContract>? Plates { get; init; }
}

internal sealed record ProjectPlateContract : CloudRecord
{
    public long? Index { get; init; }

    public double? Prediction { get; init; }

    public double? Weight { get; init; }
}
