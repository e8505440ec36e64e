using System.Globalization;
using System.Text;

namespace BambuCloud;

/// <summary>What in a text that others wrote a terminal, or the eye, would obey.</summary>
internal static class TerminalMarks
{
    private static readonly Rune Substitute = new('?');

    /// <summary>
    /// A text without them: a <c>?</c> stands for each control character, line end and turn of direction. What is left of an escape
    /// sequence is text like any other.
    /// </summary>
    public static string Substituted(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }
        StringBuilder shown = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            shown.Append((IsObeyed(rune) ? Substitute : rune).ToString());
        }
        return shown.ToString();
    }

    /// <summary>Whether it is a control character, the end of a line, or a turn of direction.</summary>
    public static bool IsObeyed(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0x061C;
}
