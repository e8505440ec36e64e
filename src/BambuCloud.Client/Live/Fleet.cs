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

    // P1 printers stall on a full state → at most one in five minutes.
    private static readonly TimeSpan LeastBetweenFullStates = TimeSpan.FromMinutes(5);

    // A minute, counted in looks at the printers and not on the clock: that goes on while this machine sleeps and hears nothing.
    private const int LongestSilence = 13;

    // An idle printer may say nothing for minutes → it is asked before it is called offline, and now and then when it is.
    private static readonly int[] AskedWhenSilent = [9, 11, 24, 48];
    private const int BetweenLaterQuestions = 60;

    // A request may be lost: it has QoS 0, and the printer may not be back yet when the connection is.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(5);

    private readonly PrinterStateEngine _engine = new(redaction);
    private readonly Dictionary<string, TrackedPrinter> _byId = [];
    private readonly Dictionary<string, TrackedPrinter> _byTopic = [];
    private readonly Queue<TrackedPrinter> _toAsk = [];
    private readonly List<BambuPrinterEvent> _events = [];

    /// <summary>How the last jobs of printers ended that nobody listens to any more: a verdict holds until the next job.</summary>
    private readonly Dictionary<string, JobTrack> _verdicts = [];

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
            PrinterState state = PrinterState.Of(device);
            state = _verdicts.TryGetValue(device.DeviceId, out JobTrack? last) ? state with { Job = last } : state;
            printer = new TrackedPrinter(state);
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
    public void Subscribed(TrackedPrinter printer, int connection)
    {
        printer.Connection = connection;
        printer.SilentChecks = 0;
        printer.BrokenSubscriptions = 0;
        printer.NextWait = ShortestWait;
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
        printer.IsAnswerDue &= kind != ReportKind.Full;
        if (kind == ReportKind.Connected) // What it reported before may be stale.
        {
            printer.ToAskAgain = true;
            AskIfDue(printer);
            printer.NextWait = ShortestWait;
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
            printer.ToAskAgain |= printer.IsAnswerDue && time.GetElapsedTime(printer.AskedAt!.Value) >= printer.Wait;
            AskIfDue(printer);
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
        while (_toAsk.TryDequeue(out printer))
        {
            (question, printer.Pending) = (printer.Pending, PrinterQuestion.None);
            if (_byId.TryGetValue(printer.DeviceId, out TrackedPrinter? known) && known == printer)
            {
                if (question == PrinterQuestion.FullState)
                {
                    printer.AskedAt = time.GetTimestamp();
                    printer.ToAskAgain = false;
                    printer.IsAnswerDue = true;
                    printer.Wait = printer.NextWait;
                    printer.NextWait = printer.Wait * 2 < LeastBetweenFullStates ? printer.Wait * 2 : LeastBetweenFullStates;
                }
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

    private void Remember(TrackedPrinter printer)
    {
        if (printer.State.Job is { Outcome: not null, IsOpen: false } job)
        {
            _verdicts[printer.DeviceId] = job;
        }
        else
        {
            _verdicts.Remove(printer.DeviceId);
        }
    }

    private void AskIfDue(TrackedPrinter printer)
    {
        if (printer.ToAskAgain && MayAsk(printer))
        {
            AskSoon(printer, PrinterQuestion.FullState);
        }
    }

    // Once, however often there is a reason to: in a large fleet its turn may be a while off.
    private void AskSoon(TrackedPrinter printer, PrinterQuestion question)
    {
        if (printer.Pending == PrinterQuestion.None)
        {
            _toAsk.Enqueue(printer);
        }
        printer.Pending = question > printer.Pending ? question : printer.Pending;
    }

    // One that has not answered was away when it was asked → the time counts between answers.
    private bool MayAsk(TrackedPrinter printer) => printer.AskedAt is not { } asked || printer.IsAnswerDue
        || time.GetElapsedTime(asked) >= LeastBetweenFullStates;
}
