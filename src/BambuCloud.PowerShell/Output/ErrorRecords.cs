using System.Management.Automation;

namespace BambuCloud.Output;

/// <summary>How an error of the client is told in PowerShell: id, category, target, and what to do about it.</summary>
internal static class ErrorRecords
{
    /// <summary>The record of a fault. Its id is <c>BambuCloud.</c> and the kind's name.</summary>
    /// <param name="fault">What happened.</param>
    /// <param name="target">The object that was worked on; without one, the fault's own subject.</param>
    /// <param name="told">What happened and what to do about it, in one text.</param>
    /// <param name="advice">What to do about it; null for what helps with its kind.</param>
    public static ErrorRecord Of(BambuException fault, object? target, string told, string? advice) =>
        new(fault, $"BambuCloud.{fault.Kind}", CategoryOf(fault.Kind), target ?? fault.Subject)
        {
            ErrorDetails = new ErrorDetails(told) { RecommendedAction = advice ?? RecommendedAction.For(fault) ?? "" },
        };

    /// <summary>The record of an id that says that there is none, told as PowerShell tells of an argument that may not be null.</summary>
    public static ErrorRecord NoId() => Invalid(
        "The id is null, empty or 0, and that does not mean all. Give an id, or an object that has one.",
        ErrorCategory.InvalidData, null);

    /// <summary>The record of a parameter that says nothing, told as PowerShell tells of an argument that may not be empty.</summary>
    public static ErrorRecord NoText(string parameter) => Invalid(
        $"The argument of -{parameter} is null or empty. Give one, or leave the parameter out.",
        ErrorCategory.InvalidData, null);

    /// <summary>The record of several sessions for a command that takes one.</summary>
    public static ErrorRecord SeveralSessions() => Invalid(
        "This command works with one session, and several were given. Give one.",
        ErrorCategory.InvalidArgument, null);

    /// <summary>The record of a code that is ordered by a way that the account has not.</summary>
    public static ErrorRecord CodeComesAnotherWay(string account) => Invalid(
        account.Contains('@', StringComparison.Ordinal)
            ? $"'{account}' is an e-mail address. Give -CodeByEmail, or the account's phone number."
            : $"'{account}' is a phone number. Give -CodeBySms, or the account's e-mail address.",
        ErrorCategory.InvalidArgument, account);

    /// <summary>The record of a printer that is to be bound without its code, where nobody can be asked for it.</summary>
    public static ErrorRecord NoBindCode(string deviceId) => Invalid(
        $"Printer '{deviceId}' is bound with the code that it shows. Give it as -BindCode.",
        ErrorCategory.InvalidArgument, deviceId);

    /// <summary>The record of a session that is null, told as PowerShell tells of an argument that may not be null.</summary>
    public static ErrorRecord NoSession() => Invalid(
        "The session is null. Give what Connect-BambuCloud -PassThru or Get-BambuSession wrote.",
        ErrorCategory.InvalidData, null);

    private static ErrorRecord Invalid(string what, ErrorCategory category, object? target) =>
        new(new ValidationMetadataException(what), "ParameterArgumentValidationError", category, target);

