using System.Diagnostics;
using System.Net.Sockets;
using BambuCloud.Client.Lan;

namespace BambuCloud.Client.Tests;

/// <summary>
/// A vsftpd on loopback with implicit TLS that demands that data connections resume the control connection's session, as printers'
/// servers do. It is made of other parts than client and simulator.
/// </summary>
internal sealed class Vsftpd : IAsyncDisposable
{
    public const string AccessCode = "12345678";

    private readonly TemporaryFolder _folder = new();
    private readonly PrinterCertificate _certificate = PrinterCertificate.Usual;
    private readonly int _port = LoopbackListener.ClosedPort();
    private Process? _process;

    /// <summary>
    /// The folder that is the printer's storage. vsftpd runs as whoever runs the tests → it is called the same there as here.
    /// </summary>
    public string Storage => Path.Combine(_folder.Path, "storage");

    /// <summary>The printer that it stands for. vsftpd knows no user of its own but this one.</summary>
    public LanPrinterOptions Printer => new()
    {
        DeviceId = PrinterCertificate.Serial,
        Host = "127.0.0.1",
        FtpsPort = _port,
        AccessCode = AccessCode,
        UserName = "anonymous",
        Fingerprint = _certificate.Fingerprint,
    };

    public static async Task<Vsftpd> StartAsync()
    {
        Assert.SkipUnless(Mosquitto.OnPath("vsftpd"), "vsftpd is not installed: it must be on PATH.");
        Vsftpd server = new();
        Directory.CreateDirectory(server.Storage);
        server._folder.Write("certificate.pem", server._certificate.Pem);
        server._folder.Write("key.pem", server._certificate.KeyPem);
        server._folder.Write("codes", AccessCode + "\n");
        string configuration = server._folder.Write("vsftpd.conf",
            VsftpdConfiguration.Text(server._folder.Path, server.Storage, server._port));
        server._process = Process.Start(new ProcessStartInfo("vsftpd", [configuration]) { RedirectStandardOutput = true })!;
        await Eventually.TrueAsync(server.ListensAsync, "vsftpd listens");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } running)
        {
            running.Kill(entireProcessTree: true);
            await running.WaitForExitAsync(CancellationToken.None);
            running.Dispose();
        }
        _folder.Dispose();
    }

    private async Task<bool> ListensAsync()
    {
        Assert.False(_process!.HasExited, "vsftpd ended at once.");
        using TcpClient attempt = new();
        try
        {
            await attempt.ConnectAsync("127.0.0.1", _port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
