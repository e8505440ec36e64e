using System.Globalization;

namespace BambuCloud.Client.Reports;

/// <summary>The codes of <c>print_error</c>.</summary>
internal static class PrintErrors
{
    // Phases and questions that come as errors (mqtt.md, Ends).
    private static readonly uint[] Questions = [0x0500_0002, 0x0500_8030, 0x0300_8012, 0x0500_C011, 0x07FF_8007];

    /// <summary>Whether a code is an error, and no phase or question.</summary>
    public static bool IsError(uint code) => code != 0 && !Questions.Contains(code);

    /// <summary>Whether a print error says that filament ran out: <c>0300_8004</c>, <c>0700_8011</c> of an AMS, <c>07FF_8011</c>.</summary>
    public static bool IsRunout(string? printError) => printError == "0300_8004"
        || (printError is ['0', '7', ..] && printError.EndsWith("_8011", StringComparison.Ordinal));

    /// <summary>A code as the display shows it: <c>0300_400C</c>.</summary>
    /// <param name="code">The code.</param>
    /// <param name="known">A text that it may be; it is given again then.</param>
    public static string Text(uint code, string? known = null)
    {
        Span<char> shown = stackalloc char[9];
        shown.TryWrite(CultureInfo.InvariantCulture, $"{code >> 16:X4}_{code & 0xFFFF:X4}", out _);
        return known is not null && shown.SequenceEqual(known) ? known : new string(shown);
    }
}
