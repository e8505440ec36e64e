using System.Globalization;

namespace BambuCloud.Client.Reports;

/// <summary>
/// What one report says of a printer's state, as the printer says it; null for what it does not say. Whether a report is the whole
/// state or what changed of it may stand at its end → it is read into this first, and becomes a state once.
/// </summary>
internal struct StatusDraft(BambuPrinterStatus known, ReportTexts texts)
{
    /// <summary>The state of a printer that was just switched on. It says nothing of a job.</summary>
    public const string Starting = "INIT";

    private const int NoTray = 255;

    private static readonly BambuPrinterStatus Nothing = new();

    /// <summary>The state before the report.</summary>
    public readonly BambuPrinterStatus Known = known;

    public readonly ReportTexts Texts = texts;

    public bool IsStatus;
    public bool IsDelta;
    public bool HasState;

    public string? RawState;
    public int? Stage;
    public int? Progress;
    public TimeSpan? RemainingTime;
    public int? Layer;
    public int? TotalLayers;
    public string? JobName;
    public string? GcodeFile;
    public string? TaskId;
    public string? SubtaskId;
    public string? ProjectId;
    public string? ProfileId;
    public string? PrintType;
    public double? NozzleTemperature;
    public double? NozzleTargetTemperature;
    public List<NozzleDraft>? Nozzles;
    public double? BedTemperature;
    public double? BedTargetTemperature;
    public double? ChamberTemperature;
    public double? ChamberTargetTemperature;
    public int? PartFan;
    public int? AuxiliaryFan;
    public int? ChamberFan;
    public int? HeatbreakFan;
    public BambuSpeedLevel? SpeedLevel;
    public int? SpeedPercent;
    public int? WifiSignal;
    public uint? PrintError;
    public IReadOnlyList<BambuHms>? Hms;
    public AmsDraft? Ams;
    public IReadOnlyDictionary<string, string>? Lights;
    public bool? SignatureRequired;

    /// <summary>The state after the report.</summary>
    /// <param name="full">Whether the report is the whole state, so that nothing holds of what was known before.</param>
    /// <param name="seen">When it came, UTC.</param>
    public readonly BambuPrinterStatus ToStatus(bool full, DateTime seen)
    {
        BambuPrinterStatus kept = full ? Nothing : Known;
        return new BambuPrinterStatus
        {
            DeviceId = Known.DeviceId,
            DeviceName = Known.DeviceName,
            Model = Known.Model,
            ModelCode = Known.ModelCode,
            LastSeen = seen,
            State = WithCancel(RawState is null || ReferenceEquals(RawState, Known.RawState) ? Known.State : StateOf(RawState), kept),
            RawState = RawState ?? (full ? "" : Known.RawState),
            Stage = Stage is { } stage ? StageOf(stage) : kept.Stage,
            Progress = Progress ?? kept.Progress,
            RemainingTime = RemainingTime ?? kept.RemainingTime,
            Layer = Layer ?? kept.Layer,
            TotalLayers = TotalLayers ?? kept.TotalLayers,
            JobName = TextOf(JobName, kept.JobName),
            GcodeFile = TextOf(GcodeFile, kept.GcodeFile),
            TaskId = TaskId is null ? kept.TaskId : BambuPrintFigures.KnownId(TaskId),
            SubtaskId = SubtaskId is null ? kept.SubtaskId : BambuPrintFigures.KnownId(SubtaskId),
            ProjectId = ProjectId is null ? kept.ProjectId : BambuPrintFigures.KnownId(ProjectId),
            ProfileId = ProfileId is null ? kept.ProfileId : BambuPrintFigures.KnownId(ProfileId),
            PrintType = TextOf(PrintType, kept.PrintType),
            NozzleTemperature = NozzleTemperature ?? kept.NozzleTemperature,
            NozzleTargetTemperature = NozzleTargetTemperature ?? kept.NozzleTargetTemperature,
            Nozzles = Nozzles is null ? kept.Nozzles : DeviceReader.Merge(Nozzles, kept.Nozzles),
            BedTemperature = BedTemperature ?? kept.BedTemperature,
            BedTargetTemperature = BedTargetTemperature ?? kept.BedTargetTemperature,
            ChamberTemperature = ChamberTemperature ?? kept.ChamberTemperature,
            ChamberTargetTemperature = ChamberTargetTemperature ?? kept.ChamberTargetTemperature,
            PartFan = PartFan ?? kept.PartFan,
            AuxiliaryFan = AuxiliaryFan ?? kept.AuxiliaryFan,
            ChamberFan = ChamberFan ?? kept.ChamberFan,
            HeatbreakFan = HeatbreakFan ?? kept.HeatbreakFan,
            SpeedLevel = SpeedLevel ?? kept.SpeedLevel,
            SpeedPercent = SpeedPercent ?? kept.SpeedPercent,
            WifiSignal = WifiSignal ?? kept.WifiSignal,
            PrintError = PrintError is { } error ? PrintErrorOf(error, Known.PrintError) : kept.PrintError,
            Hms = Hms ?? kept.Hms,
            Ams = Ams?.Units is null ? kept.Ams : AmsReader.Merge(Ams, kept.Ams),
            ActiveTray = Ams?.TrayNow is { } tray ? (tray == NoTray ? null : tray) : kept.ActiveTray,
            Lights = Lights ?? kept.Lights,
            SignatureRequired = SignatureRequired ?? kept.SignatureRequired,
        };
    }

    /// <summary>A code as the display shows it; null for none.</summary>
    public static string? PrintErrorOf(uint error, string? known = null)
    {
        Span<char> shown = stackalloc char[9];
        return error == 0 || !shown.TryWrite(CultureInfo.InvariantCulture, $"{error >> 16:X4}_{error & 0xFFFF:X4}", out _) ? null
            : known is not null && shown.SequenceEqual(known) ? known : new string(shown);
    }

    // An idle printer says that it has no job by an empty name.
    private static string? TextOf(string? said, string? kept) => said is null ? kept : said.Length > 0 ? said : null;

    // Printers say of a cancelled print that it failed, with an error of its own; it is still cancelled when that error is cleared.
    private readonly BambuPrintState WithCancel(BambuPrintState state, BambuPrinterStatus kept)
    {
        if (state != BambuPrintState.Failed && state != BambuPrintState.Cancelled)
        {
            return state;
        }
        string? error = PrintError is { } code ? PrintErrorOf(code, Known.PrintError) : kept.PrintError;
        bool stays = error is null && Known.State == BambuPrintState.Cancelled;
        return stays || error == BambuPrinterStatus.CancelledByUser ? BambuPrintState.Cancelled : BambuPrintState.Failed;
    }

    private static BambuPrinterStage StageOf(int stage) => stage == 255 ? BambuPrinterStage.Idle : (BambuPrinterStage)stage;

    private static BambuPrintState StateOf(string raw) => raw.ToUpperInvariant() switch
    {
        "IDLE" => BambuPrintState.Idle,
        Starting => BambuPrintState.Idle,
        "PREPARE" => BambuPrintState.Preparing,
        "SLICING" => BambuPrintState.Preparing,
        "RUNNING" => BambuPrintState.Running,
        "PAUSE" => BambuPrintState.Paused,
        "FINISH" => BambuPrintState.Finished,
        "FAILED" => BambuPrintState.Failed,
        "OFFLINE" => BambuPrintState.Offline,
        _ => BambuPrintState.Unknown,
    };
}
