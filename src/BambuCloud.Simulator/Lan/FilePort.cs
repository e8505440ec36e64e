using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace BambuCloud.Simulator;

/// <summary>
/// A printer's file server on loopback: FTP over implicit TLS 1.2 (lan.md, <i>FTPS</i>). It shows the certificate of the printer's broker.
/// </summary>
internal sealed class FilePort : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<Socket, Task> _clients = [];
    private readonly Func<SslStreamCertificateContext> _certificate;
    private readonly Func<string> _accessCode;
    private readonly RequestLog _log;
    private readonly Task _accepting;
    private volatile bool _isClosed;

    // Ends for all who are in when they are thrown out.
    private volatile CancellationTokenSource _leaving = new();

    /// <param name="storage">The printer's SD card.</param>
    /// <param name="certificate">
    /// What is shown. One object for all connections, because sessions are resumed within one alone.
    /// </param>
    /// <param name="accessCode">The code that lets somebody in.</param>
    /// <param name="log">Counts what is asked for.</param>
    public FilePort(PrinterStorage storage, Func<SslStreamCertificateContext> certificate, Func<string> accessCode, RequestLog log)
    {
        Storage = storage;
        _certificate = certificate;
        _accessCode = accessCode;
        _log = log;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>The SD card.</summary>
    public PrinterStorage Storage { get; }

    /// <summary>What goes wrong.</summary>
    public FileFaults Faults { get; } = new();

    /// <summary>Whether nobody gets in; who is in is thrown out.</summary>
    public bool IsClosed
    {
        get => _isClosed;
        set
        {
            _isClosed = value;
            if (value)
            {
                using CancellationTokenSource before = Interlocked.Exchange(ref _leaving, new CancellationTokenSource());
                before.Cancel();
            }
        }
    }

    /// <summary>Whether a code is the printer's.</summary>
    public bool IsAccessCode(string code) => code == _accessCode();

    /// <summary>Counts a command.</summary>
    public void Count(string command) => _log.Count($"FTP {command}");

    /// <summary>Begins TLS as a server.</summary>
    /// <param name="connection">The connection; it is closed with what is given back.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<SslStream> BeginTlsAsync(Stream connection, CancellationToken cancellationToken)
    {
        SslStream tls = new(connection);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = _certificate(),
            EnabledSslProtocols = SslProtocols.Tls12,
        }, cancellationToken);
        return tls;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _accepting;
        _listener.Dispose();
        await _leaving.CancelAsync();
        await Task.WhenAll(_clients.Values);
        _leaving.Dispose();
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket client = await _listener.AcceptSocketAsync(_closing.Token);
                _clients[client] = ServeAsync(client, _leaving.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The cloud closes.
        }
    }

    private async Task ServeAsync(Socket client, CancellationToken leaving)
    {
        await Task.Yield();
        using (client)
        {
            try
            {
                if (!IsClosed)
                {
                    await using SslStream control = await BeginTlsAsync(new NetworkStream(client), leaving);
                    using FileDialogue dialogue = new(this, control);
                    await dialogue.RunAsync(leaving);
                }
            }
            catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException
                or AuthenticationException or TimeoutException)
            {
                // The client went, did not like the certificate, or was thrown out.
            }
            _clients.TryRemove(client, out Task? _);
        }
    }
}
