using Spectre.Console;
using Spectre.Console.Rendering;

namespace BambuCloud.Board;

/// <summary>Texts in a terminal's cells, of which some characters take two.</summary>
internal static class BoardText
{
    public static int Cells(string text) => text.GetCellWidth();

    /// <summary>A text in no more cells than there are; a mark stands for what was cut off.</summary>
    public static string Fit(string text, int width, bool unicode)
    {
        if (Cells(text) <= width)
        {
            return text;
        }
        string mark = unicode ? "…" : "~";
        return width < 1 ? "" : width == 1 ? mark : Segment.Truncate(new Segment(text), width - 1)?.Text + mark;
    }

    /// <summary>
    /// A text in lines of no more cells than there are, broken between its words; a word that is longer has a line of its own.
    /// </summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        string line = "";
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && Cells(longer) > width)
            {
                yield return line;
                longer = word;
            }
            line = longer;
        }
        yield return line;
    }
}
