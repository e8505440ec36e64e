using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Reports;

/// <summary>(state, report, time) → (state, events). Pure: no clock, no network, no memory of its own.</summary>
/// <param name="redaction">What is taken out of the texts of reports.</param>
internal sealed class PrinterStateEngine(Redaction redaction)
{
    private const int Done = 100;
    private const int ExternalSpool = 254;
    private const int TraysInUnit = 4;

    private readonly ReportReader _reader = new(new ReportTexts(redaction));

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
        kind = _reader.Read(report, before.Status, now.UtcDateTime, out BambuPrinterStatus status, out answer);
        Recorder recorder = new(events, status, now, before.Interrupted && before.Complete && kind == ReportKind.Full);
        switch (kind)
        {
            case ReportKind.Connected or ReportKind.Disconnected:
                return Presence(before, kind == ReportKind.Connected, recorder);
            case ReportKind.Full when !before.Complete:
                PrinterState first = Presence(before, online: true, recorder);
                recorder.Add(BambuPrinterEventType.Snapshot);
                return first with
                {
                    Status = status,
                    ReportedAt = now,
                    Complete = true,
                    Interrupted = false,
                    Phase = PhaseOf(status, JobPhase.None),
                    Job = JobOf(status),
                };
            case ReportKind.Full or ReportKind.Delta when !before.Complete:
                return before with { Status = status, ReportedAt = now };
            case ReportKind.Full or ReportKind.Delta:
                return Compare(Presence(before, online: true, recorder), status, recorder, before.Interrupted && kind != ReportKind.Full);
            default:
                return before;
        }
    }

    /// <summary>Takes in that a printer has said nothing for too long.</summary>
    public static PrinterState Silence(PrinterState before, DateTimeOffset now, List<BambuPrinterEvent> events) =>
        Presence(before, online: false, new Recorder(events, before.Status, now, recovered: false));

    private static PrinterState Presence(PrinterState state, bool online, Recorder recorder)
    {
        if (state.Online == online)
        {
            return state;
        }
        recorder.Add(online ? BambuPrinterEventType.PrinterOnline : BambuPrinterEventType.PrinterOffline);
        return state with { Online = online };
    }

    private static PrinterState Compare(PrinterState before, BambuPrinterStatus status, Recorder recorder, bool interrupted)
    {
        BambuPrinterStatus old = before.Status;
        recorder.AddIf(old.State != status.State, BambuPrinterEventType.StateChanged);
        recorder.AddIf(old.Stage != status.Stage, BambuPrinterEventType.StageChanged);

        JobPhase phase = PhaseOf(status, before.Phase);
        string? job = JobOf(status) ?? before.Job;
        bool otherJob = job != before.Job && before.Job is not null && !before.JobPending;
        JobPhase from = before.Phase;
        if (otherJob)
        {
            if (from is JobPhase.Active or JobPhase.Paused)
            {
                // Another job without an idle between: the one before has ended, and the new state is not its own.
                recorder.Add(EndUnseen(before, recorder.Now), old);
            }
            from = JobPhase.None;
        }
        bool running = phase is JobPhase.Active or JobPhase.Paused;
        bool ranBefore = from is JobPhase.Active or JobPhase.Paused;
        bool ended = phase is JobPhase.Finished or JobPhase.Failed;
        // Began and ended while nobody listened. A word that says nothing of the job, in whose place the one before stands, is no end.
        bool missed = recorder.Recovered && (otherJob || (from == JobPhase.None && old.State == BambuPrintState.Idle)) && SaysEnd(status);
        bool started = !ranBefore && (running || missed);
        recorder.AddIf(started, BambuPrinterEventType.PrintStarted);
        recorder.AddIf(phase == JobPhase.Paused && from != JobPhase.Paused, BambuPrinterEventType.PrintPaused);
        recorder.AddIf(phase == JobPhase.Active && from == JobPhase.Paused, BambuPrinterEventType.PrintResumed);

        Errors(old, status, recorder);
        Filament(old, status, recorder);
        recorder.AddIf(old.Layer != status.Layer, BambuPrinterEventType.LayerChanged);
        recorder.AddIf(old.Progress != status.Progress, BambuPrinterEventType.ProgressChanged);
        if (ended && (ranBefore || started))
        {
            recorder.Add(phase == JobPhase.Finished ? BambuPrinterEventType.PrintFinished : FailureOf(status));
        }
        else if (phase == JobPhase.None && ranBefore)
        {
            recorder.Add(EndUnseen(before, recorder.Now));
        }
        return before with
        {
            Status = status,
            ReportedAt = recorder.Now,
            Interrupted = interrupted,
            Phase = phase,
            Job = job,
            JobPending = job == before.Job && (started || (before.JobPending && running)),
        };
    }

    private static void Errors(BambuPrinterStatus old, BambuPrinterStatus status, Recorder recorder)
    {
        if (old.PrintError != status.PrintError)
        {
            if (old.PrintError is not null)
            {
                recorder.Add(BambuPrinterEventType.ErrorCleared, old.PrintError);
            }
            if (status.PrintError is not null)
            {
                recorder.Add(BambuPrinterEventType.ErrorRaised, status.PrintError);
            }
        }
        if (ReferenceEquals(old.Hms, status.Hms))
        {
            return;
        }
        foreach (BambuHms gone in old.Hms.Except(status.Hms))
        {
            recorder.Add(BambuPrinterEventType.ErrorCleared, gone);
        }
        foreach (BambuHms come in status.Hms.Except(old.Hms))
        {
            recorder.Add(BambuPrinterEventType.ErrorRaised, come);
        }
    }

    private static void Filament(BambuPrinterStatus old, BambuPrinterStatus status, Recorder recorder)
    {
        if (!ReferenceEquals(old.Ams, status.Ams))
        {
            foreach (BambuAms unit in status.Ams)
            {
                BambuAms? unitBefore = old.Ams.FirstOrDefault(known => known.AmsId == unit.AmsId);
                foreach (BambuAmsTray tray in unit.Trays)
                {
                    BambuAmsTray? trayBefore = unitBefore?.Trays.FirstOrDefault(known => known.TrayId == tray.TrayId);
                    if (trayBefore is not null && !SameFilament(trayBefore, tray))
                    {
                        recorder.Add(BambuPrinterEventType.FilamentChanged, unit.AmsId, tray);
                    }
                }
            }
        }
        if (old.ActiveTray != status.ActiveTray && status.ActiveTray is { } active)
        {
            BambuAms? unit = active == ExternalSpool ? null : status.Ams.FirstOrDefault(known => known.AmsId == active / TraysInUnit);
            BambuAmsTray? taken = unit?.Trays.FirstOrDefault(tray => tray.TrayId == active % TraysInUnit);
            recorder.Add(BambuPrinterEventType.FilamentChanged, unit?.AmsId, taken);
        }
    }

    private static bool SameFilament(BambuAmsTray one, BambuAmsTray other) =>
        (one.Empty, one.Material, one.Color, one.FilamentId) == (other.Empty, other.Material, other.Color, other.FilamentId);

    private static BambuPrinterEventType FailureOf(BambuPrinterStatus status) =>
        status.State == BambuPrintState.Cancelled ? BambuPrinterEventType.PrintCancelled : BambuPrinterEventType.PrintFailed;

    // The printer never said how it ended: it was done if nothing was left to print, or if it had the time for what was left; else
    // somebody stopped it.
    private static BambuPrinterEventType EndUnseen(PrinterState last, DateTimeOffset now)
    {
        bool hadTheTime = last.Status.RemainingTime is { } left && left > TimeSpan.Zero && now - last.ReportedAt >= left;
        return last.Status.Progress == Done || hadTheTime ? BambuPrinterEventType.PrintFinished : BambuPrinterEventType.PrintCancelled;
    }

    private static JobPhase PhaseOf(BambuPrinterStatus status, JobPhase before) => status.State switch
    {
        BambuPrintState.Preparing or BambuPrintState.Running => JobPhase.Active,
        BambuPrintState.Paused => JobPhase.Paused,
        BambuPrintState.Finished => JobPhase.Finished,
        BambuPrintState.Failed or BambuPrintState.Cancelled => JobPhase.Failed,
        BambuPrintState.Idle when status.RawState != StatusDraft.Starting => JobPhase.None,
        _ => before, // What a printer says while it starts, OFFLINE and unknown words say nothing about the job.
    };

    private static bool SaysEnd(BambuPrinterStatus status) =>
        status.State.HasEnded() && status.RawState is not "";

    // A print that did not come from the cloud has task "0": then its own name has to do.
    private static string? JobOf(BambuPrinterStatus status) =>
        BambuPrintFigures.KnownId(status.TaskId) ?? BambuPrintFigures.KnownId(status.SubtaskId)
        ?? BambuPrintFigures.KnownId(status.JobName);

    private readonly struct Recorder(List<BambuPrinterEvent> events, BambuPrinterStatus status, DateTimeOffset now, bool recovered)
    {
        public bool Recovered => recovered;

        public DateTimeOffset Now => now;

        public void Add(BambuPrinterEventType type) => events.Add(Event(type));

        public void Add(BambuPrinterEventType type, BambuPrinterStatus own) => events.Add(Event(type) with { Status = own });

        public void Add(BambuPrinterEventType type, BambuHms hms) => events.Add(Event(type) with { Hms = hms });

        public void Add(BambuPrinterEventType type, string printError) => events.Add(Event(type) with { PrintError = printError });

        public void Add(BambuPrinterEventType type, int? amsId, BambuAmsTray? tray) =>
            events.Add(Event(type) with { AmsId = amsId, Tray = tray });

        public void AddIf(bool happened, BambuPrinterEventType type)
        {
            if (happened)
            {
                Add(type);
            }
        }

        private BambuPrinterEvent Event(BambuPrinterEventType type) => new()
        {
            DeviceId = status.DeviceId,
            Timestamp = now.UtcDateTime,
            Type = type,
            Status = status,
            Recovered = recovered,
        };
    }
}
