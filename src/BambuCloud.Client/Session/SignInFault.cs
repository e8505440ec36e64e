using System.Globalization;
using System.Text.RegularExpressions;

namespace BambuCloud.Client.Session;

/// <summary>Turns what a step of signing in ended with into the error that says what was refused (rest.md, <i>Signing in</i>).</summary>
internal static partial class SignInFault
{
    private const int CodeExpired = 1;
    private const int CodeWrong = 2;

    // A service's own trouble speaks of accounts and codes too ("account service error", "invalid status code") → only what stands right
    // beside the word for what was given is said of it.
    private const string Filler =
        "(?: (?:or|and|you|entered|given|number|is|are|was|were|do|does|did|has|have|been|the|account|password))*";
    private const string IsWrong =
        " (?:incorrect|wrong|invalid|bad|mismatch(?:ed)?|not (?:match|exist|found|correct|valid|right|registered))";
    private const string Wrong = "\\b(?:incorrect|wrong|invalid|bad|mismatched)";
    private const string IsWrongInChinese = "(?:错误|不正确|有误|无效|不存在|不匹配|未注册)"; // The region China.
    private const string Code = "(?<!\\b(?:status|error|response|http|country|area) )\\bcode";
    private const string KindOfCode = "(?: (?:the|verification|e-?mail|sms|security|authenticator|tfa|2fa|login|sign-in))*";

    /// <summary>The fault of a call as a step of signing in.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="fault">What the call ended with.</param>
    /// <param name="refusal">What it means when the cloud refuses this step.</param>
    public static BambuApiException Of(string account, BambuApiException fault, BambuErrorKind refusal)
    {
        BambuErrorKind kind = KindOf(fault, refusal);
        string code = fault.CloudCode is { } number ? string.Create(CultureInfo.InvariantCulture, $", code {number}") : "";
        string said = string.Create(CultureInfo.InvariantCulture,
            $"HTTP {fault.HttpStatus}{code}{(fault.CloudMessage is { } text ? $": {text}" : "")}");
        string? message = kind switch
        {
            BambuErrorKind.PasswordRefused => $"The cloud refuses account '{account}' or its password ({said}).",
            BambuErrorKind.VerificationCodeRefused => $"The cloud refuses the verification code for '{account}' ({said}).",
            BambuErrorKind.VerificationCodeExpired => $"The verification code for '{account}' has expired ({said}).",
            BambuErrorKind.TfaCodeRefused => $"The cloud refuses the authenticator's code for '{account}' ({said}).",
            BambuErrorKind.TfaExpired => $"The sign-in of '{account}' that the authenticator's code belongs to is over ({said}).",
            BambuErrorKind.TooManySignIns => $"Too many sign-ins: the cloud takes none for '{account}' now ({said}). More tries only make "
                + $"it longer.",
            _ when kind != fault.Kind => $"The cloud refused {fault.Endpoint} '{account}' ({said}).",
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

    // A captcha, a busy service or a closed door say nothing of a password or a code: nobody is to be told that a right one is wrong.
    private static BambuErrorKind KindOf(BambuApiException fault, BambuErrorKind refusal)
    {
        if (fault.Kind == BambuErrorKind.RateLimited)
        {
            return BambuErrorKind.TooManySignIns;
        }
        if (fault.Kind is not (BambuErrorKind.RequestRejected or BambuErrorKind.NotFound or BambuErrorKind.TokenRefused
            or BambuErrorKind.TokenExpired))
        {
            return fault.Kind;
        }
        string words = $"{fault.CloudMessage}\n{fault.CloudError}".Replace('_', ' ').Replace("n't", " not", StringComparison.Ordinal);
        return refusal switch
        {
            BambuErrorKind.PasswordRefused when fault.CloudCode is CodeExpired or CodeWrong || PasswordWords().IsMatch(words) => refusal,
            BambuErrorKind.VerificationCodeRefused when fault.CloudCode == CodeExpired || ExpiredWords().IsMatch(words) =>
                BambuErrorKind.VerificationCodeExpired,
            BambuErrorKind.TfaCodeRefused when fault.CloudCode == CodeExpired || ExpiredWords().IsMatch(words)
                || SignInExpiredWords().IsMatch(words) => BambuErrorKind.TfaExpired,
            BambuErrorKind.VerificationCodeRefused or BambuErrorKind.TfaCodeRefused
                when fault.CloudCode == CodeWrong || CodeWords().IsMatch(words) => refusal,
            _ => BambuErrorKind.RequestRejected,
        };
    }

    [GeneratedRegex($"\\b(?:account|password|credentials?|user ?name){Filler}{IsWrong}\\b|\\bpassword error\\b"
        + $"|{Wrong}(?: (?:the|your|login|sign-in|e-?mail|phone|or|and))*"
        + " (?:account|password|credentials?|user ?name)\\b(?! (?:status|state|type|region|serv))"
        + $"|\\b(?:user|e-?mail|phone){Filler} not (?:exist|found|registered)\\b|(?:密码|账号|帐号|账户|用户名?){IsWrongInChinese}",
        RegexOptions.IgnoreCase)]
    private static partial Regex PasswordWords();

    [GeneratedRegex($"{Code}{Filler}(?:{IsWrong}| error)\\b|{Wrong}{KindOfCode} code\\b|验证码{IsWrongInChinese}", RegexOptions.IgnoreCase)]
    private static partial Regex CodeWords();

    [GeneratedRegex($"{Code}{Filler} (?:expired|timed out)\\b|\\bexpired{KindOfCode} code\\b|^\\W*expired\\W*$|验证码已?(?:过期|失效)",
        RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex ExpiredWords();

    [GeneratedRegex($"(?:key|session|sign-?in|login){Filler} expired\\b|\\bexpired (?:tfa ?key|session|sign-?in|login)\\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex SignInExpiredWords();
}
