using System.Globalization;
using System.Management.Automation;

namespace BambuCloud.Output;

/// <summary>
/// What a user can do about what the client tells. The client says what happened and to which object; this is the one place that says which
/// cmdlet or parameter helps.
/// </summary>
internal static class RecommendedAction
{
    private const string SignInAgain = "Sign in again: Connect-BambuCloud with -Credential, or with -AccessToken and a new one.";
    private const string CodeByEmail = "by a code that comes by e-mail, which works with the authenticator on "
        + "(Connect-BambuCloud -Account … -CodeByEmail)";
    private const string OtherWaysIn = $"Sign in {CodeByEmail}, or take the token from a browser that is signed in and give it with "
        + "-AccessToken.";
    private const string NewCode = "-ResendCode orders a new one.";
    private const string StartInVendorsProgram = "Bambu Studio or Bambu Handy";

    /// <summary>What happened and what to do about it, for where there is one text only.</summary>
    /// <param name="fault">What happened.</param>
    /// <param name="advice">What to do about it; null for what helps with its kind.</param>
    public static string Told(BambuException fault, string? advice) =>
        DisplayText.Clean((advice ?? For(fault)) is { } action ? $"{Sentence(fault.Message)} {action}" : fault.Message);

    /// <summary>What to do about a fault; null where what happened says it all.</summary>
    public static string? For(BambuException fault)
    {
        string? action = fault is BambuApiException call ? ForCall(call) ?? ForAny(fault) : ForAny(fault);
        return fault is BambuApiException { IsOutcomeUnknown: true, Operation: not BambuApiOperation.StartPrint }
            ? $"{action} Look whether it was done before you send it again.".TrimStart()
            : action;
    }

    // The words of a system that end a message may lack the full stop.
    private static string Sentence(string message) => message.TrimEnd() is [.., '.' or '!' or '?' or '…' or ':'] ? message : message + ".";

    // What depends on more than the kind of fault.
    private static string? ForCall(BambuApiException fault) => (fault.Kind, fault.Operation) switch
    {
        (BambuErrorKind.Forbidden, BambuApiOperation.CreateTask) => $"Start the print from {StartInVendorsProgram}.",
        (BambuErrorKind.NotFound, BambuApiOperation.GetTask or BambuApiOperation.ListTasks) => "Get-BambuTask lists those that it has.",
        (BambuErrorKind.NotFound, BambuApiOperation.ListPrints) => "Get-BambuPrint lists the current ones, Get-BambuTask the history.",
        (BambuErrorKind.NotFound, BambuApiOperation.GetProject) => "Get-BambuProject lists those that it has.",
        (BambuErrorKind.NotFound, BambuApiOperation.MarkNotification) => "Get-BambuNotification lists those that it has.",
        (BambuErrorKind.NotOffered or BambuErrorKind.MethodNotAllowed or BambuErrorKind.RequestRejected,
            BambuApiOperation.ListNotifications or BambuApiOperation.MarkNotification) => "Get-BambuMessage lists the account's messages.",
        (BambuErrorKind.MethodNotAllowed, BambuApiOperation.GetDeviceInfo) =>
            "Get-BambuPrinterStatus says what a printer does, Get-BambuDevice which printers there are.",
        (BambuErrorKind.MethodNotAllowed or BambuErrorKind.ChangeNotMade, BambuApiOperation.RenameDevice) =>
            $"Rename it in {StartInVendorsProgram}.",
        (BambuErrorKind.Forbidden or BambuErrorKind.NotFound or BambuErrorKind.RequestRejected or BambuErrorKind.MethodNotAllowed,
            BambuApiOperation.GetUploadUrls) => "Try again later, or sign in again (Connect-BambuCloud).",
        (BambuErrorKind.EdgeChallenge, BambuApiOperation.SignIn or BambuApiOperation.SignInWithTfa or BambuApiOperation.SendEmailCode
            or BambuApiOperation.SendSmsCode or BambuApiOperation.GetCsrfToken) =>
            $"Wait some minutes, or try from another network. {OtherWaysIn}",
        (BambuErrorKind.ServiceFault, BambuApiOperation.SignInWithTfa or BambuApiOperation.GetCsrfToken) =>
            $"Try again later, or sign in {CodeByEmail}.",
        (BambuErrorKind.RateLimited, _) => WaitOf(fault) is { } seconds ? $"Try again in {seconds} s."
            : "Wait a minute, then try again.",
        (BambuErrorKind.TooManySignIns, _) =>
            $"{(WaitOf(fault) is { } seconds ? $"Try again in {seconds} s" : "Wait some minutes")}, or use a token (-AccessToken).",
        (BambuErrorKind.UploadFailed, _) when fault.CloudError == "SignatureDoesNotMatch" =>
            "It refuses them with and without a type. Something between here and it may change requests: check for a proxy, then "
                + "send it again.",
        (BambuErrorKind.UploadFailed, _) when fault.CloudError == "SlowDown" => "Wait a minute, then send it again.",
        (BambuErrorKind.UploadFailed, _) when fault.CloudMessage?.Contains("expired", StringComparison.OrdinalIgnoreCase) == true =>
            "The address was good for too short a time: check this computer's clock and its line, then send it again.",
        _ => null,
    };

