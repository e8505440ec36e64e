using System.Management.Automation;
using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Output;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary><c>Disconnect-BambuPrinter</c>: closes the connections to printers themselves.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "BambuPrinter", SupportsShouldProcess = true,
    HelpUri = HelpPages.Folder + "Disconnect-BambuPrinter.md")]
public sealed class DisconnectBambuPrinter : BambuCmdlet
{
    /// <summary>The printers, by id, name or pattern; all that are connected themselves without them.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias(nameof(BambuDevice.DeviceId), nameof(BambuPrinterStatus.DeviceName), nameof(BambuDevice.Name))]
    [PrinterNames]
    [ArgumentCompleter(typeof(PrinterCompleter))]
    [SupportsWildcards]
    public PrinterName[]? Printer { get; set; }

    /// <summary>Forgets them too: their certificates, and what was saved of them.</summary>
    [Parameter]
    public SwitchParameter Forget { get; set; }

    private protected override void Process()
    {
        Given<PrinterName> given = new(Printer);
        if (given.SaysNone)
        {
            WriteError(ErrorRecords.NoId());
            return;
        }
        (string Id, string Name)[] known = Known();
        if (!given.Any)
        {
            Array.ForEach(known, printer => Close(printer.Id, printer.Name));
            return;
        }
        foreach (PrinterName name in given.All)
        {
            Try(name.Text, () => Array.ForEach(Find(name, known), printer => Close(printer.Id, printer.Name)));
        }
    }

    private (string Id, string Name)[] Find(PrinterName name, (string Id, string Name)[] known) =>
        PrinterInput.Meant(name, known, printer => printer) is { Length: > 0 } meant ? meant
            : throw new BambuException(BambuErrorKind.DeviceNotFound,
                $"No printer of the id or name '{name.Text}' is connected itself{(Forget ? ", and none is known" : "")}.")
            {
                Subject = name.Text,
            };

    // What is to be forgotten need not be connected.
    private (string Id, string Name)[] Known()
    {
        IEnumerable<(string Id, string Name)> open = OpenPrinters.All.Select(printer => printer.Itself!.Device)
            .Select(device => (device.DeviceId, device.Name));
        IEnumerable<(string Id, string Name)> saved = Forget
            ? new SavedPrinters(SessionState).List(PostError)
                .Select(printer => (printer.DeviceId, printer.Name ?? printer.DeviceId))
            : [];
        return [.. open.Concat(saved).DistinctBy(printer => printer.Id)];
    }

    private void Close(string deviceId, string name)
    {
        string target = name == deviceId ? deviceId : $"{DisplayText.Clean(name)} ({deviceId})";
        if (!ShouldProcess(target, Forget ? "Close the connection, and forget the printer" : "Close the connection"))
        {
            return;
        }
        if (OpenPrinters.Take(deviceId) is { } closing)
        {
            Await(_ => closing.DisposeAsync().AsTask());
        }
        if (Forget)
        {
            Try(deviceId, () => new SavedPrinters(SessionState).Forget(deviceId));
        }
    }
}
