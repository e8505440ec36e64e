using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace BambuCloud.Client.Tests;

/// <summary>A free port on loopback; each connection is served by the given function, then closed.</summary>
internal sealed class LoopbackListener : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentQueue<Task> _connections = [];
    private readonly Func<Stream, int, CancellationToken, Task> _serve;
    private readonly SslStreamCertificateContext? _certificate;
    private readonly Task _accepting;
    private int _accepted;

    /// <param name="serve">The stream, the connection's number from 1, and a token that ends with the listener.</param>
    /// <param name="certificate">With it, everything is spoken over TLS.</param>
    public LoopbackListener(Func<Stream, int, CancellationToken, Task> serve, SslStreamCertificateContext? certificate = null)
    {
        _serve = serve;
        _certificate = certificate;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>A port that was free a moment ago and at which nobody listens.</summary>
    public static int ClosedPort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Takes in everything and never says a word.</summary>
    public static Task StayMuteAsync(Stream stream, int connection, CancellationToken closing) => stream.CopyToAsync(Stream.Null, closing);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _accepting;
        _listener.Dispose();
        await Task.WhenAll(_connections);
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync(_closing.Token);
                _connections.Enqueue(ServeAsync(socket, Interlocked.Increment(ref _accepted)));
            }
        }
        catch (OperationCanceledException)
        {
            // Closed.
        }
    }

    private async Task ServeAsync(Socket socket, int number)
    {
        await Task.Yield();
        await using NetworkStream plain = new(socket, ownsSocket: true);
        try
        {
            if (_certificate is null)
            {
                await _serve(plain, number, _closing.Token);
                return;
            }
            await using SslStream encrypted = new(plain);
            await encrypted.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = _certificate },
                _closing.Token);
            await _serve(encrypted, number, _closing.Token);
        }
        catch (Exception gone) when (gone is IOException or AuthenticationException or OperationCanceledException)
        {
            // The client left, or refused the certificate: its side tells what it made of it.
        }
    }
}
