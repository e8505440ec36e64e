using System.Globalization;
using System.Net;
using System.Security.Authentication;
using BambuCloud.Client.Trust;
using BambuCloud.Client.Wire;

namespace BambuCloud.Client.Http;

/// <summary>Turns what came instead of a good answer into the error that says so (rest.md, <i>Errors</i>).</summary>
internal static class CloudFault
{
    private const int LongestWords = 200;

    /// <summary>The error for an answer that is no success.</summary>
    /// <param name="call">The call.</param>
    /// <param name="attempts">How often it was sent.</param>
    /// <param name="facts">What came.</param>
    /// <param name="shown">Takes out of the server's words what the call carried.</param>
    /// <param name="token">The token, for when it was given out.</param>
    public static BambuApiException Of(CloudCall call, int attempts, AnswerFacts facts, Redaction shown, AccessToken? token)
    {
        BambuErrorKind kind = KindOf(facts, call);
        IReadOnlyDictionary<string, object?> details = AdditionalFields.From(facts.Error?.Details, shown);
        string words = Short(shown.Of(facts.Words));
        string said = Said(facts, shown, words, details);
        return new BambuApiException(kind, FaultText.Of(kind, call, facts, said, token))
        {
            Subject = call.Subject,
            Operation = call.Route.Operation,
            Endpoint = call.Endpoint,
            IsOutcomeUnknown = IsOutcomeUnknown(kind, call),
            HttpStatus = (int)facts.Status,
            CloudCode = facts.Error?.CodeNumber,
            CloudError = shown.Of(facts.Error?.Error),
            CloudMessage = words.Length > 0 ? words : null,
            Details = details,
            Attempts = attempts,
            RetryAfter = facts.RetryAfter,
        };
    }

