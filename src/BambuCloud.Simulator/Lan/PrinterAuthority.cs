using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BambuCloud.Simulator;

/// <summary>
/// Issues printers' certificates as the vendor's authority does: the serial number as the common name, no host name (lan.md, <i>Trust</i>).
/// </summary>
internal sealed class PrinterAuthority : IDisposable
{
    private readonly DateTimeOffset _begin;
    private readonly X509Certificate2 _root;

    public PrinterAuthority(DateTimeOffset now)
    {
        _begin = now.AddDays(-30);
        // RSA's keys take a busy computer seconds each → a fleet has others.
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=Simulated printers CA", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _root = request.CreateSelfSigned(_begin, _begin.AddYears(10));
    }

    /// <summary>The authority's own certificate.</summary>
    public string RootPem => _root.ExportCertificatePem();

    /// <summary>A certificate with its key for a printer; each time another one.</summary>
    public X509Certificate2 Issue(string deviceId)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={deviceId}", key, HashAlgorithmName.SHA256);
        using X509Certificate2 signed = request.Create(_root, _begin, _begin.AddYears(9), RandomNumberGenerator.GetBytes(12));
        using X509Certificate2 withKey = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }

    public void Dispose() => _root.Dispose();
}
