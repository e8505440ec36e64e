using System.Runtime.CompilerServices;
using System.Threading.Channels;
using BambuCloud.Client.Diagnostics;

namespace BambuCloud.Client.Live;

/// <summary>Tells printers something and waits until their reports show it; see <see cref="Printers.SendAsync"/>.</summary>
/// <param name="link">The connection.</param>
/// <param name="listening">How they are heard.</param>
/// <param name="devices">The printers.</param>
/// <param name="time">The clock.</param>
internal sealed class CommandRun(SharedLink link, Listening listening, IReadOnlyCollection<BambuDevice> devices, TimeProvider time)
{
    private readonly Channel<(string DeviceId, object? What)> _heard = Channel.CreateUnbounded<(string, object?)>();

    /// <summary>What becomes of a command with each printer, as it does.</summary>
    /// <param name="commandOf">The command for a printer.</param>
    /// <param name="timeout">How long a printer may take, from when the connection stands.</param>
    /// <param name="cancellationToken">Ends the waiting; the command may have been sent.</param>
    public async IAsyncEnumerable<TResult> RunAsync<TResult>(Func<BambuDevice, PrinterCommand<TResult>> commandOf, TimeSpan timeout,
        [EnumeratorCancellation] CancellationToken cancellationToken) where TResult : class
    {
        if (devices.Count == 0)
        {
            yield break;
        }
        PrinterListener listener = new(devices)
        {
            Trace = CloudTrace.Listener,
            State = state => _heard.Writer.TryWrite((state.Status.DeviceId, state)),
            Answer = (id, answer) => _heard.Writer.TryWrite((id, answer)),
            Refused = fault => _heard.Writer.TryWrite((fault.Subject!, fault)),
            Failed = fault => _heard.Writer.TryComplete(fault),
        };
        Dictionary<string, PrinterCommand<TResult>> left = devices.DistinctBy(device => device.DeviceId)
            .ToDictionary(device => device.DeviceId, commandOf);
        PrinterWatchOptions options = new() { Devices = devices, Duration = timeout };
        await foreach ((string id, object? what) in listening
            .ReadAsync(listener, options, () => _heard.Writer.TryComplete(), HearAsync, cancellationToken).ConfigureAwait(false))
        {
            if (!left.TryGetValue(id, out PrinterCommand<TResult>? told))
            {
                continue;
            }
            if (told.Take(what) is { } result)
            {
                left.Remove(id);
                yield return result;
            }
            else if (told.IsDue)
            {
                _ = SendOnceAsync(id, told.Begin(link.NextSequence()), cancellationToken);
            }
            if (left.Count == 0)
            {
                yield break;
            }
        }
        foreach (PrinterCommand<TResult> told in left.Values)
        {
            yield return told.Overdue();
        }
    }

    private async IAsyncEnumerable<(string DeviceId, object? What)> HearAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using ITimer grace = time.CreateTimer(_ => GiveUpOffline(), null, StatusQuery.OfflineGrace, Timeout.InfiniteTimeSpan);
        await foreach ((string, object?) item in _heard.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }
    }

    private void GiveUpOffline()
    {
        foreach (BambuDevice device in devices.Where(device => !device.Online))
        {
            _heard.Writer.TryWrite((device.DeviceId, null));
        }
    }

    // The reading goes on meanwhile: the printer's answer may be there before the broker's.
    private async Task SendOnceAsync(string id, string request, CancellationToken cancellationToken)
    {
        try
        {
            await link.SendAsync(id, request, cancellationToken).ConfigureAwait(false);
        }
        catch (BambuException fault)
        {
            _heard.Writer.TryWrite((id, fault));
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for it any more.
        }
    }
}
