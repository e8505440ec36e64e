using System.Management.Automation;
using BambuCloud.Board;
using BambuCloud.Client.Live;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Output;

namespace BambuCloud.Cmdlets;

/// <summary><c>Show-BambuFleet</c>: a live board of printers, or plain lines where there is no terminal.</summary>
[Cmdlet(VerbsCommon.Show, "BambuFleet", HelpUri = HelpPages.Folder + "Show-BambuFleet.md")]
[OutputType(typeof(string))]
public sealed class ShowBambuFleet : SessionCmdlet
{
    private readonly PrinterCollection _printers;

    /// <summary>Makes the cmdlet.</summary>
    public ShowBambuFleet() => _printers = new PrinterCollection(this);

    /// <summary>The printers; all of the account without them.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [IdOf(nameof(BambuDevice.DeviceId))]
    [ArgumentCompleter(typeof(DeviceIdCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? DeviceId { get; set; }

    /// <summary>What the printers of the board are ordered by.</summary>
    [Parameter]
    public BambuFleetSort SortBy { get; set; }

    /// <summary>Ends it after so many seconds, from when the connection stands.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int? TimeoutSec { get; set; }

    private protected override void Process() => _printers.Add(DeviceId);

    private protected override void End()
    {
        if (_printers.Find() is { Count: > 0 } devices)
        {
            Show(devices, WatchInput.Options(this, _printers.All ? null : devices, TimeoutSec));
        }
    }

    // Apart from the rest: where there is nothing to show, the board is not loaded.
    private void Show(IReadOnlyList<BambuDevice> devices, PrinterWatchOptions options)
    {
        Fleet fleet = new(devices);
        // What -Verbose tells would be written over the board.
        if (!IsTraced && TerminalScreen.IsAvailable(Host, CommandRuntime, MyInvocation))
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
            ConsoleTerminal terminal = new(ViewText.IsColoured(PSObject.AsPSObject(GetVariableValue("PSStyle"))));
            using LiveBoard board = new(fleet, terminal, SortBy, TimeProvider.System);
            Follow(fleet, board, options);
        }
        finally
        {
            afterwards.ForEach(tell => tell());
        }
    }

    private void Follow(Fleet fleet, LiveBoard board, PrinterWatchOptions options)
    {
        Printers printers = GetSession().Cloud.Printers;
        board.Refresh();
        foreach (BambuPrinterEvent? item in Stream(cancellation =>
            printers.WatchAsync(options, cancellation).WithTicks(LiveBoard.KeyInterval, TimeProvider.System, cancellation)))
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
        Printers printers = GetSession().Cloud.Printers;
        FleetLines lines = new();
        foreach (string line in lines.Begin(fleet, TimeProvider.System.GetLocalNow().DateTime))
        {
            WriteObject(line);
        }
        foreach (BambuPrinterEvent item in Stream(cancellation => printers.WatchAsync(options, cancellation)))
        {
            if (lines.Tell(item) is { } line)
            {
                WriteObject(line);
            }
        }
    }
}
