using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using BambuCloud.Client;

namespace BambuCloud.Commands;

/// <summary>The numbers of the sliced plates of the file that was typed.</summary>
internal sealed class PlateCompleter : SuggestionCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CommandAst command, IDictionary bound)
    {
        string? literal = Bound(bound, nameof(SendBambuPrint.LiteralPath))?.ToString();
        return (literal ?? Bound(bound, nameof(SendBambuPrint.Path))?.ToString()) is { Length: > 0 } path
            ? PlatesOf(path, literal is not null).Where(plate => plate.Sliced).Select(Plate)
            : [];
    }

    // A file that cannot be read is nothing to tell at a prompt, and one on a slow drive nothing to wait for.
    private static IReadOnlyList<BambuPrintFilePlate> PlatesOf(string path, bool literal)
    {
        try
        {
            if (Prompt?.FilesOf(path, literal) is [var file])
            {
                Task<PrintFile> reading = Task.Run(() => PrintFile.Open(file));
                return reading.Wait(KnownNames.Patience) ? reading.Result.Contents.Plates : [];
            }
        }
        catch (Exception fault) when (fault is BambuException or RuntimeException or AggregateException)
        {
            // The cmdlet says what is wrong with it.
        }
        return [];
    }

    private static Suggestion Plate(BambuPrintFilePlate plate) => new(plate.Index.ToString(CultureInfo.InvariantCulture), null, $"{plate}: " + Line(
        [.. plate.Filaments.Select(filament => filament.Material).Distinct(), plate.Weight is { } grams ? $"{grams:0.##} g" : null, ShownText.Duration(plate.EstimatedTime)]));
}
