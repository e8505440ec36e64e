namespace BambuCloud.Client.Wire;

internal sealed record UploadAnswer : CloudAnswer
{
    public List<UploadUrl?>? Urls { get; set; }

    public UploadAnswer? Data { get; set; }
}

internal sealed record UploadUrl
{
    public string? Type { get; set; }

    public string? Url { get; set; }
}
