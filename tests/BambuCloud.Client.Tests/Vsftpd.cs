using System.Diagnostics;
using System.Globalization;
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
        string certificate = server._folder.Write("certificate.pem", server._certificate.Pem);
        string key = server._folder.Write("key.pem", server._certificate.KeyPem);
        string codes = server._folder.Write("codes", AccessCode + "\n");
        string configuration = server._folder.Write("vsftpd.conf", string.Create(CultureInfo.InvariantCulture, $"""
            listen=YES
            listen_address=127.0.0.1
            listen_port={server._port}
            background=NO
            run_as_launching_user=YES
            seccomp_sandbox=NO
            anonymous_enable=YES
            secure_email_list_enable=YES
            email_password_file={codes}
            anon_root={server.Storage}
            anon_upload_enable=YES
            anon_other_write_enable=YES
            anon_world_readable_only=NO
            write_enable=YES
            allow_writeable_chroot=YES
            pasv_address=0.0.0.0
            ssl_enable=YES
            implicit_ssl=YES
            require_ssl_reuse=YES
            allow_anon_ssl=YES
            force_anon_logins_ssl=YES
            force_anon_data_ssl=YES
            ssl_ciphers=HIGH
            rsa_cert_file={certificate}
            rsa_private_key_file={key}

            """));
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
