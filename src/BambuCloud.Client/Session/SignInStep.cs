namespace BambuCloud.Client.Session;

/// <summary>How a step of signing in ended. It holds secrets: it is not for output.</summary>
public sealed class SignInStep
{
    /// <summary>With the token, to open a session with; <see langword="null"/> while the cloud wants a code.</summary>
    public CloudSessionOptions? Options { get; init; }

    /// <summary>What the cloud wants.</summary>
    public SignInCode Wants { get; init; }

    /// <summary>What goes with the authenticator's code.</summary>
    public string? TfaKey { get; init; }
}
