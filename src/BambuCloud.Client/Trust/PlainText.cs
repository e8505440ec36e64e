using System.Globalization;
using System.Text;

namespace BambuCloud.Client.Trust;

/// <summary>Texts that anybody on the network may have written (lan.md, <i>Finding printers</i>), made fit to be kept and shown.</summary>
internal static class PlainText
{
    private const int Longest = 200;
    private static readonly Rune Substitute = new('?');

    /// <summary>
    /// A text of bounded length without what a terminal would obey: control characters, line ends and turns of direction
    /// become <c>?</c>.
    /// </summary>
    public static string Of(string? text, int longest = Longest)
    {
        StringBuilder plain = new();
        foreach (Rune rune in (text ?? "").EnumerateRunes())
        {
            if (plain.Length + rune.Utf16SequenceLength > longest)
            {
                return plain.Append('…').ToString();
            }
            plain.Append((IsPlain(rune) ? rune : Substitute).ToString());
        }
        return plain.ToString();
    }

    private static bool IsPlain(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator)
        && rune.Value is not ((>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0x061C);
}
