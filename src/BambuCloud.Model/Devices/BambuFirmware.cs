namespace BambuCloud;

/// <summary>A firmware that the service offers for a printer or an AMS: one item of <c>firmware[]</c> (rest.md).</summary>
public sealed record BambuFirmware : BambuObject
{
    /// <summary>The version, <c>01.08.02.00</c>.</summary>
    public string? Version { get; internal init; }

    /// <summary>Whether it is one to try out: <c>status</c> is <c>beta</c>.</summary>
    public bool IsBeta { get; internal init; }

    /// <summary>Whether the vendor forces it, <c>force_update</c>.</summary>
    public bool ForceUpdate { get; internal init; }

    /// <summary>Where it can be had, without the query that may be a credential.</summary>
    public Uri? Url { get; internal init; }

    /// <summary>What is new in it.</summary>
    public string? Description { get; internal init; }

    /// <summary>Fields of the answer that have no property here, by their wire name.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; internal init => field = BambuProperties.Of(value); }
        = BambuProperties.Empty;

    /// <summary>The version.</summary>
    public override string ToString() => Version ?? nameof(BambuFirmware);
}
