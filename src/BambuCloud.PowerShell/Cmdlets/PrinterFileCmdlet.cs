using System.Management.Automation;
using BambuCloud.Client.Session;
using BambuCloud.Completion;
using BambuCloud.Input;

namespace BambuCloud.Cmdlets;

/// <summary>What the cmdlets have in common that work with what a printer has itself: printers that are connected themselves.</summary>
public abstract class PrinterFileCmdlet : SessionCmdlet
{
    private readonly PrinterInput _printers;

    private protected PrinterFileCmdlet() => _printers = new PrinterInput(this) { Own = true };

    /// <summary>The printers, by id, name or pattern.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias(nameof(BambuDevice.DeviceId), nameof(BambuPrinterStatus.DeviceName), nameof(BambuDevice.Name))]
    [PrinterNames]
    [ArgumentCompleter(typeof(PrinterCompleter))]
    [SupportsWildcards]
    public PrinterName[]? Printer { get; set; }

    private protected sealed override void Begin() => EnsureAny(new Given<PrinterName>(Printer));

    /// <summary>Does something with each printer that was given. An error of one leaves the others their turn.</summary>
    private protected void ForEachPrinter(Action<AccountPrinter, PrinterSession> work)
    {
        Given<PrinterName> given = new(Printer);
        if (RefuseNone(given))
        {
            return;
        }
        foreach (AccountPrinter printer in _printers.Find(given))
        {
            Try(printer.Id, () => work(printer, printer.Itself()));
        }
    }
}
