using System.Collections.ObjectModel;

namespace BambuCloud;

/// <summary>
/// What the vendor says of the codes of printers, as far as it is known to this process: its table is read in the background, and nobody
/// waits for it (mqtt.md, <i>Texts of codes</i>).
/// </summary>
internal sealed record CodeTexts
{
    /// <summary>Nothing is known.</summary>
    public static readonly CodeTexts None = new();

    private static volatile CodeTexts _current = None;

    /// <summary>What is known now.</summary>
    public static CodeTexts Current { get => _current; set => _current = value; }

    /// <summary>Health messages, by their code in hex digits without anything between.</summary>
    public IReadOnlyDictionary<string, string> Hms { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Print errors, by their code in hex digits without anything between.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The text of a health message; null where none is known.</summary>
    public string? OfHms(string code) => Hms.GetValueOrDefault(DigitsOf(code));

    /// <summary>The text of a print error; null where none is known.</summary>
    public string? OfError(string? code) => code is null ? null : Errors.GetValueOrDefault(DigitsOf(code));

    /// <summary>A code's hex digits, in capitals.</summary>
    public static string DigitsOf(string code) => string.Concat(code.Where(char.IsAsciiHexDigit)).ToUpperInvariant();
}
