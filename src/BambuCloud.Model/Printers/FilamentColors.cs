using System.Globalization;

namespace BambuCloud;

/// <summary>Words for colours, as people ask for filament.</summary>
internal static class FilamentColors
{
    private const double Colourless = 0.14;
    private const double Dark = 0.17;
    private const double Bright = 0.85;
    private const double Pale = 0.3;
    private const double Dull = 0.65;

    // Where the next colour begins on the circle, in degrees.
    private static readonly (double Below, string Name)[] Hues =
        [(15, "Red"), (42, "Orange"), (70, "Yellow"), (165, "Green"), (195, "Cyan"), (250, "Blue"), (290, "Purple"), (345, "Pink"),
            (361, "Red")];

    /// <summary>The word for a colour; null for no colour.</summary>
    /// <param name="color">The colour as <c>#RRGGBB</c>.</param>
    public static string? NameOf(string? color)
    {
        if (color is not { Length: 7 }
            || !int.TryParse(color.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int digits))
        {
            return null;
        }
        (double red, double green, double blue) = ((digits >> 16) / 255.0, ((digits >> 8) & 0xFF) / 255.0, (digits & 0xFF) / 255.0);
        double most = Math.Max(red, Math.Max(green, blue));
        double range = most - Math.Min(red, Math.Min(green, blue));
        if (most < Dark || range < Colourless)
        {
            return most < Dark + Colourless ? "Black" : most > Bright ? "White" : "Gray";
        }
        double hue = most == red ? (green - blue) / range : most == green ? ((blue - red) / range) + 2 : ((red - green) / range) + 4;
        double degrees = ((hue * 60) + 360) % 360;
        string name = Array.Find(Hues, part => degrees < part.Below).Name;
        bool isPale = most - range > Pale;
        return name == "Red" && isPale ? "Pink" : name is "Orange" or "Red" && most < Dull && degrees is > 8 and < 42 ? "Brown" : name;
    }
}
