using Spectre.Console;
using Spectre.Console.Rendering;
using Spectre.Console.Testing;

namespace BambuCloud.Board.Tests;

/// <summary>What stands on a screen.</summary>
internal static class Screen
{
    /// <summary>The lines that parts of a view make, without the blanks at their ends.</summary>
    public static string[] Lines(IEnumerable<IRenderable> parts, int width, int height)
    {
        TestConsole console = new TestConsole().Width(width).Height(Math.Max(height, 1));
        foreach (IRenderable part in parts)
        {
            console.Write(part);
            if (!console.Output.EndsWith('\n'))
            {
                console.WriteLine();
            }
        }
        return [.. console.Lines.Select(line => line.TrimEnd())];
    }
}
