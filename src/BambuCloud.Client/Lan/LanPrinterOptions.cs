namespace BambuCloud.Client.Lan;

/// <summary>
/// Where a printer is in the local network, and what it takes to talk to it (lan.md). It holds a secret: it is not for output.
/// </summary>
public sealed record LanPrinterOptions
{
    /// <summary>The serial number, which its certificate names.</summary>
    public required string DeviceId { get; init; }

    /// <summary>Host name or IP address.</summary>
    public required string Host { get; init; }

    /// <summary>Port of its own broker.</summary>
    public int MqttPort { get; init; } = 8883;

    /// <summary>Port of its file server.</summary>
    public int FtpsPort { get; init; } = 990;

    /// <summary>Port of its camera; <see langword="null"/> for that of its model: 6000 of A1 and P1, 322 of the others.</summary>
    public int? CameraPort { get; init; }

    /// <summary>The access code that the printer's screen shows.</summary>
    public string AccessCode { get; init; } = "";

    /// <summary>The user name, which is the same on every port and every printer.</summary>
    internal string UserName { get; init; } = "bblp";

    /// <summary>The fingerprint of the certificate that is known as the printer's; none before the first meeting.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>A PEM file whose certificates may vouch for the printer's.</summary>
    public string? CACertificatePath { get; init; }

    /// <summary>The clock of limits.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Never the access code.</summary>
    public override string ToString() => $"{DeviceId} at {Host}";
}
