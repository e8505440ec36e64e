using System.Diagnostics;
using BambuCloud.Client.Lan;
using BambuCloud.Client.Live;
using BambuCloud.Client.Session;
using BambuCloud.Simulator;

namespace BambuCloud.Benchmarks;

/// <summary>The ways on which a fleet is heard: the account's broker, and that of each printer that is connected itself.</summary>
internal sealed class SoakWays : IAsyncDisposable
{
    private readonly CloudSession _session;
    private readonly List<PrinterSession> _own = [];

    private SoakWays(CloudSession session) => _session = session;

    /// <summary>Connects to printers themselves; the account's broker helps them out.</summary>
    /// <param name="session">The account's session.</param>
    /// <param name="own">The printers.</param>
    public static async Task<SoakWays> OpenAsync(CloudSession session, IReadOnlyList<SimulatedLanPrinter> own)
    {
        SoakWays ways = new(session);
        Dictionary<string, BambuDevice> devices = (await session.Devices.ListAsync(CancellationToken.None))
            .ToDictionary(device => device.DeviceId);
        foreach (SimulatedLanPrinter printer in own)
        {
            LanPrinterOptions options = new()
            {
                DeviceId = printer.DeviceId,
                Host = "127.0.0.1",
                MqttPort = printer.MqttPort,
                AccessCode = printer.AccessCode,
                Fingerprint = printer.Fingerprint,
            };
            PrinterSession opened = await PrinterSession.OpenAsync(options, devices[printer.DeviceId], CancellationToken.None);
            opened.Account = session;
            ways._own.Add(opened);
        }
        return ways;
    }

    /// <summary>Tells an account what happens on all ways, until it is over.</summary>
    public async Task WatchAsync(SoakAccount account, CancellationToken over)
    {
        HashSet<string> own = [.. _own.Select(printer => printer.Device.DeviceId)];
        BambuDevice[] others = [.. (await _session.Devices.ListAsync(over)).Where(device => !own.Contains(device.DeviceId))];
        List<Task> watches = [WatchAsync(_session.Printers, others, account, over)];
        watches.AddRange(_own.Select(printer => WatchAsync(printer.Printers, [printer.Device], account, over)));
        await await Task.WhenAny(watches); // None ends before it is over but with an error.
        await Task.WhenAll(watches);
    }

    /// <summary>Waits until every printer that is connected itself is heard itself again.</summary>
    /// <returns>How many of them are not.</returns>
    public async Task<int> ReturnAsync(TimeSpan patience)
    {
        long start = Stopwatch.GetTimestamp();
        while (_own.Exists(printer => printer.IsHelpedOut) && Stopwatch.GetElapsedTime(start) < patience)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
        return _own.Count(printer => printer.IsHelpedOut);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (PrinterSession printer in _own)
        {
            await printer.DisposeAsync();
        }
    }

    private static async Task WatchAsync(Printers printers, BambuDevice[] devices, SoakAccount account, CancellationToken over)
    {
        try
        {
            await foreach (BambuPrinterEvent item in printers.WatchAsync(new PrinterWatchOptions { Devices = devices }, over))
            {
                account.Add(item);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // It ends here.
        }
    }
}
