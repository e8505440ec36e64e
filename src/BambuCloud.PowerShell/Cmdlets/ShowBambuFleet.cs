using System.Management.Automation;
using BambuCloud.Board;
using BambuCloud.Client.Live;
using BambuCloud.Output;

namespace BambuCloud.Cmdlets;

/// <summary><c>Show-BambuFleet</c>: a live board of printers, or plain lines where there is no terminal.</summary>
[Cmdlet(VerbsCommon.Show, "BambuFleet", HelpUri = HelpPages.Folder + "Show-BambuFleet.md")]
[OutputType(typeof(string))]
public sealed class ShowBambuFleet : WatchCmdlet
{
    /// <summary>What the printers of the board are ordered by.</summary>
    [Parameter]
    public BambuFleetSort SortBy { get; set; }

    private protected override void Watch(IReadOnlyList<BambuDevice> devices, PrinterWatchOptions options)
    {
        Fleet fleet = new(devices);
        // What -Verbose tells would be written over the board.
        if (!IsTraced && OwnScreen.IsGiven(Host, CommandRuntime, MyInvocation))
        {
            Draw(fleet, options);
        }
        else
        {
            WriteLines(fleet, options);
        }
    }

    private void Draw(Fleet fleet, PrinterWatchOptions options)
    {
        List<Action> afterwards = []; // Nobody would see it on the screen that the board leaves.
        options = options with
        {
            Reported = status => Post(() => fleet.Take(status)),
            Warned = warning => Post(() => afterwards.Add(() => WriteWarning(RecommendedAction.Told(warning)))),
            Refused = fault => Post(() =>
            {
                fleet.Refuse(fault.Subject!);
                afterwards.Add(() => WriteError(ErrorRecords.Of(fault)));
            }),
        };
        try
        {
            using LiveBoard board = new(fleet, new ConsoleTerminal(ViewText.IsColoured(PSObject.AsPSObject(GetVariableValue("PSStyle")))), SortBy, TimeProvider.System);
            Follow(fleet, board, options);
        }
        finally
        {
            afterwards.ForEach(tell => tell());
        }
    }

    private void Follow(Fleet fleet, LiveBoard board, PrinterWatchOptions options)
    {
        board.Refresh();
        foreach (BambuPrinterEvent? item in Stream(cancellation =>
            Cloud.Printers.WatchAsync(options, cancellation).WithTicks(LiveBoard.KeyInterval, TimeProvider.System, cancellation)))
        {
            if (item is not null)
            {
                fleet.Take(item);
            }
            else if (!board.Refresh())
            {
                break;
            }
        }
    }

    private void WriteLines(Fleet fleet, PrinterWatchOptions options)
    {
        FleetLines lines = new();
        foreach (string line in lines.Begin(fleet, TimeProvider.System.GetLocalNow().DateTime))
        {
            WriteObject(line);
        }
        foreach (BambuPrinterEvent item in Stream(cancellation => Cloud.Printers.WatchAsync(options, cancellation)))
        {
            if (lines.Tell(item) is { } line)
            {
                WriteObject(line);
            }
        }
    }
}
