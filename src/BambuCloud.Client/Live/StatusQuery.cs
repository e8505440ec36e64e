using System.Runtime.CompilerServices;
using System.Threading.Channels;
using BambuCloud.Client.Diagnostics;
using BambuCloud.Client.Reports;

namespace BambuCloud.Client.Live;

/// <summary>Asks printers once what they are doing; see <see cref="Printers.GetStatusAsync"/>.</summary>
internal sealed class StatusQuery(Listening listening, IReadOnlyCollection<BambuDevice> devices, TimeProvider time)
{
    /// <summary>How long printers are waited for that the cloud lists as offline: they may have come back.</summary>
    public static readonly TimeSpan OfflineGrace = TimeSpan.FromSeconds(2);

    private readonly Channel<PrinterState> _states = Channel.CreateUnbounded<PrinterState>();
    private readonly HashSet<string> _online = [.. devices.Where(device => device.Online).Select(device => device.DeviceId)];

    /// <summary>Those that have not answered, with what was last heard of them.</summary>
    private readonly Dictionary<string, BambuPrinterStatus> _silent = devices.DistinctBy(device => device.DeviceId)
        .ToDictionary(device => device.DeviceId, BambuPrinterStatus.Of);

    public async IAsyncEnumerable<BambuPrinterStatus> RunAsync(
        TimeSpan timeout, Action<BambuException>? refused, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PrinterListener listener = new(devices)
        {
            Trace = CloudTrace.Listener,
            State = state => _states.Writer.TryWrite(state),
            Refused = fault =>
            {
                _states.Writer.TryWrite(PrinterState.Refused(fault.Subject!));
                refused?.Invoke(fault);
            },
            Failed = fault => _states.Writer.TryComplete(fault),
        };
        TimeSpan duration = _online.Count > 0 || timeout < OfflineGrace ? timeout : OfflineGrace;
        PrinterWatchOptions options = new() { Devices = devices, Duration = duration };
        using ITimer grace = time.CreateTimer(_ => _states.Writer.TryComplete(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        long start = time.GetTimestamp();
        await foreach (PrinterState state in listening
            .ReadAsync(listener, options, () => _states.Writer.TryComplete(), _states.Reader.ReadAllAsync, cancellationToken)
            .ConfigureAwait(false))
        {
            if (Take(state) is { } status)
            {
                yield return status;
            }
            if (_silent.Count == 0)
            {
                break;
            }
            if (_online.Remove(state.Status.DeviceId) && _online.Count == 0)
            {
                TimeSpan left = OfflineGrace - time.GetElapsedTime(start);
                grace.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }
        }
        foreach (BambuPrinterStatus last in _silent.Values)
        {
            yield return last with { State = BambuPrintState.Offline };
        }
    }

    // The first state of a printer that holds now; nothing of one that has answered already, or that is refused.
    private BambuPrinterStatus? Take(PrinterState state)
    {
        string id = state.Status.DeviceId;
        if (!_silent.TryGetValue(id, out BambuPrinterStatus? known))
        {
            return null;
        }
        // It may have been renamed since the connection was made.
        BambuPrinterStatus status = state.Status with { DeviceName = known.DeviceName };
        if (state.IsCurrent || state.IsRefused)
        {
            _silent.Remove(id);
            return state.IsRefused ? null : status;
        }
        _silent[id] = status;
        return null;
    }
}
