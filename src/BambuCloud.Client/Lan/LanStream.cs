using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Lan;

/// <summary>One connection to a port of a printer: TCP first, TLS when it is time for it.</summary>
internal sealed class LanStream : IAsyncDisposable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);

    private readonly Socket _socket;
    private readonly LanPrinterOptions _printer;
    private SslStream? _tls;

    private LanStream(LanPrinterOptions printer, Socket socket, int port)
    {
        _printer = printer;
        _socket = socket;
        Port = port;
    }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>The address that answered.</summary>
    public string RemoteAddress => $"{((IPEndPoint)_socket.RemoteEndPoint!).Address}";

    /// <summary>What goes over it, encrypted.</summary>
    public SslStream Tls => _tls ?? throw new InvalidOperationException("TLS has not begun.");

    /// <summary>Connects over TCP.</summary>
    /// <param name="printer">The printer.</param>
    /// <param name="host">Its host, or the address that answered there.</param>
    /// <param name="port">The port.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.PrinterUnreachable"/>.</exception>
    public static async Task<LanStream> ConnectAsync(
        LanPrinterOptions printer, string host, int port, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(ConnectLimit, printer.TimeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, either.Token).ConfigureAwait(false);
            return new LanStream(printer, socket, port);
        }
        catch (OperationCanceledException slow) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw Unreachable(printer, port, $"nothing answered within {ConnectLimit.TotalSeconds:0} s", slow);
        }
        catch (SocketException refused)
        {
            socket.Dispose();
            throw Unreachable(printer, port, refused.Message, refused);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Connects to a port of the printer that begins with TLS.</summary>
    /// <param name="printer">The printer.</param>
    /// <param name="identity">Who it has to be.</param>
    /// <param name="port">The port.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="BambuException">As of <see cref="ConnectAsync"/> and <see cref="AuthenticateAsync"/>.</exception>
    public static async Task<LanStream> OpenAsync(
        LanPrinterOptions printer, PrinterIdentity identity, int port, CancellationToken cancellationToken)
    {
        LanStream stream = await ConnectAsync(printer, printer.Host, port, cancellationToken).ConfigureAwait(false);
        try
        {
            await stream.AuthenticateAsync(identity, cancellationToken).ConfigureAwait(false);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Begins TLS. Servers of printers demand that a data connection resumes the control connection's session, and .NET does that of
    /// TLS 1.2 to one name alone → it is TLS 1.2, and the printer's name is the same on all connections (lan.md, <i>FTPS</i>).
    /// </summary>
    /// <exception cref="BambuException">The certificate is not the printer's, or TLS is not spoken.</exception>
    public async Task AuthenticateAsync(PrinterIdentity identity, CancellationToken cancellationToken)
    {
        BambuException? refusal = null;
        SslStream tls = new(new NetworkStream(_socket, ownsSocket: false));
        _tls = tls;
        using CancellationTokenSource limit = new(ConnectLimit, _printer.TimeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = identity.DeviceId,
                EnabledSslProtocols = SslProtocols.Tls12,
                AllowTlsResume = true,
                RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
                    (refusal = identity.RefusalOf(certificate, chain)) is null,
            }, either.Token).ConfigureAwait(false);
        }
        catch (AuthenticationException) when (refusal is not null)
        {
            throw refusal;
        }
        catch (OperationCanceledException slow) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreachable(_printer, Port, "it does not begin TLS", slow);
        }
        catch (Exception broken) when (broken is AuthenticationException or IOException)
        {
            throw Unreachable(_printer, Port, $"TLS failed: {broken.GetBaseException().Message}", broken);
        }
    }

    /// <summary>Says that no more comes, as TLS and TCP say it.</summary>
    /// <exception cref="IOException">The other end is gone.</exception>
    public async Task ShutdownAsync()
    {
        await Tls.ShutdownAsync().ConfigureAwait(false);
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException gone)
        {
            throw new IOException(gone.Message, gone);
        }
    }

    /// <summary>Lets what was sent be no whole: the other end hears a reset when this one is disposed.</summary>
    public void Abort() => _socket.LingerState = new LingerOption(true, 0);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_tls is { } tls)
        {
            await tls.DisposeAsync().ConfigureAwait(false);
        }
        _socket.Dispose();
    }

    private static BambuException Unreachable(LanPrinterOptions printer, int port, string why, Exception cause) => new(
        BambuErrorKind.PrinterUnreachable,
        string.Create(CultureInfo.InvariantCulture, $"No connection to the printer '{printer.DeviceId}' at {printer.Host}:{port}: {why}."),
        cause)
    {
        Subject = printer.DeviceId,
    };
}
