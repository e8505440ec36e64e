using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace BambuCloud.Client.Trust;

/// <summary>
/// Decides about a server's certificate and the TLS that shows it, for HTTP and MQTT alike: the system's trust, and beside it the
/// roots of one PEM file. The host name is always verified; nothing turns verification off.
/// </summary>
internal sealed class ServerCertificates : IDisposable
{
    /// <summary>What is spoken, whatever else the system would allow.</summary>
    public const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;

    private readonly X509Certificate2Collection _roots = [];

    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.FileNotFound"/> or <see cref="BambuErrorKind.InvalidCertificateFile"/>.
    /// </exception>
    public ServerCertificates(string? rootsPath)
    {
        if (rootsPath is null)
        {
            return;
        }
        if (!File.Exists(rootsPath))
        {
            throw new BambuException(BambuErrorKind.FileNotFound, $"The certificate file '{rootsPath}' does not exist.");
        }
        try
        {
            _roots.ImportFromPemFile(rootsPath);
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new BambuException(BambuErrorKind.InvalidCertificateFile,
                $"The certificate file '{rootsPath}' cannot be read: {unreadable.Message}", unreadable);
        }
        if (_roots.Count == 0)
        {
            throw new BambuException(BambuErrorKind.InvalidCertificateFile, $"The file '{rootsPath}' holds no certificate in PEM form.");
        }
    }

    public bool IsTrusted(X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }
        return errors == SslPolicyErrors.RemoteCertificateChainErrors && certificate is not null && ChainsToRoot(certificate, presented);
    }

    /// <summary>Whether one of the file's roots vouches for a server's certificate, whatever name stands in it.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="presented">What the server showed beside it.</param>
    public bool ChainsToRoot(X509Certificate certificate, X509Chain? presented)
    {
        if (_roots.Count == 0)
        {
            return false;
        }
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_roots);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1")); // server authentication
        if (presented is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(presented.ChainPolicy.ExtraStore);
        }
        using X509Certificate2 server = new(certificate);
        return chain.Build(server);
    }

    public void Dispose()
    {
        foreach (X509Certificate2 root in _roots)
        {
            root.Dispose();
        }
    }
}
