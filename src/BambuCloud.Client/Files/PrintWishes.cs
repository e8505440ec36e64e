namespace BambuCloud.Client.Files;

/// <summary>How somebody wants a file to be printed, as far as that decides whether it fits.</summary>
public sealed record PrintWishes
{
    /// <summary>The names of slots by the numbers of filaments; those that are not in it are found, of all where there are none.</summary>
    public IReadOnlyDictionary<int, string> Slots { get; init; } = new Dictionary<int, string>();

    /// <summary>Whether the filament comes from the AMS; <see langword="null"/> where the printer has one.</summary>
    public bool? UseAms { get; init; }

    /// <summary>Whether slots are looked for: not where somebody says the mapping in the service's own words.</summary>
    public bool MapsFilaments { get; init; } = true;

    /// <summary>The build plate that lies in the printer; <see langword="null"/> where nobody says it.</summary>
    public BambuBedType? BedType { get; init; }
}
