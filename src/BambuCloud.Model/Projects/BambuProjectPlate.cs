namespace BambuCloud;

/// <summary>A sliced plate of a profile: one item of <c>context.plates[]</c> (public reports on the live service).</summary>
public sealed record BambuProjectPlate : BambuObject
{
    /// <summary>The plate's number, from 1.</summary>
    public int? Index { get; internal init; }

    /// <summary>The slicer's estimate; the service counts it in seconds: <c>prediction</c>.</summary>
    public TimeSpan? EstimatedTime { get; internal init; }

    /// <summary>Filament in grams.</summary>
    public double? FilamentGrams { get; internal init; }

    /// <summary>Fields of the answer that have no property here, by their wire name.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; internal init => field = BambuProperties.Of(value); }
        = BambuProperties.Empty;

    /// <summary>The plate's number.</summary>
    public override string ToString() => $"Plate {Index}";
}
