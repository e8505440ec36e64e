using System.Globalization;

namespace BambuCloud;

/// <summary>A health message of a printer, from <c>hms[]</c> of its report (mqtt.md).</summary>
public sealed record BambuHms : BambuObject
{
    private const string AnyFamily = "x1";

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

    /// <summary>
    /// What it means, in the vendor's words; <see langword="null"/> while nobody knows: its table is read in the background.
    /// </summary>
    public string? Text => CodeTexts.Current.OfHms(Code);

    /// <summary>The vendor's page on this code, for this model.</summary>
    public Uri Url => new($"https://wiki.bambulab.com/en/{Family}/troubleshooting/hmscode/{Code}");

    /// <summary>How the vendor's pages call the printer's family: <c>x1</c>, <c>p1</c>, <c>a1</c>, <c>h2</c>, …</summary>
    internal string Family { get; init; } = AnyFamily;

    /// <summary>The code.</summary>
    public override string ToString() => Code;
}
