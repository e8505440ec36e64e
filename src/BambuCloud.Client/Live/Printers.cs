using System.Diagnostics;
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

    private readonly SharedLink _link;
    private readonly Listening _listening;
    private readonly Func<CancellationToken, Task<IReadOnlyList<BambuDevice>>> _list;
    private readonly Tasks? _tasks;
    private readonly TimeProvider _time;

    internal Printers(
        SharedLink link, Func<CancellationToken, Task<IReadOnlyList<BambuDevice>>> list, Tasks? tasks, TimeProvider time)
    {
        _tasks = tasks;
        _link = link;
        _listening = new Listening(link, list, time);
        _list = list;
        _time = time;
    }

    /// <summary>Streams what happens to printers until the reader stops. Each printer begins with a <c>Snapshot</c>.</summary>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.ServiceUnreachable"/> or <see cref="BambuErrorKind.CertificateRefused"/> when the connection
    /// cannot be made at first, <see cref="BambuErrorKind.TokenRefused"/> whenever the broker refuses the password,
    /// <see cref="BambuErrorKind.TokenExpired"/> when it is to be connected to again after the token's end,
    /// <see cref="BambuErrorKind.SessionClosed"/> when the session is closed under it.
    /// </exception>
    public async IAsyncEnumerable<BambuPrinterEvent> WatchAsync(
        PrinterWatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyCollection<BambuDevice> devices = options.Devices ?? await _list(cancellationToken).ConfigureAwait(false);
        EventQueue queue = new(QueueCapacity, options.MinInterval, _time);
        PrinterListener listener = new(devices)
        {
            Trace = CloudTrace.Listener,
            Event = queue.Add,
            State = options.Reported is { } reported ? state => TellCurrent(state, reported) : null,
            Refused = options.Refused,
            Warned = options.Warned,
            AllRefused = queue.End,
            Failed = queue.Fail,
        };
        await foreach (BambuPrinterEvent item in _listening.ReadAsync(listener, options, queue.End, queue.ReadAllAsync, cancellationToken)
            .ConfigureAwait(false))
        {
            yield return item;
        }
        if (queue.Conflated > 0)
        {
            CloudTrace.Write(string.Create(CultureInfo.InvariantCulture,
                $"{queue.Conflated} events were conflated into newer ones of their printers"));
        }
    }

    /// <summary>Streams the messages of printers as they came. A reader who is slower loses the oldest ones that wait.</summary>
    /// <exception cref="BambuException">As <see cref="WatchAsync"/>.</exception>
    public async IAsyncEnumerable<BambuPrinterReport> WatchReportsAsync(
        PrinterWatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyCollection<BambuDevice> devices = options.Devices ?? await _list(cancellationToken).ConfigureAwait(false);
        long lost = 0;
        Channel<BambuPrinterReport> reports = Channel.CreateBounded<BambuPrinterReport>(
            new BoundedChannelOptions(QueueCapacity) { FullMode = BoundedChannelFullMode.DropOldest },
            _ => Interlocked.Increment(ref lost));
        PrinterListener listener = new(devices)
        {
            Trace = CloudTrace.Listener,
            Report = report => reports.Writer.TryWrite(report),
            Refused = options.Refused,
            Warned = options.Warned,
            AllRefused = () => reports.Writer.TryComplete(),
            Failed = fault => reports.Writer.TryComplete(fault),
        };
        await foreach (BambuPrinterReport report in _listening
            .ReadAsync(listener, options, () => reports.Writer.TryComplete(), reports.Reader.ReadAllAsync, cancellationToken)
            .ConfigureAwait(false))
        {
            yield return report;
        }
        if (Interlocked.Read(ref lost) is > 0 and long count)
        {
            CloudTrace.Write(string.Create(CultureInfo.InvariantCulture,
                $"{count} reports were lost because the reader was slower than the printers"));
        }
    }

    /// <summary>
    /// The state of printers now, each as soon as it is known. One that does not answer comes with
    /// <see cref="BambuPrintState.Offline"/> when the time is over; those that the cloud lists as offline are waited for only shortly.
    /// </summary>
    /// <param name="devices">The printers.</param>
    /// <param name="timeout">How long they may take, from when the connection stands.</param>
    /// <param name="refused">Told of each printer whose reports the broker refuses.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BambuException">As <see cref="WatchAsync"/>.</exception>
    public IAsyncEnumerable<BambuPrinterStatus> GetStatusAsync(
        IReadOnlyCollection<BambuDevice> devices, TimeSpan timeout, Action<BambuException>? refused, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(devices);
        return new StatusQuery(_listening, devices, _time).RunAsync(timeout, refused, cancellationToken);
    }

    /// <summary>
    /// The places for spools of printers and what is in them, printer by printer as each answers; nothing of those that do not.
    /// </summary>
    /// <inheritdoc cref="GetStatusAsync"/>
    public async IAsyncEnumerable<BambuFilamentSlot> GetFilamentAsync(
        IReadOnlyCollection<BambuDevice> devices, TimeSpan timeout, Action<BambuException>? refused,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (BambuPrinterStatus status in GetStatusAsync(devices, timeout, refused, cancellationToken).ConfigureAwait(false))
        {
            if (status.State != BambuPrintState.Offline)
            {
                foreach (BambuFilamentSlot slot in BambuFilamentSlot.AllOf(status))
                {
                    yield return slot;
                }
            }
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
    public IAsyncEnumerable<BambuCommandResult> SendAsync(
        IReadOnlyCollection<BambuDevice> devices, BambuPrinterCommand command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(devices);
        return new CommandRun(_link, _listening, devices, _time)
            .RunAsync(device => new PrintCommand(device, command), timeout, cancellationToken);
    }

    /// <summary>
    /// Has a printer print a file that lies on it, or that it can fetch (<c>project_file</c>, lan.md), and waits until its own report shows
    /// the print. It is sent once; after a lost connection the printer's report decides whether it began.
    /// </summary>
    /// <param name="device">The printer.</param>
    /// <param name="file">The file, and how it is printed.</param>
    /// <param name="timeout">How long the printer may take, from when the connection stands.</param>
    /// <param name="sending">Told right before it is sent: until then the print cannot begin. It may be called from any thread.</param>
    /// <param name="cancellationToken">Ends the waiting; the print may begin all the same.</param>
    /// <exception cref="BambuException">
    /// Nothing was started where it is <see cref="BambuErrorKind.DeviceBusy"/>, <see cref="BambuErrorKind.DeviceOffline"/>,
    /// <see cref="BambuErrorKind.SubscriptionRefused"/>, <see cref="BambuErrorKind.InvalidSetting"/>,
    /// <see cref="BambuErrorKind.SignatureRequired"/>, or <see cref="BambuErrorKind.PrintRejected"/>: the printer's own word.
    /// <see cref="BambuErrorKind.PrintStartUnconfirmed"/> where nothing showed in time whether it began. Else as <see cref="WatchAsync"/>.
    /// </exception>
    public async Task<BambuPrintJob> StartAsync(
        BambuDevice device, ProjectFile file, TimeSpan timeout, Action? sending, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(file);
        ProjectFile.Ensure(file.Settings);
        CommandRun run = new(_link, _listening, [device], _time);
        await foreach (PrintStartResult result in run.RunAsync(told => new PrintStart(told, file, sending), timeout, cancellationToken)
            .ConfigureAwait(false))
        {
            return result.Job ?? throw result.Fault!;
        }
        throw new UnreachableException(); // A command to one printer has one result.
    }

    /// <summary>
    /// Waits until prints end, each result as it comes. A lost connection is survived: what happened meanwhile is found on the first
    /// report after it. Where nobody could see how a print ended, the cloud's history is asked once; it knows what finished, and does not
    /// tell what failed from what was cancelled.
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
                    yield return result.Outcome == BambuPrintState.Unknown
                        ? await AskHistoryAsync(result, cancellationToken).ConfigureAwait(false)
                        : result;
                }
            }
            if (left.Count == 0)
            {
                yield break;
            }
        }
        foreach (PrintToAwait print in left)
        {
            yield return print.TimedOut();
        }
    }

    private async Task<BambuPrintResult> AskHistoryAsync(BambuPrintResult result, CancellationToken cancellationToken)
    {
        if (_tasks is null || (result.Status?.TaskId ?? result.JobId) is not { } id)
        {
            return result;
        }
        try
        {
            BambuTask task = await _tasks.GetAsync(id, cancellationToken).ConfigureAwait(false);
            return result with { Outcome = task.Verdict, IsAborted = task.IsAborted };
        }
        catch (BambuException fault)
        {
            CloudTrace.Write($"The history does not say how the print '{id}' ended: {fault.Message}");
            return result;
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
}
