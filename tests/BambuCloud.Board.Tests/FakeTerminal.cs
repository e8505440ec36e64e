using System.Text;

namespace BambuCloud.Board.Tests;

/// <summary>A terminal that keeps what was written and has the keys that are typed on it.</summary>
internal sealed class FakeTerminal : IBoardTerminal
{
    private readonly Queue<ConsoleKeyInfo> _keys = new();

    public int Width { get; set; } = 80;

    public int Height { get; set; } = 24;

    public bool Unicode { get; set; } = true;

    public bool Colors { get; set; } = true;

    public StringBuilder Written { get; } = new();

    public void Write(string text) => Written.Append(text);

    public void Type(params ConsoleKey[] keys)
    {
        foreach (ConsoleKey key in keys)
        {
            _keys.Enqueue(new ConsoleKeyInfo('\0', key, false, false, false));
        }
    }

    public void Type(string text)
    {
        foreach (char character in text)
        {
            // As .NET reads them: letters have a key of their own, signs the one that they stand on.
            ConsoleKey key = char.IsAsciiLetter(character) ? Enum.Parse<ConsoleKey>($"{character}", ignoreCase: true) : ConsoleKey.None;
            _keys.Enqueue(new ConsoleKeyInfo(character, key, char.IsAsciiLetterUpper(character), false, false));
        }
    }

    public ConsoleKeyInfo? TakeKey() => _keys.TryDequeue(out ConsoleKeyInfo key) ? key : null;

    /// <summary>What was written since the last time.</summary>
    public string Take()
    {
        string text = Written.ToString();
        Written.Clear();
        return text;
    }
}
