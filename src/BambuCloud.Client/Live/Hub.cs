using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using BambuCloud.Client.Reports;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Live;

/// <summary>
/// Who listens to which printer of one broker: takes what the link brings to the fleet, and tells each listener what concerns it.
/// It has no network and awaits nothing; one lock guards it, and every listener is told under it.
/// </summary>
internal sealed class Hub : IBrokerLinkObserver, IDisposable
{
    private readonly object _lock = new();
    private readonly Redaction _redaction;
    private readonly Func<BambuException?> _warning;
    private readonly TimeProvider _time;
    private readonly Fleet _fleet;
    private readonly List<PrinterListener> _listeners = [];
    private readonly ITimer _deciding;
    private DateTimeOffset? _decision;
    private volatile bool _traced;

    /// <param name="redaction">Takes out of texts and raw messages what must not be shown.</param>
    /// <param name="warning">
    /// What a user who watches for weeks should be told once, when it is time to; it is asked every few seconds.
    /// </param>
    /// <param name="time">The clock.</param>
    public Hub(Redaction redaction, Func<BambuException?> warning, TimeProvider time)
    {
        _redaction = redaction;
        _warning = warning;
        _time = time;
        _fleet = new Fleet(redaction, time);
        _deciding = time.CreateTimer(_ => Decide(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public bool IsTraced => _traced;

    /// <summary>Called when there may be a printer to ask.</summary>
    public Action? ToAsk { get; set; }

    /// <summary>The printer whose own connection it is; <see langword="null"/> where it is that of an account's printers.</summary>
    public string? Owner { get; init; }

    /// <summary>Whether there is a printer to ask.</summary>
    public bool HasToAsk
    {
        get
        {
            lock (_lock)
            {
                return _fleet.HasToAsk;
            }
        }
    }

    /// <summary>
    /// Adds a listener to its printers, unless the link is over: that is looked at in one go, or its last listener could end it between.
    /// </summary>
    public bool TryAdd(PrinterListener listener, BrokerLink? link)
    {
        lock (_lock)
        {
            if (link is { Ended: true })
            {
                return false;
            }
            _listeners.Add(listener);
            _traced |= listener.Trace is not null;
            foreach (BambuDevice device in listener.Devices)
            {
                AddListener(listener, device);
            }
            return true;
        }
    }

    /// <summary>Lets a listener hear more printers.</summary>
    public void Extend(PrinterListener listener, IEnumerable<BambuDevice> devices)
    {
        lock (_lock)
        {
            foreach (BambuDevice device in devices.Where(listener.Add))
            {
                AddListener(listener, device);
            }
        }
    }

    /// <summary>Takes a listener away.</summary>
    /// <param name="listener">The listener.</param>
    /// <param name="last">Done in the same moment where it was the last one.</param>
    /// <returns>The printers that nobody hears any more, and whether it was the last one.</returns>
    public (IReadOnlyList<string> Unheard, bool Last) Remove(PrinterListener listener, Action last)
    {
        lock (_lock)
        {
            _listeners.Remove(listener);
            _traced = _listeners.Exists(other => other.Trace is not null);
            List<string> unheard = [];
            foreach (string id in listener.DeviceIds)
            {
                if (_fleet.TryGet(id, out TrackedPrinter? printer) && printer.Listeners.Remove(listener) && printer.Listeners.Count == 0)
                {
                    _fleet.Forget(printer);
                    unheard.Add(id);
                }
            }
            if (_listeners.Count == 0)
            {
                last();
            }
            return (unheard, _listeners.Count == 0);
        }
    }

    /// <summary>Those of some printers that nobody hears: somebody may have come meanwhile.</summary>
    public string[] StillUnheard(IEnumerable<string> deviceIds)
    {
        lock (_lock)
        {
            return [.. deviceIds.Where(id => !_fleet.TryGet(id, out _))];
        }
    }

    /// <summary>The printers that are not subscribed on a connection.</summary>
    public TrackedPrinter[] NotSubscribed(int connection)
    {
        lock (_lock)
        {
            return [.. _fleet.Printers.Where(printer => printer.Connection != connection && !printer.CostsConnection)];
        }
    }

    /// <summary>Takes in what a broker said of a subscription.</summary>
    /// <param name="printers">The printers.</param>
    /// <param name="refusedTopics">Those that it refused.</param>
    /// <param name="connection">The number of the connection.</param>
    /// <param name="helpedOut">Whether it is the cloud's, in place of the printer's own.</param>
    public void Subscribed(TrackedPrinter[] printers, IReadOnlyList<string> refusedTopics, int connection, bool helpedOut)
    {
        BambuConnection way = Owner is null || helpedOut ? BambuConnection.Cloud : BambuConnection.Lan;
        lock (_lock)
        {
            foreach (TrackedPrinter printer in printers)
            {
                if (refusedTopics.Contains(printer.ReportTopic))
                {
                    TellRefused(printer);
                }
                else
                {
                    _fleet.Subscribed(printer, connection, way);
                }
            }
        }
        ToAsk?.Invoke();
    }

    /// <summary>Takes in that the connection broke while the reports of printers were subscribed.</summary>
    public void SubscriptionBroke(TrackedPrinter[] printers)
    {
        if (printers is not [var only])
        {
            return; // It may be any of them.
        }
        lock (_lock)
        {
            only.BrokenSubscriptions++;
            if (only.CostsConnection)
            {
                only.Listeners.ForEach(listener => listener.Refuse(only.DeviceId, CostsConnection(only)));
            }
        }
    }

    /// <summary>The next printer to ask, which counts as asked now.</summary>
    public bool TryTakeToAsk([NotNullWhen(true)] out string? deviceId, out PrinterQuestion question)
    {
        lock (_lock)
        {
            bool taken = _fleet.TryTakeToAsk(out TrackedPrinter? printer, out question);
            deviceId = printer?.DeviceId;
            return taken;
        }
    }

    /// <summary>Looks after what no message tells; see <see cref="Fleet.LookAfter"/>.</summary>
    public void LookAfter(int connection)
    {
        lock (_lock)
        {
            if (_listeners.Exists(listener => listener.Warned is not null) && _warning() is { } soon)
            {
                _listeners.ForEach(listener => listener.Warned?.Invoke(soon));
            }
            Tell(_fleet.LookAfter(connection));
        }
        ToAsk?.Invoke();
    }

    /// <summary>Forgets all printers: the connection over which they were heard is gone for good.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _fleet.Clear();
        }
    }

    /// <summary>Ends every listening with an error.</summary>
    public void FailAll(Exception fault)
    {
        lock (_lock)
        {
            _listeners.ForEach(listener => listener.Failed?.Invoke(fault));
        }
    }

    /// <inheritdoc/>
    public void Received(string topic, ReadOnlySequence<byte> payload)
    {
        bool ask = false;
        lock (_lock)
        {
            if (_fleet.TryGetByTopic(topic, out TrackedPrinter? printer))
            {
                Tell(printer, _fleet.Take(printer, payload), payload);
                Schedule();
                ask = _fleet.HasToAsk;
            }
        }
        if (ask)
        {
            ToAsk?.Invoke();
        }
    }

    /// <inheritdoc/>
    public void Lost(string reason)
    {
        lock (_lock)
        {
            _fleet.Interrupt();
            Broadcast(OfConnection(BambuPrinterEventType.Disconnected) with { Reason = reason });
        }
    }

    /// <summary>The connection stands again.</summary>
    public void Restored()
    {
        lock (_lock)
        {
            Broadcast(OfConnection(BambuPrinterEventType.Reconnected));
        }
    }

    /// <inheritdoc/>
    public void Trace(string line)
    {
        lock (_lock)
        {
            _listeners.ForEach(listener => listener.Trace?.Invoke(line));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _deciding.Dispose();

    private void Decide()
    {
        lock (_lock)
        {
            _decision = null;
            Tell(_fleet.Decide());
            Schedule();
        }
    }

    private void Schedule()
    {
        if (_fleet.NextDecision is { } next && next != _decision)
        {
            _decision = next;
            TimeSpan left = next - _time.GetUtcNow();
            _deciding.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private void AddListener(PrinterListener listener, BambuDevice device)
    {
        TrackedPrinter printer = _fleet.Track(device);
        if (printer.Listeners.Contains(listener))
        {
            return;
        }
        printer.Listeners.Add(listener);
        if (printer.CostsConnection)
        {
            listener.Refuse(printer.DeviceId, CostsConnection(printer));
        }
        if (!printer.State.Complete)
        {
            return;
        }
        if (printer.State.IsCurrent)
        {
            listener.Tell(SnapshotOf(printer));
        }
        else
        {
            listener.AwaitSnapshot(printer.DeviceId); // What it said last may be long over.
        }
        listener.State?.Invoke(printer.State);
    }

    private void Tell(IReadOnlyList<BambuPrinterEvent> events)
    {
        foreach (BambuPrinterEvent item in events)
        {
            if (_fleet.TryGet(item.DeviceId!, out TrackedPrinter? printer))
            {
                printer.Listeners.ForEach(listener => listener.Tell(item));
            }
        }
    }

    private void Tell(TrackedPrinter printer, FleetReport report, ReadOnlySequence<byte> payload)
    {
        BambuPrinterReport? raw = null;
        foreach (PrinterListener listener in printer.Listeners)
        {
            if (printer.State.IsCurrent && listener.TakeAwaited(printer.DeviceId))
            {
                listener.Tell(SnapshotOf(printer));
            }
            report.Events.ForEach(listener.Tell);
            if (listener.Report is not null)
            {
                listener.TellReport(raw ??= ReportOf(printer, payload));
            }
            switch (report.Kind)
            {
                case ReportKind.Full or ReportKind.Delta or ReportKind.Versions:
                    listener.State?.Invoke(printer.State);
                    break;
                case ReportKind.Answer:
                    listener.Answer?.Invoke(printer.DeviceId, report.Answer!);
                    break;
                case ReportKind.Broken when report.FirstBroken:
                    listener.Warned?.Invoke(Unreadable(printer));
                    break;
            }
        }
    }

    private static BambuException Unreadable(TrackedPrinter printer) => new(BambuErrorKind.ReportUnreadable,
        $"Printer '{printer.DeviceId}' sent a report that is no JSON. Nothing comes of such reports; this is told once.")
    {
        Subject = printer.DeviceId,
    };

    private static void TellRefused(TrackedPrinter printer)
    {
        BambuException fault = new(BambuErrorKind.SubscriptionRefused, $"The broker refuses the reports of printer '{printer.DeviceId}'.")
        {
            Subject = printer.DeviceId,
        };
        printer.Listeners.ForEach(listener => listener.Refuse(printer.DeviceId, fault));
    }

    private static BambuException CostsConnection(TrackedPrinter printer) => new(BambuErrorKind.SubscriptionRefused,
        $"The broker ends the connection whenever the reports of printer '{printer.DeviceId}' are asked for. It is left out.")
    {
        Subject = printer.DeviceId,
    };

    private BambuPrinterEvent OfConnection(BambuPrinterEventType type) => new() { DeviceId = Owner, Timestamp = Now(), Type = type };

    private void Broadcast(BambuPrinterEvent item) => _listeners.ForEach(listener => listener.Tell(item));

    private BambuPrinterEvent SnapshotOf(TrackedPrinter printer) =>
        new() { DeviceId = printer.DeviceId, Timestamp = Now(), Type = BambuPrinterEventType.Snapshot, Status = printer.State.Status };

    // A printer tells its access code to whoever asks, and all hear it.
    private BambuPrinterReport ReportOf(TrackedPrinter printer, ReadOnlySequence<byte> payload) => new()
    {
        DeviceId = printer.DeviceId,
        Timestamp = Now(),
        Payload = System.Text.Encoding.UTF8.GetString(_redaction.OfJson(JsonOf(payload.ToArray()), named: true)),
    };

    private static byte[] JsonOf(byte[] payload) => ReportRepair.Mend(payload) ?? payload;

    private DateTime Now() => _time.GetUtcNow().UtcDateTime;
}
