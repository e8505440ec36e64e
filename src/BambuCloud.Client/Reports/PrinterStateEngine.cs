using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Reports;

/// <summary>
/// (state, report, time) → (state, events). No clock, no network, and nothing of a report is left in it; one thread at a time.
/// </summary>
internal sealed class PrinterStateEngine
{
    private readonly ReportTexts _texts;
    private readonly AmsDraft _ams;

    /// <param name="redaction">What is taken out of the texts of reports.</param>
    public PrinterStateEngine(Redaction redaction)
    {
        _texts = new ReportTexts(redaction);
        _ams = new AmsDraft(_texts);
    }

    /// <summary>Takes in one report.</summary>
    /// <param name="before">The printer's state before it.</param>
    /// <param name="report">The payload as it came.</param>
    /// <param name="now">When it came.</param>
    /// <param name="events">What it changed, in order, is added here.</param>
    /// <param name="kind">What the report was.</param>
    /// <param name="answer">The printer's answer to a request, when it was one.</param>
    /// <returns>The state after it.</returns>
    public PrinterState Apply(
        PrinterState before, ReadOnlySpan<byte> report, DateTimeOffset now, List<BambuPrinterEvent> events,
        out ReportKind kind, out PrinterAnswer? answer)
    {
        MessageDraft message = new(before.Status, _texts, _ams);
        ReportReader.Read(report, ref message);
        if (message.Kind == ReportKind.Broken && ReportRepair.Mend(report) is { } mended)
        {
            message = new MessageDraft(before.Status, _texts, _ams);
            ReportReader.Read(mended, ref message);
        }
        kind = message.Kind;
        answer = kind == ReportKind.Answer ? message.Answer : null;
        switch (kind)
        {
            case ReportKind.Connected: // What it did while it was away was not heard.
                return Presence(before, online: true, new EventRecorder(events, before.Status, now, recovered: false)) with
                {
                    Interrupted = true
                };
            case ReportKind.Disconnected:
                return Presence(before, online: false, new EventRecorder(events, before.Status, now, recovered: false));
            case ReportKind.Full or ReportKind.Delta:
                return Apply(before, ref message.Status, kind == ReportKind.Full, now, events);
            case ReportKind.Versions:
                return Apply(before, message.Modules!);
            default:
                return before;
        }
    }

    /// <summary>Takes in that a printer has said nothing for too long.</summary>
    public static PrinterState Silence(PrinterState before, DateTimeOffset now, List<BambuPrinterEvent> events) =>
        Presence(before, online: false, new EventRecorder(events, before.Status, now, recovered: false));

    /// <summary>Decides how a job ended of which the printer has said nothing more, if the time for that is over.</summary>
    public static PrinterState Decide(PrinterState before, DateTimeOffset now, List<BambuPrinterEvent> events)
    {
        if (before.DecidedAt is not { } due || now < due)
        {
            return before;
        }
        JobStep step = JobRules.Decide(before.Job);
        BambuPrinterStatus status = before.Status with
        {
            State = before.Wire.Word is GcodeState.Failed or GcodeState.Finish ? step.Outcome!.Value : before.Status.State,
            Outcome = step.Outcome,
        };
        EventRecorder recorder = new(events, status, now, recovered: false);
        recorder.AddIf(status.State != before.Status.State, BambuPrinterEventType.StateChanged);
        recorder.AddEnd(step.Job, step.Outcome!.Value, step.IsLate);
        return before with { Status = status, Job = step.Job };
    }

    private static PrinterState Apply(
        PrinterState before, ref StatusDraft draft, bool full, DateTimeOffset now, List<BambuPrinterEvent> events)
    {
        JobWords said = draft.Said;
        bool isOfJob = full || draft.IsOfJob;
        draft.Settle(full, before.Wire);
        PrinterWire wire = draft.ToWire(full, before.Wire);
        if (!before.Complete && !full)
        {
            return before with { Status = draft.ToStatus(full, now.UtcDateTime, before.Job, wire, before), Wire = wire };
        }
        JobStep step = isOfJob || !before.Job.IsPlain ? StepOf(before, draft, full, said, now) : new JobStep(before.Job);
        JobTrack track = draft.ShowJob(step);
        BambuPrinterStatus status = draft.ToStatus(full, now.UtcDateTime, track, wire, before);
        EventRecorder recorder = new(events, status, now, before.Complete && before.Interrupted && full);
        recorder.AddIf(!before.Online, BambuPrinterEventType.PrinterOnline);
        if (before.Complete)
        {
            StatusChanges.Tell(before.Status, status, step, recorder);
        }
        else
        {
            recorder.Add(BambuPrinterEventType.Snapshot);
        }
        return before with
        {
            Status = status,
            Wire = wire,
            Job = track,
            Online = true,
            Complete = true,
            Interrupted = before.Interrupted && !full,
        };
    }

    private static JobStep StepOf(PrinterState before, in StatusDraft draft, bool full, JobWords said, DateTimeOffset now)
    {
        JobReport report = draft.ToJobReport(before, full, said, now);
        return before.Complete ? JobRules.Next(before.Job, report) : new JobStep(JobRules.First(before.Job, report));
    }

    private static PrinterState Apply(PrinterState before, PrinterModules modules)
    {
        BambuAms[] units = [.. before.Status.Ams.Select(unit =>
            modules.Units.GetValueOrDefault(unit.AmsId, unit.Model) is var model && model != unit.Model ? unit with { Model = model }
                : unit)];
        BambuPrinterStatus status = before.Status with
        {
            Firmware = before.Status.Firmware with { Version = modules.Version ?? before.Status.Firmware.Version },
            Ams = units.SequenceEqual(before.Status.Ams) ? before.Status.Ams : new BambuList<BambuAms>(units),
        };
        return before with { Modules = modules, Status = status };
    }

    private static PrinterState Presence(PrinterState state, bool online, EventRecorder recorder)
    {
        if (state.Online == online)
        {
            return state;
        }
        recorder.Add(online ? BambuPrinterEventType.PrinterOnline : BambuPrinterEventType.PrinterOffline);
        return state with { Online = online };
    }
}
