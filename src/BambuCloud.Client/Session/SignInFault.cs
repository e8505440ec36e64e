using System.Globalization;

namespace BambuCloud.Client.Session;

/// <summary>Turns what a step of signing in ended with into the error that says what was refused (rest.md, <i>Signing in</i>).</summary>
internal static class SignInFault
{
    private const int CodeExpired = 1;

    /// <summary>The fault of a call as a step of signing in.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="fault">What the call ended with.</param>
    /// <param name="refusal">What it means when the cloud refuses this step.</param>
    public static BambuApiException Of(string account, BambuApiException fault, BambuErrorKind refusal)
    {
        BambuErrorKind kind = fault.Kind switch
        {
            BambuErrorKind.RateLimited => BambuErrorKind.TooManySignIns,
            BambuErrorKind.RequestRejected or BambuErrorKind.TokenRefused when fault.CloudCode == CodeExpired => refusal switch
            {
                BambuErrorKind.VerificationCodeRefused => BambuErrorKind.VerificationCodeExpired,
                BambuErrorKind.TfaCodeRefused => BambuErrorKind.TfaExpired,
                _ => refusal,
            },
            BambuErrorKind.RequestRejected or BambuErrorKind.TokenRefused => refusal,
            BambuErrorKind.Forbidden or BambuErrorKind.NotFound when refusal == BambuErrorKind.PasswordRefused => refusal,
            _ => fault.Kind,
        };
        string withCode = fault.CloudCode is { } code ? string.Create(CultureInfo.InvariantCulture, $", code {code}") : "";
        string withWords = fault.CloudMessage is { } text ? $": {text}" : "";
        string said = string.Create(CultureInfo.InvariantCulture, $"HTTP {fault.HttpStatus}{withCode}{withWords}");
        string? message = kind switch
        {
            BambuErrorKind.PasswordRefused => $"The cloud refuses account '{account}' or its password ({said}).",
            BambuErrorKind.VerificationCodeRefused => $"The cloud refuses the verification code for '{account}' ({said}).",
            BambuErrorKind.VerificationCodeExpired => $"The verification code for '{account}' has expired ({said}). A new one was asked "
                + $"for.",
            BambuErrorKind.TfaCodeRefused => $"The cloud refuses the authenticator's code for '{account}' ({said}).",
            BambuErrorKind.TfaExpired => $"The sign-in of '{account}' that the authenticator's code belongs to is over ({said}).",
            BambuErrorKind.TooManySignIns => $"Too many sign-ins: the cloud takes none for '{account}' now ({said}). More tries only make "
                + $"it longer.",
            BambuErrorKind.SignInCookieDemanded =>
                $"The sign-in site wants a browser's cookie from '{account}' ({said}), which this program does not have.",
            BambuErrorKind.EdgeChallenge =>
                $"An edge page came instead of the answer to {fault.Endpoint} (HTTP {fault.HttpStatus}): the cloud's front door wants to "
                    + $"see a browser.",
            _ => null,
        };
        return message is null ? fault : new BambuApiException(kind, message, fault.InnerException)
        {
            Subject = fault.Subject,
            Operation = fault.Operation,
            Endpoint = fault.Endpoint,
            HttpStatus = fault.HttpStatus,
            CloudCode = fault.CloudCode,
            CloudError = fault.CloudError,
            CloudMessage = fault.CloudMessage,
            Details = fault.Details,
            Attempts = fault.Attempts,
            RetryAfter = fault.RetryAfter,
        };
    }
}
