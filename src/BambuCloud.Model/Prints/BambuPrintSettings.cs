namespace BambuCloud;

/// <summary>The <c>settings</c> of a print start. What is <see langword="null"/> or empty is not sent, and left to the printer.</summary>
public sealed record BambuPrintSettings : BambuObject
{
    /// <summary><c>layer_height</c> in mm.</summary>
    public double? LayerHeight { get; internal init; }

    /// <summary><c>infill</c> in %, 0 to 100.</summary>
    public int? Infill { get; internal init; }

    /// <summary><c>speed</c> in %.</summary>
    public int? Speed { get; internal init; }

    /// <summary><c>plate_index</c>: the plate to print, of a file with several; the first is 1.</summary>
    public int? Plate { get; internal init; }

    /// <summary><c>use_ams</c>: whether the filament comes from the AMS, and not all of it from the external spool.</summary>
    public bool? UseAms { get; internal init; }

    /// <summary>
    /// <c>ams_mapping</c> and <c>ams_mapping2</c>: the slot of each filament of the file, whether the plate takes something of it or not.
    /// </summary>
    public IReadOnlyList<BambuFilamentMapping> AmsMapping { get; internal init => field = BambuList<BambuFilamentMapping>.Of(value); }
        = BambuList<BambuFilamentMapping>.Empty;

    /// <summary><c>bed_type</c>: the build plate that lies in the printer.</summary>
    public BambuBedType? BedType { get; internal init; }

    /// <summary><c>bed_leveling</c> and <c>auto_bed_leveling</c>: whether the bed is levelled before.</summary>
    public BambuPrintOption? BedLeveling { get; internal init; }

    /// <summary><c>flow_cali</c> and <c>extrude_cali_flag</c>: whether the flow dynamics are calibrated before.</summary>
    public BambuPrintOption? FlowCalibration { get; internal init; }

    /// <summary><c>vibration_cali</c>: whether vibrations are measured before.</summary>
    public BambuPrintOption? VibrationCalibration { get; internal init; }

    /// <summary><c>layer_inspect</c>: whether the first layer is looked at.</summary>
    public BambuPrintOption? LayerInspect { get; internal init; }

    /// <summary><c>timelapse</c>: whether it is filmed.</summary>
    public BambuPrintOption? Timelapse { get; internal init; }

    /// <summary>
    /// Further settings by wire name: strings, booleans, numbers, or lists and dictionaries of these, 32 levels deep at most.
    /// </summary>
    public IReadOnlyDictionary<string, object?> Additional { get; internal init => field = BambuProperties.Of(value); }
        = BambuProperties.Empty;

    /// <summary>Plate and slots.</summary>
    public override string ToString() =>
        string.Join(", ",
            ((string?[])[Plate is { } plate ? $"plate {plate}" : null, $"{AmsMapping}"]).Where(part => !string.IsNullOrEmpty(part)));
}
