using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace BambuCloud.Simulator;

/// <summary>
/// Starts over MQTT: <c>project_file</c> for a plate of a file, and <c>gcode_file</c> for plain G-code (lan.md, <i>Which way starts a
/// print</i>). The file lies on the printer's card, or is one that the printer fetches from the storage itself. What is refused has the
/// codes of the vendor's table.
/// </summary>
internal sealed partial class PrintStarts(PrinterFleet fleet, History history, ObjectStorage storage, PrinterStorages cards)
{
    private const long UnusablePath = 0x0500_4002;
    private const long UnusableFile = 0x0500_4003;
    private const long Busy = 0x0500_4004;
    private const long NoCard = 0x0500_400C;

    // Where a card or stick is mounted.
    private static readonly string[] Mounts = ["/sdcard/", "/mnt/sdcard/", "/media/usb0/"];

    /// <summary>Begins a print, or says why not.</summary>
    /// <param name="deviceId">The printer.</param>
    /// <param name="request">What it is told.</param>
    /// <param name="isOwn">Whether it is told over its own broker.</param>
    public StartRefusal? Begin(string deviceId, JsonObject request, bool isOwn)
    {
        bool isGcode = request.Text("command") == "gcode_file";
        PrinterStorage card = cards[deviceId];
        string? onCard = isGcode ? request.Text("param") : OnCard(request.Text("url"));
        if (onCard is not null && card.IsMissing)
        {
            return new("There is no card", NoCard);
        }
        string? path = onCard is null ? storage.PathOf(request.Text("url")) : card.Find(onCard);
        if (path is null)
        {
            return new("The file is not there", UnusablePath);
        }
        int? plate = isGcode ? null : PlateOf(request.Text("param"));
        if (PrintOrder.ReadCommand(request, plate, out string? wrong) is not { } order)
        {
            return new(wrong!);
        }
        if ((plate is null && !isGcode) || SlicedFile.Read(path, plate) is not { } file)
        {
            return new("The file has no such plate to print", UnusableFile);
        }
        string name = Path.GetFileName(onCard ?? request.Text("file") ?? request.Text("subtask_name") ?? "print");
        return fleet.With(deviceId, printer => Begin(printer, request, isOwn && printer.RefusesOwnStarts, order, file, name));
    }

    private StartRefusal? Begin(
        SimulatedPrinter printer, JsonObject request, bool isRefused, PrintOrder order, SlicedFile file, string fileName)
    {
        StartRefusal? refusal = isRefused ? new("Not possible in cloud mode")
            : printer.Busy ? new("The printer is busy", Busy)
            : order.RefusalOf(printer, file) is { } why ? new(why)
            : null;
        if (refusal is not null)
        {
            return refusal;
        }
        if (order.FirstSlotOf(file) is var (unit, slot))
        {
            printer.Standing.Feed(unit, slot);
        }
        string task = long.TryParse(request.Text("task_id"), NumberStyles.None, CultureInfo.InvariantCulture, out long told)
            ? told.ToString(CultureInfo.InvariantCulture) : PrintJob.NoTask;
        printer.Start(new PrintJob(task, fileName, file, history.Now) { Name = request.Text("subtask_name") });
        return null;
    }

    // ftp://name and ftp:///path are the card's, as are files of where it is mounted.
    private static string? OnCard(string? url) => url is null ? null
        : url.StartsWith("ftp://", StringComparison.Ordinal) ? "/" + url["ftp://".Length..].TrimStart('/')
        : url.StartsWith("file://", StringComparison.Ordinal) && Array.Find(Mounts,
            mount => url["file://".Length..].StartsWith(mount, StringComparison.Ordinal)) is { } mount
            ? "/" + url[("file://".Length + mount.Length)..]
        : null;

    private static int? PlateOf(string? gcode) => gcode is not null && PlateName().Match(gcode) is { Success: true } name
        ? int.Parse(name.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^Metadata/plate_([1-9]\d{0,3})\.gcode$")]
    private static partial Regex PlateName();
}
