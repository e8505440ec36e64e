namespace BambuCloud.Board;

/// <summary>The terminal that a board is drawn on.</summary>
public interface IBoardTerminal
{
    /// <summary>Its columns.</summary>
    int Width { get; }

    /// <summary>Its lines.</summary>
    int Height { get; }

    /// <summary>Whether it shows more than ASCII.</summary>
    bool Unicode { get; }

    /// <summary>Whether it shall show colours.</summary>
    bool Colors { get; }

    /// <summary>Writes at once.</summary>
    void Write(string text);

    /// <summary>The key that was typed and not taken yet; <see langword="null"/> for none. Never waits.</summary>
    ConsoleKeyInfo? TakeKey();
}
