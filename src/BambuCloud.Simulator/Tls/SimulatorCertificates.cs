using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BambuCloud.Simulator;

/// <summary>A root and a server certificate for loopback, made for one run.</summary>
internal sealed class SimulatorCertificates : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(30);

    private SimulatorCertificates(X509Certificate2 root, X509Certificate2 server)
    {
        RootPem = root.ExportCertificatePem();
        Server = server;
        root.Dispose();
    }

    /// <summary>The root, for <c>-CACertificatePath</c>.</summary>
    public string RootPem { get; }

    /// <summary>The server's certificate with its key.</summary>
    public X509Certificate2 Server { get; }

    public static SimulatorCertificates Make(DateTimeOffset now)
    {
        using ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest rootRequest = new("CN=Bambu simulator root", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        rootRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        X509Certificate2 root = rootRequest.CreateSelfSigned(now.AddDays(-1), now + Life);

        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 signed = request.Create(root, now.AddDays(-1), now + Life, RandomNumberGenerator.GetBytes(12));
        using X509Certificate2 withKey = signed.CopyWithPrivateKey(key);
        return new SimulatorCertificates(root, X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null));
    }

    public void Dispose() => Server.Dispose();
}
