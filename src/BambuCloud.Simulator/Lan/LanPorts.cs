using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BambuCloud.Simulator;

/// <summary>A printer that can be reached itself.</summary>
/// <param name="DeviceId">Its serial number.</param>
/// <param name="Name">The name that its owner gave it.</param>
/// <param name="MqttPort">The port of its broker, on loopback.</param>
/// <param name="AccessCode">The code that it shows.</param>
/// <param name="Fingerprint">SHA-256 of its certificate, hexadecimal with colons.</param>
public sealed record SimulatedLanPrinter(string DeviceId, string Name, int MqttPort, string AccessCode, string Fingerprint);

/// <summary>The ports of all printers that can be reached themselves, and what happens to them that no client can cause.</summary>
internal sealed class LanPorts : IAsyncDisposable
{
    private readonly PrinterFleet _fleet;
    private readonly PrinterAuthority _authority;
    private readonly Dictionary<string, LanPort> _ports;
    private readonly int? _announcePort;
    private Announcer? _announcer;

    public LanPorts(PrinterFleet fleet, SimulatorOptions options)
    {
        _fleet = fleet;
        _announcePort = options.AnnouncePort;
        _authority = new PrinterAuthority(options.TimeProvider.GetUtcNow());
        _ports = fleet.DeviceIds.ToDictionary(id => id, id => new LanPort(id, _authority));
    }

    /// <summary>The root of the printers' certificates.</summary>
    public string RootPem => _authority.RootPem;

    public LanPort this[string deviceId] => _ports[deviceId];

    /// <summary>Opens the ports.</summary>
    public void Listen(KestrelServerOptions kestrel)
    {
        foreach (LanPort port in _ports.Values)
        {
            port.Listen(kestrel);
        }
    }

    /// <summary>Begins to announce the printers.</summary>
    public void Announce() => _announcer = _announcePort is { } port ? new Announcer(_fleet, _ports, port) : null;

    /// <summary><c>POST /_sim/lan/{id}/{action}</c>: a printer leaves the network, comes back, or gets another certificate.</summary>
    public void MapControl(IEndpointRouteBuilder routes) => routes.MapPost("/_sim/lan/{id}/{action}", (string id, string action) =>
    {
        if (!_ports.TryGetValue(id, out LanPort? port))
        {
            return Results.NotFound();
        }
        switch (action)
        {
            case "close" or "open":
                port.IsClosed = action == "close";
                return Results.Ok();
            case "renew-certificate":
                port.RenewCertificate();
                return Results.Ok();
            default:
                return Results.NotFound();
        }
    });

    public async ValueTask DisposeAsync()
    {
        if (_announcer is not null)
        {
            await _announcer.DisposeAsync();
        }
        _authority.Dispose();
    }
}
