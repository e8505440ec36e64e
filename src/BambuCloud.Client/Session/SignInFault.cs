using System.Globalization;

namespace BambuCloud.Client.Session;

/// <summary>Turns what a step of signing in ended with into the error that says what to do (rest.md, <i>Signing in</i>).</summary>
internal static class SignInFault
{
    private const int CodeExpired = 1;
    private const string Ways = "Sign in by e-mail code (switch the authenticator off in the account's settings), or take the token from a browser that is signed in and give it with -AccessToken.";

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
        string said = string.Create(CultureInfo.InvariantCulture, $"HTTP {fault.HttpStatus}{(fault.CloudCode is { } code ? $", code {code}" : "")}{(fault.CloudMessage is { } text ? $": {text}" : "")}");
        string? message = kind switch
        {
            BambuErrorKind.PasswordRefused =>
                $"The cloud refuses account '{account}' or its password ({said}). Check both, and the region: an account of China is unknown elsewhere (-Region China).",
            BambuErrorKind.VerificationCodeRefused =>
                $"The cloud refuses the verification code for '{account}' ({said}). Take the newest that came, and run Connect-BambuCloud again with -Credential and -VerificationCode.",
            BambuErrorKind.VerificationCodeExpired =>
                $"The verification code for '{account}' has expired ({said}). A new one was asked for: run Connect-BambuCloud again with -Credential and the new -VerificationCode.",
            BambuErrorKind.TfaCodeRefused =>
                $"The cloud refuses the authenticator's code for '{account}' ({said}). Wait for the next code and give that; check that this computer's and the authenticator's clocks are right.",
            BambuErrorKind.TfaExpired =>
                $"The sign-in of '{account}' that the authenticator's code belongs to is over ({said}). Run Connect-BambuCloud again with -Credential and a fresh -TfaCode: it begins anew.",
            BambuErrorKind.TooManySignIns => string.Create(CultureInfo.InvariantCulture,
                $"Too many sign-ins: the cloud takes none for '{account}' now ({said}). {(fault.RetryAfter is { } wait ? $"Try again in {wait.TotalSeconds:0} s" : "Wait some minutes")}, or use a token (-AccessToken). More tries only make it longer."),
            BambuErrorKind.SignInCookieDemanded =>
                $"The sign-in site wants a browser's cookie from '{account}' ({said}), which this module does not have. {Ways}",
            BambuErrorKind.EdgeChallenge =>
                $"An edge page came instead of the answer to {fault.Endpoint} (HTTP {fault.HttpStatus}): the cloud's front door wants to see a browser. Wait some minutes, or try from another network. {Ways}",
            _ => null,
        };
        return message is null ? fault : new BambuApiException(kind, message, fault.InnerException)
        {
            Subject = fault.Subject,
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
