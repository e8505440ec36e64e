namespace BambuCloud;

/// <summary>
/// A printer's state at one moment: the merge of all its reports since the last full one (mqtt.md, <i>Reports</i>).
/// What the printer has not reported is <see langword="null"/>.
/// </summary>
public sealed record BambuPrinterStatus : BambuObject
{
    /// <summary>The print error of a print that somebody cancelled (mqtt.md, <i>Reports</i>).</summary>
    public const string CancelledByUser = "0300_400C";

    private readonly DateTime? _lastSeen;

    /// <summary>The printer's id.</summary>
    public string DeviceId { get; internal init; } = "";

    /// <summary>The printer's name, from the device list.</summary>
    public string? DeviceName { get; internal init; }

    /// <summary>The model as people call it, from the device list: <c>P1S</c>, …</summary>
    public string? Model { get; internal init; }

    /// <summary>The model's code, from the device list: <c>C12</c>, …</summary>
    public string? ModelCode { get; internal init; }

    /// <summary>When the printer last reported something of its state, local time; <see langword="null"/> for never.</summary>
    public DateTime? LastSeen { get => _lastSeen?.ToLocalTime(); internal init => _lastSeen = value?.ToUniversalTime(); }

    /// <summary>
    /// What it is doing, from <c>gcode_state</c>; <see cref="BambuPrintState.Cancelled"/> where that is <c>FAILED</c> and the error is
    /// <see cref="CancelledByUser"/>. An empty word in a report leaves it as it was.
    /// </summary>
    public BambuPrintState State { get; internal init; }

    /// <summary><c>gcode_state</c> exactly as the printer said it.</summary>
    public string? RawState { get; internal init; }

    /// <summary><c>stg_cur</c>.</summary>
    public BambuPrinterStage Stage { get; internal init; } = BambuPrinterStage.Idle;

    /// <summary>Progress, 0 to 100 %: <c>mc_percent</c>.</summary>
    public int? Progress { get; internal init; }

    /// <summary>Time until the end; the printer counts it in minutes: <c>mc_remaining_time</c>.</summary>
    public TimeSpan? RemainingTime { get; internal init; }

    /// <summary>The layer that is printed: <c>layer_num</c>.</summary>
    public int? Layer { get; internal init; }

    /// <summary>How many layers there are: <c>total_layer_num</c>.</summary>
    public int? TotalLayers { get; internal init; }

    /// <summary>What is printed: <c>subtask_name</c>; <see langword="null"/> where that is empty.</summary>
    public string? JobName { get; internal init; }

    /// <summary>The file on the printer: <c>gcode_file</c>; <see langword="null"/> where that is empty.</summary>
    public string? GcodeFile { get; internal init; }

    /// <summary>
    /// The cloud's task: <c>task_id</c>; <see langword="null"/> where that is <c>0</c>, as of a print that did not come from the cloud.
    /// </summary>
    public string? TaskId { get; internal init; }

    /// <summary><c>subtask_id</c>; <see langword="null"/> where that is empty or <c>0</c>.</summary>
    public string? SubtaskId { get; internal init; }

    /// <summary><c>project_id</c>; <see langword="null"/> where that is empty or <c>0</c>.</summary>
    public string? ProjectId { get; internal init; }

    /// <summary><c>profile_id</c>; <see langword="null"/> where that is empty or <c>0</c>.</summary>
    public string? ProfileId { get; internal init; }

    /// <summary>Where the print came from: <c>idle</c>, <c>cloud</c>, <c>local</c> or <c>system</c>.</summary>
    public string? PrintType { get; internal init; }

    /// <summary>Nozzle temperature in °C.</summary>
    public double? NozzleTemperature { get; internal init; }

    /// <summary>Nozzle target in °C, 0 when off.</summary>
    public double? NozzleTargetTemperature { get; internal init; }

    /// <summary>The nozzles of a printer with several; empty for one with a single nozzle.</summary>
    public IReadOnlyList<BambuNozzle> Nozzles { get; internal init => field = BambuList<BambuNozzle>.Of(value); }
        = BambuList<BambuNozzle>.Empty;

    /// <summary>Bed temperature in °C.</summary>
    public double? BedTemperature { get; internal init; }

    /// <summary>Bed target in °C, 0 when off.</summary>
    public double? BedTargetTemperature { get; internal init; }

    /// <summary>Chamber temperature in °C.</summary>
    public double? ChamberTemperature { get; internal init; }

    /// <summary>Chamber target in °C, of printers that heat their chamber.</summary>
    public double? ChamberTargetTemperature { get; internal init; }

    /// <summary>Part cooling fan, 0 to 100 % (the printer counts 0 to 15).</summary>
    public int? PartFan { get; internal init; }

    /// <summary>Auxiliary fan, 0 to 100 %.</summary>
    public int? AuxiliaryFan { get; internal init; }

    /// <summary>Chamber fan, 0 to 100 %.</summary>
    public int? ChamberFan { get; internal init; }

    /// <summary>Heatbreak fan, 0 to 100 %.</summary>
    public int? HeatbreakFan { get; internal init; }

    /// <summary><c>spd_lvl</c>.</summary>
    public BambuSpeedLevel SpeedLevel { get; internal init; }

    /// <summary>Speed in %, <c>spd_mag</c>.</summary>
    public int? SpeedPercent { get; internal init; }

    /// <summary>Signal strength in dBm: <c>wifi_signal</c>.</summary>
    public int? WifiSignal { get; internal init; }

    /// <summary>The print error as the display shows it, <c>0300_400C</c>; <see langword="null"/> when there is none.</summary>
    public string? PrintError { get; internal init; }

    /// <summary>The health messages that stand now.</summary>
    public IReadOnlyList<BambuHms> Hms { get; internal init => field = BambuList<BambuHms>.Of(value); }
        = BambuList<BambuHms>.Empty;

    /// <summary>The AMS units, by their number.</summary>
    public IReadOnlyList<BambuAms> Ams { get; internal init => field = BambuList<BambuAms>.Of(value); }
        = BambuList<BambuAms>.Empty;

    /// <summary>The tray in use: 4·unit + tray, 254 the external spool, <see langword="null"/> none.</summary>
    public int? ActiveTray { get; internal init; }

    /// <summary>The lights by name: <c>chamber_light</c> → <c>on</c>, <c>off</c> or <c>flashing</c>.</summary>
    public IReadOnlyDictionary<string, string> Lights { get; internal init => field = BambuDictionary<string>.Of(value); }
        = BambuDictionary<string>.Empty;

    /// <summary>
    /// Whether the printer carries out only what the vendor's programs signed: bit 0x20000000 of <c>fun</c>;
    /// <see langword="null"/> where the printer does not say. Developer mode turns it off.
    /// </summary>
    public bool? SignatureRequired { get; internal init; }

    /// <summary>A printer of which nothing is known but what the device list says.</summary>
    internal static BambuPrinterStatus Of(BambuDevice device) => new()
    {
        DeviceId = device.DeviceId,
        DeviceName = device.Name,
        Model = device.Model,
        ModelCode = device.ModelCode,
    };

    /// <summary>State, progress and job in a line.</summary>
    public override string ToString() => Progress is { } percent ? $"{State} {percent} % {JobName}".TrimEnd() : $"{State}";
}
