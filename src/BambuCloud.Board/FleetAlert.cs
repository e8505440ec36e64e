using BambuCloud.Output;

namespace BambuCloud.Board;

/// <summary>Something about a printer that somebody should look at: a print error or a health message.</summary>
/// <param name="Severity">How bad it is; a print error counts as serious.</param>
/// <param name="Text">What it is, fit to be shown.</param>
public sealed record FleetAlert(BambuHmsSeverity Severity, string Text)
{
    /// <summary>What it means, in the vendor's words and fit to be shown; empty while nobody knows.</summary>
    public string Meaning { get; init; } = "";

    /// <summary>What it is and what it means.</summary>
    public string Explained => Meaning.Length > 0 ? $"{Text}: {Meaning}" : Text;

    /// <summary>A health message as an alert.</summary>
    public static FleetAlert Of(BambuHms hms)
    {
        ArgumentNullException.ThrowIfNull(hms);
        return new FleetAlert(hms.Severity, $"{hms.Code} ({hms.Severity}, {hms.Module})") { Meaning = DisplayText.Clean(hms.Text) };
    }

    /// <summary>A print error as an alert; none where it only says that somebody cancelled the print.</summary>
    public static FleetAlert? Of(string? printError) =>
        printError is null || BambuPrintErrors.IsCancel(printError) ? null
            : new FleetAlert(BambuHmsSeverity.Serious, $"{DisplayText.Clean(printError)} (print error)")
            {
                Meaning = DisplayText.Clean(BambuCodeText.Of(printError)?.Text),
            };

    /// <summary>All that stand in a state, the worst first.</summary>
    public static IReadOnlyList<FleetAlert> AllOf(BambuPrinterStatus? status)
    {
        if (status is null)
        {
            return [];
        }
        IEnumerable<FleetAlert> errors = Of(status.PrintError) is { } error ? [error] : [];
        // A severity that nobody knows may be the worst one.
        return [.. errors.Concat(status.Hms.Select(Of)).OrderBy(alert => alert.Severity)];
    }

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
