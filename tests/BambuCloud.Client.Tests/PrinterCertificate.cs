using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BambuCloud.Client.Tests;

/// <summary>
/// A certificate as printers show it: the serial number as the common name, no host name, from an authority of the vendor's.
/// </summary>
internal sealed class PrinterCertificate
{
    public const string Serial = "01P00A000000001";

    private PrinterCertificate(X509Certificate2 certificate, RSA key, string rootPem)
    {
        Context = SslStreamCertificateContext.Create(certificate, [], offline: true);
        Fingerprint = string.Join(':', Convert.ToHexString(SHA256.HashData(certificate.RawData)).Chunk(2).Select(pair => new string(pair)));
        Pem = certificate.ExportCertificatePem();
        KeyPem = key.ExportPkcs8PrivateKeyPem();
        RootPem = rootPem;
    }

    /// <summary>One for all tests that need no other: its keys take a second to make.</summary>
    public static PrinterCertificate Usual { get; } = Make();

    public SslStreamCertificateContext Context { get; }

    /// <summary>As <c>openssl x509 -fingerprint -sha256</c> shows it.</summary>
    public string Fingerprint { get; }

    public string Pem { get; }

    public string KeyPem { get; }

    /// <summary>The authority that issued it.</summary>
    public string RootPem { get; }

    public static PrinterCertificate Make(string subject = $"CN={Serial}")
    {
        using RSA rootKey = RSA.Create(2048);
        CertificateRequest authority = new("CN=Test printers CA", rootKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        DateTimeOffset begin = DateTimeOffset.UtcNow.AddDays(-30);
        using X509Certificate2 root = authority.CreateSelfSigned(begin, begin.AddYears(10));
        RSA key = RSA.Create(2048);
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 signed = request.Create(root, begin, begin.AddYears(9), RandomNumberGenerator.GetBytes(12));
        using X509Certificate2 withKey = signed.CopyWithPrivateKey(key);
        return new PrinterCertificate(X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null), key,
            root.ExportCertificatePem());
    }
}
