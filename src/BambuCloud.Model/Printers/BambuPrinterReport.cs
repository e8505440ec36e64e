namespace BambuCloud;

/// <summary>One message of a printer as it came (mqtt.md, <i>Reports</i>), save secrets: <c>***</c> stands in their place.</summary>
public sealed record BambuPrinterReport : BambuObject
{
    private readonly DateTime _timestamp;

    /// <summary>The printer's id.</summary>
    public string DeviceId { get; internal init; } = "";

    /// <summary>The printer's name in the account.</summary>
    public string? DeviceName { get; internal init; }

    /// <summary>When it came, local time.</summary>
    public DateTime Timestamp { get => _timestamp.ToLocalTime(); internal init => _timestamp = value.ToUniversalTime(); }

    /// <summary>The payload: JSON, unless the printer sent something broken.</summary>
    public string Payload { get; internal init; } = "";

    /// <summary>The payload.</summary>
    public override string ToString() => Payload;
}
