namespace BambuCloud;

/// <summary>A nozzle of a printer that reports each of them: <c>device.extruder</c> and <c>device.nozzle</c>.</summary>
public sealed record BambuNozzle : BambuObject
{
    /// <summary>The nozzle's number: 0 right (or the only one), 1 left, from 16 those of a rack.</summary>
    public int NozzleId { get; internal init; }

    /// <summary>Whether it is the one that prints.</summary>
    public bool Active { get; internal init; }

    /// <summary>Temperature in °C; <see langword="null"/> for one in a rack.</summary>
    public double? Temperature { get; internal init; }

    /// <summary>Target temperature in °C, 0 when off.</summary>
    public double? TargetTemperature { get; internal init; }

    /// <summary>Diameter in mm.</summary>
    public double? Diameter { get; internal init; }

    /// <summary>Type as the printer says it: <c>HS01</c>; the second letter is S for standard and H for high flow.</summary>
    public string? Type { get; internal init; }

    /// <summary>Wear, as the printer counts it.</summary>
    public double? Wear { get; internal init; }

    /// <summary>Where its filament comes from; <see langword="null"/> for none.</summary>
    public BambuSlot? Slot { get; internal init; }

    /// <summary>Number and temperatures.</summary>
    public override string ToString() => Temperature is null ? $"{NozzleId}" : $"{NozzleId}: {Temperature}/{TargetTemperature}";
}
