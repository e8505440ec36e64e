namespace BambuCloud;

/// <summary>A file in the account's cloud storage after both uploads succeeded (rest.md, <i>Upload</i>).</summary>
public sealed record BambuFile : BambuObject
{
    /// <summary>The file's name in the cloud.</summary>
    public string FileName { get; internal init; } = "";

    /// <summary>Size in bytes.</summary>
    public long Length { get; internal init; }

    /// <summary>Where the file stands: the pre-signed address without its query, which is a credential.</summary>
    public Uri FileUrl { get; internal init; } = null!;

    /// <summary>The file's id; <see langword="null"/> because the upload's answer has none so far.</summary>
    public string? FileId { get; internal init; }

    /// <summary>
    /// What is inside, of a file that this computer sent, so that it is checked before it is printed; else <see langword="null"/>.
    /// </summary>
    public BambuPrintFile? PrintFile { get; internal init; }

    /// <summary>The file's name.</summary>
    public override string ToString() => FileName;
}