    private static ErrorCategory CategoryOf(BambuErrorKind kind) => kind switch
    {
        BambuErrorKind.NotConnected or BambuErrorKind.SessionClosed or BambuErrorKind.ServiceUnreachable
            or BambuErrorKind.BrokerUnavailable or BambuErrorKind.ConnectionLost or BambuErrorKind.PrinterUnreachable
            or BambuErrorKind.DiscoveryFailed or BambuErrorKind.PrinterNotConnected => ErrorCategory.ConnectionError,
        BambuErrorKind.TokenRefused or BambuErrorKind.TokenExpired or BambuErrorKind.SignInRequired or BambuErrorKind.PasswordRefused
            or BambuErrorKind.VerificationCodeRequired or BambuErrorKind.VerificationCodeRefused or BambuErrorKind.VerificationCodeExpired
            or BambuErrorKind.TfaCodeRequired or BambuErrorKind.TfaCodeRefused
                or BambuErrorKind.TfaExpired or BambuErrorKind.AccessCodeRefused
                    or BambuErrorKind.AccessCodeRequired => ErrorCategory.AuthenticationError,
        BambuErrorKind.Forbidden or BambuErrorKind.PrintStartNotAllowed or BambuErrorKind.SignatureRequired
            or BambuErrorKind.SubscriptionRefused
            or BambuErrorKind.EdgeChallenge or BambuErrorKind.SignInCookieDemanded => ErrorCategory.PermissionDenied,
        BambuErrorKind.NotFound or BambuErrorKind.DeviceNotFound or BambuErrorKind.FileNotFound
            or BambuErrorKind.ThumbnailMissing or BambuErrorKind.PrinterNotFound
            or BambuErrorKind.PrinterFileNotFound => ErrorCategory.ObjectNotFound,
        BambuErrorKind.DeviceOffline or BambuErrorKind.CodeTextsUnavailable
            or BambuErrorKind.PrinterStorageMissing => ErrorCategory.ResourceUnavailable,
        BambuErrorKind.DeviceBusy or BambuErrorKind.PrinterBusy => ErrorCategory.ResourceBusy,
        BambuErrorKind.RateLimited or BambuErrorKind.TooManySignIns or BambuErrorKind.FileTooLarge
            or BambuErrorKind.PrinterStorageFull => ErrorCategory.LimitsExceeded,
        BambuErrorKind.TimedOut or BambuErrorKind.WaitTimedOut or BambuErrorKind.CommandUnconfirmed => ErrorCategory.OperationTimeout,
        BambuErrorKind.CertificateRefused or BambuErrorKind.SavedSessionExposed or BambuErrorKind.SavedPrinterExposed
            or BambuErrorKind.PrinterCertificateUnknown or BambuErrorKind.PrinterCertificateChanged
            or BambuErrorKind.PrinterCertificateRefused => ErrorCategory.SecurityError,
        BambuErrorKind.UnexpectedResponse or BambuErrorKind.ServiceFault => ErrorCategory.ProtocolError,
        BambuErrorKind.DeviceNameAmbiguous or BambuErrorKind.InvalidToken or BambuErrorKind.InvalidEnvironment
            or BambuErrorKind.InvalidSetting or BambuErrorKind.InvalidPattern or BambuErrorKind.InvalidCode
            or BambuErrorKind.InvalidFileUrl or BambuErrorKind.InvalidEndpoint or BambuErrorKind.BrokerNotNamed
            or BambuErrorKind.NotAFile or BambuErrorKind.FileEmpty or BambuErrorKind.InvalidFileName
                or BambuErrorKind.PlateNotFound or BambuErrorKind.InvalidPrinterPath => ErrorCategory.InvalidArgument,
        BambuErrorKind.InvalidCertificateFile or BambuErrorKind.SavedSessionUnusable or BambuErrorKind.NotAPrintFile
            or BambuErrorKind.NotSliced or BambuErrorKind.FileDamaged or BambuErrorKind.PrinterModelMismatch
            or BambuErrorKind.NozzleMismatch or BambuErrorKind.FilamentMissing or BambuErrorKind.SavedPrinterUnusable =>
            ErrorCategory.InvalidData,
        BambuErrorKind.FileExists => ErrorCategory.ResourceExists,
        BambuErrorKind.NotOffered => ErrorCategory.NotImplemented,
        BambuErrorKind.ChangeNotMade => ErrorCategory.InvalidResult,
        BambuErrorKind.FileUnreadable or BambuErrorKind.DownloadFailed => ErrorCategory.ReadError,
        BambuErrorKind.UploadFailed or BambuErrorKind.FileUnwritable => ErrorCategory.WriteError,
        BambuErrorKind.PrintStartUnconfirmed or BambuErrorKind.PrintNotFinished => ErrorCategory.OperationStopped,
        _ => ErrorCategory.InvalidOperation,
    };
}
