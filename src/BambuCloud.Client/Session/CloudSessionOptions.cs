using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Session;

/// <summary>What a session is opened with.</summary>
public sealed record CloudSessionOptions
{
    /// <summary>The access token. It is kept private to the session. <see cref="SignIn"/> fills it in.</summary>
    public string AccessToken { get; init; } = "";

    /// <summary>The account, an e-mail address or a phone number, where it is known. It is shown, not sent.</summary>
    public string? Account { get; init; }

    /// <summary>When the token was given out, where it does not say so itself.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>When the token ends, where it does not say so itself.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The account's region.</summary>
    public BambuRegion Region { get; init; }

    /// <summary>Takes the place of the region's REST host.</summary>
    public Uri? ApiEndpoint { get; init; }

    /// <summary>Takes the place of the region's broker.</summary>
    public Uri? MqttEndpoint { get; init; }

    /// <summary>A PEM file whose certificates are trusted as roots beside the system's.</summary>
    public string? CACertificatePath { get; init; }

    /// <summary>Whether the vendor's table of what codes mean is read in the background. It is for the vendor's own cloud only.</summary>
    public bool CodeTexts { get; init; } = true;

    /// <summary>How long a call may take in all, with every further try. An upload's bytes are not counted.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>The clock, for delays, time-outs and timestamps.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Never the token.</summary>
    public override string ToString() => $"{Region}";
}
