using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using MQTTnet.AspNetCore;

namespace BambuCloud.Simulator;

/// <summary>A printer's own broker port on loopback, with the printer's certificate (lan.md, <i>The printer's MQTT</i>).</summary>
internal sealed class LanPort(string deviceId, PrinterAuthority authority)
{
    private readonly ConcurrentDictionary<string, ConnectionContext> _connections = [];
    private volatile X509Certificate2 _certificate = authority.Issue(deviceId);
    private volatile bool _isClosed;
    private ListenOptions? _listen;

    /// <summary>The printer.</summary>
    public string DeviceId { get; } = deviceId;

    /// <summary>The port, when it is open.</summary>
    public int Port => _listen!.IPEndPoint!.Port;

    /// <summary>SHA-256 of the certificate, hexadecimal with colons.</summary>
    public string Fingerprint => string.Join(':', Convert.ToHexString(_certificate.GetCertHash(
        System.Security.Cryptography.HashAlgorithmName.SHA256)).Chunk(2).Select(pair => new string(pair)));

    /// <summary>Whether nobody gets in: the printer is away from the network. Who is in is thrown out.</summary>
    public bool IsClosed
    {
        get => _isClosed;
        set
        {
            _isClosed = value;
            foreach (ConnectionContext connection in value ? _connections.Values : [])
            {
                connection.Abort();
            }
        }
    }

    /// <summary>Shows another certificate from now on, as after a reset to factory settings.</summary>
    public void RenewCertificate() => _certificate = authority.Issue(DeviceId);

    /// <summary>Opens the port.</summary>
    public void Listen(KestrelServerOptions kestrel) => kestrel.Listen(IPAddress.Loopback, 0, listen =>
    {
        _listen = listen;
        listen.Use(Guard);
        listen.UseHttps(https => https.ServerCertificateSelector = (_, _) => _certificate);
        listen.Use(NamelessClients.Name);
        listen.UseMqtt();
    });

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
