using System.Management.Automation;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Output;
using BambuCloud.Session;

namespace BambuCloud.Cmdlets;

/// <summary><c>Rename-BambuDevice</c>: gives a printer another name.</summary>
[Cmdlet(VerbsCommon.Rename, "BambuDevice", SupportsShouldProcess = true, HelpUri = HelpPages.Folder + "Rename-BambuDevice.md")]
[OutputType(typeof(BambuDevice))]
public sealed class RenameBambuDevice : SessionCmdlet
{
    private readonly PrinterInput _printers;
    private readonly List<(AccountPrinter Printer, string NewName)> _renamed = [];

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
            _renamed.Add((printer, NewName));
        }
    }

    private protected override void End()
    {
        EnsureDistinctNames();
        if (!new PrinterPrompt(this, ConfirmImpact.Medium).Ask("Rename", [.. _renamed.Select(each => each.Printer)],
            index => $" to '{DisplayText.Clean(_renamed[index].NewName)}'"))
        {
            return;
        }
        foreach ((AccountPrinter printer, string name) in _renamed)
        {
            Try(printer.Id, () => Rename(printer, name));
        }
    }

    // Who names a printer means that one: two of one name are an error ever after.
    private void EnsureDistinctNames()
    {
        foreach (IGrouping<string, AccountPrinter> named in _renamed.GroupBy(each => each.NewName, each => each.Printer,
            StringComparer.OrdinalIgnoreCase))
        {
            AccountPrinter[] printers = [.. named.Distinct()];
            if (printers.Length > 1)
            {
                throw new BambuException(BambuErrorKind.DeviceNameAmbiguous,
                    $"{printers.Length} printers would bear the name '{named.Key}': "
                    + $"{string.Join(", ", printers.Select(printer => printer.Label))}. None was renamed.")
                {
                    Subject = named.Key,
                };
            }
        }
    }

    private void Rename(AccountPrinter printer, string name)
    {
        OpenSession session = printer.Session;
        Await(cancellation => session.Cloud.Devices.RenameAsync(printer.Id, name, cancellation));
        session.KnownNames.ForgetDevices();
        if (PassThru)
        {
            Write(session, AwaitDevices(session).Where(device => device.DeviceId == printer.Id));
        }
    }
}
