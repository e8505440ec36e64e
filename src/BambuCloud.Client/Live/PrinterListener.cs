using BambuCloud.Client.Reports;

namespace BambuCloud.Client.Live;

/// <summary>
/// Somebody who hears printers over the session's connection, and what of it. Everything is told under the connection's lock, so none of it
/// may wait.
/// </summary>
internal sealed class PrinterListener
{
    private readonly Dictionary<string, BambuDevice> _devices = [];
    private readonly HashSet<string> _refused = [];
    private readonly HashSet<string> _awaited = [];

    public PrinterListener(IEnumerable<BambuDevice> devices)
    {
        foreach (BambuDevice device in devices)
        {
            Add(device);
        }
    }

    /// <summary>What happened to a printer, or to the connection.</summary>
    public Action<BambuPrinterEvent>? Event { get; init; }

    /// <summary>A printer's state after each report that says something of it.</summary>
    public Action<PrinterState>? State { get; init; }

    /// <summary>A printer's answer to a request.</summary>
    public Action<string, PrinterAnswer>? Answer { get; init; }

    /// <summary>Each message as it came, save secrets.</summary>
    public Action<BambuPrinterReport>? Report { get; init; }

    /// <summary>A printer whose topic the broker refuses; once for each.</summary>
    public Action<BambuException>? Refused { get; init; }

    /// <summary>A printer that sent something broken, once for each, and that the token ends soon.</summary>
    public Action<BambuException>? Warned { get; init; }

    /// <summary>What the connection does: attempts, causes, waits.</summary>
    public Action<string>? Trace { get; init; }

    /// <summary>Every printer is refused: nothing will come.</summary>
    public Action? AllRefused { get; init; }

    /// <summary>The connection is over.</summary>
    public Action<Exception>? Failed { get; init; }

    /// <summary>The printers' ids.</summary>
    public IReadOnlyCollection<string> DeviceIds => _devices.Keys;

    /// <summary>The printers.</summary>
    public IReadOnlyCollection<BambuDevice> Devices => _devices.Values;

    /// <summary>Hears one more; false where it is heard already.</summary>
    public bool Add(BambuDevice device) => _devices.TryAdd(device.DeviceId, device);

    public void Tell(BambuPrinterEvent item) => Event?.Invoke(item.DeviceId is { } id ? Named(item, _devices[id].Name) : item);

    public void TellReport(BambuPrinterReport report) => Report?.Invoke(report with { DeviceName = _devices[report.DeviceId].Name });

    public void Refuse(string deviceId, BambuException fault)
    {
        if (_refused.Add(deviceId))
        {
            Refused?.Invoke(fault);
            if (_refused.Count == _devices.Count)
            {
                AllRefused?.Invoke();
            }
        }
    }

    /// <summary>Lets a printer begin with what it says next.</summary>
    public void AwaitSnapshot(string deviceId) => _awaited.Add(deviceId);

    /// <summary>Whether a printer has still to begin; from now on it has begun.</summary>
    public bool TakeAwaited(string deviceId) => _awaited.Remove(deviceId);

    // The state has the name that the printer had when the connection first heard of it.
    private static BambuPrinterEvent Named(BambuPrinterEvent item, string name)
    {
        BambuPrinterStatus? status = item.Status is { } known && known.DeviceName != name ? known with { DeviceName = name } : item.Status;
        return item.DeviceName == name && ReferenceEquals(status, item.Status) ? item : item with { DeviceName = name, Status = status };
    }
}
