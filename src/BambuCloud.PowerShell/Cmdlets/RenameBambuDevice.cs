using System.Management.Automation;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary><c>Rename-BambuDevice</c>: gives a printer another name.</summary>
[Cmdlet(VerbsCommon.Rename, "BambuDevice", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "Rename-BambuDevice.md")]
[OutputType(typeof(BambuDevice))]
public sealed class RenameBambuDevice : SessionCmdlet
{
    private readonly PrinterInput _printers;

    /// <summary>Makes the cmdlet.</summary>
    public RenameBambuDevice() => _printers = new PrinterInput(this);

    /// <summary>The printer, by id or name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias(nameof(BambuDevice.DeviceId), nameof(BambuPrinterStatus.DeviceName), nameof(BambuDevice.Name))]
    [PrinterNames]
    [ArgumentCompleter(typeof(PrinterCompleter))]
    public PrinterName[]? Printer { get; set; }

    /// <summary>Its new name.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    [ValidateNotBlank]
    public string NewName { get; set; } = null!;

    /// <summary>Writes the printer as the cloud lists it afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Begin() => EnsureAny(new Given<PrinterName>(Printer));

    private protected override void Process()
    {
        Given<PrinterName> given = new(Printer);
        if (RefuseNone(given))
        {
            return;
        }
        foreach (AccountPrinter printer in _printers.Find(given))
        {
            if (ShouldProcess(printer.Label, $"Rename to '{NewName}'"))
            {
                Try(printer.Id, () => Rename(printer));
            }
        }
    }

    private void Rename(AccountPrinter printer)
    {
        OpenSession session = printer.Session;
        BambuDevice renamed = Await(cancellation => session.Cloud.Devices.RenameAsync(printer.Id, NewName, cancellation));
        session.KnownNames.ForgetDevices();
        if (PassThru)
        {
            Write(session, AwaitDevices(session).Where(device => device.DeviceId == printer.Id));
        }
    }
}
