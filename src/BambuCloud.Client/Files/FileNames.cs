using System.Globalization;
using System.Text;

namespace BambuCloud.Client.Files;

/// <summary>
/// The names of files that the vendor's programs and printers take (lan.md, <i>project_file</i>): others are cut, shown wrongly or refused
/// somewhere on their way to the printer's screen.
/// </summary>
internal static class FileNames
{
    private const int Longest = 100;
    private const string Refused = "/\\<>:\"|?*";

    /// <summary>Why a name is refused: goes on where "has a name …" begins; <see langword="null"/> for one that is taken.</summary>
    public static string? Fault(string name) =>
        name.Any(IsRefused) ? "with characters that the vendor's programs refuse"
        : name.EnumerateRunes().Any(IsHidden) ? "with characters that cannot be seen and make it look like another"
        : name.StartsWith('.') ? "that begins with a point, which the vendor's programs refuse"
        : name.Length > Longest
            ? string.Create(CultureInfo.InvariantCulture, $"of more than {Longest} characters, which the vendor's programs refuse")
        : null;

    /// <summary>The name to use in its place.</summary>
    public static string Mended(string name)
    {
        StringBuilder mended = new(name.Length);
        foreach (Rune rune in name.EnumerateRunes())
        {
            if (!IsHidden(rune))
            {
                mended.Append(rune.IsBmp && IsRefused((char)rune.Value) ? "_" : rune.ToString());
            }
        }
        string plain = mended.ToString().TrimStart('.', ' ');
        string ending = EndingOf(plain);
        string stem = plain[..^ending.Length];
        int room = Longest - ending.Length;
        stem = stem.Length <= room ? stem : stem[..(char.IsHighSurrogate(stem[room - 1]) ? room - 1 : room)].TrimEnd();
        return (stem.Length == 0 ? "print" : stem) + ending;
    }

    /// <summary>The name without its ending: what a printer's screen shows of it.</summary>
    public static string StemOf(string name) => name[..^EndingOf(name).Length];

    private static bool IsRefused(char character) => Refused.Contains(character, StringComparison.Ordinal);

    private static bool IsHidden(Rune rune) => TerminalMarks.IsObeyed(rune) || rune.Value == 0xFEFF;

    private static string EndingOf(string name)
    {
        foreach (string ending in (ReadOnlySpan<string>)[".gcode.3mf", ".3mf", ".gcode"])
        {
            if (name.Length > ending.Length && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return name[^ending.Length..];
            }
        }
        string last = Path.GetExtension(name);
        return last.Length is > 1 and <= 10 ? last : "";
    }
}
