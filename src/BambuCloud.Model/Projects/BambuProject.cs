namespace BambuCloud;

/// <summary>
/// A project of the account: one item of <c>GET /v1/iot-service/api/user/project</c>, or the detail of one
/// (<c>…/project/{id}</c>), which alone has files and profiles.
/// </summary>
public sealed record BambuProject : BambuObject
{
    /// <summary>The project's id, <c>project_id</c>.</summary>
    public string ProjectId { get; internal init; } = "";

    /// <summary>The project's name.</summary>
    public string? Name { get; internal init; }

    /// <summary>When it was made, local time: <c>created_at</c>, in the live shape <c>create_time</c>.</summary>
    public DateTime? CreatedAt { get; internal init; }

    /// <summary>When it was changed, local time: <c>updated_at</c>, in the live shape <c>update_time</c>.</summary>
    public DateTime? UpdatedAt { get; internal init; }

    /// <summary>How many files it has, <c>file_count</c>; <see langword="null"/> in the live shape.</summary>
    public int? FileCount { get; internal init; }

    /// <summary>The model's id, <c>model_id</c>; <see langword="null"/> in the documented shape.</summary>
    public string? ModelId { get; internal init; }

    /// <summary><c>status</c> as the service said it; <see langword="null"/> in the documented shape.</summary>
    public string? RawStatus { get; internal init; }

    /// <summary>The files of a detail, <c>files[]</c>.</summary>
    public IReadOnlyList<BambuProjectFile> Files { get; internal init => field = BambuList<BambuProjectFile>.Of(value); }
        = BambuList<BambuProjectFile>.Empty;

    /// <summary>The print profiles of a detail in the live shape, <c>profiles[]</c>.</summary>
    public IReadOnlyList<BambuProjectProfile> Profiles { get; internal init => field = BambuList<BambuProjectProfile>.Of(value); }
        = BambuList<BambuProjectProfile>.Empty;

    /// <summary>Where a detail's 3MF stands, <c>download_url</c> without its query, which is a credential.</summary>
    public Uri? DownloadUrl { get; internal init; }

    /// <summary>Fields of the answer that have no property here, by their wire name.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; internal init => field = BambuProperties.Of(value); }
        = BambuProperties.Empty;

    /// <summary>The project's name.</summary>
    public override string ToString() => Name ?? ProjectId;
}
