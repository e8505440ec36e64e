namespace BambuCloud;

/// <summary>The firmware of one AMS unit: one item of <c>ams[]</c> of <c>device/version</c> (rest.md).</summary>
public sealed record BambuAmsFirmware : BambuObject
{
    /// <summary>The unit's firmware, <c>version</c>; <see langword="null"/> where the service leaves it out.</summary>
    public string? CurrentVersion { get; internal init; }

    /// <summary>The firmware that the service offers for it.</summary>
    public IReadOnlyList<BambuFirmware> Firmware { get; internal init => field = BambuList<BambuFirmware>.Of(value); }
        = BambuList<BambuFirmware>.Empty;

    /// <summary>Fields of the answer that have no property here, by their wire name.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; internal init => field = BambuProperties.Of(value); }
        = BambuProperties.Empty;

    /// <summary>The unit's firmware.</summary>
    public override string ToString() => CurrentVersion ?? "AMS";
}
