namespace BambuCloud.Client.Files;

/// <summary>What is inside a 3MF.</summary>
internal sealed record ArchiveContents
{
    /// <summary>The plates, by their numbers.</summary>
    public required IReadOnlyList<BambuPrintFilePlate> Plates { get; init; }

    /// <summary>All filaments of the project, also those that no plate uses: a mapping has one entry for each of them.</summary>
    public required IReadOnlyList<BambuFilament> Filaments { get; init; }

    /// <summary>The slicer.</summary>
    public required string? Slicer { get; init; }

    /// <summary>How many plates have a picture.</summary>
    public required int ThumbnailCount { get; init; }

    /// <summary>The plates whose G-code no printer can print, with what is wrong with it.</summary>
    public required IReadOnlyDictionary<int, UnusableGcode> Unusable { get; init; }
}
