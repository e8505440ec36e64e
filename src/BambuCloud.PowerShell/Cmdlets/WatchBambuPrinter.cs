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
public sealed class WatchBambuPrinter : WatchCmdlet
{
    private const string EventSet = "Event";
    private const string RawSet = "Raw";

    /// <summary>Only these events.</summary>
    [Parameter(ParameterSetName = EventSet)]
    [ValidateNotNullOrEmpty]
    public BambuPrinterEventType[]? EventType { get; set; }

    /// <summary>Of each printer's progress, layers and snapshots no more than one in this time; other events never wait.</summary>
    [Parameter(ParameterSetName = EventSet)]
    [Seconds]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public TimeSpan MinInterval { get; set; }

    /// <summary>The printers' messages as they came, but for secrets.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RawSet)]
    public SwitchParameter Raw { get; set; }

    private protected override void Watch(IReadOnlyList<BambuDevice> devices, PrinterWatchOptions options)
    {
        if (Raw)
        {
            WriteReports(options);
        }
        else
        {
            WriteEvents(options with { MinInterval = MinInterval });
        }
    }

    private void WriteReports(PrinterWatchOptions options)
    {
        foreach (BambuPrinterReport report in Stream(cancellation => Cloud.Printers.WatchReportsAsync(options, cancellation)))
        {
            WriteObject(report);
        }
    }

    private void WriteEvents(PrinterWatchOptions options)
    {
        using PrintProgress bars = new(this);
        foreach (BambuPrinterEvent item in Stream(cancellation => Cloud.Printers.WatchAsync(options, cancellation)))
        {
            bars.Show(item);
            if (EventType is null || EventType.Contains(item.Type))
            {
                WriteObject(item);
            }
        }
    }
}
