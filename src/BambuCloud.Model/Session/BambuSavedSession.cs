namespace BambuCloud;

/// <summary>A session that is kept for later processes of this user. The token is not part of it and cannot be read from it.</summary>
public sealed record BambuSavedSession : BambuObject
{
    /// <summary>
    /// The account as it was signed in with, an e-mail address or a phone number; <see langword="null"/> where a token was given.
    /// </summary>
    public string? Account { get; internal init; }

    /// <summary>The account's number.</summary>
    public string Uid { get; internal init; } = "";

    /// <summary>The account's region.</summary>
    public BambuRegion Region { get; internal init; }

    /// <summary>The base address of all REST calls.</summary>
    public Uri ApiEndpoint { get; internal init; } = null!;

    /// <summary>The broker; <see langword="null"/> where the session has none.</summary>
    public Uri? MqttEndpoint { get; internal init; }

    /// <summary>When it was saved, local time.</summary>
    public DateTime SavedAt { get; internal init; }

    /// <summary>When the token ends, local time; <see langword="null"/> where nobody said.</summary>
    public DateTime? ExpiresAt { get; internal init; }

    /// <summary>How long the token is still good; negative where it is no more, <see langword="null"/> where nobody said.</summary>
    public TimeSpan? RemainingTime => ExpiresAt?.ToUniversalTime() - DateTime.UtcNow;

    /// <summary>The secret vault that keeps the token; <see langword="null"/> where a file does.</summary>
    public string? Vault { get; internal init; }

    /// <summary>The account, or its number, and the API host.</summary>
    public override string ToString() => $"{Account ?? Uid} ({ApiEndpoint.Host})";
}
