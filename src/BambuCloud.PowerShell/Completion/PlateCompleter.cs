using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using BambuCloud.Client.Files;
using BambuCloud.Cmdlets;
using BambuCloud.Input;
using BambuCloud.Output;
using BambuCloud.Session;

namespace BambuCloud.Completion;

/// <summary>The numbers of the sliced plates of the file that was typed.</summary>
internal sealed class PlateCompleter : SuggestionCompleter
{
    private static PendingRead? s_pending;

    private protected override IEnumerable<Suggestion> Suggest(CommandAst command, IDictionary bound)
    {
        string? literal = Bound(bound, nameof(SendBambuPrint.LiteralPath))?.ToString();
        return (literal ?? Bound(bound, nameof(SendBambuPrint.Path))?.ToString()) is { Length: > 0 } path
            ? PlatesOf(path, literal is not null).Where(plate => plate.Sliced).Select(Plate)
            : [];
    }

    // A file that cannot be read is nothing to tell at a prompt.
    private static IReadOnlyList<BambuPrintFilePlate> PlatesOf(string path, bool literal)
    {
        try
        {
            return Prompt?.FilesOf(path, literal) is [var file] ? PlatesOf(file) : [];
        }
        catch (Exception fault) when (fault is BambuException or RuntimeException or AggregateException)
        {
            return []; // The cmdlet says what is wrong with it.
        }
    }

    // One on a slow drive is not waited for; it is read on, and is there the next time.
    private static IReadOnlyList<BambuPrintFilePlate> PlatesOf(string file)
    {
        PendingRead? pending = Interlocked.Exchange(ref s_pending, null);
        Task<PrintFile> reading = pending?.File == file ? pending.Reading : Task.Run(() => PrintFile.Open(file));
        if (reading.Wait(KnownNames.MaxWait))
        {
            return reading.Result.Contents.Plates;
        }
        s_pending = new PendingRead(file, reading);
        return [];
    }

    private static Suggestion Plate(BambuPrintFilePlate plate) =>
        new(plate.Index.ToString(CultureInfo.InvariantCulture), null, $"{plate}: " + Line(
        [.. plate.Filaments.Select(filament => filament.Material).Distinct(), plate.FilamentGrams is { } grams ? $"{grams:0.##} g"
            : null, DisplayText.Duration(plate.EstimatedTime)]));

    private sealed record PendingRead(string File, Task<PrintFile> Reading);
}
