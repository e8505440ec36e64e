namespace BambuCloud;

/// <summary>A file in the account's cloud storage after both uploads succeeded (rest.md, <i>Upload</i>).</summary>
public sealed record BambuFile : BambuObject
{
    /// <summary>The file's name in the cloud.</summary>
    public required string FileName { get; init; }

    /// <summary>Size in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Where the file stands: the pre-signed address without its query, which is a credential.</summary>
    public required Uri FileUrl { get; init; }

    /// <summary>The file's id; <see langword="null"/> because the upload's answer has none so far.</summary>
    public string? FileId { get; init; }

    /// <summary>The file's name.</summary>
    public override string ToString() => FileName;
}
