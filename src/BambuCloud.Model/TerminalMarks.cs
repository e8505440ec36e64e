using System.Globalization;
using System.Text;

namespace BambuCloud;

/// <summary>What in a text that others wrote a terminal, or the eye, would obey.</summary>
internal static class TerminalMarks
{
    /// <summary>Whether it is a control character, the end of a line, or a turn of direction.</summary>
    public static bool IsObeyed(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0x061C;
}
