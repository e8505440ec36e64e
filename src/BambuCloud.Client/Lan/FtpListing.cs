using System.Globalization;
using System.Text.RegularExpressions;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Lan;

/// <summary>
/// Reads what <c>LIST</c> answers, a line for each entry in the form of <c>ls -l</c>: printers have no <c>MLSD</c>. Names come from
/// whoever wrote to the storage.
/// </summary>
/// <param name="deviceId">The printer.</param>
/// <param name="folder">The folder that is listed.</param>
/// <param name="now">Today as the printer may call it: lines leave the year out for the last half year.</param>
internal sealed partial class FtpListing(string deviceId, string folder, DateTime now)
{
    private const int MostYearsBack = 4;

    private static readonly string[] Times = ["MMM d HH:mm yyyy", "MMM d H:mm yyyy"];

    /// <summary>An entry; none for a line that is none, for a link, and for a name that would lead elsewhere.</summary>
    public BambuPrinterFile? Read(string line)
    {
        if (Entry().Match(line) is not { Success: true } entry || entry.Groups["kind"].ValueSpan is "l")
        {
            return null;
        }
        string name = entry.Groups["name"].Value;
        if (name is "." or ".." || name.Contains('/', StringComparison.Ordinal) || PlainText.Of(name, int.MaxValue) != name)
        {
            return null;
        }
        bool isFolder = entry.Groups["kind"].ValueSpan is "d";
        return new BambuPrinterFile
        {
            DeviceId = deviceId,
            Path = PrinterPath.Combine(folder, name),
            Name = name,
            IsFolder = isFolder,
            Length = !isFolder
                && long.TryParse(entry.Groups["size"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out long size)
                ? size : null,
            LastWriteTime = TimeOf(entry.Groups["month"].Value, entry.Groups["day"].Value, entry.Groups["time"].Value),
        };
    }

    private DateTime? TimeOf(string month, string day, string timeOrYear)
    {
        if (!timeOrYear.Contains(':', StringComparison.Ordinal))
        {
            return Parse($"{month} {day} 0:00 {timeOrYear}");
        }
        // A clock may be a day ahead; what would be later than that was last year. 29 February is in the last year that had one.
        return Enumerable.Range(now.Year - MostYearsBack, MostYearsBack + 2).Reverse()
            .Select(year => Parse(string.Create(CultureInfo.InvariantCulture, $"{month} {day} {timeOrYear} {year}")))
            .FirstOrDefault(time => time <= now.AddDays(1));
    }

    private static DateTime? Parse(string text) =>
        DateTime.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time) ? time : null;

    [GeneratedRegex(@"^(?<kind>[-dl])[-rwxsStT]{9}[+.@]?\s+\d+\s+\S+\s+\S+\s+(?<size>\d+)\s+"
        + @"(?<month>[A-Za-z]{3})\s+(?<day>\d{1,2})\s+(?<time>\d{4}|\d{1,2}:\d{2}) (?<name>.+)$")]
    private static partial Regex Entry();
}
