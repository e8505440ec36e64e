namespace BambuCloud;

/// <summary>A REST call that the cloud, its edge or the network did not fulfil (rest.md, <i>Errors</i>).</summary>
public sealed class BambuApiException : BambuException
{
    /// <inheritdoc cref="BambuException(BambuErrorKind, string, Exception?)"/>
    public BambuApiException(BambuErrorKind kind, string message, Exception? innerException = null)
        : base(kind, message, innerException)
    {
    }

    /// <summary>What was asked of the cloud; <see langword="null"/> for what is no call of the API, as an upload's bytes.</summary>
    public BambuApiOperation? Operation { get; internal init; }

    /// <summary>Method and path of the call, <c>GET /v1/…</c>, without host, query or token.</summary>
    public string? Endpoint { get; internal init; }

    /// <summary>The HTTP status; <see langword="null"/> when no answer came.</summary>
    public int? HttpStatus { get; internal init; }

    /// <summary>The cloud's own code, <c>code</c> of the error body.</summary>
    public int? CloudCode { get; internal init; }

    /// <summary>The cloud's own name for it, <c>error</c> of the error body: <c>TOKEN_INVALID</c>, …</summary>
    public string? CloudError { get; internal init; }

    /// <summary>The cloud's text, <c>message</c> of the error body.</summary>
    public string? CloudMessage { get; internal init; }

    /// <summary>The cloud's <c>details</c>, by wire name.</summary>
    public IReadOnlyDictionary<string, object?> Details { get; internal init => field = BambuProperties.Of(value); }
        = BambuProperties.Empty;

    /// <summary>Whether the cloud may have done what was asked although no good answer came: a call that is never sent twice.</summary>
    public bool IsOutcomeUnknown { get; internal init; }

    /// <summary>How often the call was sent; 0 where that is not known.</summary>
    public int Attempts { get; internal init; }

    /// <summary>How long the cloud asks to wait, from <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; internal init; }
}
