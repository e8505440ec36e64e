using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using MQTTnet.AspNetCore;

namespace BambuCloud.Simulator;

/// <summary>
/// A printer's own ports on loopback, with the printer's certificate: its broker (lan.md, <i>The printer's MQTT</i>), its file server and
/// its camera.
/// </summary>
internal sealed class LanPort : IAsyncDisposable
{
    /// <summary>Who every client of a printer is.</summary>
    public const string User = "bblp";

    private readonly ConcurrentDictionary<string, ConnectionContext> _connections = [];
    private readonly PrinterAuthority _authority;
    private volatile SslStreamCertificateContext _certificate;
    private volatile bool _isClosed;
    private ListenOptions? _listen;

    public LanPort(string deviceId, PrinterAuthority authority, PrinterStorage storage, PrinterFleet fleet, RequestLog log)
    {
        DeviceId = deviceId;
        _authority = authority;
        _certificate = Issue();
        Files = new FilePort(storage, () => _certificate, () => fleet.With(deviceId, printer => printer.AccessCode), log);
        Camera = new CameraPort(() => fleet.With(deviceId, printer => printer.AccessCode));
    }

    /// <summary>The printer.</summary>
    public string DeviceId { get; }

    /// <summary>The file server.</summary>
    public FilePort Files { get; }

    /// <summary>The camera.</summary>
    public CameraPort Camera { get; }

    /// <summary>The broker's port, when it is open.</summary>
    public int Port => _listen!.IPEndPoint!.Port;

    /// <summary>SHA-256 of the certificate, hexadecimal with colons.</summary>
    public string Fingerprint => string.Join(':', Convert.ToHexString(_certificate.TargetCertificate.GetCertHash(
        System.Security.Cryptography.HashAlgorithmName.SHA256)).Chunk(2).Select(pair => new string(pair)));

    /// <summary>Whether nobody gets in: the printer is away from the network. Who is in is thrown out.</summary>
    public bool IsClosed
    {
        get => _isClosed;
        set
        {
            _isClosed = value;
            Files.IsClosed = value;
            foreach (ConnectionContext connection in value ? _connections.Values : [])
            {
                connection.Abort();
            }
        }
    }

    /// <summary>Shows another certificate from now on, as after a reset to factory settings.</summary>
    public void RenewCertificate() => _certificate = Issue();

    public ValueTask DisposeAsync() => Files.DisposeAsync();

    private SslStreamCertificateContext Issue() => SslStreamCertificateContext.Create(_authority.Issue(DeviceId), null, offline: true);

    /// <summary>Opens the ports of the broker and the camera.</summary>
    public void Listen(KestrelServerOptions kestrel)
    {
        kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            _listen = listen;
            Secure(listen);
            listen.Use(NamelessClients.Name);
            listen.UseMqtt();
        });
        Camera.Listen(kestrel, Secure);
    }

    private void Secure(ListenOptions listen)
    {
        listen.Use(Guard);
        listen.UseHttps(https => https.ServerCertificateSelector = (_, _) => _certificate.TargetCertificate);
    }

    private ConnectionDelegate Guard(ConnectionDelegate next) => async connection =>
    {
        _connections[connection.ConnectionId] = connection;
        try
        {
            if (IsClosed)
            {
                connection.Abort();
                return;
            }
            connection.RemoteEndPoint = new PrinterEndPoint((IPEndPoint)connection.RemoteEndPoint!, DeviceId);
            await next(connection);
        }
        finally
        {
            _connections.TryRemove(connection.ConnectionId, out _);
        }
    };
}
