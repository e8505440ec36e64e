using System.Management.Automation;

namespace BambuCloud.Commands;

/// <summary>How an error of the client is told in PowerShell: id, category and target.</summary>
internal static class ErrorRecords
{
    /// <summary>The record of a fault. Its id is <c>BambuCloud.</c> and the kind's name.</summary>
    /// <param name="fault">What happened.</param>
    /// <param name="target">The object that was worked on; without one, the fault's own subject.</param>
    public static ErrorRecord Of(BambuException fault, object? target = null) =>
        new(fault, $"BambuCloud.{fault.Kind}", CategoryOf(fault.Kind), target ?? fault.Subject);

    private static ErrorCategory CategoryOf(BambuErrorKind kind) => kind switch
    {
        BambuErrorKind.NotConnected or BambuErrorKind.SessionClosed or BambuErrorKind.ServiceUnreachable
            or BambuErrorKind.ConnectionLost => ErrorCategory.ConnectionError,
        BambuErrorKind.TokenRefused or BambuErrorKind.TokenExpired => ErrorCategory.AuthenticationError,
        BambuErrorKind.Forbidden or BambuErrorKind.PrintStartNotAllowed or BambuErrorKind.SubscriptionRefused
            or BambuErrorKind.EdgeChallenge => ErrorCategory.PermissionDenied,
        BambuErrorKind.NotFound or BambuErrorKind.DeviceNotFound or BambuErrorKind.FileNotFound => ErrorCategory.ObjectNotFound,
        BambuErrorKind.DeviceOffline => ErrorCategory.ResourceUnavailable,
        BambuErrorKind.RateLimited or BambuErrorKind.FileTooLarge => ErrorCategory.LimitsExceeded,
        BambuErrorKind.TimedOut or BambuErrorKind.PrintNotEnded => ErrorCategory.OperationTimeout,
        BambuErrorKind.CertificateRefused => ErrorCategory.SecurityError,
        BambuErrorKind.UnexpectedResponse or BambuErrorKind.ServiceFault => ErrorCategory.ProtocolError,
        BambuErrorKind.InvalidToken or BambuErrorKind.InvalidSetting or BambuErrorKind.InvalidFileUrl or BambuErrorKind.InvalidEndpoint or BambuErrorKind.NotAFile or BambuErrorKind.FileEmpty or BambuErrorKind.InvalidFileName or BambuErrorKind.PlateNotFound => ErrorCategory.InvalidArgument,
        BambuErrorKind.InvalidCertificateFile or BambuErrorKind.NotAPrintFile or BambuErrorKind.NotSliced or BambuErrorKind.PrinterModelMismatch => ErrorCategory.InvalidData,
        BambuErrorKind.FileUnreadable => ErrorCategory.ReadError,
        BambuErrorKind.UploadFailed => ErrorCategory.WriteError,
        BambuErrorKind.PrintStartUnconfirmed or BambuErrorKind.PrintNotFinished => ErrorCategory.OperationStopped,
        _ => ErrorCategory.InvalidOperation,
    };
}
