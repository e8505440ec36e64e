namespace BambuCloud;

/// <summary>
/// What is inside a file to print: <c>Metadata/slice_info.config</c> and the entries of a sliced 3MF (public knowledge of Bambu Studio's
/// files).
/// </summary>
public sealed record BambuPrintFile : BambuObject
{
    /// <summary>Full path.</summary>
    public string Path { get; internal init; } = "";

    /// <summary>
    /// The path as PowerShell takes it literally and in whatever location, so that the object pipes into cmdlets that take files.
    /// </summary>
    public string PSPath => @"Microsoft.PowerShell.Core\FileSystem::" + Path;

    /// <summary>The file's name.</summary>
    public string FileName { get; internal init; } = "";

    /// <summary>Size in bytes.</summary>
    public long Length { get; internal init; }

    /// <summary>Whether it holds G-code, so that a printer can print it.</summary>
    public bool Sliced { get; internal init; }

    /// <summary>The plates, by their number; empty for a project that is not sliced and for plain G-code.</summary>
    public IReadOnlyList<BambuPrintFilePlate> Plates { get; internal init => field = BambuList<BambuPrintFilePlate>.Of(value); }
        = BambuList<BambuPrintFilePlate>.Empty;

    /// <summary>The printer model that all plates were sliced for: <c>P1S</c>, …; several with commas.</summary>
    public string? Model => Joined(plate => plate.Model);

    /// <summary>The codes of those models: <c>C12</c>, …</summary>
    public string? ModelCode => Joined(plate => plate.ModelCode);

    /// <summary>The slicer's estimate for all plates together.</summary>
    public TimeSpan? EstimatedTime => Sum(plate => plate.EstimatedTime?.Ticks) is { } ticks ? TimeSpan.FromTicks((long)ticks) : null;

    /// <summary>The filament of all plates together in grams.</summary>
    public double? FilamentGrams => Sum(plate => plate.FilamentGrams);

    /// <summary>How many thumbnails it holds.</summary>
    public int ThumbnailCount { get; internal init; }

    /// <summary>The file's name.</summary>
    public override string ToString() => FileName;

    private string? Joined(Func<BambuPrintFilePlate, string?> text) =>
        Plates.Select(text).OfType<string>().Distinct().ToArray() is { Length: > 0 } texts ? string.Join(", ", texts) : null;

    // What no plate says is not 0.
    private double? Sum(Func<BambuPrintFilePlate, double?> figure) =>
        Plates.Select(figure).OfType<double>().ToArray() is { Length: > 0 } figures ? figures.Sum() : null;
}
