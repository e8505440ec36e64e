using System.Globalization;

namespace BambuCloud.Client.Files;

/// <summary>Figures as slicers write them: with a point, or with the comma of the country that they ran in.</summary>
internal static class FigureText
{
    private const int LongestText = 512;
    private const int MostNumbers = 256;

    /// <summary>A text without the blanks around it; <see langword="null"/> where it says nothing.</summary>
    public static string? Text(string? text)
    {
        string plain = (text ?? "").Trim().Trim('"').Trim();
        return plain.Length == 0 ? null : plain.Length > LongestText ? plain[..LongestText] : plain;
    }

    /// <summary>A whole number from 0.</summary>
    public static int? Whole(string? text) =>
        int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>A number from 0.</summary>
    public static double? Number(string? text) =>
        double.TryParse(text?.Trim().Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
        && double.IsFinite(number) && number >= 0 ? number : null;

    /// <summary>
    /// A list: <c>0.4,0.4</c>, <c>0.4;0.4</c>, and where commas stand for points <c>0,4</c>, <c>0,4;0,4</c> or <c>0,4,0,4</c>.
    /// </summary>
    public static IReadOnlyList<double> Numbers(string? text)
    {
        string list = text ?? "";
        if (list.Contains(';', StringComparison.Ordinal))
        {
            return Parsed(list.Split(';', MostNumbers));
        }
        string[] parts = list.Split(',', MostNumbers);
        bool pointless = parts.Length % 2 == 0 && !list.Contains('.', StringComparison.Ordinal)
            && parts.All(part => Whole(part) is not null);
        return Parsed(pointless ? [.. parts.Chunk(2).Select(pair => $"{pair[0].Trim()}.{pair[1].Trim()}")] : parts);
    }

    /// <summary>A time in seconds.</summary>
    public static TimeSpan? Seconds(string? text) =>
        Number(text) is < int.MaxValue and { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>A time in words: <c>1d 2h 3m 4s</c>, with any of its parts; <see langword="null"/> where it is none.</summary>
    public static TimeSpan? Duration(string? text)
    {
        double seconds = 0;
        string[] parts = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (string part in parts)
        {
            double? unit = part[^1] switch { 'd' => 86_400, 'h' => 3_600, 'm' => 60, 's' => 1, _ => null };
            if (unit is not { } length || Number(part[..^1]) is not { } count)
            {
                return null;
            }
            seconds += count * length;
        }
        return parts.Length > 0 && seconds < int.MaxValue ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static double[] Parsed(string[] parts) => [.. parts.Select(Number).OfType<double>()];
}
