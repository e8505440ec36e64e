using System.Globalization;

namespace BambuCloud;

/// <summary>A code of a printer, and what its vendor says of it.</summary>
public sealed record BambuCodeText : BambuObject
{
    private const int HmsDigits = 16;
    private const int ErrorDigits = 8;

    private BambuCodeText()
    {
    }

    /// <summary>The code as printers show it: <c>0300_0100_0001_0007</c>, <c>0300_400C</c>.</summary>
    public string Code { get; internal init; } = "";

    /// <summary>What it means, in the vendor's words; <see langword="null"/> where its table has none.</summary>
    public string? Text { get; internal init; }

    /// <summary>How bad it is; <see langword="null"/> for a print error.</summary>
    public BambuHmsSeverity? Severity { get; internal init; }

    /// <summary>What part it is about.</summary>
    public BambuHmsModule Module { get; internal init; }

    /// <summary>The vendor's page on it; <see langword="null"/> for a print error.</summary>
    public Uri? Url { get; internal init; }

    /// <summary>Code and text.</summary>
    public override string ToString() => Text is null ? Code : $"{Code}: {Text}";

    /// <summary>Explains a code.</summary>
    /// <param name="code">8 hex digits of a print error or 16 of a health message, with or without <c>_</c>, <c>-</c> or spaces.</param>
    /// <returns>The code, with its text where it is known; <see langword="null"/> for what is no code.</returns>
    public static BambuCodeText? Of(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        string plain = string.Concat(code.Where(sign => sign is not ('_' or '-' or ' ')));
        string digits = CodeTexts.DigitsOf(plain);
        if (digits.Length != plain.Length || digits.Length is not (HmsDigits or ErrorDigits))
        {
            return null;
        }
        uint first = uint.Parse(digits.AsSpan(0, ErrorDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        if (digits.Length == ErrorDigits)
        {
            return new BambuCodeText
            {
                Code = $"{digits[..4]}_{digits[4..]}",
                Text = CodeTexts.Current.OfError(digits),
                Module = (BambuHmsModule)(first >> 24),
            };
        }
        BambuHms hms = new(first, uint.Parse(digits.AsSpan(ErrorDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        return new BambuCodeText { Code = hms.Code, Text = hms.Text, Severity = hms.Severity, Module = hms.Module, Url = hms.Url };
    }
}
