using System.Globalization;
using System.Text;

namespace BambuCloud.Output;

/// <summary>
/// How times, progress, layers, temperatures and texts of others are written wherever they are shown: in views, on the board and in its
/// lines.
/// </summary>
internal static class DisplayText
{
    /// <summary>A time in its two largest units, rounded: <c>45s</c>, <c>12m</c>, <c>1h 12m</c>, <c>2d 03h</c>; empty for none.</summary>
    public static string Duration(TimeSpan? time)
    {
        if (time is not { } given)
        {
            return "";
        }
        string sign = given < TimeSpan.Zero ? "-" : "";
        long seconds = Rounded(Math.Abs(given.TotalSeconds));
        long minutes = Rounded(Math.Abs(given.TotalMinutes));
        long hours = Rounded(Math.Abs(given.TotalHours));
        return sign + (seconds, minutes) switch
        {
            ( < 60, _) => Invariant($"{seconds}s"),
            (_, < 60) => Invariant($"{minutes}m"),
            (_, < 24 * 60) => Invariant($"{minutes / 60}h {minutes % 60:00}m"),
            _ => Invariant($"{hours / 24}d {hours % 24:00}h"),
        };
    }

    /// <summary>The layer and how many there are, <c>32/50</c>; empty where nobody knows how many.</summary>
    public static string Layers(int? layer, int? total) => total > 0 ? Invariant($"{layer ?? 0}/{total}") : "";

    /// <summary>A temperature in whole °C; with the one that is aimed at while something heats, <c>187/220</c>; empty for none.</summary>
    public static string Temperature(double? actual, double? target = null) =>
        actual is not { } degrees ? "" : target > 0 ? Invariant($"{Rounded(degrees)}/{Rounded(target.Value)}")
            : Invariant($"{Rounded(degrees)}");

    /// <summary>A bar in two pieces: what is done, and what is not. It is full only when all is done.</summary>
    /// <param name="percent">Progress in %; less than 0 counts as 0, more than 100 as 100.</param>
    /// <param name="cells">How long the bar is.</param>
    /// <param name="blocks">Whether <c>█</c> and <c>░</c> can be shown; else it is made of <c>#</c> and <c>.</c>.</param>
    public static (string Done, string Left) Bar(int percent, int cells, bool blocks)
    {
        int done = cells * Math.Clamp(percent, 0, 100) / 100;
        return (new string(blocks ? '█' : '#', done), new string(blocks ? '░' : '.', cells - done));
    }

    /// <summary>Whether an encoding, such as the console's, has all the characters of a text.</summary>
    public static bool Has(Encoding encoding, string text)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        return encoding.GetString(encoding.GetBytes(text)) == text;
    }

    /// <summary>A text that others wrote, such as a name, without what a terminal would obey.</summary>
    public static string Clean(string? text) => TerminalMarks.Substituted(text);

    private static long Rounded(double number) => (long)Math.Round(number, MidpointRounding.AwayFromZero);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
