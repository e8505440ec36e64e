namespace BambuCloud;

/// <summary>One AMS unit, from <c>ams.ams[]</c> of the report.</summary>
public sealed record BambuAms : BambuObject
{
    /// <summary>The unit's number, from 0.</summary>
    public int AmsId { get; internal init; }

    /// <summary>Humidity, 1 (dry) to 5 (wet).</summary>
    public int? Humidity { get; internal init; }

    /// <summary>Temperature in °C.</summary>
    public double? Temperature { get; internal init; }

    /// <summary>The trays, by their number.</summary>
    public IReadOnlyList<BambuAmsTray> Trays { get; internal init => field = BambuList<BambuAmsTray>.Of(value); }
        = BambuList<BambuAmsTray>.Empty;

    /// <summary>Unit and materials.</summary>
    public override string ToString() => $"AMS {AmsId}: {string.Join(", ", Trays)}";
}
