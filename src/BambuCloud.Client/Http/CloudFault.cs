using System.Globalization;
using System.Net;
using System.Security.Authentication;
using System.Text.Json;
using BambuCloud.Client.Trust;
using BambuCloud.Client.Wire;

namespace BambuCloud.Client.Http;

/// <summary>Turns what came instead of a good answer into the error that says so (rest.md, <i>Errors</i>).</summary>
internal static class CloudFault
{
    /// <summary>The error for an answer that is no success; <see langword="null"/> for one that is.</summary>
    public static BambuApiException? Of(
        CloudCall call, int attempts, HttpResponseMessage response, ReadOnlySpan<byte> body, Redaction shown, AccessToken? token,
        DateTimeOffset now)
    {
        CloudAnswer? answer = TryRead(body);
        bool accepted = response.IsSuccessStatusCode;
        if (accepted && answer is { Succeeded: true })
        {
            return null;
        }
        bool html = LooksLikeHtml(response, body);
        BambuErrorKind kind = call.Route.SignsIn && body.IndexOf("missing_cookie"u8) >= 0
            ? BambuErrorKind.SignInCookieDemanded
            : KindOf(response.StatusCode, answer, html, call);
        TimeSpan? retryAfter = RetryAfterOf(response, now);
        answer = answer is null ? null : answer with
        {
            Code = shown.Of(answer.Code),
            Message = shown.Of(answer.Message),
            Error = shown.Of(answer.Error),
            Details = AdditionalFields.From(answer.Details, shown),
        };
        return new BambuApiException(kind,
            Message(kind, call, response.StatusCode, Said(response.StatusCode, answer), html, IsJson(body), token))
        {
            Subject = call.Subject,
            Operation = call.Route.Operation,
            Endpoint = call.Endpoint,
            IsOutcomeUnknown = IsOutcomeUnknown(kind, call),
            HttpStatus = (int)response.StatusCode,
            CloudCode = answer?.CodeNumber,
            CloudError = answer?.Error,
            CloudMessage = answer?.Message,
            Details = DetailsOf(answer),
            Attempts = attempts,
            RetryAfter = retryAfter,
        };
    }

    /// <summary>The error for a call whose time ran out after the service had turned it away.</summary>
    public static BambuApiException Of(CloudCall call, int attempts, HttpStatusCode status, AccessToken? token, TimeSpan? retryAfter)
    {
        BambuErrorKind kind = KindOf(status, null, html: false, call);
        return new BambuApiException(kind, Message(kind, call, status, Said(status, null), html: false, json: true, token))
        {
            Subject = call.Subject,
            Operation = call.Route.Operation,
            Endpoint = call.Endpoint,
            IsOutcomeUnknown = IsOutcomeUnknown(kind, call),
            HttpStatus = (int)status,
            Attempts = attempts,
            RetryAfter = retryAfter,
        };
    }

    /// <summary>The error for a call that got no answer at all.</summary>
    public static BambuApiException Of(CloudCall call, int attempts, Uri api, Exception cause)
    {
        string server = $"{api.Host}:{api.Port}";
        (BambuErrorKind kind, string message) = cause switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or AuthenticationException => (
                BambuErrorKind.CertificateRefused,
                $"No trusted TLS connection to '{server}': its certificate was refused, or it speaks no TLS."),
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => (
                BambuErrorKind.ServiceUnreachable, $"The name '{api.Host}' does not resolve."),
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => (
                BambuErrorKind.ServiceUnreachable, $"No connection to '{server}'."),
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => (
                BambuErrorKind.UnexpectedResponse, $"The answer to {call.Endpoint} is larger than any answer of this API."),
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => (
                BambuErrorKind.UnexpectedResponse, $"'{server}' answered {call.Endpoint} with something that is no HTTP answer."),
            HttpRequestException => (
                BambuErrorKind.ConnectionLost,
                $"The connection to '{server}' broke before the answer to {call.Endpoint} was complete.{Doubt(call)}"),
            _ => (
                BambuErrorKind.TimedOut, $"'{server}' did not answer {call.Endpoint} in time.{Doubt(call)}"),
        };
        return new BambuApiException(kind, message, cause is HttpRequestException fault ? WithoutQuotes(fault) : cause)
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
        new(BambuErrorKind.UnexpectedResponse, $"The answer to {call.Endpoint} {what}.{Doubt(call)}", cause)
        {
            Subject = call.Subject,
            Operation = call.Route.Operation,
            Endpoint = call.Endpoint,
            IsOutcomeUnknown = IsOutcomeUnknown(BambuErrorKind.UnexpectedResponse, call),
        };

