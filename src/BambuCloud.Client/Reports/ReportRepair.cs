using System.Globalization;
using System.Text;

namespace BambuCloud.Client.Reports;

/// <summary>
/// Reads reports with mercy: printers send names in Latin-1, raw tabs, a NUL behind the text and a byte order mark before it (mqtt.md,
/// <i>Reports</i>). What is cut short stays broken.
/// </summary>
internal static class ReportRepair
{
    /// <summary>The report as JSON: a byte that is no UTF-8 becomes U+FFFD, a control character in a text its escape.</summary>
    /// <param name="report">The payload.</param>
    /// <returns>The mended payload; null where there is nothing to mend.</returns>
    public static byte[]? Mend(ReadOnlySpan<byte> report)
    {
        ReadOnlySpan<byte> content = report.StartsWith(Encoding.UTF8.Preamble) ? report[Encoding.UTF8.Preamble.Length..] : report;
        content = content.TrimEnd((byte)0);
        StringBuilder text = new(content.Length);
        bool quoted = false;
        bool escaped = false;
        foreach (char character in Encoding.UTF8.GetString(content))
        {
            if (quoted && char.IsControl(character) && character < ' ')
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
                continue;
            }
            text.Append(character);
            quoted ^= character == '"' && !escaped;
            escaped = quoted && character == '\\' && !escaped;
        }
        byte[] mended = Encoding.UTF8.GetBytes(text.ToString());
        return report.SequenceEqual(mended) ? null : mended;
    }
}
