using System.Text;
using BambuCloud.Client.Reports;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Live;

/// <summary>
/// Somebody who hears printers over the session's connection, and what of it. Everything is told under the connection's lock, so
/// none of it may wait.
/// </summary>
internal sealed class PrinterListener
{
    private readonly Dictionary<string, string> _names = [];
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

    /// <summary>Every printer is refused: nothing will come.</summary>
    public Action? Deserted { get; init; }

    /// <summary>The connection is over.</summary>
    public Action<Exception>? Failed { get; init; }

    /// <summary>The printers' ids.</summary>
    public IReadOnlyCollection<string> DeviceIds => _names.Keys;

    public bool Hears(string deviceId) => _names.ContainsKey(deviceId);

    /// <summary>Hears one more; false where it is heard already.</summary>
    public bool Add(BambuDevice device) => _names.TryAdd(device.DeviceId, device.Name);

    public void Tell(BambuPrinterEvent item) => Event?.Invoke(item.DeviceId is { } id ? Named(item, _names[id]) : item);

    public void Tell(string deviceId, DateTime time, ReadOnlySpan<byte> payload)
    {
        Report?.Invoke(new BambuPrinterReport
        {
            DeviceId = deviceId,
            DeviceName = _names[deviceId],
            Timestamp = time,
            Payload = Encoding.UTF8.GetString(Redaction.OfNone.OfJson(payload, named: true)), // A printer tells its access code to whoever asks, and all hear it.
        });
    }

    public void Refuse(string deviceId, BambuException fault)
    {
        if (_refused.Add(deviceId))
        {
            Refused?.Invoke(fault);
            if (_refused.Count == _names.Count)
            {
                Deserted?.Invoke();
            }
        }
    }

    /// <summary>Lets a printer begin with what it says next.</summary>
    public void AwaitSnapshot(string deviceId) => _awaited.Add(deviceId);

    /// <summary>Whether a printer has still to begin; from now on it has begun.</summary>
    public bool TakeAwaited(string deviceId) => _awaited.Remove(deviceId);

    // The state has the name that the printer had when the connection first heard of it.
    private static BambuPrinterEvent Named(BambuPrinterEvent item, string name) => item with
    {
        DeviceName = name,
        Status = item.Status is { } status && status.DeviceName != name ? status with { DeviceName = name } : item.Status,
    };
}
