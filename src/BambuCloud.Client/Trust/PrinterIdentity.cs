using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BambuCloud.Client.Trust;

/// <summary>
/// Who a printer has to be. All its ports show one certificate with its serial number as the common name and no host name
/// (lan.md, <i>Trust</i>): that has to be the one which is known, or to chain to a root that the user names.
/// </summary>
internal sealed class PrinterIdentity : IDisposable
{
    private const string CommonName = "2.5.4.3";
    private const int LongestSerial = 32;

    private readonly ServerCertificates _roots;

    /// <param name="deviceId">The serial number of the printer that is meant.</param>
    /// <param name="fingerprint">
    /// The fingerprint of its certificate, as <see cref="FingerprintOf"/> writes it; none without a meeting.
    /// </param>
    /// <param name="rootsPath">A PEM file whose certificates may vouch for it.</param>
    /// <exception cref="BambuException">The certificate file is unusable.</exception>
    public PrinterIdentity(string deviceId, string? fingerprint, string? rootsPath)
    {
        DeviceId = deviceId;
        Fingerprint = fingerprint;
        _roots = new ServerCertificates(rootsPath);
    }

    /// <summary>The serial number.</summary>
    public string DeviceId { get; }

    /// <summary>The fingerprint of the certificate that is known.</summary>
    public string? Fingerprint { get; }

    /// <summary>Whether a text can be a serial number: letters and digits, up to 32. It names files and topics.</summary>
    public static bool IsSerial(string text) => text.Length is > 0 and <= LongestSerial && text.All(char.IsAsciiLetterOrDigit);

    /// <summary>SHA-256 of a certificate in the form of OpenSSL: hexadecimal, with colons.</summary>
    public static string FingerprintOf(X509Certificate certificate) =>
        string.Join(':', SHA256.HashData(certificate.GetRawCertData()).Select(part => part.ToString("X2", null)));

    /// <summary>The one common name of a certificate's subject; none where it has none or several.</summary>
    public static string? SubjectOf(X509Certificate certificate)
    {
        using X509Certificate2 own = new(certificate);
        return own.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == CommonName)
            .Select(part => part.GetSingleElementValue()).ToArray() is [var name] ? name : null;
    }

    /// <summary>Why a certificate is not this printer's; none where it is.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="presented">What was shown beside it.</param>
    public BambuException? RefusalOf(X509Certificate? certificate, X509Chain? presented)
    {
        if (certificate is null)
        {
            return Fault(BambuErrorKind.PrinterCertificateRefused, "shows no certificate.");
        }
        string? subject = SubjectOf(certificate);
        if (subject != DeviceId)
        {
            return Fault(BambuErrorKind.PrinterCertificateRefused,
                $"is not it: what answers there shows a certificate for '{PlainText.Of(subject)}'. Nothing was sent to it.");
        }
        string shown = FingerprintOf(certificate);
        return shown == Fingerprint || _roots.ChainsToRoot(certificate, presented) ? null
            : Fingerprint is null ? Fault(BambuErrorKind.PrinterCertificateUnknown,
                $"shows a certificate that is not known yet: SHA-256 {shown}.")
            : Fault(BambuErrorKind.PrinterCertificateChanged,
                $"shows another certificate than the one that is known: SHA-256 {shown}, and known is {Fingerprint}. Nothing was sent to "
                    + $"it.");
    }

    /// <inheritdoc/>
    public void Dispose() => _roots.Dispose();

    private BambuException Fault(BambuErrorKind kind, string what) => new(kind, $"The printer '{DeviceId}' {what}") { Subject = DeviceId };
}