    private static string? ForAny(BambuException fault) => ForSession(fault) ?? ForAnswer(fault) ?? ForFile(fault) ?? ForPrinter(fault)
        ?? ForConnection(fault);

    private static string? ForSession(BambuException fault) => fault.Kind switch
    {
        BambuErrorKind.NotConnected => "Run Connect-BambuCloud first.",
        BambuErrorKind.SessionClosed when fault.Subject is not null => "Run Connect-BambuCloud -PassThru, and give what it writes.",
        BambuErrorKind.SessionClosed => "Run Connect-BambuCloud again.",
        BambuErrorKind.TokenRefused or BambuErrorKind.TokenExpired or BambuErrorKind.TokenExpiring => SignInAgain,
        BambuErrorKind.InvalidToken => "Give a token of the service, whole, and without 'Bearer' and quotation marks.",
        BambuErrorKind.SignInRequired => "Give one of: -Credential (its user name is the account's e-mail address or phone number), "
            + "-AccessToken, the environment variable BAMBU_ACCESS_TOKEN, or a session that an earlier Connect-BambuCloud -Save kept.",
        BambuErrorKind.PasswordRefused => "Check both, and the region: an account of China is unknown elsewhere (-Region China).",
        BambuErrorKind.VerificationCodeRequired =>
            $"Run Connect-BambuCloud again with -VerificationCode beside -Credential or -Account; {NewCode}",
        BambuErrorKind.VerificationCodeRefused =>
            $"Take the newest that came, and run Connect-BambuCloud again with -VerificationCode; {NewCode}",
        BambuErrorKind.VerificationCodeExpired => "Order a new one: run Connect-BambuCloud with -ResendCode, then with the "
            + "-VerificationCode that comes.",
        BambuErrorKind.TfaCodeRequired =>
            $"Run Connect-BambuCloud again with -Credential and -TfaCode, or sign in {CodeByEmail}.",
        BambuErrorKind.TfaCodeRefused =>
            "Wait for the next code and give that; check that this computer's and the authenticator's clocks are right.",
        BambuErrorKind.TfaExpired => "Run Connect-BambuCloud again with -Credential and a fresh -TfaCode: it begins anew.",
        BambuErrorKind.SignInCookieDemanded => OtherWaysIn,
        BambuErrorKind.SavedSessionExposed => $"Close it to others (chmod go= '{fault.Subject}'). Where somebody may have read it, "
            + "change the account's password. Then sign in again with -Save.",
        BambuErrorKind.SavedSessionUnusable => "See that it and its folder are yours. Connect-BambuCloud -Save writes it anew, "
            + "Disconnect-BambuCloud -Forget removes it.",
        BambuErrorKind.VaultUnusable =>
            "It takes the module Microsoft.PowerShell.SecretManagement and a vault of that name (Get-SecretVault).",
        _ => null,
    };

