namespace BambuCloud.Client.Files;

/// <summary>What kind of line of G-code a line is.</summary>
internal enum GcodeLine
{
    /// <summary>Nothing, or a comment.</summary>
    Comment,

    /// <summary>A command.</summary>
    Command,

    /// <summary>A command that moves: G0 or G1 with where to, or G28.</summary>
    Motion,

    /// <summary>Neither: a macro of some firmware, or no G-code at all.</summary>
    Other,
}

/// <summary>
/// The form of a line of G-code: an optional <c>N</c> with a number, then G, M or T with a number, in any case of letters; <c>%</c> and
/// <c>O</c> lines before it. Lists of parts ("M3 x 8 screws") and Gerber files ("G01X1D01*") have such words too → of what moves, every
/// word is looked at.
/// </summary>
internal static class GcodeSyntax
{
    /// <summary>Tells what kind of line it is.</summary>
    /// <param name="line">The line without its end.</param>
    public static GcodeLine KindOf(ReadOnlySpan<byte> line)
    {
        line = line.Trim(" \t"u8);
        if (line.IsEmpty || line[0] is (byte)';' or (byte)'(' or (byte)'%' || IsWord(line, 'O'))
        {
            return GcodeLine.Comment;
        }
        if (IsWord(line, 'N'))
        {
            line = BehindWord(line).TrimStart(" \t"u8);
        }
        if (!IsWord(line, 'G') && !IsWord(line, 'M') && !IsWord(line, 'T'))
        {
            return GcodeLine.Other;
        }
        int digits = Digits(line[1..]);
        ReadOnlySpan<byte> words = line[(1 + digits)..];
        return !IsWord(line, 'G') ? GcodeLine.Command
            : line[1..(1 + digits)].TrimStart((byte)'0') switch
            {
                [] or [(byte)'1'] => Words(words) > 0 ? GcodeLine.Motion : GcodeLine.Other,
                [(byte)'2', (byte)'8'] => Words(words) >= 0 ? GcodeLine.Motion : GcodeLine.Other,
                _ => GcodeLine.Command,
            };
    }

    /// <summary>Whether the line is the first of a drill file (Excellon), whose further lines may look like G-code.</summary>
    public static bool IsDrillHeader(ReadOnlySpan<byte> line) => line.Trim(" \t"u8).SequenceEqual("M48"u8);

    private static bool IsWord(ReadOnlySpan<byte> line, char letter) =>
        line.Length > 1 && (line[0] | 0x20) == (letter | 0x20) && char.IsAsciiDigit((char)line[1]);

    private static ReadOnlySpan<byte> BehindWord(ReadOnlySpan<byte> line) => line[(1 + Digits(line[1..]))..];

    private static int Digits(ReadOnlySpan<byte> text)
    {
        int count = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return count < 0 ? text.Length : count;
    }

    // How many words follow, each a letter with a number or, as in "G28 X Y", alone; -1 where something else stands there.
    private static int Words(ReadOnlySpan<byte> text)
    {
        int count = 0;
        while (true)
        {
            text = text.TrimStart(" \t"u8);
            if (text.IsEmpty || text[0] is (byte)';' or (byte)'(')
            {
                return count;
            }
            if (text[0] == '*')
            {
                return Digits(text[1..]) is > 0 and int digits && text[(1 + digits)..].Trim(" \t"u8).IsEmpty ? count : -1;
            }
            if (!char.IsAsciiLetter((char)text[0]))
            {
                return -1;
            }
            int number = Number(text[1..].TrimStart(" \t"u8));
            ReadOnlySpan<byte> behind = number > 0 ? text[1..].TrimStart(" \t"u8)[number..] : text[1..];
            if (number == 0 && !behind.IsEmpty && behind[0] is not ((byte)' ' or (byte)'\t' or (byte)';' or (byte)'*'))
            {
                return -1;
            }
            text = behind;
            count++;
        }
    }

    private static int Number(ReadOnlySpan<byte> text)
    {
        int at = !text.IsEmpty && text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        int whole = Digits(text[Math.Min(at, text.Length)..]);
        at += whole;
        int part = at < text.Length && text[at] == '.' ? Digits(text[(at + 1)..]) : -1;
        return whole + Math.Max(part, 0) == 0 ? 0 : at + (part < 0 ? 0 : part + 1);
    }
}
