namespace BambuCloud.Client.Reports;

/// <summary>What is known of a printer between two reports.</summary>
internal sealed record PrinterState
{
    private PrinterState()
    {
    }

    /// <summary>The merged reports.</summary>
    public required BambuPrinterStatus Status { get; init; }

    /// <summary>When the printer last reported something of its state.</summary>
    public DateTimeOffset ReportedAt { get; init; }

    /// <summary>Whether a full report has come, so that what the deltas say can be compared.</summary>
    public bool Complete { get; init; }

    /// <summary>Whether the printer is connected to the cloud.</summary>
    public required bool Online { get; init; }

    /// <summary>Whether the connection was down since the last report: the next full report may tell of what was missed.</summary>
    public bool Interrupted { get; init; }

    /// <summary>Whether it is what the printer is doing now, and not what was heard before it or the connection was gone.</summary>
    public bool IsCurrent => Complete && Online && !Interrupted;

    /// <summary>Where the latest job stands.</summary>
    public JobPhase Phase { get; init; }

    /// <summary>The latest job.</summary>
    public string? Job { get; init; }

    /// <summary>Whether <see cref="Job"/> still names the job before, because a start was reported ahead of its ids.</summary>
    public bool JobPending { get; init; }

    /// <summary>Whether the broker refuses the printer's reports.</summary>
    public bool IsRefused { get; init; }

    /// <summary>A printer whose reports the broker refuses.</summary>
    public static PrinterState Refused(string deviceId) => Of(deviceId, online: false) with { Complete = true, IsRefused = true };

    /// <summary>A printer of which nothing is known but what the device list says.</summary>
    public static PrinterState Of(string deviceId, bool online) =>
        new() { Status = new BambuPrinterStatus { DeviceId = deviceId }, Online = online };

    /// <summary>As <see cref="Of(string, bool)"/>, of a printer of the list.</summary>
    public static PrinterState Of(BambuDevice device) => new() { Status = BambuPrinterStatus.Of(device), Online = device.Online };
}

/// <summary>Where a job stands, as far as starts, pauses and ends are concerned.</summary>
internal enum JobPhase
{
    None,
    Active,
    Paused,
    Finished,
    Failed,
}
