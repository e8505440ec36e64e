namespace BambuCloud;

/// <summary>A file of a project: one item of <c>files[]</c>, whose fields the document leaves open.</summary>
public sealed record BambuProjectFile : BambuObject
{
    /// <summary>The file's id: <c>file_id</c> or <c>id</c>.</summary>
    public string? FileId { get; internal init; }

    /// <summary>The file's name: <c>file_name</c> or <c>name</c>.</summary>
    public string? FileName { get; internal init; }

    /// <summary>Size in bytes: <c>file_size</c> or <c>size</c>.</summary>
    public long? Length { get; internal init; }

    /// <summary>Where it stands, <c>file_url</c> or <c>url</c>, without its query.</summary>
    public Uri? FileUrl { get; internal init; }

    /// <summary>Fields of the answer that have no property here, by their wire name.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; internal init => field = BambuProperties.Of(value); }
        = BambuProperties.Empty;

    /// <summary>The file's name.</summary>
    public override string ToString() => FileName ?? FileId ?? nameof(BambuProjectFile);
}
