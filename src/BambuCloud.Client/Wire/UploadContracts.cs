namespace BambuCloud.Client.Wire;

internal sealed record UploadAnswer : CloudAnswer
{
    public List<UploadUrl?>? Urls { get; init; }

    public UploadAnswer? Data { get; init; }
}

internal sealed record UploadUrl
{
    public string? Type { get; init; }

    public string? Url { get; init; }
}
