using System.Management.Automation;
using BambuCloud.Client.Live;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Output;

namespace BambuCloud.Cmdlets;

/// <summary><c>Watch-BambuPrinter</c>: streams what happens to printers until it is stopped.</summary>
[Cmdlet(VerbsCommon.Watch, "BambuPrinter", DefaultParameterSetName = EventSet, HelpUri = HelpPages.Folder + "Watch-BambuPrinter.md")]
[OutputType(typeof(BambuPrinterEvent), ParameterSetName = [EventSet])]
[OutputType(typeof(BambuPrinterReport), ParameterSetName = [RawSet])]
public sealed class WatchBambuPrinter : SessionCmdlet
{
    private const string EventSet = "Event";
    private const string RawSet = "Raw";

    private readonly PrinterInput _printers;

    /// <summary>Makes the cmdlet.</summary>
    public WatchBambuPrinter() => _printers = new PrinterInput(this) { Live = true, Own = true };

    /// <summary>The printers, by id, name or pattern; all of the account without them.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias(nameof(BambuDevice.DeviceId), nameof(BambuPrinterStatus.DeviceName), nameof(BambuDevice.Name))]
    [PrinterNames]
    [ArgumentCompleter(typeof(PrinterCompleter))]
    [SupportsWildcards]
    public PrinterName[]? Printer { get; set; }

    /// <summary>Only these events.</summary>
    [Parameter(ParameterSetName = EventSet)]
    [ValidateNotNullOrEmpty]
    public BambuPrinterEventType[]? EventType { get; set; }

    /// <summary>
    /// Of each printer's progress, layers and snapshots no more than one in so many seconds; other events never wait.
    /// </summary>
    [Parameter(ParameterSetName = EventSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(0, int.MaxValue / 1000)]
    public double MinIntervalSec { get; set; }

    /// <summary>The printers' messages as they came, but for secrets.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RawSet)]
    public SwitchParameter Raw { get; set; }

    /// <summary>Ends it after so many seconds, from when the connection stands.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int? TimeoutSec { get; set; }

    private protected override void Begin() => EnsureAny(new Given<PrinterName>(Printer));

    private protected override void Process() => AddPrinters(_printers, Printer);

    private protected override void End()
    {
        IReadOnlyList<AccountPrinter> printers = _printers.FoundOrAll();
        if (Raw)
        {
            WriteReports(printers);
        }
        else
        {
            WriteEvents(printers);
        }
    }

    private void WriteReports(IReadOnlyList<AccountPrinter> printers)
    {
        foreach (BambuPrinterReport report in StreamFrom(printers, (session, devices, cancellation) =>
            session.Printers.WatchReportsAsync(Options(devices), cancellation)))
        {
            WriteObject(report);
        }
    }

    private void WriteEvents(IReadOnlyList<AccountPrinter> printers)
    {
        TimeSpan interval = TimeSpan.FromSeconds(MinIntervalSec);
        using PrintProgress bars = new(this);
        foreach (BambuPrinterEvent item in StreamFrom(printers, (session, devices, cancellation) =>
            session.Printers.WatchAsync(Options(devices) with { MinInterval = interval }, cancellation)))
        {
            bars.Show(item);
            if (EventType is null || EventType.Contains(item.Type))
            {
                WriteObject(item);
            }
        }
    }

    private PrinterWatchOptions Options(IReadOnlyList<BambuDevice> devices) =>
        WatchInput.Options(this, devices, _printers.All, TimeoutSec);
}
