using System.Globalization;
using BambuCloud.Output;

namespace BambuCloud.Board;

/// <summary>A fleet in plain lines: each printer once, then each change that is worth telling.</summary>
public sealed class FleetLines
{
    private readonly Dictionary<string, string> _names = [];
    private readonly HashSet<string> _told = [];

    /// <summary>The lines of the printers that will not tell of themselves, because they are offline.</summary>
    public IEnumerable<string> Begin(Fleet fleet, DateTime now)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        foreach (FleetPrinter printer in FleetOrder.Of(fleet.Printers, BambuFleetSort.Name, reverse: false))
        {
            _names[printer.DeviceId] = printer.Name;
            if (printer.State == FleetState.Offline)
            {
                yield return Line(now, printer.Name, "offline");
            }
        }
    }

    /// <summary>The line that tells of an event; <see langword="null"/> where it is not worth one.</summary>
    public string? Tell(BambuPrinterEvent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (What(item) is not { } what)
        {
            return null;
        }
        string missed = item.Recovered ? ", while the connection was lost" : "";
        return Line(item.Timestamp, item.DeviceId is { } id ? NameOf(id, item.DeviceName) : null, what + missed);
    }

    private string? What(BambuPrinterEvent item) => item.Type switch
    {
        // A reconnect brings another one, and so does the end of a silence.
        BambuPrinterEventType.Snapshot when _told.Add(item.DeviceId!) => State(item),
        BambuPrinterEventType.PrintStarted => "started" + Print(item, where: false),
        BambuPrinterEventType.PrintPaused => "paused" + Print(item, where: true),
        BambuPrinterEventType.PrintResumed => "resumed" + Print(item, where: true),
        BambuPrinterEventType.PrintFinished => "finished" + Print(item, where: false),
        BambuPrinterEventType.PrintFailed => "failed" + Print(item, where: true),
        BambuPrinterEventType.PrintCancelled => "cancelled" + Print(item, where: true),
        BambuPrinterEventType.PrintEnded => "ended, nobody knows how" + Print(item, where: true),
        BambuPrinterEventType.CalibrationStarted => "calibration started",
        BambuPrinterEventType.CalibrationEnded => "calibration over",
        BambuPrinterEventType.ErrorRaised when Alert(item) is { } alert => $"alert {alert.Explained}",
        BambuPrinterEventType.ErrorCleared when Alert(item) is { } alert => $"alert over {alert}",
        BambuPrinterEventType.PrinterOnline => "online",
        BambuPrinterEventType.PrinterOffline => "offline",
        BambuPrinterEventType.Disconnected when item.DeviceId is not null => "connection lost, reconnecting",
        BambuPrinterEventType.Reconnected when item.DeviceId is not null => "connection is back",
        BambuPrinterEventType.Disconnected => "connection to the cloud lost, reconnecting",
        BambuPrinterEventType.Reconnected => "connection to the cloud is back",
        BambuPrinterEventType.EventsOmitted => string.Create(CultureInfo.InvariantCulture,
            $"{item.Conflated} events left out, now {State(item)}"),
        _ => null,
    };

    private static string State(BambuPrinterEvent item)
    {
        FleetPrinter printer = Printer(item);
        string left = printer.Left is { } time ? $", {DisplayText.Duration(time)} left" : "";
        return string.Join(", alert ", [$"{printer.State}{Print(item, where: true)}{left}", .. printer.Alerts]);
    }

    private static string Print(BambuPrinterEvent item, bool where)
    {
        FleetPrinter printer = Printer(item);
        string job = printer.Job.Length > 0 ? $" {printer.Job}" : "";
        string progress = where && printer.Progress is { } percent ? string.Create(CultureInfo.InvariantCulture, $", {percent} %") : "";
        return job + progress + (where && printer.Layers.Length > 0 ? $", layer {printer.Layers}" : "");
    }

    private static FleetAlert? Alert(BambuPrinterEvent item) => item.Hms is { } hms ? FleetAlert.Of(hms) : FleetAlert.Of(item.PrintError);

    private static FleetPrinter Printer(BambuPrinterEvent item) =>
        new() { DeviceId = item.DeviceId!, Name = "", Online = true, Status = item.Status };

    private string NameOf(string id, string? name) =>
        _names.TryGetValue(id, out string? known) ? known : DisplayText.Clean(string.IsNullOrWhiteSpace(name) ? id : name);

    private static string Line(DateTime time, string? name, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd HH:mm:ss} {(name is null ? "" : $"{name}: ")}{what}");
}
