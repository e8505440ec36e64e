using System.Globalization;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Http;

/// <summary>What an error says: what happened, and to which object.</summary>
internal static class FaultText
{
    /// <summary>What is said of an answer that is no success.</summary>
    public static string Of(BambuErrorKind kind, CloudCall call, AnswerFacts facts, string said, AccessToken? token)
    {
        string about = call.Subject is null ? "" : $" '{call.Subject}'";
        string With(string word) => call.Subject is null ? "" : $" {word}{about}";
        return kind switch
        {
            BambuErrorKind.EdgeChallenge => facts.IsPage || facts.Words.Length == 0
                ? string.Create(CultureInfo.InvariantCulture,
                    $"An edge page came instead of the API's answer to {call.Endpoint} (HTTP {(int)facts.Status}): ")
                    + "the cloud's front door holds this computer's address back."
                : $"The cloud's front door wants to see a person in a browser before it answers {call.Endpoint} ({said}).",
            BambuErrorKind.SignInCookieDemanded => $"The sign-in site wants a browser's cookie{With("from")} ({said}), which this program "
                + $"does not have.",
            BambuErrorKind.TokenRefused => $"The cloud refuses the access token ({said}).{token?.IssuedText}",
            BambuErrorKind.TokenExpired => $"The access token has expired ({said}).{token?.IssuedText}",
            BambuErrorKind.Forbidden when call.Route == Route.CreateTask =>
                $"The cloud does not let this account make tasks through the API ({said}): "
                + "it takes a signature that only the vendor's own programs make.",
            BambuErrorKind.Forbidden when call.Route == Route.GetUploadUrls =>
                $"The cloud gives this account no addresses to upload{about} to ({said}).",
            BambuErrorKind.Forbidden => $"The account may not do {call.Endpoint}{about} ({said}).",
            BambuErrorKind.NotFound => NotFound(call, facts, said, about),
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
            _ => $"{Unexpected(call, facts)}{Doubt(call)}",
        };
    }

    /// <summary>What is said where no answer came.</summary>
    public static string OfNoAnswer(BambuErrorKind kind, HttpRequestError? error, CloudCall call, Uri api)
    {
        string server = string.Create(CultureInfo.InvariantCulture, $"{api.Host}:{api.Port}");
        return kind switch
        {
            BambuErrorKind.CertificateRefused => $"No trusted TLS connection to '{server}': its certificate was refused, or it speaks no "
                + $"TLS.",
            BambuErrorKind.ServiceUnreachable => error == HttpRequestError.NameResolutionError
                ? $"The name '{api.Host}' does not resolve." : $"No connection to '{server}'.",
            BambuErrorKind.UnexpectedResponse => error == HttpRequestError.InvalidResponse
                ? $"'{server}' answered {call.Endpoint} with something that is no HTTP answer."
                : $"The answer to {call.Endpoint} is larger than any answer of this API.",
            BambuErrorKind.ConnectionLost => $"The connection to '{server}' broke before the answer to {call.Endpoint} was "
                + $"complete.{Doubt(call)}",
            _ => $"'{server}' did not answer {call.Endpoint} in time.{Doubt(call)}",
        };
    }

    /// <summary>What is said of a task that the account does not have.</summary>
    public static string NoTask(string taskId, string said) => $"The account's history has no task '{taskId}'{said}.";

    /// <summary>That a call may have been carried out although no good answer came.</summary>
    public static string Doubt(CloudCall call) => call.IsInDoubt ? " It may have been done all the same." : "";

    private static string NotFound(CloudCall call, AnswerFacts facts, string said, string about) => call.Route.Operation switch
    {
        _ when facts.IsPage
            || call.Subject is null => $"The cloud knows nothing{(about.Length == 0 ? "" : $" of{about}")} under {call.Endpoint} ({said}).",
        BambuApiOperation.GetTask or BambuApiOperation.GetOwnTask => NoTask(call.Subject, $" ({said})"),
        BambuApiOperation.GetUploadUrls => $"The cloud gives no addresses to upload{about} to ({said}).",
        BambuApiOperation.GetProject => $"The account has no project{about} ({said}).",
        BambuApiOperation.MarkNotification => $"The account has no message{about} ({said}).",
        _ => $"The cloud knows nothing of{about} under {call.Endpoint} ({said}).",
    };

    private static string Unexpected(CloudCall call, AnswerFacts facts)
    {
        string what = facts.IsPage ? $"A web page came instead of the answer to {call.Endpoint}"
            : facts.IsJson ? $"The answer to {call.Endpoint} is JSON of another shape than this API's"
            : $"The answer to {call.Endpoint} is no JSON, or cut short";
        return string.Create(CultureInfo.InvariantCulture, $"{what} (HTTP {(int)facts.Status}).");
    }
}
