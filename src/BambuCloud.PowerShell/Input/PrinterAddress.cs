using System.Security;

namespace BambuCloud.Input;

/// <summary>What a user says of a printer that is to be connected itself. It holds a secret: it is not for output.</summary>
internal sealed record PrinterAddress
{
    /// <summary>Host name or IP address; null where it has to be found.</summary>
    public string? Host { get; init; }

    /// <summary>The port of its broker; null for the usual one.</summary>
    public int? MqttPort { get; init; }

    /// <summary>The port of its file server; null for the usual one.</summary>
    public int? FtpsPort { get; init; }

    /// <summary>The port of its camera; null for the usual one.</summary>
    public int? CameraPort { get; init; }

    /// <summary>The vault that keeps the code; null for the file.</summary>
    public string? Vault { get; init; }

    /// <summary>The serial number; null for that of whoever answers.</summary>
    public string? DeviceId { get; init; }

    /// <summary>The access code; null where it has to be looked for.</summary>
    public SecureString? AccessCode { get; init; }

    /// <summary>What it is called.</summary>
    public string? Name { get; init; }

    /// <summary>Its model, by name or code.</summary>
    public string? Model { get; init; }

    /// <summary>A PEM file whose certificates may vouch for it.</summary>
    public string? CACertificatePath { get; init; }

    /// <summary>Whether a certificate that is not known is taken without asking.</summary>
    public bool AcceptsNewCertificate { get; init; }

    /// <summary>Whether address and code are kept.</summary>
    public bool IsSaved { get; init; }

    /// <summary>Never the code.</summary>
    public override string ToString() => DeviceId ?? Host ?? "";
}
