namespace BambuCloud;

/// <summary>What may be shown of a signed-in session. The token is not part of it and cannot be read from it.</summary>
public sealed record BambuSession : BambuObject
{
    /// <summary>The region that the session was opened for.</summary>
    public BambuRegion Region { get; internal init; }

    /// <summary>
    /// The account as it was signed in with, an e-mail address or a phone number; <see langword="null"/> where a token was given.
    /// </summary>
    public string? Account { get; internal init; }

    /// <summary>The account's number; the MQTT user name is <c>u_&lt;Uid&gt;</c>.</summary>
    public string Uid { get; internal init; } = "";

    /// <summary>The base address of all REST calls.</summary>
    public Uri ApiEndpoint { get; internal init; } = null!;

    /// <summary>The broker: scheme <c>mqtts</c>, or <c>mqtt</c> for a loopback address.</summary>
    public Uri? MqttEndpoint { get; internal init; }

    /// <summary>When the session was opened, local time.</summary>
    public DateTime ConnectedAt { get; internal init; }

    /// <summary>When the token was given out, local time; <see langword="null"/> where nobody said.</summary>
    public DateTime? IssuedAt { get; internal init; }

    /// <summary>
    /// When the token ends, local time; <see langword="null"/> where nobody said (an opaque token that was given as it is).
    /// </summary>
    public DateTime? ExpiresAt { get; internal init; }

    /// <summary>How long the token is still good; negative where it is no more, <see langword="null"/> where nobody said.</summary>
    public TimeSpan? RemainingTime => ExpiresAt?.ToUniversalTime() - DateTime.UtcNow;

    /// <summary>The account, or its number, and the API host.</summary>
    public override string ToString() => Account is null ? $"{Uid}@{ApiEndpoint.Host}" : $"{Account} ({ApiEndpoint.Host})";
}