    /// <summary>The error for a call that got no answer at all.</summary>
    public static BambuApiException Of(CloudCall call, int attempts, Uri api, Exception cause)
    {
        BambuErrorKind kind = cause switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or AuthenticationException =>
                BambuErrorKind.CertificateRefused,
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError } =>
                BambuErrorKind.ServiceUnreachable,
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.InvalidResponse } =>
                BambuErrorKind.UnexpectedResponse,
            HttpRequestException => BambuErrorKind.ConnectionLost,
            _ => BambuErrorKind.TimedOut,
        };
        HttpRequestException? broken = cause as HttpRequestException;
        string message = FaultText.OfNoAnswer(kind, broken?.HttpRequestError, call, api);
        return new BambuApiException(kind, message, broken is null ? cause : WithoutQuotes(broken))
        {
            Subject = call.Subject,
            Operation = call.Route.Operation,
            Endpoint = call.Endpoint,
            IsOutcomeUnknown = IsOutcomeUnknown(kind, call),
            Attempts = attempts,
        };
    }

    /// <summary>The error for an answer of success that is not what the call promises.</summary>
    public static BambuApiException Unexpected(CloudCall call, string what, Exception? cause = null) =>
        new(BambuErrorKind.UnexpectedResponse, $"The answer to {call.Endpoint} {what}.{FaultText.Doubt(call)}", cause)
        {
            Subject = call.Subject,
            Operation = call.Route.Operation,
            Endpoint = call.Endpoint,
            IsOutcomeUnknown = IsOutcomeUnknown(BambuErrorKind.UnexpectedResponse, call),
        };

    /// <summary>The error for what a call found out by itself: the cloud answered well, and it was not what was wanted.</summary>
    public static BambuApiException Found(BambuErrorKind kind, CloudCall call, string what) => new(kind, what)
    {
        Subject = call.Subject,
        Operation = call.Route.Operation,
        Endpoint = call.Endpoint,
    };

    /// <summary>The error for what a session was closed under.</summary>
    public static BambuException Closed(string what) => new(BambuErrorKind.SessionClosed, $"The session was closed before {what}.");

    /// <summary>A cause that may be told; <see langword="null"/> for one whose text quotes what a server sent in place of HTTP.</summary>
    public static HttpRequestException? WithoutQuotes(HttpRequestException cause) =>
        cause.HttpRequestError == HttpRequestError.InvalidResponse ? null : cause;

    /// <summary>The error for a task that the account does not have.</summary>
    public static BambuApiException NoTask(string taskId) =>
        new(BambuErrorKind.NotFound, FaultText.NoTask(taskId, "")) { Subject = taskId, Operation = BambuApiOperation.GetTask };

    /// <summary>What an answer that is no success means.</summary>
    public static BambuErrorKind KindOf(AnswerFacts facts, CloudCall call) => (facts.Status, facts.Error?.CodeNumber) switch
    {
        (HttpStatusCode.Forbidden, _) when call.Route.SignsIn && IsOfCookie(facts) => BambuErrorKind.SignInCookieDemanded,
        _ when facts.IsChallenge => BambuErrorKind.EdgeChallenge,
        (_, ErrorAnswer.TokenExpired) => BambuErrorKind.TokenExpired,
        (_, ErrorAnswer.TokenInvalid) => BambuErrorKind.TokenRefused,
        (HttpStatusCode.Unauthorized, _) when !facts.IsTransient => BambuErrorKind.TokenRefused,
        (_, 1003) => BambuErrorKind.DeviceNotFound,
        (_, 1004) => BambuErrorKind.DeviceOffline,
        (_, 1005) => BambuErrorKind.PrintRejected,
        (_, 1006) => BambuErrorKind.UploadFailed,
        (HttpStatusCode.TooManyRequests, _) => BambuErrorKind.RateLimited,
        _ when facts.IsTransient => BambuErrorKind.ServiceFault,
        (HttpStatusCode.Forbidden, _) => BambuErrorKind.Forbidden,
        (HttpStatusCode.NotFound, _) => BambuErrorKind.NotFound,
        (HttpStatusCode.MethodNotAllowed, _) =>
            call.Route == Route.StartPrint ? BambuErrorKind.PrintStartNotAllowed : BambuErrorKind.MethodNotAllowed,
        ( >= HttpStatusCode.BadRequest, _) => facts.Words.Contains("not found", StringComparison.OrdinalIgnoreCase)
            ? BambuErrorKind.NotFound : BambuErrorKind.RequestRejected,
        ( >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices, _) when facts.Error is { Succeeded: false } =>
            BambuErrorKind.RequestRejected,
        _ => BambuErrorKind.UnexpectedResponse,
    };

    // What is left of a secret that is cut is not known any more → it is taken out first.
    private static string Short(string words) => words.Length <= LongestWords ? words : $"{words[..LongestWords]}…";

    private static bool IsOfCookie(AnswerFacts facts) => new[] { facts.Words, facts.Error?.Error, facts.Error?.Reason }
        .Any(words => words?.Contains("missing_cookie", StringComparison.Ordinal) == true
            || words?.Contains("missing_header", StringComparison.Ordinal) == true
            || words?.Contains("CSRF", StringComparison.OrdinalIgnoreCase) == true);

    private static bool IsOutcomeUnknown(BambuErrorKind kind, CloudCall call) => call.IsInDoubt
        && kind is BambuErrorKind.ConnectionLost or BambuErrorKind.TimedOut or BambuErrorKind.ServiceFault
            or BambuErrorKind.UnexpectedResponse;

    private static string Said(AnswerFacts facts, Redaction shown, string words, IReadOnlyDictionary<string, object?> details)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)facts.Status}");
        if (facts.Error is { Succeeded: false } error)
        {
            text += $", code {shown.Of(error.Code)}";
        }
        if (words.Length > 0)
        {
            text += $": {words}";
        }
        return details.TryGetValue("reason", out object? reason) && reason is string { Length: > 0 } why ? $"{text}. {why}" : text;
    }
}
