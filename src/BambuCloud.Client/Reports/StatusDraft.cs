namespace BambuCloud.Client.Reports;

/// <summary>
/// What one report says of a printer's state, as the printer says it; null for what it does not say. Whether a report is the whole
/// state or what changed of it may stand at its end → it is read into this first, and becomes a state once.
/// </summary>
internal partial struct StatusDraft
{
    private const int Done = 100;

    private static readonly BambuPrinterStatus Nothing = new();

    /// <summary>The state before the report.</summary>
    public BambuPrinterStatus Known;

    public ReportTexts Texts;

    private AmsDraft _ams;

    /// <summary>Whether something was read into it.</summary>
    public readonly bool IsRead => Known is not null;

    public bool IsStatus;
    public bool IsDelta;
    public bool HasState;

    public string? RawState;
    public GcodeState Word;
    public int? StageNumber;
    public int? Progress;
    public TimeSpan? RemainingTime;
    public int? Layer;
    public int? TotalLayers;
    public string? JobName;
    public string? TaskId;
    public string? SubtaskId;
    public uint? Code;
    public uint? FailReason;

    public string? PrintType;

    public double? NozzleTemperature;
    public double? NozzleTargetTemperature;
    public double? BedTemperature;
    public double? BedTargetTemperature;
    public double? ChamberTemperature;

    public int? PartFan;
    public int? AuxiliaryFan;
    public int? ChamberFan;
    public int? HeatbreakFan;

    public int? WifiSignal;

    public AmsDraft? Ams;

    private DetailDraft? _details;

    /// <summary>Begins with what was known before.</summary>
    public void Begin(in MessageDraft message)
    {
        Known = message.Before;
        Texts = message.Texts;
        _ams = message.Ams;
    }

    /// <summary>For what is said of the AMS units.</summary>
    public AmsDraft BeginAms() => Ams ??= _ams.Begin(Known.Ams);

    /// <summary>For what is said less often.</summary>
    public DetailDraft Details() => _details ??= new DetailDraft();

    /// <summary>Which words it says by itself, as long as it is not settled.</summary>
    public readonly JobWords Said => new(RawState is not null, Code is not null, FailReason is not null);

    /// <summary>Whether it says something of the printer's job, as long as it is not settled: most deltas do not.</summary>
    public readonly bool IsOfJob => RawState is not null || Code is not null || FailReason is not null || PrintType is not null
        || (TaskId ?? SubtaskId ?? JobName) is not null || Progress == Done || (RemainingTime ?? Known.RemainingTime) == TimeSpan.Zero;

    /// <summary>Fills in what holds of the job where the report says nothing, so that the rules of jobs can look at it.</summary>
    /// <param name="full">Whether the report is the whole state, so that nothing holds of what was known before.</param>
    /// <param name="wire">What was said before.</param>
    public void Settle(bool full, PrinterWire wire)
    {
        BambuPrinterStatus kept = full ? Nothing : Known;
        // An empty word leaves the state as it was.
        Word = RawState is null || ReferenceEquals(RawState, Known.RawState) ? wire.Word : GcodeStates.Parse(RawState);
        RawState ??= full ? "" : Known.RawState;
        StageNumber ??= full ? null : wire.StageNumber;
        Progress ??= kept.Progress;
        RemainingTime ??= kept.RemainingTime;
        Layer ??= kept.Layer;
        TotalLayers ??= kept.TotalLayers;
        JobName = BambuPrintFigures.KnownId(full ? JobName : JobName ?? wire.JobName);
        TaskId = BambuPrintFigures.KnownId(full ? TaskId : TaskId ?? wire.TaskId);
        SubtaskId = BambuPrintFigures.KnownId(full ? SubtaskId : SubtaskId ?? wire.SubtaskId);
        PrintType ??= kept.Job.PrintType;
        Code ??= full ? 0 : wire.Code;
        FailReason ??= full ? 0 : wire.FailReason;
    }

