using System.Management.Automation;
using BambuCloud.Completion;
using BambuCloud.Input;

namespace BambuCloud.Cmdlets;

/// <summary><c>Get-BambuDevice</c>: the printers of the account.</summary>
[Cmdlet(VerbsCommon.Get, "BambuDevice", HelpUri = HelpPages.Folder + "Get-BambuDevice.md")]
[OutputType(typeof(BambuDevice))]
public sealed class GetBambuDevice : SessionCmdlet
{
    private readonly PrinterInput _printers;

    /// <summary>Makes the cmdlet.</summary>
    public GetBambuDevice() => _printers = new PrinterInput(this) { Own = true };

    /// <summary>The printers, by id, name or pattern; all of the account without them.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias(nameof(BambuDevice.DeviceId), nameof(BambuPrinterStatus.DeviceName), nameof(BambuDevice.Name))]
    [PrinterNames]
    [ArgumentCompleter(typeof(PrinterCompleter))]
    [SupportsWildcards]
    public PrinterName[]? Printer { get; set; }

    /// <summary>Only printers of these models: <c>P1S</c>, a code such as <c>C12</c>, or a pattern.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ModelCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Model { get; set; }

    /// <summary>Only printers in these states.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public BambuPrintState[]? State { get; set; }

    /// <summary>Only printers that are connected to the cloud.</summary>
    [Parameter]
    public SwitchParameter Online { get; set; }

    private protected override void Begin() => EnsureAny(new Given<PrinterName>(Printer));

    private protected override void Process()
    {
        Given<PrinterName> given = new(Printer);
        if (!RefuseNone(given))
        {
            Write(_printers.Add(given));
        }
    }

    // An account without printers has none to write; that is no error.
    private protected override void End()
    {
        if (_printers.All)
        {
            Write(_printers.Everywhere(origin: null));
        }
    }

    private void Write(IEnumerable<AccountPrinter> printers)
    {
        NameFilter models = AccountPrinter.Models(Model);
        bool? online = IsTyped(nameof(Online)) ? Online : null;
        foreach (AccountPrinter printer in printers.Where(printer => printer.Is(models, online) && IsIn(State, printer.Device)))
        {
            Write(printer.Session, printer.Device);
        }
    }

    // The cloud's word of a printer that is gone is the last one that it said.
    private static bool IsIn(BambuPrintState[]? states, BambuDevice device) => states is null || states.Contains(device.State)
        || (!device.Online && states.Contains(BambuPrintState.Offline));
}
