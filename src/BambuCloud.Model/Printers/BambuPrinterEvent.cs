namespace BambuCloud;

/// <summary>Something that happened to a printer, with the printer's state at that moment.</summary>
public sealed record BambuPrinterEvent : BambuObject
{
    private readonly DateTime _timestamp;

    /// <summary>The printer's id; <see langword="null"/> for <c>Disconnected</c> and <c>Reconnected</c>, which concern all.</summary>
    public string? DeviceId { get; internal init; }

    /// <summary>The printer's name in the account.</summary>
    public string? DeviceName { get; internal init; }

    /// <summary>When this computer learned of it, local time.</summary>
    public DateTime Timestamp { get => _timestamp.ToLocalTime(); internal init => _timestamp = value.ToUniversalTime(); }

    /// <summary>What happened.</summary>
    public BambuPrinterEventType Type { get; internal init; }

    /// <summary>
    /// The printer's merged state right after it; <see langword="null"/> before its first full report. Of the end of a print that
    /// another one followed at once it is the last state of the print that ended.
    /// </summary>
    public BambuPrinterStatus? Status { get; internal init; }

    /// <summary>For the end of a print or calibration: how it ended.</summary>
    public BambuPrintState? Outcome { get; internal init; }

    /// <summary>For <c>ErrorRaised</c> and <c>ErrorCleared</c>: the health message.</summary>
    public BambuHms? Hms { get; internal init; }

    /// <summary>For <c>ErrorRaised</c> and <c>ErrorCleared</c>: the print error, <c>0300_400C</c>.</summary>
    public string? PrintError { get; internal init; }

    /// <summary>What <see cref="PrintError"/> means, in the vendor's words; <see langword="null"/> where nobody knows.</summary>
    public string? PrintErrorText => CodeTexts.Current.OfError(PrintError);

    /// <summary>For <c>FilamentChanged</c>: the AMS unit; <see langword="null"/> for the external spool.</summary>
    public int? AmsId { get; internal init; }

    /// <summary>
    /// For <c>FilamentChanged</c>: the tray with its filament as it is now; <see langword="null"/> for the external spool.
    /// </summary>
    public BambuAmsTray? Tray { get; internal init; }

    /// <summary>
    /// True when it happened while the connection, this one or the printer's own, was down, and was found afterwards: by the first full
    /// report, or by what followed.
    /// </summary>
    public bool Recovered { get; internal init; }

    /// <summary>
    /// For <c>Disconnected</c>: why the connection was lost, in the words of the network or the broker.
    /// </summary>
    public string? Reason { get; internal init; }

    /// <summary>
    /// How many older events of the same kind and printer this one stands for, because the reader was slower than the printer;
    /// of <c>EventsOmitted</c> how many events of any kind were left out.
    /// </summary>
    public int Conflated { get; internal init; }

    /// <summary>The printer's state at that moment: that of <see cref="Status"/>.</summary>
    public BambuPrintState? State => Status?.State;

    /// <summary>Progress of the print, 0 to 100 %: that of <see cref="Status"/>.</summary>
    public int? Progress => Status?.Progress;

    /// <summary>The layer: that of <see cref="Status"/>.</summary>
    public int? Layer => Status?.Layer;

    /// <summary>Time until the end of the print: that of <see cref="Status"/>.</summary>
    public TimeSpan? RemainingTime => Status?.RemainingTime;

    /// <summary>Printer and event.</summary>
    public override string ToString() => DeviceName is null ? $"{Type}" : $"{DeviceName}: {Type}";
}
