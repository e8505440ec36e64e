using BambuCloud.Output;

namespace BambuCloud.Board;

/// <summary>
/// What is known of a fleet's printers: events and states go in, printers come out. Does nothing of its own, and not for several threads.
/// </summary>
public sealed class Fleet
{
    private readonly Dictionary<string, FleetPrinter> _printers = [];

    /// <summary>Makes the fleet from the cloud's list.</summary>
    public Fleet(IEnumerable<BambuDevice> devices)
    {
        ArgumentNullException.ThrowIfNull(devices);
        foreach (BambuDevice device in devices)
        {
            _printers[device.DeviceId] = new FleetPrinter
            {
                DeviceId = device.DeviceId,
                Name = NameOf(device.DeviceId, device.Name),
                Model = DisplayText.Clean(device.Model),
                Online = device.Online,
            };
        }
    }

    /// <summary>The printers, in no order.</summary>
    public IReadOnlyCollection<FleetPrinter> Printers => _printers.Values;

    /// <summary>When a printer last said something, local time; <see langword="null"/> for never.</summary>
    public DateTime? LastMessage { get; private set; }

    /// <summary>Since when the connection to the cloud is lost, local time; <see langword="null"/> while it stands.</summary>
    public DateTime? LostAt { get; private set; }

    /// <summary>Takes in what happened.</summary>
    public void Take(BambuPrinterEvent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (item.DeviceId is not { } id)
        {
            LostAt = item.Type == BambuPrinterEventType.Disconnected ? item.Timestamp : null;
            return;
        }
        FleetPrinter printer = Find(id, item.DeviceName);
        // An event waits in a queue, so what the printer said meanwhile may be known already.
        bool newer = item.Status is { } status && !(printer.Status?.LastSeen > status.LastSeen);
        _printers[id] = printer with
        {
            // The connection of one printer alone is the one to itself.
            Online = item.Type is not (BambuPrinterEventType.PrinterOffline or BambuPrinterEventType.Disconnected),
            Status = newer ? item.Status : printer.Status,
        };
        if (item.Status?.LastSeen is { } seen)
        {
            Hear(seen);
        }
    }

    /// <summary>Takes in what a printer reported.</summary>
    public void Take(BambuPrinterStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        _printers[status.DeviceId] = Find(status.DeviceId, null) with { Online = true, Status = status };
        if (status.LastSeen is { } seen)
        {
            Hear(seen);
        }
    }

    /// <summary>Takes in that the broker gives out nothing of a printer.</summary>
    public void Refuse(string deviceId) => _printers[deviceId] = Find(deviceId, null) with { Refused = true };

    private FleetPrinter Find(string id, string? name) =>
        _printers.GetValueOrDefault(id) ?? new FleetPrinter { DeviceId = id, Name = NameOf(id, name) };

    private void Hear(DateTime time) => LastMessage = LastMessage > time ? LastMessage : time;

    private static string NameOf(string id, string? name) => DisplayText.Clean(string.IsNullOrWhiteSpace(name) ? id : name);
}
