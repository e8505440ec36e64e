namespace BambuCloud;

/// <summary>The <c>settings</c> of a print start. What is <see langword="null"/> is not sent.</summary>
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

    /// <summary>
    /// Further settings by wire name: strings, booleans, numbers, or lists and dictionaries of these, 32 levels deep at most.
    /// </summary>
    public IReadOnlyDictionary<string, object?> Additional { get; internal init => field = BambuProperties.Of(value); }
        = BambuProperties.Empty;
}
