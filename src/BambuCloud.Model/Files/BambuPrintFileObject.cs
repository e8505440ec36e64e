namespace BambuCloud;

/// <summary>An object on a plate: an <c>object</c> of <c>slice_info.config</c>, or of <c>bbox_objects</c> in <c>plate_N.json</c>.</summary>
public sealed record BambuPrintFileObject : BambuObject
{
    /// <summary>The number that skipping the object needs: <c>identify_id</c>.</summary>
    public int ObjectId { get; internal init; }

    /// <summary>The object's name.</summary>
    public string? Name { get; internal init; }

    /// <summary>Whether it is left out from the start.</summary>
    public bool Skipped { get; internal init; }

    /// <summary>The name, or the number where it has none.</summary>
    public override string ToString() => Name ?? $"object {ObjectId}";
}
