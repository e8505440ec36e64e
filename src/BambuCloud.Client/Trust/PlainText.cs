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
            plain.Append((TerminalMarks.IsObeyed(rune) ? Substitute : rune).ToString());
        }
        return plain.ToString();
    }
}
