using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using BambuCloud.Client.Reports;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Live;

/// <summary>
/// The printers that somebody listens to, as far as they are known: their states, how long they have been silent, and which of them
/// to ask for what. It has a clock, no network and no thread of its own: whoever calls it guards it.
/// </summary>
/// <param name="redaction">What is taken out of the texts of reports.</param>
/// <param name="time">The clock.</param>
internal sealed class Fleet(Redaction redaction, TimeProvider time)
{
    /// <summary>How often <see cref="LookAfter"/> is to be called.</summary>
    public static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    /// <summary>A full state is heavy for a printer and for the line → a large fleet is asked little by little.</summary>
    public const int AskedAtOnce = 20;

    /// <summary>The pause between any two <see cref="AskedAtOnce"/>.</summary>
    public static readonly TimeSpan BetweenAskings = TimeSpan.FromMilliseconds(250);

    // A minute, counted in looks at the printers and not on the clock: that goes on while this machine sleeps and hears nothing.
    private const int LongestSilence = 13;

    // An idle printer may say nothing for minutes → it is asked before it is called offline, and now and then when it is.
    private static readonly int[] AskedWhenSilent = [9, 11, 24, 48];
    private const int BetweenLaterQuestions = 60;

    private readonly PrinterStateEngine _engine = new(redaction);
    private readonly Dictionary<string, TrackedPrinter> _byId = [];
    private readonly Dictionary<string, TrackedPrinter> _byTopic = [];
    private readonly Queue<TrackedPrinter> _toAsk = [];
    private readonly List<BambuPrinterEvent> _events = [];

    private readonly Dictionary<string, PrinterMemory> _remembered = [];

    /// <summary>When the end of a job is to be decided of which nothing more was heard; null for none.</summary>
    public DateTimeOffset? NextDecision { get; private set; }

    /// <summary>The printers.</summary>
    public IReadOnlyCollection<TrackedPrinter> Printers => _byId.Values;

    /// <summary>Whether a printer is to be asked for its full state.</summary>
    public bool HasToAsk => _toAsk.Count > 0;

    /// <summary>The printer, which is known from now on if it was not.</summary>
    public TrackedPrinter Track(BambuDevice device)
    {
        if (!_byId.TryGetValue(device.DeviceId, out TrackedPrinter? printer))
        {
            printer = _remembered.TryGetValue(device.DeviceId, out PrinterMemory? memory) ? new TrackedPrinter(device, memory)
                : new TrackedPrinter(PrinterState.Of(device));
            _byId.Add(printer.DeviceId, printer);
            _byTopic.Add(printer.ReportTopic, printer);
        }
        return printer;
    }

    public bool TryGet(string deviceId, [NotNullWhen(true)] out TrackedPrinter? printer) => _byId.TryGetValue(deviceId, out printer);

    public bool TryGetByTopic(string topic, [NotNullWhen(true)] out TrackedPrinter? printer) => _byTopic.TryGetValue(topic, out printer);

    /// <summary>
    /// Forgets a printer: what it does from now on is not heard, so that what it did is no news for the next one who asks.
    /// </summary>
    public void Forget(TrackedPrinter printer)
    {
        _byId.Remove(printer.DeviceId);
        _byTopic.Remove(printer.ReportTopic);
        Remember(printer);
    }

    /// <summary>Forgets all printers.</summary>
    public void Clear()
    {
        foreach (TrackedPrinter printer in _byId.Values)
        {
            Remember(printer);
        }
        _byId.Clear();
        _byTopic.Clear();
        _toAsk.Clear();
    }

    /// <summary>Marks all states as what was heard before the connection was lost.</summary>
    public void Interrupt()
    {
        foreach (TrackedPrinter printer in _byId.Values)
        {
            printer.State = printer.State with { Interrupted = true };
        }
    }

    /// <summary>A printer's reports come over a connection from now on; it is asked for its full state.</summary>
    /// <param name="printer">The printer.</param>
    /// <param name="connection">The number of the connection.</param>
    /// <param name="way">On which way it goes.</param>
    public void Subscribed(TrackedPrinter printer, int connection, BambuConnection way)
    {
        printer.Connection = connection;
        printer.State = printer.State with { Status = printer.State.Status with { Connection = way } };
        printer.SilentChecks = 0;
        printer.BrokenSubscriptions = 0;
        printer.FullState.Renew();
        printer.Versions.WantUnlessDue();
        AskIfDue(printer, printer.Versions);
        AskSoon(printer, PrinterQuestion.FullState);
    }

