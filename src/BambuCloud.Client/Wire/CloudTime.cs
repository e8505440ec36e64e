using System.Globalization;

namespace BambuCloud.Client.Wire;

/// <summary>Times of the service: ISO 8601, <c>2024-11-17 06:12:33</c> in UTC, or a Unix time in seconds or milliseconds.</summary>
internal static class CloudTime
{
    private const long FirstMillisecondTime = 100_000_000_000;
    private const long LastUnixSecond = 253_402_300_799;

    /// <summary>The time; <see langword="null"/> for none, an empty text or one that is no time.</summary>
    public static DateTimeOffset? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long unix))
        {
            long seconds = unix >= FirstMillisecondTime ? unix / 1000 : unix;
            return seconds is > 0 and <= LastUnixSecond ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        }
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            && time.Year > 1
            ? time
            : null;
    }
}
