namespace BambuCloud;

/// <summary>One nozzle of a printer with several, from <c>device.extruder.info[]</c> of the report.</summary>
public sealed record BambuNozzle : BambuObject
{
    /// <summary>The nozzle's number, from 0 (right).</summary>
    public int NozzleId { get; internal init; }

    /// <summary>Temperature in °C.</summary>
    public double Temperature { get; internal init; }

    /// <summary>Target temperature in °C, 0 when off.</summary>
    public double TargetTemperature { get; internal init; }

    /// <summary>The temperatures.</summary>
    public override string ToString() => $"{NozzleId}: {Temperature}/{TargetTemperature}";
}
