using System.Management.Automation;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary><c>Unregister-BambuDevice</c>: takes printers out of the account.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "BambuDevice", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPages.Folder + "Unregister-BambuDevice.md")]
[OutputType(typeof(BambuDevice))]
public sealed class UnregisterBambuDevice : SessionCmdlet
{
    private readonly PrinterInput _printers;

    /// <summary>Makes the cmdlet.</summary>
    public UnregisterBambuDevice() => _printers = new PrinterInput(this);

    /// <summary>The printers, by id, name or pattern.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias(nameof(BambuDevice.DeviceId), nameof(BambuPrinterStatus.DeviceName), nameof(BambuDevice.Name))]
    [PrinterNames]
    [ArgumentCompleter(typeof(PrinterCompleter))]
    [SupportsWildcards]
    public PrinterName[]? Printer { get; set; }

    /// <summary>Writes each printer as it was in the account.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Begin() => EnsureAny(new Given<PrinterName>(Printer));

    private protected override void Process() => AddPrinters(_printers, Printer);

    private protected override void End()
    {
        if (!new PrinterPrompt(this, ConfirmImpact.High).Ask("Unbind from the account", _printers.Printers, running: true))
        {
            return;
        }
        foreach (AccountPrinter printer in _printers.Printers)
        {
            Try(printer.Id, () => Unbind(printer));
        }
    }

    private void Unbind(AccountPrinter printer)
    {
        OpenSession session = printer.Session;
        Await(cancellation => session.Cloud.Devices.UnbindAsync(printer.Id, cancellation));
        session.KnownNames.ForgetDevices();
        if (PassThru)
        {
            Write(session, printer.Device);
        }
    }
}
