using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BambuCloud.Client.Lan;
using BambuCloud.Client.Tests;

namespace BambuCloud.Benchmarks;

/// <summary>A vsftpd on loopback that stands for a printer's file server: implicit TLS, resumed sessions demanded.</summary>
internal sealed class FtpsServer : IDisposable
{
    private const string Serial = "01P00A000000001";
    private const string AccessCode = "12345678";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bambu-ftps-server-");
    private readonly int _port = FreePort();
    private readonly string _fingerprint;
    private readonly Process _process;

    private FtpsServer()
    {
        Directory.CreateDirectory(Storage);
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new($"CN={Serial}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        _fingerprint = string.Join(':', SHA256.HashData(certificate.RawData).Select(part => part.ToString("X2", null)));
        File.WriteAllText(CertificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(PathOf("key.pem"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(PathOf("codes"), AccessCode + "\n");
        File.WriteAllText(PathOf("vsftpd.conf"), VsftpdConfiguration.Text(_folder.FullName, Storage, _port));
        _process = Process.Start(new ProcessStartInfo("vsftpd", [PathOf("vsftpd.conf")]) { RedirectStandardOutput = true })!;
    }

    /// <summary>Where files arrive.</summary>
    public string Storage => PathOf("storage");

    /// <summary>What it shows.</summary>
    public string CertificatePath => PathOf("certificate.pem");

    /// <summary>The printer that it stands for.</summary>
    public LanPrinterOptions Printer => new()
    {
        DeviceId = Serial,
        Host = "127.0.0.1",
        FtpsPort = _port,
        AccessCode = AccessCode,
        UserName = "anonymous",
        Fingerprint = _fingerprint,
    };

    /// <summary>Starts it; null where vsftpd is not installed.</summary>
    public static FtpsServer? Start()
    {
        try
        {
            FtpsServer server = new();
            server.WaitUntilItListens();
            return server;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void WaitUntilItListens()
    {
        for (Stopwatch watch = Stopwatch.StartNew(); ; Thread.Sleep(20))
        {
            using TcpClient attempt = new();
            try
            {
                attempt.Connect(IPAddress.Loopback, _port);
                return;
            }
            catch (SocketException) when (!_process.HasExited && watch.Elapsed < TimeSpan.FromSeconds(10))
            {
                // Not yet.
            }
        }
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
