namespace BambuCloud;

/// <summary>How far an error reaches.</summary>
internal static class BambuErrorScope
{
    /// <summary>
    /// Whether the next call for another object would meet the same: nobody is signed in, nothing answers, or the cloud lets nothing in. Of
    /// an edge's challenge and of a limit each further call only makes it longer (rest.md, <i>Errors</i>).
    /// </summary>
    public static bool MeetsEveryCall(this BambuErrorKind kind) => kind is BambuErrorKind.NotConnected or BambuErrorKind.SessionClosed
        or BambuErrorKind.TokenRefused or BambuErrorKind.TokenExpired or BambuErrorKind.CertificateRefused
        or BambuErrorKind.ServiceUnreachable or BambuErrorKind.BrokerUnavailable or BambuErrorKind.EdgeChallenge
        or BambuErrorKind.RateLimited;
}
