namespace BambuCloud;

/// <summary>A nozzle of a print in the history: one item of <c>nozzleInfos[]</c> (rest.md, <i>A task</i>).</summary>
public sealed record BambuTaskNozzle : BambuObject
{
    /// <summary>The nozzle's number, <c>id</c>.</summary>
    public int? NozzleId { get; internal init; }

    /// <summary>Diameter in mm.</summary>
    public double? Diameter { get; internal init; }

    /// <summary>What it is made of, <c>type</c>.</summary>
    public string? Type { get; internal init; }

    /// <summary>How much it lets through, <c>flowSize</c>: <c>standard_flow</c>, …</summary>
    public string? Flow { get; internal init; }

    /// <summary>Fields of the answer that have no property here, by their wire name.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; internal init => field = BambuProperties.Of(value); }
        = BambuProperties.Empty;

    /// <summary>The diameter.</summary>
    public override string ToString() => $"{Diameter}";
}
