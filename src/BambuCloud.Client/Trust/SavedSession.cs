using System.Text.Json.Serialization;

namespace BambuCloud.Client.Trust;

/// <summary>What is kept of a session for later processes. It holds a secret: it is not for output.</summary>
public sealed record SavedSession
{
    /// <summary>The account's region.</summary>
    public required BambuRegion Region { get; init; }

    /// <summary>The account, an e-mail address or a phone number, where it is known.</summary>
    public string? Account { get; init; }

    /// <summary>The account's number.</summary>
    public required string Uid { get; init; }

    /// <summary>The base address of the REST calls.</summary>
    public required Uri ApiEndpoint { get; init; }

    /// <summary>The broker; <see langword="null"/> where the session has none.</summary>
    public Uri? MqttEndpoint { get; init; }

    /// <summary>The file with the roots to trust beside the system's.</summary>
    public string? CACertificatePath { get; init; }

    /// <summary>When the token was given out, where that is known.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>When the token ends, where that is known.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The secret vault that keeps the token; <see langword="null"/> where it is kept here.</summary>
    public string? Vault { get; init; }

    /// <summary>When it was saved: the file's time.</summary>
    [JsonIgnore]
    public DateTimeOffset SavedAt { get; init; }

    /// <summary>The token, where no vault keeps it.</summary>
    [JsonIgnore]
    public string? AccessToken { get; init; }

    /// <summary>The token as it stands in the file: encrypted for this user on Windows, as it is elsewhere.</summary>
    [JsonInclude]
    internal string? Token { get; init; }

    /// <summary>The account's number and the REST host.</summary>
    public override string ToString() => $"{Uid}@{ApiEndpoint.Host}";
}
