using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BambuCloud.Client.Tests;

/// <summary>A server's certificate as a test wants it, and the root that vouches for it.</summary>
internal sealed class ServerIdentity
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private ServerIdentity(string rootPem, SslStreamCertificateContext certificate, string keyPem)
    {
        RootPem = rootPem;
        Certificate = certificate;
        KeyPem = keyPem;
    }

    public string RootPem { get; }

    public SslStreamCertificateContext Certificate { get; }

    /// <summary>The certificate for a server that reads files.</summary>
    public string CertificatePem => Certificate.TargetCertificate.ExportCertificatePem();

    /// <summary>The certificate's key.</summary>
    public string KeyPem { get; }

    /// <summary>Signed by the root, for 127.0.0.1.</summary>
    public static ServerIdentity Good() => Issue();

    /// <summary>Signed by an authority that the root vouches for; the server shows both.</summary>
    public static ServerIdentity BehindAnIntermediate() => Issue(intermediate: true);

    /// <summary>Signed by the root, for another host.</summary>
    public static ServerIdentity ForAnotherHost() => Issue(host: "cloud.example");

    /// <summary>Signed by the root, and its time is over.</summary>
    public static ServerIdentity Expired() => Issue(until: DateTimeOffset.UtcNow.AddDays(-1));

    /// <summary>Signed by the root, for clients only.</summary>
    public static ServerIdentity ForClients() => Issue(usage: ClientAuthentication);

    /// <summary>Signed by itself; the root is somebody else's.</summary>
    public static ServerIdentity SelfSigned()
    {
        using ECDsa key = NewKey();
        using X509Certificate2 own = Request(key, "127.0.0.1", ServerAuthentication).CreateSelfSigned(Begin,
            DateTimeOffset.UtcNow.AddDays(30));
        return new ServerIdentity(Good().RootPem, Context(own, []), key.ExportPkcs8PrivateKeyPem());
    }

    private static DateTimeOffset Begin => DateTimeOffset.UtcNow.AddDays(-30);

    private static ServerIdentity Issue(
        string host = "127.0.0.1", DateTimeOffset? until = null, string usage = ServerAuthentication, bool intermediate = false)
    {
        using X509Certificate2 root = Authority("root", null);
        using X509Certificate2? between = intermediate ? Authority("intermediate", root) : null;
        using ECDsa key = NewKey();
        using X509Certificate2 signed = Request(key, host, usage).Create(
            between ?? root, Begin, until ?? DateTimeOffset.UtcNow.AddDays(20), RandomNumberGenerator.GetBytes(12));
        using X509Certificate2 withKey = signed.CopyWithPrivateKey(key);
        return new ServerIdentity(
            root.ExportCertificatePem(), Context(withKey, between is null ? [] : [X509CertificateLoader.LoadCertificate(between.RawData)]),
                key.ExportPkcs8PrivateKeyPem());
    }

    private static SslStreamCertificateContext Context(X509Certificate2 server, X509Certificate2Collection shown) =>
        SslStreamCertificateContext.Create(
        X509CertificateLoader.LoadPkcs12(server.Export(X509ContentType.Pkcs12), null), shown, offline: true);

    private static X509Certificate2 Authority(string name, X509Certificate2? issuer)
    {
        ECDsa key = NewKey();
        CertificateRequest request = new($"CN=test {name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        DateTimeOffset until = DateTimeOffset.UtcNow.AddDays(30);
        if (issuer is null)
        {
            return request.CreateSelfSigned(Begin.AddDays(-1), until);
        }
        using X509Certificate2 signed = request.Create(issuer, Begin, until.AddDays(-5), RandomNumberGenerator.GetBytes(12));
        return signed.CopyWithPrivateKey(key);
    }

    private static CertificateRequest Request(ECDsa key, string host, string usage)
    {
        CertificateRequest request = new("CN=test server", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        SubjectAlternativeNameBuilder names = new();
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }
        request.CertificateExtensions.Add(names.Build());
        return request;
    }

    private static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);
}
