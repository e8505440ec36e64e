namespace BambuCloud.Board;

/// <summary>The console of this process.</summary>
public sealed class ConsoleTerminal : IBoardTerminal
{
    /// <inheritdoc/>
    public int Width => Console.WindowWidth;

    /// <inheritdoc/>
    public int Height => Console.WindowHeight;

    /// <inheritdoc/>
    public bool Unicode { get; } = ShownText.Has(Console.OutputEncoding, "█░…↑↓");

    /// <inheritdoc/>
    public bool Colors { get; } = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")); // no-color.org

    /// <inheritdoc/>
    public void Write(string text) => Console.Out.Write(text);

    /// <inheritdoc/>
    public ConsoleKeyInfo? TakeKey() => Console.KeyAvailable ? Console.ReadKey(intercept: true) : null;
}
