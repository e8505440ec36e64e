using System.Text.Json.Serialization;

namespace BambuCloud.Client.Trust;

/// <summary>
/// What is kept of a printer that was met: its certificate, and where the user wants it, how to connect again. It holds a secret: it is
/// not for output.
/// </summary>
public sealed record KnownPrinter
{
    /// <summary>The serial number.</summary>
    public required string DeviceId { get; init; }

    /// <summary>SHA-256 of the certificate that it showed; <see langword="null"/> where an authority vouches for it.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>The model's name.</summary>
    public string? Model { get; init; }

    /// <summary>The model's code.</summary>
    public string? ModelCode { get; init; }

    /// <summary>Host name or IP address; <see langword="null"/> where only the certificate is known.</summary>
    public string? Host { get; init; }

    /// <summary>The port of its broker.</summary>
    public int MqttPort { get; init; }

    /// <summary>The port of its file server.</summary>
    public int FtpsPort { get; init; } = 990;

    /// <summary>The port of its camera; <see langword="null"/> for that of its model.</summary>
    public int? CameraPort { get; init; }

    /// <summary>The vault of Microsoft.PowerShell.SecretManagement that has the access code; <see langword="null"/> for none.</summary>
    public string? Vault { get; init; }

    /// <summary>The file with the roots that may vouch for it.</summary>
    public string? CACertificatePath { get; init; }

    /// <summary>The access code; <see langword="null"/> where only the certificate is known.</summary>
    [JsonIgnore]
    public string? AccessCode { get; init; }

    /// <summary>Whether it can be connected again without asking anybody.</summary>
    [JsonIgnore]
    public bool IsSaved => Host is not null && (AccessCode ?? Vault) is not null;

    /// <summary>The access code as it stands in the file.</summary>
    [JsonInclude]
    internal string? Code { get; init; }

    /// <summary>The serial number.</summary>
    public override string ToString() => DeviceId;
}
