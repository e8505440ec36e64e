using System.Globalization;

namespace BambuCloud;

/// <summary>Print errors that mean something else than an error.</summary>
public static class BambuPrintErrors
{
    // At the printer, and from afar.
    private static readonly uint[] Cancels = [0x0300_400C, 0x0500_400E];

    /// <summary>Whether a print error says only that a person cancelled the print: <c>0300_400C</c>, <c>0500_400E</c> (mqtt.md).</summary>
    public static bool IsCancel(string? printError)
    {
        string digits = printError?.Replace("_", "", StringComparison.Ordinal) ?? "";
        return uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint code) && IsCancel(code);
    }

    /// <summary>The same of <c>print_error</c> as the printer says it.</summary>
    internal static bool IsCancel(uint code) => Cancels.AsSpan().Contains(code);
}
