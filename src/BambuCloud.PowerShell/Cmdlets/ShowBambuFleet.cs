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
    private readonly PrinterInput _printers;

    /// <summary>Makes the cmdlet.</summary>
    public ShowBambuFleet() => _printers = new PrinterInput(this) { Live = true, Own = true };

    /// <summary>The printers, by id, name or pattern; all of the account without them.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias(nameof(BambuDevice.DeviceId), nameof(BambuPrinterStatus.DeviceName), nameof(BambuDevice.Name))]
    [PrinterNames]
    [ArgumentCompleter(typeof(PrinterCompleter))]
    [SupportsWildcards]
    public PrinterName[]? Printer { get; set; }

    /// <summary>What the printers of the board are ordered by.</summary>
    [Parameter]
    public BambuFleetSort SortBy { get; set; }

    /// <summary>Ends it after so many seconds, from when the connection stands.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int? TimeoutSec { get; set; }

    private protected override void Begin() => EnsureAny(new Given<PrinterName>(Printer));

    private protected override void Process() => AddPrinters(_printers, Printer);

    private protected override void End()
    {
        if (_printers.FoundOrAll() is { Count: > 0 } printers)
        {
            Show(printers);
        }
    }

    // Apart from the rest: where there is nothing to show, the board is not loaded.
    private void Show(IReadOnlyList<AccountPrinter> printers)
    {
        Fleet fleet = new(printers.Select(printer => printer.Device));
        // What -Verbose tells would be written over the board.
        if (!IsTraced && TerminalScreen.IsAvailable(Host, CommandRuntime, MyInvocation))
        {
            Draw(fleet, printers);
        }
        else
        {
            WriteLines(fleet, printers);
        }
    }

    private void Draw(Fleet fleet, IReadOnlyList<AccountPrinter> printers)
    {
        LatestOfEach<BambuPrinterStatus> latest = new(Post, fleet.Take);
        List<Action> afterwards = []; // Nobody would see it on the screen that the board leaves.
        PrinterWatchOptions WithBoard(PrinterWatchOptions options) => options with
        {
            Reported = status => latest.Post(status.DeviceId, status),
            Warned = warning => Post(() => afterwards.Add(() => WriteWarning(Told(warning)))),
            Refused = fault => Post(() =>
            {
                fleet.Refuse(fault.Subject!);
                afterwards.Add(() => WriteError(RecordOf(fault)));
            }),
        };
        try
        {
            ConsoleTerminal terminal = new(ViewText.IsColoured(PSObject.AsPSObject(GetVariableValue("PSStyle"))));
            using LiveBoard board = new(fleet, terminal, SortBy, TimeProvider.System);
            Follow(fleet, board, printers, devices => WithBoard(Options(devices)));
        }
        finally
        {
            afterwards.ForEach(tell => tell());
        }
    }

    private void Follow(
        Fleet fleet, LiveBoard board, IReadOnlyList<AccountPrinter> printers, Func<IReadOnlyList<BambuDevice>, PrinterWatchOptions> options)
    {
        board.Refresh();
        foreach (BambuPrinterEvent? item in Stream(cancellation => MergeFrom(
            printers, (session, devices, cancelled) => session.Printers.WatchAsync(options(devices), cancelled), cancellation)
            .WithTicks(LiveBoard.KeyInterval, TimeProvider.System, cancellation)))
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

    private void WriteLines(Fleet fleet, IReadOnlyList<AccountPrinter> printers)
    {
        FleetLines lines = new();
        foreach (string line in lines.Begin(fleet, TimeProvider.System.GetLocalNow().DateTime))
        {
            WriteObject(line);
        }
        foreach (BambuPrinterEvent item in StreamFrom(printers, (session, devices, cancellation) =>
            session.Printers.WatchAsync(Options(devices), cancellation)))
        {
            if (lines.Tell(item) is { } line)
            {
                WriteObject(line);
            }
        }
    }

    private PrinterWatchOptions Options(IReadOnlyList<BambuDevice> devices) =>
        WatchInput.Options(this, devices, _printers.All, TimeoutSec);
}
