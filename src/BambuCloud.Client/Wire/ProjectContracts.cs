using System.Text.Json.Serialization;

namespace BambuCloud.Client.Wire;

internal sealed record ProjectListAnswer : CloudAnswer
{
    public List<ProjectContract?>? Projects { get; set; }

    public long? Total { get; set; }

    public long? Page { get; set; }

    public ProjectListAnswer? Data { get; set; }
}

/// <summary>An item of the list, or a detail: then its fields stand under <c>data</c> or beside the envelope.</summary>
internal sealed record ProjectContract : CloudAnswer
{
    [JsonPropertyName("project_id")]
    public string? ProjectId { get; set; }

    public string? Name { get; set; }

    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; set; }

    [JsonPropertyName("create_time")]
    public DateTimeOffset? CreateTime { get; set; }

    [JsonPropertyName("updated_at")]
    public DateTimeOffset? UpdatedAt { get; set; }

    [JsonPropertyName("update_time")]
    public DateTimeOffset? UpdateTime { get; set; }

    [JsonPropertyName("file_count")]
    public long? FileCount { get; set; }

    [JsonPropertyName("model_id")]
    public string? ModelId { get; set; }

    public string? Status { get; set; }

    [JsonPropertyName("download_url")]
    public string? DownloadUrl { get; set; }

    [JsonConverter(typeof(OneOrMany<ProjectFileContract>))]
    public List<ProjectFileContract>? Files { get; set; }

    [JsonConverter(typeof(OneOrMany<ProjectProfileContract>))]
    public List<ProjectProfileContract>? Profiles { get; set; }

    public ProjectContract? Data { get; set; }

    [JsonExtensionData]
    public Dictionary<string, object?>? Additional { get; set; }
}

internal sealed record ProjectFileContract : CloudRecord
{
    [JsonPropertyName("file_id")]
    public string? FileId { get; set; }

    public string? Id { get; set; }

    [JsonPropertyName("file_name")]
    public string? FileName { get; set; }

    public string? Name { get; set; }

    [JsonPropertyName("file_size")]
    public long? FileSize { get; set; }

    public long? Size { get; set; }

    [JsonPropertyName("file_url")]
    public string? FileUrl { get; set; }

    public string? Url { get; set; }
}

internal sealed record ProjectProfileContract : CloudRecord
{
    [JsonPropertyName("profile_id")]
    public string? ProfileId { get; set; }

    public string? Name { get; set; }

    public string? Status { get; set; }

    [JsonConverter(typeof(OneOrMany<ProjectContextContract>))]
    public List<ProjectContextContract>? Context { get; set; }
}

internal sealed record ProjectContextContract : CloudRecord
{
    [JsonConverter(typeof(OneOrMany<ProjectPlateContract>))]
    public List<ProjectPlateContract>? Plates { get; set; }
}

internal sealed record ProjectPlateContract : CloudRecord
{
    public long? Index { get; set; }

    public double? Prediction { get; set; }

    public double? Weight { get; set; }
}
