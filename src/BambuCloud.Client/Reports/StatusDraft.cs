namespace BambuCloud.Client.Reports;

/// <summary>
/// What one report says of a printer's state, as the printer says it; null for what it does not say. Whether a report is the whole
/// state or what changed of it may stand at its end → it is read into this first, and becomes a state once.
/// </summary>
internal partial struct StatusDraft(BambuPrinterStatus known, ReportTexts texts)
{
    private static readonly BambuPrinterStatus Nothing = new();

    /// <summary>The state before the report.</summary>
    public readonly BambuPrinterStatus Known = known;

    public readonly ReportTexts Texts = texts;

    public bool IsStatus;
    public bool IsDelta;
    public bool HasState;

    public string? RawState;
    public BambuPrinterState Word;
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

    public string? GcodeFile;
    public string? ProjectId;
    public string? ProfileId;
    public string? PrintType;
    public long? StartTime;
    public int? DownloadProgress;
    public IReadOnlyList<int>? SkippedObjects;

    public double? NozzleTemperature;
    public double? NozzleTargetTemperature;
    public double? NozzleDiameter;
    public string? NozzleType;
    public List<NozzleDraft>? Nozzles;
    public int? ActiveNozzle;
    public double? BedTemperature;
    public double? BedTargetTemperature;
    public uint? BedPacked;
    public double? ChamberTemperature;
    public double? ChamberTargetTemperature;
    public uint? ChamberPacked;

    public int? PartFan;
    public int? AuxiliaryFan;
    public int? ChamberFan;
    public int? HeatbreakFan;
    public int? DuctPart;
    public int? DuctAuxiliary;
    public int? DuctSecondAuxiliary;
    public int? DuctChamber;
    public int? AirDuctMode;

    public BambuSpeedLevel? SpeedLevel;
    public int? SpeedPercent;
    public int? WifiSignal;
    public uint? Address;
    public uint? HomeFlag;
    public ulong? Stat;
    public bool? SdCard;
    public bool? Recording;
    public bool? Timelapse;
    public string? NewVersion;
    public string? UpdateStatus;
    public int? UpdateProgress;
    public bool? SignatureRequired;

    public IReadOnlyList<BambuHms>? Hms;
    public IReadOnlyDictionary<string, string>? Lights;
    public AmsDraft? Ams;
    public List<TrayDraft>? ExternalSpools;

    /// <summary>Whether those are all external spools, and not what changed of one.</summary>
    public bool AreAllSpools;

    /// <summary>Which words it says by itself, as long as it is not settled.</summary>
    public readonly JobWords Said => new(RawState is not null, Code is not null, FailReason is not null);

    /// <summary>Fills in what holds of the job where the report says nothing, so that the rules of jobs can look at it.</summary>
    /// <param name="full">Whether the report is the whole state, so that nothing holds of what was known before.</param>
    /// <param name="wire">What was said before.</param>
    public void Settle(bool full, PrinterWire wire)
    {
        BambuPrinterStatus kept = full ? Nothing : Known;
        // An empty word leaves the state as it was.
        Word = RawState is null || ReferenceEquals(RawState, Known.RawState) ? wire.Word : StateOf(RawState);
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
    public readonly PrinterWire ToWire(bool full, PrinterWire wire) => new()
    {
        Word = Word,
        StageNumber = StageNumber,
        Code = Code ?? 0,
        FailReason = FailReason ?? 0,
        TaskId = TaskId,
        SubtaskId = SubtaskId,
        JobName = JobName,
        ActiveNozzle = ActiveNozzle ?? (full ? 0 : wire.ActiveNozzle),
        TrayBits = Ams?.TrayBits ?? (full ? null : wire.TrayBits),
        HasStat = Stat is not null || (!full && wire.HasStat),
        HasSlots = Nozzles?.Exists(nozzle => nozzle.SlotNow is not null) == true || (!full && wire.HasSlots),
    };

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
            if (Figures == stale && (step.Started || Word != BambuPrinterState.Running))
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
            KeepFigures(job.Outcome == BambuPrintOutcome.Finished);
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

    private static BambuPrinterState StateOf(string raw) => raw.ToUpperInvariant() switch
    {
        "IDLE" => BambuPrinterState.Idle,
        "INIT" => BambuPrinterState.Init,
        "PREPARE" => BambuPrinterState.Prepare,
        "SLICING" => BambuPrinterState.Slicing,
        "RUNNING" => BambuPrinterState.Running,
        "PAUSE" => BambuPrinterState.Pause,
        "FINISH" => BambuPrinterState.Finish,
        "FAILED" => BambuPrinterState.Failed,
        "OFFLINE" => BambuPrinterState.Offline,
        _ => BambuPrinterState.Unknown,
    };
}
