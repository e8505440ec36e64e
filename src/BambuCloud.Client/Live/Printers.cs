using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using BambuCloud.Client.Api;
using BambuCloud.Client.Diagnostics;
using BambuCloud.Client.Reports;

namespace BambuCloud.Client.Live;

/// <summary>The account's printers, live: what happens to them, what they are doing, and telling them something.</summary>
public sealed class Printers
{
    private const int QueueCapacity = 4096;

    private static readonly TimeSpan BetweenLists = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan OfflineGrace = TimeSpan.FromSeconds(2);

    private readonly PrinterConnection _connection;
    private readonly Devices _devices;
    private readonly TimeProvider _time;

    internal Printers(PrinterConnection connection, Devices devices, TimeProvider time)
    {
        _connection = connection;
        _devices = devices;
        _time = time;
    }

    /// <summary>Streams what happens to printers until the reader stops. Each printer begins with a <c>Snapshot</c>.</summary>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.ServiceUnreachable"/> or <see cref="BambuErrorKind.CertificateRefused"/> when the connection
    /// cannot be made at first, <see cref="BambuErrorKind.TokenRefused"/> whenever the broker refuses the password, <see cref="BambuErrorKind.TokenExpired"/> when
    /// it is to be connected to again after the token's end,
    /// <see cref="BambuErrorKind.SessionClosed"/> when the session is closed under it.
    /// </exception>
    public async IAsyncEnumerable<BambuPrinterEvent> WatchAsync(PrinterWatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyCollection<BambuDevice> devices = options.Devices ?? await _devices.ListAsync(cancellationToken).ConfigureAwait(false);
        EventQueue queue = new(QueueCapacity, options.MinInterval, _time);
        PrinterListener listener = new(devices)
        {
            Event = queue.Add,
            State = options.Reported is { } reported ? state => TellCurrent(state, reported) : null,
            Refused = options.Refused,
            Warned = options.Warned,
            Deserted = queue.End,
            Failed = queue.Fail,
        };
        await foreach (BambuPrinterEvent item in ListenAsync(listener, devices, options, queue.End, queue.ReadAllAsync, cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }
        if (queue.Merged > 0)
        {
            CloudTrace.Write(string.Create(CultureInfo.InvariantCulture, $"{queue.Merged} events were merged into newer ones of their printers"));
        }
    }

    /// <summary>Streams the messages of printers as they came. A reader who is slower loses the oldest ones that wait.</summary>
    /// <exception cref="BambuException">As <see cref="WatchAsync"/>.</exception>
    public async IAsyncEnumerable<BambuPrinterReport> WatchReportsAsync(
        PrinterWatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyCollection<BambuDevice> devices = options.Devices ?? await _devices.ListAsync(cancellationToken).ConfigureAwait(false);
        long lost = 0;
        Channel<BambuPrinterReport> reports = Channel.CreateBounded<BambuPrinterReport>(
            new BoundedChannelOptions(QueueCapacity) { FullMode = BoundedChannelFullMode.DropOldest }, _ => Interlocked.Increment(ref lost));
        PrinterListener listener = new(devices)
        {
            Report = report => reports.Writer.TryWrite(report),
            Refused = options.Refused,
            Warned = options.Warned,
            Deserted = () => reports.Writer.TryComplete(),
            Failed = fault => reports.Writer.TryComplete(fault),
        };
        await foreach (BambuPrinterReport report in ListenAsync(
            listener, devices, options, () => reports.Writer.TryComplete(), reports.Reader.ReadAllAsync, cancellationToken).ConfigureAwait(false))
        {
            yield return report;
        }
        if (Interlocked.Read(ref lost) is > 0 and long count)
        {
            CloudTrace.Write(string.Create(CultureInfo.InvariantCulture, $"{count} reports were lost because the reader was slower than the printers"));
        }
    }

    /// <summary>
    /// The state of printers now, each as soon as it is known. One that does not answer comes with
    /// <see cref="BambuPrinterState.Offline"/> when the time is over; those that the cloud lists as offline are waited for only shortly.
    /// </summary>
    /// <exception cref="BambuException">As <see cref="WatchAsync"/>.</exception>
    public async IAsyncEnumerable<BambuPrinterStatus> GetStatusAsync(
        IReadOnlyCollection<BambuDevice> devices, TimeSpan timeout, Action<BambuException>? refused, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(devices);
        Channel<PrinterState> states = Channel.CreateUnbounded<PrinterState>();
        HashSet<string> online = [.. devices.Where(device => device.Online).Select(device => device.DeviceId)];
        Dictionary<string, BambuPrinterStatus> silent = devices.DistinctBy(device => device.DeviceId)
            .ToDictionary(device => device.DeviceId, device => new BambuPrinterStatus { DeviceId = device.DeviceId, DeviceName = device.Name });
        PrinterListener listener = new(devices)
        {
            State = state => states.Writer.TryWrite(state),
            Refused = fault =>
            {
                states.Writer.TryWrite(PrinterState.Refused(fault.Subject!));
                refused?.Invoke(fault);
            },
            Failed = fault => states.Writer.TryComplete(fault),
        };
        PrinterWatchOptions options = new() { Devices = devices, Duration = online.Count > 0 || timeout < OfflineGrace ? timeout : OfflineGrace };
        long start = _time.GetTimestamp();
        ITimer? grace = null;
        try
        {
            await foreach (PrinterState state in ListenAsync(
                listener, devices, options, () => states.Writer.TryComplete(), states.Reader.ReadAllAsync, cancellationToken).ConfigureAwait(false))
            {
                string id = state.Status.DeviceId;
                if (!silent.TryGetValue(id, out BambuPrinterStatus? known))
                {
                    continue; // It has answered already.
                }
                BambuPrinterStatus status = state.Status with { DeviceName = known.DeviceName }; // It may have been renamed since the connection was made.
                if (!state.IsCurrent && !state.IsRefused)
                {
                    silent[id] = status;
                    continue;
                }
                silent.Remove(id);
                if (!state.IsRefused)
                {
                    yield return status;
                }
                if (silent.Count == 0)
                {
                    break;
                }
                if (online.Remove(id) && online.Count == 0)
                {
                    TimeSpan left = OfflineGrace - _time.GetElapsedTime(start);
                    grace = _time.CreateTimer(_ => states.Writer.TryComplete(), null, left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
                }
            }
        }
        finally
        {
            grace?.Dispose();
        }
        foreach (BambuPrinterStatus last in silent.Values)
        {
            yield return last with { State = BambuPrinterState.Offline };
        }
    }

    /// <summary>
    /// Tells printers something about their prints, and waits for each until its own report shows it, it refuses, or the time is
    /// over; those that the cloud lists as offline are waited for only shortly unless they answer. Where a printer is in that state
    /// already, or prints nothing, nothing is sent to it. To each it is sent once.
    /// </summary>
    /// <param name="devices">The printers.</param>
    /// <param name="command">What they are told.</param>
    /// <param name="timeout">How long a printer may take, from when the connection stands.</param>
    /// <param name="cancellationToken">Ends the waiting; the command may have been sent.</param>
    /// <exception cref="BambuException">As <see cref="WatchAsync"/>.</exception>
    public async IAsyncEnumerable<BambuCommandResult> SendAsync(
        IReadOnlyCollection<BambuDevice> devices, BambuPrinterCommand command, TimeSpan timeout, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(devices);
        if (devices.Count == 0)
        {
            yield break;
        }
        Channel<(string DeviceId, object What)> heard = Channel.CreateUnbounded<(string, object)>();
        PrinterListener listener = new(devices)
        {
            State = state => heard.Writer.TryWrite((state.Status.DeviceId, state)),
            Answer = (id, answer) => heard.Writer.TryWrite((id, answer)),
            Refused = fault => heard.Writer.TryWrite((fault.Subject!, fault)),
            Failed = fault => heard.Writer.TryComplete(fault),
        };
        Dictionary<string, PrinterCommand> left = devices.DistinctBy(device => device.DeviceId)
            .ToDictionary(device => device.DeviceId, device => new PrinterCommand(device, command));
        PrinterWatchOptions options = new() { Devices = devices, Duration = timeout };
        await foreach ((string id, object what) in ListenAsync(
            listener, devices, options, () => heard.Writer.TryComplete(), HearAsync, cancellationToken).ConfigureAwait(false))
        {
            if (!left.TryGetValue(id, out PrinterCommand? told))
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
                told.Sequence = _connection.NextSequence();
                _ = SendOnceAsync(id, told.Sequence);
            }
            if (left.Count == 0)
            {
                yield break;
            }
        }
        foreach (PrinterCommand told in left.Values)
        {
            yield return told.Unconfirmed();
        }

        async IAsyncEnumerable<(string, object)> HearAsync([EnumeratorCancellation] CancellationToken reading)
        {
            using ITimer grace = _time.CreateTimer(_ => GiveUpOffline(), null, OfflineGrace, Timeout.InfiniteTimeSpan);
            await foreach ((string, object) item in heard.Reader.ReadAllAsync(reading).ConfigureAwait(false))
            {
                yield return item;
            }
        }

        void GiveUpOffline()
        {
            foreach (BambuDevice device in devices.Where(device => !device.Online))
            {
                heard.Writer.TryWrite((device.DeviceId, PrinterCommand.GraceOver));
            }
        }

        // The reading goes on meanwhile: the printer's answer may be there before the broker's.
        async Task SendOnceAsync(string id, string sequence)
        {
            try
            {
                await _connection.SendAsync(id, command, sequence, cancellationToken).ConfigureAwait(false);
            }
            catch (BambuException fault)
            {
                heard.Writer.TryWrite((id, fault));
            }
            catch (OperationCanceledException)
            {
                // Nobody waits for it any more.
            }
        }
    }

    /// <summary>
    /// Waits until prints end, each result as it comes. A lost connection is survived: what happened meanwhile is found on the first
    /// report after it.
    /// </summary>
    /// <param name="prints">The prints.</param>
    /// <param name="timeout">How long in all, from when the connection stands; <see langword="null"/> for no end.</param>
    /// <param name="progress">Told of everything that happens to the printers meanwhile.</param>
    /// <param name="warned">As <see cref="PrinterWatchOptions.Warned"/>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="BambuException">As <see cref="WatchAsync"/>.</exception>
    public async IAsyncEnumerable<BambuPrintResult> WaitAsync(
        IReadOnlyCollection<PrintToAwait> prints, TimeSpan? timeout, Action<BambuPrinterEvent>? progress, Action<BambuException>? warned,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prints);
        List<PrintToAwait> left = [.. prints];
        BambuDevice[] devices = [.. prints.Select(print => print.Device).DistinctBy(device => device.DeviceId)];
        PrinterWatchOptions options = new() { Devices = devices, Duration = timeout, Warned = warned };
        await foreach (BambuPrinterEvent item in WatchAsync(options, cancellationToken).ConfigureAwait(false))
        {
            progress?.Invoke(item);
            foreach (PrintToAwait print in left.ToArray())
            {
                if (print.Device.DeviceId == item.DeviceId && print.Take(item) is { } result)
                {
                    left.Remove(print);
                    yield return result;
                }
            }
            if (left.Count == 0)
            {
                yield break;
            }
        }
        foreach (PrintToAwait print in left)
        {
            yield return print.TimedOut(_time.GetUtcNow().LocalDateTime);
        }
    }