    private static string? ForAnswer(BambuException fault) => fault.Kind switch
    {
        BambuErrorKind.Forbidden => "Check that it is yours.",
        BambuErrorKind.NotFound => "Check the id; it may be gone, or of another account.",
        BambuErrorKind.EdgeChallenge => "Wait some minutes, or try from another network.",
        BambuErrorKind.ServiceFault => "Try again later.",
        BambuErrorKind.UnexpectedResponse => "Check the API endpoint, and whether a proxy stands before it. "
            + "If this stays so, the service has changed: please report it.",
        BambuErrorKind.ServiceUnreachable => "Check the endpoint, this computer's network and its firewall.",
        BambuErrorKind.BrokerUnavailable => "That is the broker's own word: try again in some minutes.",
        BambuErrorKind.CertificateRefused => "If the server is yours, give its root with -CACertificatePath.",
        BambuErrorKind.InvalidEndpoint =>
            "Give the API as 'https://host' or 'https://host:port', the broker as 'mqtts://host' or 'mqtts://host:port', "
            + "and never the broker without its API.",
        BambuErrorKind.BrokerNotNamed => "Run Connect-BambuCloud again, with -MqttEndpoint beside -ApiEndpoint.",
        BambuErrorKind.InvalidCertificateFile => "Give a PEM file with '-----BEGIN CERTIFICATE-----'.",
        BambuErrorKind.CodeTextsUnavailable => "Look the code up at https://wiki.bambulab.com, or try again with access to the internet.",
        BambuErrorKind.InvalidCode => "Give 8 hex digits of a print error (0300_400C) or 16 of a health message (0300_0100_0001_0007).",
        BambuErrorKind.InvalidSetting => "Give it as the message says, in plain values, lists and hashtables, or leave it out.",
        BambuErrorKind.InvalidPattern =>
            $"Close it, or write '{WildcardPattern.Escape(fault.Subject!)}' where the characters are meant as they stand.",
        _ => null,
    };

    private static string? ForFile(BambuException fault) => fault.Kind switch
    {
        BambuErrorKind.FileNotFound when fault.Subject?.Contains('[', StringComparison.Ordinal) == true =>
            "In -Path, [ and ] are wildcards: give it with -LiteralPath.",
        BambuErrorKind.FileNotFound => "Check the path, and where you are (Get-Location).",
        BambuErrorKind.NotAFile => "Give a 3MF or G-code file.",
        BambuErrorKind.NotAPrintFile => "Give G-code, or a 3MF that the slicer exported (.gcode.3mf).",
        BambuErrorKind.FileEmpty => "Export it anew, or copy it again from where it is whole.",
        BambuErrorKind.PlateNotFound => "Give one of these with -Plate, or slice and export the plate.",
        BambuErrorKind.FileUnreadable => "Send it again when it is complete and can be read.",
        BambuErrorKind.InvalidFileName => "Rename it, or give the FileName that Send-BambuFile returned.",
        BambuErrorKind.InvalidFileUrl => "Give the FileUrl that Send-BambuFile returned.",
        BambuErrorKind.NotSliced => "Slice it first, and export the plate as a sliced file (.gcode.3mf).",
        BambuErrorKind.ThumbnailMissing => "Get-BambuPrintFile shows which plates have one.",
        BambuErrorKind.FileUnwritable => "Give a -Destination that this user may write into.",
        BambuErrorKind.FileExists => "Give another -Destination, or -Force to write over it.",
        BambuErrorKind.FileDamaged => "Slice and export it anew, or copy it again from where it is whole.",
        BambuErrorKind.PrinterModelMismatch => "Slice it for this printer; -Force starts it all the same.",
        BambuErrorKind.NozzleMismatch => "Slice it for this nozzle, or change it; -Force starts it all the same.",
        BambuErrorKind.FilamentMissing => "Load it, or name a slot with -AmsMapping; -Force starts it all the same.",
        BambuErrorKind.UploadFailed => "Send it again.",
        _ => null,
    };

