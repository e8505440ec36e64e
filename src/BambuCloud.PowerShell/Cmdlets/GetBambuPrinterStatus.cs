using System.Management.Automation;
using BambuCloud.Completion;
using BambuCloud.Input;

namespace BambuCloud.Cmdlets;

/// <summary><c>Get-BambuPrinterStatus</c>: what printers are doing now, one object each.</summary>
[Cmdlet(VerbsCommon.Get, "BambuPrinterStatus", HelpUri = HelpPages.Folder + "Get-BambuPrinterStatus.md")]
[OutputType(typeof(BambuPrinterStatus))]
public sealed class GetBambuPrinterStatus : SessionCmdlet
{
    private readonly PrinterInput _printers;

    /// <summary>Makes the cmdlet.</summary>
    public GetBambuPrinterStatus() => _printers = new PrinterInput(this) { Live = true, Own = true };

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

    /// <summary>Only printers that the cloud lists as connected; the others are not asked.</summary>
    [Parameter]
    public SwitchParameter Online { get; set; }

    /// <summary>How long a printer may take to answer, in seconds.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 10;

    private protected override void Begin() => EnsureAny(new Given<PrinterName>(Printer));

    private protected override void Process() => AddPrinters(_printers, Printer);

    private protected override void End()
    {
        NameFilter models = AccountPrinter.Models(Model);
        bool? online = IsTyped(nameof(Online)) ? Online : null;
        AccountPrinter[] asked =
            [.. _printers.FoundOrAll().Where(printer => printer.Is(models, online))];
        TimeSpan timeout = TimeSpan.FromSeconds(TimeoutSec);
        foreach (BambuPrinterStatus status in StreamFrom(asked, (session, devices, cancellation) =>
            session.Printers.GetStatusAsync(devices, timeout, PostError, cancellation)))
        {
            if (State is null || State.Contains(status.State))
            {
                WriteObject(status);
            }
        }
    }
}