    // What a printer says before its first full report is not its state, nor what it said before the connection was gone.
    private static void TellCurrent(PrinterState state, Action<BambuPrinterStatus> reported)
    {
        if (state.IsCurrent)
        {
            reported(state.Status);
        }
    }

    private async IAsyncEnumerable<T> ListenAsync<T>(
        PrinterListener listener, IReadOnlyCollection<BambuDevice> devices, PrinterWatchOptions options, Action end,
        Func<CancellationToken, IAsyncEnumerable<T>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task growing = Task.CompletedTask;
        try
        {
            await _connection.JoinAsync(listener, devices, cancellationToken).ConfigureAwait(false);
            if (options.Devices is null)
            {
                growing = GrowAsync(listener, leaving.Token);
            }
            using ITimer over = _time.CreateTimer(_ => end(), null, options.Duration ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            await foreach (T item in read(cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }
        }
        finally
        {
            await leaving.CancelAsync().ConfigureAwait(false);
            try
            {
                await growing.ConfigureAwait(false);
            }
            finally
            {
                await _connection.LeaveAsync(listener).ConfigureAwait(false);
            }
        }
    }

    // Printers that are bound while the account is watched are heard from then on.
    private async Task GrowAsync(PrinterListener listener, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(BetweenLists, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                try
                {
                    await _connection.ExtendAsync(listener, await _devices.ListAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
                }
                catch (BambuException fault)
                {
                    CloudTrace.Write($"Printers that are new could not be found or heard: {fault.Message}");
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The watch is over.
        }
    }
}
