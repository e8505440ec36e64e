using System.Threading.Channels;
using BambuCloud.Client.Api;
using BambuCloud.Client.Live;
using BambuCloud.Client.Session;

namespace BambuCloud.Client.Tests;

/// <summary>A watch that runs beside the test and keeps what it hears.</summary>
internal sealed class PrinterWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = CancellationTokenSource
        .CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Channel<BambuPrinterEvent> _unread = Channel.CreateUnbounded<BambuPrinterEvent>();
    private readonly List<BambuPrinterEvent> _heard = [];

    private PrinterWatch(Func<Printers> printers, PrinterWatchOptions options) => Ended = RunAsync(printers, options);

    /// <summary>Done when the watch is over, with its error.</summary>
    public Task Ended { get; }

    /// <summary>The printers that the broker refused.</summary>
    public List<BambuException> Refused { get; } = [];

    /// <summary>What the user is warned of.</summary>
    public List<BambuException> Warned { get; } = [];

    /// <summary>Everything that was read so far.</summary>
    public IReadOnlyList<BambuPrinterEvent> Heard => _heard;

    public static PrinterWatch Start(CloudSession session, params BambuDevice[] devices) =>
        Start(session, new PrinterWatchOptions { Devices = devices });

    public static PrinterWatch Start(CloudSession session, PrinterWatchOptions options) => new(() => session.Printers, options);

    /// <summary>Watches a printer that is connected itself, and waits until it has told its state.</summary>
    public static async Task<PrinterWatch> StartAsync(PrinterSession printer)
    {
        PrinterWatch watch = new(() => printer.Printers, new PrinterWatchOptions { Devices = [printer.Device] });
        await watch.UntilAsync(BambuPrinterEventType.Snapshot);
        return watch;
    }

    /// <summary>Watches all printers of the account, also those that are bound later.</summary>
    public static PrinterWatch StartAll(CloudSession session) => Start(session, new PrinterWatchOptions());

    /// <summary>Starts and waits until each printer has told its state.</summary>
    public static async Task<PrinterWatch> StartAsync(CloudSession session, params BambuDevice[] devices)
    {
        PrinterWatch watch = Start(session, devices);
        foreach (BambuDevice _ in devices)
        {
            await watch.UntilAsync(BambuPrinterEventType.Snapshot);
        }
        return watch;
    }

    /// <summary>Reads on until an event of the type.</summary>
    public Task<BambuPrinterEvent> UntilAsync(BambuPrinterEventType type) => UntilAsync(item => item.Type == type, $"{type}");

    public async Task<BambuPrinterEvent> UntilAsync(Func<BambuPrinterEvent, bool> wanted, string what, TimeSpan? patience = null)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(patience ?? CloudFixture.Patience);
        try
        {
            while (true)
            {
                BambuPrinterEvent item = await _unread.Reader.ReadAsync(limit.Token);
                _heard.Add(item);
                if (wanted(item))
                {
                    return item;
                }
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Not within {patience ?? CloudFixture.Patience}: {what}; heard {string.Join(", ", _heard)}");
        }
    }

    /// <summary>The kinds of what was read, without progress, layers and stages.</summary>
    public IEnumerable<BambuPrinterEventType> Transitions(string? deviceId = null) => _heard
        .Where(item => deviceId is null || item.DeviceId == deviceId)
        .Select(item => item.Type)
        .Where(type => type is not (BambuPrinterEventType.ProgressChanged or BambuPrinterEventType.LayerChanged
            or BambuPrinterEventType.StageChanged or BambuPrinterEventType.StateChanged));

    /// <summary>Leaves, as a user does, and waits until the watch is over.</summary>
    public async Task LeaveAsync()
    {
        await _leaving.CancelAsync();
        try
        {
            await Ended.WaitAsync(CloudFixture.Patience, TestContext.Current.CancellationToken);
        }
        catch (Exception over) when (over is OperationCanceledException or BambuException)
        {
            // How a watch ends that is left, or that was over before; a test that asks for more awaits Ended itself.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        _leaving.Dispose();
    }

    private async Task RunAsync(Func<Printers> printers, PrinterWatchOptions options)
    {
        try
        {
            await foreach (BambuPrinterEvent item in printers().WatchAsync(
                options with { Refused = Refused.Add, Warned = Warned.Add }, _leaving.Token))
            {
                _unread.Writer.TryWrite(item);
            }
        }
        catch (Exception fault)
        {
            _unread.Writer.TryComplete(fault is OperationCanceledException ? null : fault);
            throw;
        }
    }
}
