using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace BambuCloud.Client.Live;

/// <summary>A broker, and who signs in there (mqtt.md, <i>Connecting to the cloud</i>). It holds a secret: it is not for output.</summary>
internal sealed record BrokerOptions
{
    /// <summary>Scheme <c>mqtts</c> or, on loopback, <c>mqtt</c>; always with a port.</summary>
    public required Uri Address { get; init; }

    /// <summary>The user name.</summary>
    public required string UserName { get; init; }

    /// <summary>The password.</summary>
    public required string Password { get; init; }

    /// <summary>Whether the server's certificate is trusted.</summary>
    public required Func<X509Certificate?, X509Chain?, SslPolicyErrors, bool> IsTrusted { get; init; }

    /// <summary>Throws what says that the password's time is over. It is called before each attempt.</summary>
    public required Action EnsureValid { get; init; }

    /// <summary>The error for a password that the broker refuses, of what it says.</summary>
    public required Func<string, BambuException> Refused { get; init; }

    /// <summary>A text without what must not be shown.</summary>
    public required Func<string, string> Redacted { get; init; }

    /// <summary>The name that the server's certificate is asked for by; <see langword="null"/> for the address's host.</summary>
    public string? ServerName { get; init; }

    /// <summary>What <see cref="IsTrusted"/> found wrong at last, where it can say it.</summary>
    public Func<BambuException?> Distrusted { get; init; } = () => null;

    /// <summary>The error for a broker that is not reached, of why; <see langword="null"/> for that of a service.</summary>
    public Func<string, Exception, BambuException>? Unreachable { get; init; }

    /// <summary>How long the line may be quiet before the broker is asked for a sign of life.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the broker may take for a sign of life. Both are measured on the machine's own clock.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Host and port: what may be shown.</summary>
    public string Authority => Address.Authority;

    /// <summary>Never the password.</summary>
    public override string ToString() => Authority;
}
