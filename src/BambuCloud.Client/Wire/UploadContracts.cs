using System.Text.Json.Serialization;

namespace BambuCloud.Client.Wire;

internal sealed record UploadAnswer : CloudAnswer
{
    public List<UploadUrl?>? Urls { get; set; }

    /// <summary>The one address, where there are no <see cref="Urls"/>.</summary>
    [JsonPropertyName("upload_url")]
    public string? UploadUrl { get; set; }

    public UploadAnswer? Data { get; set; }
}

internal sealed record UploadUrl
{
    public string? Type { get; set; }

    public string? Url { get; set; }
}