    /// <summary>What is to be kept of what the printer said, beside the state that is shown.</summary>
    /// <param name="full">Whether the report is the whole state.</param>
    /// <param name="wire">What was said before.</param>
    public readonly PrinterWire ToWire(bool full, PrinterWire wire)
    {
        if (!full && _details is null && Ams is null && Word == wire.Word && StageNumber == wire.StageNumber && Code == wire.Code
            && FailReason == wire.FailReason && TaskId == wire.TaskId && SubtaskId == wire.SubtaskId && JobName == wire.JobName)
        {
            return wire;
        }
        PrinterWire kept = full ? PrinterWire.Nothing : wire;
        return new PrinterWire
        {
            Word = Word,
            StageNumber = StageNumber,
            Code = Code ?? 0,
            FailReason = FailReason ?? 0,
            TaskId = TaskId,
            SubtaskId = SubtaskId,
            JobName = JobName,
            ActiveNozzle = _details?.ActiveNozzle ?? kept.ActiveNozzle,
            TrayBits = Ams?.TrayBits ?? kept.TrayBits,
            HasStat = _details?.Stat is not null || kept.HasStat,
            HasSlots = _details?.Nozzles?.Exists(nozzle => nozzle.SlotNow is not null) == true || kept.HasSlots,
        };
    }

    /// <summary>What it says of the printer's job, once it is settled.</summary>
    /// <param name="before">What was known before.</param>
    /// <param name="full">Whether the report is the whole state.</param>
    /// <param name="said">What it said by itself, before it was settled.</param>
    /// <param name="now">When it came.</param>
    public readonly JobReport ToJobReport(PrinterState before, bool full, JobWords said, DateTimeOffset now) => new()
    {
        Word = Word,
        WordBefore = before.Wire.Word,
        SaidWord = said.Word,
        IsFull = full,
        IsAfterGap = before.Interrupted || !before.Online,
        IsAfterSilence = before.Wire.Word == GcodeState.Running
            && now.UtcDateTime - before.Status.LastSeenUtc > JobRules.LongestSilence,
        Now = now,
        TaskId = TaskId,
        SubtaskId = SubtaskId,
        Name = JobName,
        IsCalibration = PrintType == "system",
        Code = Code ?? 0,
        CodeBefore = before.Wire.Code,
        SaidCode = said.Code,
        FailReason = FailReason ?? 0,
        FailReasonBefore = before.Wire.FailReason,
        SaidFailReason = said.FailReason,
        Figures = Figures,
        FiguresBefore = new JobFigures(before.Status.Progress, before.Status.Layer, before.Status.TotalLayers),
        IsAtLastLayer = TotalLayers > 0 && Layer >= TotalLayers && RemainingTime == TimeSpan.Zero,
    };

    /// <summary>
    /// Makes of the figures and names those of the job: none that are left of the job before, and those that it had where the printer
    /// forgets them at its end.
    /// </summary>
    /// <param name="step">What the report means for the job.</param>
    /// <returns>The job after it.</returns>
    public JobTrack ShowJob(in JobStep step)
    {
        JobTrack job = step.Job;
        if (job.Stale is { } stale && job.Phase != JobPhase.None)
        {
            if (Figures == stale && (step.Started || Word != GcodeState.Running))
            {
                (Progress, Layer, TotalLayers, RemainingTime) = (null, null, null, null);
            }
            else if (Figures != default)
            {
                job = job with { Stale = null };
            }
        }
        if (job.Phase == JobPhase.Ended && !step.Started)
        {
            KeepFigures(job.Outcome == BambuPrintState.Finished);
        }
        if (job.Phase != JobPhase.None)
        {
            JobName ??= job.Name;
            TaskId ??= job.TaskId;
            SubtaskId ??= job.SubtaskId;
        }
        return job;
    }

    private readonly JobFigures Figures => new(Progress, Layer, TotalLayers);

    // A figure that is gone in the report of the end was reset: finished is finished.
    private void KeepFigures(bool finished)
    {
        Progress = Progress is null or 0 && Known.Progress > 0 ? (finished ? 100 : Known.Progress) : Progress;
        TotalLayers = TotalLayers is null or 0 ? Known.TotalLayers : TotalLayers;
        Layer = Layer is null or 0 && Known.Layer > 0 ? (finished ? TotalLayers : Known.Layer) : Layer;
    }
}
