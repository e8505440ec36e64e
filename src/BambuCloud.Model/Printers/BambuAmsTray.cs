namespace BambuCloud;

/// <summary>One tray of an AMS, from <c>ams.ams[].tray[]</c> of the report.</summary>
public sealed record BambuAmsTray : BambuObject
{
    /// <summary>The tray's number in its unit, 0 to 3.</summary>
    public int TrayId { get; internal init; }

    /// <summary>Whether nothing is loaded: the report has nothing but the tray's id and state.</summary>
    public bool Empty { get; internal init; } = true;

    /// <summary>Material, <c>tray_type</c>: <c>PLA</c>, <c>PETG</c>, …</summary>
    public string? Material { get; internal init; }

    /// <summary>Colour as RRGGBBAA, <c>tray_color</c>.</summary>
    public string? Color { get; internal init; }

    /// <summary>The vendor's filament id, <c>tray_info_idx</c>.</summary>
    public string? FilamentId { get; internal init; }

    /// <summary>What is left, 0 to 100 %; <see langword="null"/> where the printer does not know (-1).</summary>
    public int? Remaining { get; internal init; }

    /// <summary>Lowest nozzle temperature in °C.</summary>
    public int? NozzleTemperatureMin { get; internal init; }

    /// <summary>Highest nozzle temperature in °C.</summary>
    public int? NozzleTemperatureMax { get; internal init; }

    /// <summary>The material.</summary>
    public override string ToString() => Empty ? "empty" : Material ?? "?";
}
