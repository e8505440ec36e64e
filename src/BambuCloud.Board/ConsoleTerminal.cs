using BambuCloud.Output;

namespace BambuCloud.Board;

/// <summary>The console of this process.</summary>
/// <param name="colors">Whether the user wants colours; where <c>NO_COLOR</c> is set, there are none.</param>
public sealed class ConsoleTerminal(bool colors) : IBoardTerminal
{
    /// <inheritdoc/>
    public int Width => Console.WindowWidth;

    /// <inheritdoc/>
    public int Height => Console.WindowHeight;

    /// <inheritdoc/>
    public bool Unicode { get; } = DisplayText.Has(Console.OutputEncoding, "█░…↑↓");

    /// <inheritdoc/>
    public bool Colors { get; } = colors && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")); // no-color.org

    /// <inheritdoc/>
    public void Write(string text) => Console.Out.Write(text);

    /// <inheritdoc/>
    public ConsoleKeyInfo? TakeKey() => Console.KeyAvailable ? Console.ReadKey(intercept: true) : null;
}
