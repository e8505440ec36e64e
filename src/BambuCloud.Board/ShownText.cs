using System.Globalization;
using System.Text;

namespace BambuCloud.Board;

/// <summary>Texts as a terminal or a log may have them.</summary>
public static class ShownText
{
    private static readonly Rune Substitute = new('?');

    /// <summary>A text that others wrote, without what a terminal would obey: escape sequences, line ends, turned directions.</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }
        StringBuilder shown = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            shown.Append((Obeyed(rune) ? Substitute : rune).ToString());
        }
        return shown.ToString();
    }

    /// <summary>A time until an end, in hours and minutes as printers count it.</summary>
    public static string Of(TimeSpan left) => left.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalHours}h {left.Minutes:00}m")
        : string.Create(CultureInfo.InvariantCulture, $"{left.Minutes}m");

    /// <summary>A whole number, also of what is measured finer.</summary>
    public static string Of(double number) => ((long)Math.Round(number)).ToString(CultureInfo.InvariantCulture);

    private static bool Obeyed(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0x061C;
}
