namespace BambuCloud;

/// <summary>What is inside a file to print, wherever in it that stands (files.md, <i>Where a figure stands</i>).</summary>
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

    /// <summary>Size in bytes; of a symbolic link that of its target.</summary>
    public long Length { get; internal init; }

    /// <summary>When it was last changed, local time.</summary>
    public DateTime? LastWriteTime { get; internal init; }

    /// <summary>Whether it holds G-code, so that a printer can print it.</summary>
    public bool Sliced { get; internal init; }

    /// <summary>The slicer, as the file names it.</summary>
    public string? Slicer { get; internal init; }

    /// <summary>The plates, by their number; plain G-code is one plate.</summary>
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

    /// <summary>
    /// All filaments of the project, also those that no plate uses; empty where the file has no settings.
    /// </summary>
    public IReadOnlyList<BambuFilament> Filaments { get; internal init => field = BambuList<BambuFilament>.Of(value); }
        = BambuList<BambuFilament>.Empty;

    /// <summary>How many plates have a picture.</summary>
    public int ThumbnailCount { get; internal init; }

    /// <summary>The file's name without its ending, <c>.gcode.3mf</c> or what else it is.</summary>
    internal string Stem => System.IO.Path.GetFileNameWithoutExtension(
        FileName.EndsWith(".gcode.3mf", StringComparison.OrdinalIgnoreCase) ? FileName[..^".3mf".Length] : FileName);

    /// <summary>The file's name.</summary>
    public override string ToString() => FileName;

    private string? Joined(Func<BambuPrintFilePlate, string?> text) =>
        Plates.Select(text).OfType<string>().Distinct().ToArray() is { Length: > 0 } texts ? string.Join(", ", texts) : null;

    // What no plate says is not 0.
    private double? Sum(Func<BambuPrintFilePlate, double?> figure) =>
        Plates.Select(figure).OfType<double>().ToArray() is { Length: > 0 } figures ? figures.Sum() : null;
}