    /// <summary>The error for what a session was closed under.</summary>
    public static BambuException Closed(string what) =>
        new(BambuErrorKind.SessionClosed, $"The session was closed before {what}.");

    /// <summary>A cause that may be told; <see langword="null"/> for one whose text quotes what a server sent in place of HTTP.</summary>
    public static HttpRequestException? WithoutQuotes(HttpRequestException cause) =>
        cause.HttpRequestError == HttpRequestError.InvalidResponse ? null : cause;

    public static TimeSpan? RetryAfterOf(HttpResponseMessage response, DateTimeOffset now)
    {
        TimeSpan? wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    /// <summary>The error for a task that the account does not have.</summary>
    public static BambuApiException NoTask(string taskId) =>
        new(BambuErrorKind.NotFound, NoTask(taskId, "")) { Subject = taskId, Operation = BambuApiOperation.GetTask };

    /// <summary>The error for a list in which nothing has the id that items were wanted behind.</summary>
    public static BambuApiException NotInList(CloudCall list, string id) =>
        new(BambuErrorKind.NotFound, $"Nothing in the answers to {list.Endpoint} has the id '{id}'.")
        {
            Subject = id,
            Operation = list.Route.Operation,
            Endpoint = list.Endpoint,
        };

    private static string NoTask(string taskId, string said) => $"The account's history has no task '{taskId}'{said}.";

    private static CloudAnswer? TryRead(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, CloudJson.Default.CloudAnswer);
        }
        catch (JsonException)
        {
            return null; // Not JSON: the caller decides by status and content type.
        }
    }

    private static bool IsJson(ReadOnlySpan<byte> body)
    {
        try
        {
            Utf8JsonReader reader = new(body);
            while (reader.Read())
            {
                // To its end: a text that breaks off is no JSON.
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool LooksLikeHtml(HttpResponseMessage response, ReadOnlySpan<byte> body) =>
        response.Content.Headers.ContentType?.MediaType?.Contains("html", StringComparison.OrdinalIgnoreCase) == true
        || body.TrimStart(" \t\r\n"u8).StartsWith("<"u8);

    private static BambuErrorKind KindOf(HttpStatusCode status, CloudAnswer? answer, bool html, CloudCall call) =>
        (status, answer?.CodeNumber) switch
        {
            (HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable, _)
                when html => BambuErrorKind.EdgeChallenge,
            (_, 1002) => BambuErrorKind.TokenExpired,
            (_, 1001) or (HttpStatusCode.Unauthorized, _) => BambuErrorKind.TokenRefused,
            (_, 1003) => BambuErrorKind.DeviceNotFound,
            (_, 1004) => BambuErrorKind.DeviceOffline,
            (_, 1005) => BambuErrorKind.PrintRejected,
            (_, 1006) => BambuErrorKind.UploadFailed,
            (HttpStatusCode.Forbidden, _) => BambuErrorKind.Forbidden,
            (HttpStatusCode.NotFound, _) => BambuErrorKind.NotFound,
            (HttpStatusCode.MethodNotAllowed, _) => call.Route == Route.StartPrint ? BambuErrorKind.PrintStartNotAllowed
                : BambuErrorKind.MethodNotAllowed,
            (HttpStatusCode.TooManyRequests, _) => BambuErrorKind.RateLimited,
            ( >= HttpStatusCode.InternalServerError, _) => BambuErrorKind.ServiceFault,
            ( >= HttpStatusCode.BadRequest, _) => BambuErrorKind.RequestRejected,
            ( >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices, _)
                when answer is { Succeeded: false } => BambuErrorKind.RequestRejected,
            _ => BambuErrorKind.UnexpectedResponse,
        };

    private static string Message(
        BambuErrorKind kind, CloudCall call, HttpStatusCode status, string said, bool html, bool json, AccessToken? token)
    {
        string about = call.Subject is null ? "" : $" '{call.Subject}'";
        string With(string word) => call.Subject is null ? "" : $" {word}{about}";
        return kind switch
        {
            BambuErrorKind.EdgeChallenge => $"An edge page came instead of the API's answer to {call.Endpoint} (HTTP {(int)status}): "
                + "the cloud's front door holds this computer's address back.",
            BambuErrorKind.TokenRefused => $"The cloud refuses the access token ({said}).{token?.Story}",
            BambuErrorKind.TokenExpired => $"The access token has expired ({said}).{token?.Story}",
            BambuErrorKind.Forbidden when call.Route == Route.CreateTask =>
                $"The cloud does not let this account make tasks through the API ({said}): "
                + "newer accounts need a signature that only the vendor's own programs make.",
            BambuErrorKind.Forbidden => $"The account may not do {call.Endpoint}{about} ({said}).",
            BambuErrorKind.NotFound when call.Route == Route.GetTask && !html => NoTask(call.Subject!, $" ({said})"),
            BambuErrorKind.NotFound when call.Route == Route.GetProject && !html => $"The account has no project{about} ({said}).",
            BambuErrorKind.NotFound when call.Route == Route.MarkNotification && !html => $"The account has no message{about} ({said}).",
            BambuErrorKind.NotFound => $"The cloud knows nothing{With("of")} under {call.Endpoint} ({said}).",
            BambuErrorKind.DeviceNotFound => $"The printer{about} is not in this account ({said}).",
            BambuErrorKind.DeviceOffline => $"The printer{about} is offline ({said}).",
            BambuErrorKind.PrintRejected => $"The print was not accepted{With("for")} ({said}).",
            BambuErrorKind.UploadFailed => $"The cloud did not take the file{about} ({said}).",
            BambuErrorKind.PrintStartNotAllowed => $"The cloud does not let this account start prints through the API ({said}): "
                + $"since 2025 only the vendor's own signed programs may. Nothing was started{With("on")}.",
            BambuErrorKind.MethodNotAllowed => $"The cloud no longer takes {call.Endpoint} ({said}).",
            BambuErrorKind.RateLimited => $"Too many requests: the cloud refuses {call.Endpoint} ({said}).",
            BambuErrorKind.ServiceFault => $"The cloud failed on {call.Endpoint}{about} ({said}): it is a fault of the "
                + $"service.{Doubt(call)}",
            BambuErrorKind.RequestRejected => $"The cloud refused {call.Endpoint}{about} ({said}).",
            _ when html => $"A web page came instead of the answer to {call.Endpoint} (HTTP {(int)status}).{Doubt(call)}",
            _ => $"The answer to {call.Endpoint} is {(json ? "JSON of another shape than this API's" : "no JSON, or cut short")} "
                + $"(HTTP {(int)status}).{Doubt(call)}",
        };
    }

    private static string Doubt(CloudCall call) => MayBeLost(call) ? " It may have been done all the same." : "";

    private static bool IsOutcomeUnknown(BambuErrorKind kind, CloudCall call) => MayBeLost(call)
        && kind is BambuErrorKind.ConnectionLost or BambuErrorKind.TimedOut or BambuErrorKind.ServiceFault
            or BambuErrorKind.UnexpectedResponse;

    // A POST is never sent again, and nobody knows what became of one without an answer. The start of a print has an error of its own for
    // that.
    private static bool MayBeLost(CloudCall call) => !call.Route.Idempotent && !call.Route.SignsIn && call.Route != Route.StartPrint;

    private static string Said(HttpStatusCode status, CloudAnswer? answer)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)status}");
        if (answer is { Succeeded: false })
        {
            text += $", code {answer.Code}";
        }
        if (!string.IsNullOrWhiteSpace(answer?.Message))
        {
            text += $": {answer.Message}";
        }
        return DetailsOf(answer).TryGetValue("reason", out object? reason) && reason is string { Length: > 0 } why ? $"{text}. {why}"
            : text;
    }

    private static IReadOnlyDictionary<string, object?> DetailsOf(CloudAnswer? answer) =>
        answer?.Details as IReadOnlyDictionary<string, object?> ?? BambuAdditionalProperties.None;
}
