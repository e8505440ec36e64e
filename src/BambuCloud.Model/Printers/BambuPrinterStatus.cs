namespace BambuCloud;

/// <summary>
/// A printer's state at one moment: the merge of all its reports since the last full one (mqtt.md, <i>Reports</i>).
/// What the printer has not reported is <see langword="null"/>.
/// </summary>
public sealed record BambuPrinterStatus : BambuObject
{
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

    /// <summary>The same, UTC.</summary>
    internal DateTime? LastSeenUtc => _lastSeen;

    /// <summary>
    /// What it is doing, from <c>gcode_state</c>; of a print that is over the <see cref="Outcome"/>: where that is <c>FAILED</c>, a person
    /// may have cancelled the print, and it is <see cref="BambuPrintState.Unknown"/> where nobody knows. An empty word in a report leaves
    /// it as it was.
    /// </summary>
    public BambuPrintState State { get; internal init; }

    /// <summary><c>gcode_state</c> exactly as the printer said it.</summary>
    public string? RawState { get; internal init; }

    /// <summary>
    /// How the latest print ended, until the next one begins; <see langword="null"/> while one is under way, and where nobody saw one.
    /// </summary>
    public BambuPrintState? Outcome { get; internal init; }

    /// <summary><c>stg_cur</c>. Idle printers may say 0, which is printing only while the state is <c>Running</c>.</summary>
    public BambuPrinterStage Stage { get; internal init; } = BambuPrinterStage.Idle;

    /// <summary>Progress, 0 to 100 %: <c>mc_percent</c>.</summary>
    public int? Progress { get; internal init; }

    /// <summary>Time until the end; the printer counts it in minutes: <c>mc_remaining_time</c>.</summary>
    public TimeSpan? RemainingTime { get; internal init; }

    /// <summary>The layer that is printed: <c>layer_num</c>.</summary>
    public int? Layer { get; internal init; }

    /// <summary>How many layers there are: <c>total_layer_num</c>.</summary>
    public int? TotalLayers { get; internal init; }

    /// <summary>What is printed: <c>subtask_name</c>; of a print that ended, the name that it had.</summary>
    public string? JobName { get; internal init; }

    /// <summary>The cloud's task: <c>task_id</c>; <see langword="null"/> for a print that did not come from the cloud (<c>0</c>).</summary>
    public string? TaskId { get; internal init; }

    /// <summary>The rest of the job.</summary>
    public BambuPrinterJob Job { get; internal init; } = BambuPrinterJob.None;

    /// <summary>Temperature of the nozzle that prints, in °C.</summary>
    public double? NozzleTemperature { get; internal init; }

    /// <summary>Nozzle target in °C, 0 when off.</summary>
    public double? NozzleTargetTemperature { get; internal init; }

    /// <summary>Diameter of the nozzle that prints, in mm.</summary>
    public double? NozzleDiameter { get; internal init; }

    /// <summary>Type of the nozzle that prints: <c>hardened_steel</c>, <c>stainless_steel</c>, <c>HS01</c>.</summary>
    public string? NozzleType { get; internal init; }

    /// <summary>The nozzles of printers that report each of them, by their number; empty for the others.</summary>
    public IReadOnlyList<BambuNozzle> Nozzles { get; internal init => field = BambuList<BambuNozzle>.Of(value); }
        = BambuList<BambuNozzle>.Empty;

    /// <summary>Bed temperature in °C.</summary>
    public double? BedTemperature { get; internal init; }

    /// <summary>Bed target in °C, 0 when off.</summary>
    public double? BedTargetTemperature { get; internal init; }

    /// <summary>Chamber temperature in °C; <see langword="null"/> for printers that have no sensor.</summary>
    public double? ChamberTemperature { get; internal init; }

    /// <summary>Chamber target in °C, of printers that heat their chamber.</summary>
    public double? ChamberTargetTemperature { get; internal init; }

    /// <summary>The fans.</summary>
    public BambuFans Fans { get; internal init; } = BambuFans.None;

    /// <summary><c>spd_lvl</c>.</summary>
    public BambuSpeedLevel SpeedLevel { get; internal init; }

    /// <summary>Speed in %, <c>spd_mag</c>.</summary>
    public int? SpeedPercent { get; internal init; }

    /// <summary>
    /// The error of the print as the display shows it, <c>0300_400C</c>; <see langword="null"/> when there is none. A phase or question is
    /// none, and a code of an idle printer is an old one: <see cref="RawPrintError"/> has those too.
    /// </summary>
    public string? PrintError { get; internal init; }

    /// <summary>
    /// What <see cref="PrintError"/> means, in the vendor's words; <see langword="null"/> while nobody knows: its table is read in the
    /// background.
    /// </summary>
    public string? PrintErrorText => CodeTexts.Current.OfError(PrintError);

    /// <summary><c>print_error</c> as the display shows it, whatever it means; <see langword="null"/> for 0.</summary>
    public string? RawPrintError { get; internal init; }

    /// <summary>The health messages that stand now.</summary>
    public IReadOnlyList<BambuHms> Hms { get; internal init => field = BambuList<BambuHms>.Of(value); }
        = BambuList<BambuHms>.Empty;

    /// <summary>The AMS units, by their number.</summary>
    public IReadOnlyList<BambuAms> Ams { get; internal init => field = BambuList<BambuAms>.Of(value); }
        = BambuList<BambuAms>.Empty;

    /// <summary>The external spools: one, or on printers with two nozzles two.</summary>
    public IReadOnlyList<BambuAmsTray> ExternalSpools { get; internal init => field = BambuList<BambuAmsTray>.Of(value); }
        = BambuList<BambuAmsTray>.Empty;

    /// <summary>Where the filament comes from that prints; <see langword="null"/> for none.</summary>
    public BambuSlot? ActiveSlot { get; internal init; }

    /// <summary>Whether the door is open; <see langword="null"/> for printers that do not say.</summary>
    public bool? DoorOpen { get; internal init; }

    /// <summary>Whether an SD card or USB stick is there: <c>sdcard</c>.</summary>
    public bool? SdCard { get; internal init; }

    /// <summary>The camera.</summary>
    public BambuPrinterCamera Camera { get; internal init; } = BambuPrinterCamera.None;

    /// <summary>How it is connected.</summary>
    public BambuPrinterNetwork Network { get; internal init; } = BambuPrinterNetwork.None;

    /// <summary>The firmware, and its update.</summary>
    public BambuPrinterFirmware Firmware { get; internal init; } = BambuPrinterFirmware.None;

    /// <summary>The lights by name: <c>chamber_light</c> → <c>on</c>, <c>off</c> or <c>flashing</c>.</summary>
    public IReadOnlyDictionary<string, string> Lights { get; internal init => field = BambuDictionary<string>.Of(value); }
        = BambuDictionary<string>.Empty;

    /// <summary>
    /// Whether the printer carries out only what the vendor's programs signed: bit 0x20000000 of <c>fun</c>;
    /// <see langword="null"/> where the printer does not say. Developer mode turns it off.
    /// </summary>
    public bool? SignatureRequired { get; internal init; }

    /// <summary>On which way the printer is heard: its own, or the cloud's.</summary>
    public BambuConnection Connection { get; internal init; }

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
