using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BambuCloud.Simulator;

/// <summary>A printer that can be reached itself.</summary>
/// <param name="DeviceId">Its serial number.</param>
/// <param name="Name">The name that its owner gave it.</param>
/// <param name="MqttPort">The port of its broker, on loopback.</param>
/// <param name="FtpsPort">The port of its file server, on loopback.</param>
/// <param name="CameraPort">The port of its camera, on loopback.</param>
/// <param name="AccessCode">The code that it shows.</param>
/// <param name="Fingerprint">SHA-256 of its certificate, hexadecimal with colons.</param>
public sealed record SimulatedLanPrinter(
    string DeviceId, string Name, int MqttPort, int FtpsPort, int CameraPort, string AccessCode, string Fingerprint);

/// <summary>The ports of all printers that can be reached themselves, and what happens to them that no client can cause.</summary>
internal sealed class LanPorts : IAsyncDisposable
{
    private readonly PrinterFleet _fleet;
    private readonly History _history;
    private readonly PrinterAuthority _authority;
    private readonly Dictionary<string, LanPort> _ports;
    private readonly int? _announcePort;
    private Announcer? _announcer;

    public LanPorts(
        PrinterFleet fleet, History history, PrinterStorages storages, SimulatorOptions options, RequestLog log)
    {
        _fleet = fleet;
        _history = history;
        _announcePort = options.AnnouncePort;
        _authority = new PrinterAuthority(options.TimeProvider.GetUtcNow());
        _ports = fleet.DeviceIds.ToDictionary(id => id, id => new LanPort(id, _authority, storages[id], fleet, log));
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

    /// <summary><c>POST /_sim/lan/{id}/{action}</c>: what happens to a printer in its local network and no client can cause.</summary>
    public void MapControl(IEndpointRouteBuilder routes) =>
        routes.MapPost("/_sim/lan/{id}/{action}", (string id, string action, long? bytes, double? seconds, string? command) =>
            _ports.TryGetValue(id, out LanPort? port)
                && (CarryOut(port, action, bytes ?? 0, seconds ?? 0) || CarryOutLater(port, action, command)) ? Results.Ok()
                : Results.NotFound());

    // As soon as its file server has answered a command.
    private bool CarryOutLater(LanPort port, string action, string? command)
    {
        Action? then = action switch
        {
            "close-after" => () => port.IsClosed = true,
            "start-after" => () => _fleet.With(port.DeviceId, printer => printer.IsReady && ControlRoutes.Start(printer, _history)),
            _ => null,
        };
        if (then is not null && command is not null)
        {
            port.Files.Faults.Order(command, then);
        }
        return then is not null && command is not null;
    }

    private bool CarryOut(LanPort port, string action, long bytes, double seconds)
    {
        switch (action)
        {
            case "close" or "open":
                port.IsClosed = action == "close";
                return true;
            case "renew-certificate":
                port.RenewCertificate();
                return true;
            case "renew-code": // Somebody lets the printer make another one.
                return _fleet.With(port.DeviceId, printer => printer.RenewAccessCode());
            case "remove-card" or "insert-card":
                port.Files.Storage.IsMissing = action == "remove-card";
                return true;
            case "fill-card":
                port.Files.Storage.Room = bytes;
                return true;
            case "free-card":
                port.Files.Storage.FreeRoom();
                return true;
            case "cut-transfer":
                port.Files.Faults.CutAfter(bytes);
                return true;
            case "close-idle":
                port.Files.Faults.IdleLimit = TimeSpan.FromSeconds(seconds);
                return true;
            case "demand-resumption" or "take-any-session":
                port.Files.Faults.DemandsResumption = action == "demand-resumption";
                return true;
            case "darken-camera" or "light-camera":
                port.Camera.IsDark = action == "darken-camera";
                return true;
            case "stream-on" or "stream-off": // Somebody switches it on at the printer.
                return _fleet.With(port.DeviceId, printer => printer.Standing.SetStream(action == "stream-on"));
            case "refuse-starts" or "take-starts":
                _fleet.With(port.DeviceId, printer => printer.RefusesOwnStarts = action == "refuse-starts");
                return true;
            default:
                return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_announcer is not null)
        {
            await _announcer.DisposeAsync();
        }
        foreach (LanPort port in _ports.Values)
        {
            await port.DisposeAsync();
        }
        _authority.Dispose();
    }
}
