namespace BambuCloud;

/// <summary>
/// A print profile of a project: one item of <c>profiles[]</c> of a detail (rest.md; public reports on the live service).
/// </summary>
public sealed record BambuProjectProfile : BambuObject
{
    /// <summary>The profile's id, <c>profile_id</c>.</summary>
    public string? ProfileId { get; internal init; }

    /// <summary>The profile's name.</summary>
    public string? Name { get; internal init; }

    /// <summary><c>status</c> as the service said it.</summary>
    public string? RawStatus { get; internal init; }

    /// <summary>The sliced plates, <c>context.plates[]</c>.</summary>
    public IReadOnlyList<BambuProjectPlate> Plates { get; internal init => field = BambuList<BambuProjectPlate>.Of(value); }
        = BambuList<BambuProjectPlate>.Empty;

    /// <summary>Fields of the answer that have no property here, by their wire name.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; internal init => field = BambuProperties.Of(value); }
        = BambuProperties.Empty;

    /// <summary>The profile's name.</summary>
    public override string ToString() => Name ?? ProfileId ?? nameof(BambuProjectProfile);
}
