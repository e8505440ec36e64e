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

    private readonly PrinterCollection _printers;

    /// <summary>Makes the cmdlet.</summary>
    public WatchBambuPrinter() => _printers = new PrinterCollection(this);

    /// <summary>The printers; all of the account without them.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [IdOf(nameof(BambuDevice.DeviceId))]
    [ArgumentCompleter(typeof(DeviceIdCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? DeviceId { get; set; }

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

    /// <summary>Ends it after so many seconds, from when the connection stands.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int? TimeoutSec { get; set; }

    private protected override void Process() => _printers.Add(DeviceId);

    private protected override void End()
    {
        if (_printers.Find() is not { Count: > 0 } devices)
        {
            return;
        }
        PrinterWatchOptions options = WatchInput.Options(this, _printers.All ? null : devices, TimeoutSec);
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
        Printers printers = GetSession().Cloud.Printers;
        foreach (BambuPrinterReport report in Stream(cancellation => printers.WatchReportsAsync(options, cancellation)))
        {
            WriteObject(report);
        }
    }

    private void WriteEvents(PrinterWatchOptions options)
    {
        Printers printers = GetSession().Cloud.Printers;
        using PrintProgress bars = new(this);
        foreach (BambuPrinterEvent item in Stream(cancellation => printers.WatchAsync(options, cancellation)))
        {
            bars.Show(item);
            if (EventType is null || EventType.Contains(item.Type))
            {
                WriteObject(item);
            }
        }
    }
}
