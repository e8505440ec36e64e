using System.Net;

namespace BambuCloud.Simulator;

/// <summary>Where a client came from who knocked at a printer's own port, and at whose.</summary>
internal sealed class PrinterEndPoint(IPEndPoint remote, string deviceId) : IPEndPoint(remote.Address, remote.Port)
{
    /// <summary>The printer.</summary>
    public string DeviceId { get; } = deviceId;
}
