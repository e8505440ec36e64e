namespace BambuCloud;

/// <summary>A printer's firmware and what is newer: <c>GET /v1/iot-service/api/user/device/version</c>.</summary>
public sealed record BambuDeviceFirmware : BambuObject
{
    /// <summary>The printer's id; <see langword="null"/> where the service was asked for no printer and named none.</summary>
    public string? DeviceId { get; internal init; }

    /// <summary>The printer's name in the account.</summary>
    public string? DeviceName { get; internal init; }

    /// <summary>The printer's model: <c>P1S</c>, …</summary>
    public string? Model { get; internal init; }

    /// <summary>The model's code: <c>C12</c>, …</summary>
    public string? ModelCode { get; internal init; }

    /// <summary>The firmware that runs: <c>current_version</c>, in the live shape <c>version</c>.</summary>
    public string? CurrentVersion { get; internal init; }

    /// <summary>
    /// The newest firmware: <c>latest_version</c>, in the live shape the highest of <see cref="Firmware"/> that is no beta, or the one that
    /// runs where none is offered.
    /// </summary>
    public string? LatestVersion { get; internal init; }

    /// <summary>The newest firmware to try out, where it is newer than <see cref="LatestVersion"/>; the live shape alone has it.</summary>
    public string? BetaVersion { get; internal init; }

    /// <summary>
    /// Whether there is a newer firmware. The documented shape says so itself and is believed; in the live shape the version
    /// numbers are compared. <see langword="null"/> where neither can be told.
    /// </summary>
    public bool? UpdateAvailable { get; internal init; }

    /// <summary>What is new: <c>release_notes</c>, in the live shape the newest firmware's <c>description</c>.</summary>
    public string? ReleaseNotes { get; internal init; }

    /// <summary>The firmware that the service offers; empty in the documented shape.</summary>
    public IReadOnlyList<BambuFirmware> Firmware { get; internal init => field = BambuList<BambuFirmware>.Of(value); }
        = BambuList<BambuFirmware>.Empty;

    /// <summary>The printer's AMS units and their firmware; empty where the service gives none.</summary>
    public IReadOnlyList<BambuAmsFirmware> Ams { get; internal init => field = BambuList<BambuAmsFirmware>.Of(value); }
        = BambuList<BambuAmsFirmware>.Empty;

    /// <summary>Fields of the answer that have no property here, by their wire name; <c>modules</c> where the service gives them.</summary>
    public IReadOnlyDictionary<string, object?> AdditionalProperties { get; internal init => field = BambuProperties.Of(value); }
        = BambuProperties.Empty;

    /// <summary>The firmware that runs.</summary>
    public override string ToString() => CurrentVersion ?? nameof(BambuDeviceFirmware);
}