    /// <summary>Takes in a printer's report.</summary>
    /// <returns>What it was. Its events are good until the next call.</returns>
    public FleetReport Take(TrackedPrinter printer, ReadOnlySequence<byte> payload)
    {
        _events.Clear();
        ReadOnlySpan<byte> report = payload.IsSingleSegment ? payload.FirstSpan : payload.ToArray();
        printer.State = _engine.Apply(printer.State, report, time.GetUtcNow(), _events, out ReportKind kind, out PrinterAnswer? answer);
        Schedule(printer);
        if (kind is not (ReportKind.Disconnected or ReportKind.Nothing))
        {
            printer.SilentChecks = 0;
        }
        switch (kind)
        {
            case ReportKind.Full:
                printer.FullState.Answered();
                break;
            case ReportKind.Versions:
                printer.Versions.Answered();
                break;
            case ReportKind.Connected: // What it reported before may be stale, and it may have another firmware.
                AskAnew(printer, printer.FullState);
                AskAnew(printer, printer.Versions);
                break;
        }
        if (_events.Exists(item => item.Type == BambuPrinterEventType.AmsConnected)) // Its kind stands among the versions.
        {
            printer.Versions.WantUnlessDue();
        }
        return new FleetReport(kind, answer, _events, kind == ReportKind.Broken && ++printer.Broken == 1);
    }

    /// <summary>Finds what no message tells: that printers are silent, and which of those that came back may be asked again.</summary>
    /// <param name="connection">The connection that stands; who is not subscribed on it may speak, and is not heard.</param>
    /// <returns>What happened. It is good until the next call.</returns>
    public IReadOnlyList<BambuPrinterEvent> LookAfter(int connection)
    {
        _events.Clear();
        foreach (TrackedPrinter printer in _byId.Values.Where(printer => printer.Connection == connection))
        {
            if (++printer.SilentChecks >= LongestSilence && printer.State.Online)
            {
                printer.State = PrinterStateEngine.Silence(printer.State, time.GetUtcNow(), _events);
            }
            if (AskedWhenSilent.Contains(printer.SilentChecks) || printer.SilentChecks % BetweenLaterQuestions == 0)
            {
                AskSoon(printer, PrinterQuestion.Life);
            }
            AskIfDue(printer, printer.FullState);
            if (printer.State.IsCurrent) // Who is away is asked when it is back.
            {
                AskIfDue(printer, printer.Versions);
            }
        }
        return _events;
    }

    /// <summary>Decides how jobs ended of which nothing more was heard.</summary>
    /// <returns>What happened. It is good until the next call.</returns>
    public IReadOnlyList<BambuPrinterEvent> Decide()
    {
        _events.Clear();
        NextDecision = null;
        foreach (TrackedPrinter printer in _byId.Values)
        {
            printer.State = PrinterStateEngine.Decide(printer.State, time.GetUtcNow(), _events);
            Schedule(printer);
        }
        return _events;
    }

    /// <summary>The next printer to ask, which counts as asked now.</summary>
    public bool TryTakeToAsk([NotNullWhen(true)] out TrackedPrinter? printer, out PrinterQuestion question)
    {
        while (_toAsk.TryPeek(out printer))
        {
            bool isKnown = _byId.TryGetValue(printer.DeviceId, out TrackedPrinter? known) && known == printer;
            // What answers gives a sign of life too, and the versions are to be known when the state comes.
            question = !isKnown ? PrinterQuestion.None
                : printer.Pending.HasFlag(PrinterQuestion.Versions) ? PrinterQuestion.Versions
                : printer.Pending.HasFlag(PrinterQuestion.FullState) ? PrinterQuestion.FullState
                : PrinterQuestion.Life;
            printer.Pending = isKnown ? printer.Pending & ~(question | PrinterQuestion.Life) : PrinterQuestion.None;
            if (printer.Pending == PrinterQuestion.None)
            {
                _toAsk.Dequeue();
            }
            if (isKnown)
            {
                printer.RequestOf(question)?.Ask(time);
                return true;
            }
        }
        question = PrinterQuestion.None;
        return false;
    }

    private void Schedule(TrackedPrinter printer)
    {
        if (printer.State.DecidedAt is { } due && (NextDecision is null || due < NextDecision))
        {
            NextDecision = due;
        }
    }

    private void Remember(TrackedPrinter printer) => _remembered[printer.DeviceId] = printer.Memory;

    private void AskAnew(TrackedPrinter printer, PrinterRequest request)
    {
        request.Renew();
        request.Want();
        AskIfDue(printer, request);
    }

    private void AskIfDue(TrackedPrinter printer, PrinterRequest request)
    {
        if (request.IsDue(time))
        {
            AskSoon(printer, request.Question);
        }
    }

    // Once, however often there is a reason to: in a large fleet its turn may be a while off.
    private void AskSoon(TrackedPrinter printer, PrinterQuestion question)
    {
        if (printer.Pending == PrinterQuestion.None)
        {
            _toAsk.Enqueue(printer);
        }
        printer.Pending |= question;
    }
}
