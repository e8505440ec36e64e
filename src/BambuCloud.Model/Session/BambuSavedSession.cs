namespace BambuCloud;

/// <summary>A session that is kept for later processes of this user. The token is not part of it and cannot be read from it.</summary>
public sealed record BambuSavedSession : BambuObject
{
    /// <summary>
    /// The account as it was signed in with, an e-mail address or a phone number; <see langword="null"/> where a token was given.
    /// </summary>
    public string? Account { get; init; }

    /// <summary>The account's number.</summary>
    public required string Uid { get; init; }

    /// <summary>The account's region.</summary>
    public required BambuRegion Region { get; init; }

    /// <summary>The base address of all REST calls.</summary>
    public required Uri ApiEndpoint { get; init; }

    /// <summary>The broker; <see langword="null"/> where the session has none.</summary>
    public Uri? MqttEndpoint { get; init; }

    /// <summary>When it was saved, local time.</summary>
    public required DateTime SavedAt { get; init; }

    /// <summary>When the token ends, local time; <see langword="null"/> where nobody said.</summary>
    public DateTime? ExpiresAt { get; init; }

    /// <summary>How long the token is still good; negative where it is no more, <see langword="null"/> where nobody said.</summary>
    public TimeSpan? RemainingTime => ExpiresAt?.ToUniversalTime() - DateTime.UtcNow;

    /// <summary>The secret vault that keeps the token; <see langword="null"/> where a file does.</summary>
    public string? Vault { get; init; }

    /// <summary>The account, or its number, and the API host.</summary>
    public override string ToString() => $"{Account ?? Uid} ({ApiEndpoint.Host})";
}
