namespace BambuCloud.Client.Reports;

/// <summary>What is known of a printer between two reports.</summary>
internal sealed record PrinterState
{
    private PrinterState()
    {
    }

    /// <summary>The merged reports.</summary>
    public required BambuPrinterStatus Status { get; init; }

    /// <summary>What kind of printer it is.</summary>
    public PrinterFamily Family { get; private init; }

    /// <summary>What <c>get_version</c> said of its firmware; null for nothing yet.</summary>
    public PrinterModules? Modules { get; init; }

    /// <summary>Whether a full report has come, so that what the deltas say can be compared.</summary>
    public bool Complete { get; init; }

    /// <summary>Whether the printer is connected to the cloud.</summary>
    public required bool Online { get; init; }

    /// <summary>
    /// Whether the connection, this one or the printer's own, was down since the last full report: the next one may tell of what was
    /// missed.
    /// </summary>
    public bool Interrupted { get; init; }

    /// <summary>Whether it is what the printer is doing now, and not what was heard before it or the connection was gone.</summary>
    public bool IsCurrent => Complete && Online && !Interrupted;

    /// <summary>The latest job.</summary>
    public JobTrack Job { get; init; } = JobTrack.Unknown;

    /// <summary>
    /// When the end of a job is decided of which nothing more is heard; null for no doubt. While the connection is down nothing is heard →
    /// the report after it decides. So it does where a printer looked idle when it left: it may be changing its spool.
    /// </summary>
    public DateTimeOffset? DecidedAt => Interrupted || (!Online && Job.Doubt == JobDoubt.Idle) ? null : Job.DecidedAt;

    /// <summary>What the printer said last of what is not shown as it is.</summary>
    public PrinterWire Wire { get; init; } = PrinterWire.Nothing;

    /// <summary>Whether the broker refuses the printer's reports.</summary>
    public bool IsRefused { get; init; }

    /// <summary>A printer whose reports the broker refuses.</summary>
    public static PrinterState Refused(string deviceId) => Of(deviceId, online: false) with { Complete = true, IsRefused = true };

    /// <summary>A printer of which nothing is known but what the device list says.</summary>
    public static PrinterState Of(BambuDevice device) => new()
    {
        Status = BambuPrinterStatus.Of(device),
        Online = device.Online,
        Family = PrinterFamilies.Of(device.ModelCode, device.DeviceId),
    };

    /// <summary>A printer of which nothing is known but its id.</summary>
    public static PrinterState Of(string deviceId, bool online) => new()
    {
        Status = new BambuPrinterStatus { DeviceId = deviceId },
        Online = online,
        Family = PrinterFamilies.Of(null, deviceId),
    };
}

/// <summary>What a printer said last of what is not shown as it is.</summary>
internal sealed record PrinterWire
{
    /// <summary>Nothing was said.</summary>
    public static readonly PrinterWire Nothing = new();

    /// <summary><c>gcode_state</c>.</summary>
    public GcodeState Word { get; init; }

    /// <summary><c>stg_cur</c>.</summary>
    public int? StageNumber { get; init; }

    /// <summary><c>print_error</c>.</summary>
    public uint Code { get; init; }

    /// <summary><c>fail_reason</c>.</summary>
    public uint FailReason { get; init; }

    /// <summary><c>task_id</c>; null for none.</summary>
    public string? TaskId { get; init; }

    /// <summary><c>subtask_id</c>; null for none.</summary>
    public string? SubtaskId { get; init; }

    /// <summary><c>subtask_name</c>; null for none.</summary>
    public string? JobName { get; init; }

    /// <summary>The nozzle that prints: <c>device.extruder.state</c>.</summary>
    public int ActiveNozzle { get; init; }

    /// <summary><c>tray_exist_bits</c>; null where they were never said.</summary>
    public ulong? TrayBits { get; init; }

    /// <summary>Whether <c>stat</c> tells of the door, and not <c>home_flag</c>.</summary>
    public bool HasStat { get; init; }

    /// <summary>Whether the nozzles tell where their filament comes from, and not <c>tray_now</c>.</summary>
    public bool HasSlots { get; init; }
}