    private static string? ForPrinter(BambuException fault) => fault.Kind switch
    {
        BambuErrorKind.DeviceNotFound when fault is { Subject: null }
            and not BambuApiException => "Bind one to it: Register-BambuDevice, Bambu Studio or Bambu Handy.",
        BambuErrorKind.DeviceNotFound => "Get-BambuDevice lists those that it has.",
        BambuErrorKind.DeviceOffline => "Switch it on or check its network, then try again.",
        BambuErrorKind.SubscriptionRefused => "Check with Get-BambuDevice that it is still bound to this account.",
        BambuErrorKind.PrintRejected => "Look at the printer's state and at the file.",
        BambuErrorKind.PrintStartNotAllowed => $"Start the uploaded file from {StartInVendorsProgram}.",
        BambuErrorKind.PrintStartUnconfirmed => "Look at the printer (Watch-BambuPrinter) or at Get-BambuTask before you start it again.",
        BambuErrorKind.WaitTimedOut => "Wait again with Wait-BambuPrint.",
        BambuErrorKind.CommandUnconfirmed => "Look at the printer before you send it again.",
        BambuErrorKind.DeviceBusy => "Wait for its print (Wait-BambuPrint), or stop it (Stop-BambuPrint).",
        BambuErrorKind.DeviceNameAmbiguous => "Give the id of the one that you mean.",
        BambuErrorKind.PrintNotFinished => "Look at the printer.",
        BambuErrorKind.SignatureRequired => "Switch its Developer Mode on (on its screen, in the settings of LAN Only Mode), or hand the "
            + "file to Bambu Connect (-Via BambuConnect); -Force sends it all the same.",
        BambuErrorKind.PrinterNotConnected => "Connect it: Connect-BambuPrinter.",
        BambuErrorKind.CameraUnavailable => "A1 and P1 printers send it themselves; on the others switch the stream on (on the screen, in "
            + "its network settings: LAN Mode Liveview), and see that ffmpeg is on the PATH here.",
        BambuErrorKind.HandoverFailed => "Bambu Connect runs on Windows and macOS: see that it is installed there.",
        _ => null,
    };

    private static string? ForConnection(BambuException fault) => fault.Kind switch
    {
        BambuErrorKind.PrinterUnreachable => "Check that it is switched on and its address is right: Find-BambuPrinter lists those that "
            + "announce themselves here.",
        BambuErrorKind.PrinterNotFound => "Give its address with -Address; Connect-BambuPrinter -Save keeps it.",
        BambuErrorKind.PrinterCertificateUnknown => "Where it is your printer's, give -AcceptNewCertificate once: it is known from then "
            + "on.",
        BambuErrorKind.PrinterCertificateChanged => "Where the printer was reset or repaired, give Connect-BambuPrinter "
            + "-AcceptNewCertificate once. Otherwise somebody else may stand in its place.",
        BambuErrorKind.PrinterCertificateRefused => "Check the address: Find-BambuPrinter says which printer is where.",
        BambuErrorKind.AccessCodeRefused => "Give the code that the printer's screen shows in its network settings with -AccessCode; it "
            + "may have been renewed there.",
        BambuErrorKind.AccessCodeRequired => "Give the code that the printer's screen shows with -AccessCode, or connect to the account "
            + "that has it first (Connect-BambuCloud).",
        BambuErrorKind.PrinterBusy => "End other programs that are connected to it (P1 and A1 serve about four), then try again.",
        BambuErrorKind.PrinterStorageMissing => "Put in a card or stick that the printer can write to (FAT32, not write-protected).",
        BambuErrorKind.PrinterStorageFull => "Remove files that are no longer needed from it, or put in a larger one.",
        BambuErrorKind.DownloadFailed => "Try it again.",
        BambuErrorKind.InvalidPrinterPath => "Give a path from the root of its storage, with '/' between folders.",
        BambuErrorKind.DiscoveryFailed => "Give the printer's address with Connect-BambuPrinter -Address.",
        BambuErrorKind.SavedPrinterExposed => $"Close it to others (chmod go= '{fault.Subject}'). Where somebody may have read it, renew "
            + "the access code at the printer. Then connect again with -Save.",
        BambuErrorKind.SavedPrinterUnusable => "See that it and its folder are yours. Connect-BambuPrinter -Save writes it anew, "
            + "Disconnect-BambuPrinter -Forget removes it.",
        _ => null,
    };

    // A service that refuses and says "at once", or names a time that is over, has said nothing of when it takes more.
    private static string? WaitOf(BambuApiException fault) => fault.RetryAfter is { } wait && wait > TimeSpan.Zero
        ? Math.Ceiling(wait.TotalSeconds).ToString("0", CultureInfo.InvariantCulture) : null;
}
