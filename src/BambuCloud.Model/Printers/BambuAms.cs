namespace BambuCloud;

/// <summary>One AMS unit, from <c>ams.ams[]</c> of the report.</summary>
public sealed record BambuAms : BambuObject
{
    private const int DriestIndex = 5;

    /// <summary>The unit's number: 0 to 3, 16 in an A2L, 128 and more for an AMS HT.</summary>
    public int AmsId { get; internal init; }

    /// <summary>What kind of unit it is.</summary>
    public BambuAmsModel Model { get; internal init; }

    /// <summary>Relative humidity in %: <c>humidity_raw</c>; <see langword="null"/> where the unit does not measure it.</summary>
    public int? Humidity { get; internal init; }

    /// <summary>Humidity as an index, 5 (dry) to 1 (wet): <c>humidity</c>.</summary>
    public int? HumidityIndex { get; internal init; }

    /// <summary>Humidity as the printer shows it, A (dry) to E (wet).</summary>
    public char? HumidityLevel => HumidityIndex is { } index ? (char)('A' + DriestIndex - index) : null;

    /// <summary>Temperature in °C; <see langword="null"/> where the unit does not measure it.</summary>
    public double? Temperature { get; internal init; }

    /// <summary>How long it still dries: <c>dry_time</c>; <see langword="null"/> when it does not.</summary>
    public TimeSpan? DryingRemainingTime { get; internal init; }

    /// <summary>At how many °C it dries: <c>dry_setting</c>; <see langword="null"/> when it does not.</summary>
    public int? DryingTemperature { get; internal init; }

    /// <summary>How long it dries in all; <see langword="null"/> when it does not.</summary>
    public TimeSpan? DryingDuration { get; internal init; }

    /// <summary>For which filament it dries; <see langword="null"/> when it does not, or the printer does not say.</summary>
    public string? DryingFilament { get; internal init; }

    /// <summary>The trays, by their number.</summary>
    public IReadOnlyList<BambuAmsTray> Trays { get; internal init => field = BambuList<BambuAmsTray>.Of(value); }
        = BambuList<BambuAmsTray>.Empty;

    /// <summary>Unit and materials.</summary>
    public override string ToString() => $"AMS {AmsId}: {string.Join(", ", Trays)}";
}
