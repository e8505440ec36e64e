namespace BambuCloud.Client.Files;

/// <summary>Filaments that a file tells in lists side by side: their materials in one, their colours in the next, and so on.</summary>
internal sealed record FilamentList
{
    private const int Most = 256;

    /// <summary>The materials.</summary>
    public IReadOnlyList<string> Materials { get; init; } = [];

    /// <summary>The colours.</summary>
    public IReadOnlyList<string> Colors { get; init; } = [];

    /// <summary>The vendor's ids.</summary>
    public IReadOnlyList<string> FilamentIds { get; init; } = [];

    /// <summary>The weights in grams: of each filament, or only of those that are used.</summary>
    public IReadOnlyList<double> Grams { get; init; } = [];

    /// <summary>The lengths in metres, as the weights.</summary>
    public IReadOnlyList<double> Meters { get; init; } = [];

    /// <summary>The numbers of those that are used, from 1; empty where nobody says it.</summary>
    public IReadOnlyList<double> Used { get; init; } = [];

    /// <summary>The items of a list in G-code, where semicolons stand between them, or commas.</summary>
    public static string[] Split(string? list) => list is null ? []
        : list.Split(list.Contains(';', StringComparison.Ordinal) ? ';' : ',', Most, StringSplitOptions.TrimEntries);

    /// <summary>The filaments; those that a print takes nothing of are left out.</summary>
    public static IReadOnlyList<BambuFilament> Of(FilamentList lists)
    {
        int[] numbers = lists.Used.Count > 0
            ? [.. lists.Used.Select(number => (int)Math.Min(number, Most)).Where(number => number >= 1)]
            : [.. Enumerable.Range(1, Math.Min(Most, lists.Materials.Count))];
        // Each has its weight, or each that is used has; else nobody can tell whose they are.
        bool all = lists.Grams.Count == lists.Materials.Count;
        bool used = lists.Used.Count > 0 && lists.Grams.Count == lists.Used.Count;
        return
        [
            .. numbers.Select((number, place) => new BambuFilament
            {
                Number = number,
                Material = FigureText.Text(lists.Materials.ElementAtOrDefault(number - 1)),
                Color = FigureText.Text(lists.Colors.ElementAtOrDefault(number - 1)),
                FilamentId = FigureText.Text(lists.FilamentIds.ElementAtOrDefault(number - 1)),
                Grams = At(lists.Grams, all ? number - 1 : used ? place : -1),
                Meters = At(lists.Meters, all ? number - 1 : used ? place : -1),
            }).Where(filament => filament.Grams is not 0),
        ];
    }

    private static double? At(IReadOnlyList<double> numbers, int index) => index >= 0 && index < numbers.Count ? numbers[index] : null;
}
