using System.Globalization;

namespace BambuCloud;

/// <summary>A health message of a printer, from <c>hms[]</c> of its report (mqtt.md).</summary>
public sealed record BambuHms : BambuObject
{
    private static readonly Uri HelpPage = new("https://wiki.bambulab.com/en/hms/home");

    /// <summary>Makes the message from the two numbers of the report.</summary>
    /// <param name="attribute"><c>attr</c>: module in the highest byte.</param>
    /// <param name="code"><c>code</c>: severity in the high half.</param>
    public BambuHms(uint attribute, uint code)
    {
        Code = string.Create(CultureInfo.InvariantCulture,
            $"{attribute >> 16:X4}_{attribute & 0xFFFF:X4}_{code >> 16:X4}_{code & 0xFFFF:X4}");
        Severity = code >> 16 is >= 1 and <= 4 and var severity ? (BambuHmsSeverity)severity : BambuHmsSeverity.Unknown;
        Module = (BambuHmsModule)(attribute >> 24);
    }

    /// <summary><c>AAAA_AAAA_CCCC_CCCC</c>, as the printer's display and the vendor's wiki write it.</summary>
    public string Code { get; }

    /// <summary>How bad it is.</summary>
    public BambuHmsSeverity Severity { get; }

    /// <summary>What part it is about.</summary>
    public BambuHmsModule Module { get; }

    /// <summary>The vendor's page on health messages.</summary>
    public Uri Url { get; } = HelpPage;

    /// <summary>The code.</summary>
    public override string ToString() => Code;
}
