namespace BambuCloud;

/// <summary>What went wrong. The PowerShell error id is <c>BambuCloud.</c> followed by the kind's name; ids never change.</summary>
public enum BambuErrorKind : long
{
    /// <summary>Nobody is signed in.</summary>
    NotConnected,

    /// <summary>The session was closed while a command ran.</summary>
    SessionClosed,

    /// <summary>The cloud refuses the token: HTTP 401 or code 1001; or the broker refuses it.</summary>
    TokenRefused,

    /// <summary>The token's time is over: code 1002, or its own expiry.</summary>
    TokenExpired,

    /// <summary>The token ends within seven days: told as a warning, once.</summary>
    TokenExpiring,

    /// <summary>A text that cannot be an access token: empty, or with spaces or characters beyond ASCII.</summary>
    InvalidToken,

    /// <summary>No token, no credential, no environment, no saved session: nothing to sign in with.</summary>
    SignInRequired,

    /// <summary>The cloud refuses account or password.</summary>
    PasswordRefused,

    /// <summary>The cloud has sent a code by e-mail or SMS and wants it, and nobody can be asked for it here.</summary>
    VerificationCodeRequired,

    /// <summary>The cloud refuses the code that came by e-mail or SMS.</summary>
    VerificationCodeRefused,

    /// <summary>The time of the code that came by e-mail or SMS is over.</summary>
    VerificationCodeExpired,

    /// <summary>The cloud wants the code of the account's authenticator, and nobody can be asked for it here.</summary>
    TfaCodeRequired,

    /// <summary>The cloud refuses the authenticator's code.</summary>
    TfaCodeRefused,

    /// <summary>The sign-in that an authenticator's code belongs to is over.</summary>
    TfaExpired,

    /// <summary>HTTP 429 on signing in: the account is locked out for a while.</summary>
    TooManySignIns,

    /// <summary>The sign-in site wants a cookie that it did not give: it takes browsers only.</summary>
    SignInCookieDemanded,

    /// <summary>A <c>BAMBU_…</c> variable of the environment that cannot be read.</summary>
    InvalidEnvironment,

    /// <summary>A saved session that others than its owner can read, or could replace.</summary>
    SavedSessionExposed,

    /// <summary>A saved session that cannot be read or written, or that is damaged.</summary>
    SavedSessionUnusable,

    /// <summary>The secret vault that was named is not there, or does not do what it is asked.</summary>
    VaultUnusable,

    /// <summary>HTTP 403: not yours, or not permitted.</summary>
    Forbidden,

    /// <summary>HTTP 404: no such thing.</summary>
    NotFound,

    /// <summary>Code 1003, or a printer that is not in the account.</summary>
    DeviceNotFound,

    /// <summary>Code 1004: the printer is offline; or one whose print was to be waited for does not answer.</summary>
    DeviceOffline,

    /// <summary>Code 1005: the cloud or the printer did not take the print.</summary>
    PrintRejected,

    /// <summary>HTTP 405 on starting a print: the account may not start prints through the API.</summary>
    PrintStartNotAllowed,

    /// <summary>A start was sent and its answer was lost: the print may or may not have begun.</summary>
    PrintStartUnconfirmed,

    /// <summary>HTTP 405 on another call.</summary>
    MethodNotAllowed,

    /// <summary>The service answers well, and has nothing of the kind: a list of notifications, for one.</summary>
    NotOffered,

    /// <summary>The cloud said yes to a change, and what it says afterwards shows that it did not make it.</summary>
    ChangeNotMade,

    /// <summary>HTTP 429: too many requests.</summary>
    RateLimited,

    /// <summary>The edge wants to see a person in a browser: a page or a captcha came instead of the API's answer.</summary>
    EdgeChallenge,

    /// <summary>Another refusal: HTTP 4xx, or a code other than 0 in a 2xx answer.</summary>
    RequestRejected,

    /// <summary>HTTP 5xx.</summary>
    ServiceFault,

    /// <summary>The answer is no JSON, is cut short, or lacks what must be there.</summary>
    UnexpectedResponse,

    /// <summary>No connection: the name does not resolve or the port is closed.</summary>
    ServiceUnreachable,

    /// <summary>The broker itself refuses the connection: it is not available, or does not take the client.</summary>
    BrokerUnavailable,

    /// <summary>The connection broke after the request was sent and before its answer came.</summary>
    ConnectionLost,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>The server's certificate was refused.</summary>
    CertificateRefused,

    /// <summary>An endpoint address that is malformed or unencrypted.</summary>
    InvalidEndpoint,

    /// <summary>An API host was named without a broker: the region's own broker is another's, and must not get the token.</summary>
    BrokerNotNamed,

    /// <summary>A certificate file that holds no PEM certificate.</summary>
    InvalidCertificateFile,

    /// <summary>A print setting that cannot be written as JSON: nested deeper than 32 levels, or in itself.</summary>
    InvalidSetting,

    /// <summary>A name or id with wildcards whose bracket is not closed.</summary>
    InvalidPattern,

    /// <summary>The address of an uploaded file that is no absolute http or https address.</summary>
    InvalidFileUrl,

    /// <summary>The broker refused a printer's topic.</summary>
    SubscriptionRefused,

    /// <summary>Items of an answer lack what names them, and are left out: told as a warning.</summary>
    ItemUnnamed,

    /// <summary>A list ended before so many items came as it counts: told as a warning, after what came.</summary>
    ListIncomplete,

    /// <summary>A printer sent a report that is no JSON: told as a warning, once for each printer.</summary>
    ReportUnreadable,

    /// <summary>What is no code of a printer: those have 8 or 16 hex digits.</summary>
    InvalidCode,

    /// <summary>The vendor's table of what codes mean is not there: it was switched off, or could not be read.</summary>
    CodeTextsUnavailable,

    /// <summary>A print that was waited for failed or was cancelled.</summary>
    PrintNotFinished,

    /// <summary>A print that was waited for had not ended in time; it goes on.</summary>
    WaitTimedOut,

    /// <summary>A printer refuses a command, or has nothing that it could do it with.</summary>
    CommandRefused,

    /// <summary>A command was sent, and nothing showed in time whether the printer did it.</summary>
    CommandUnconfirmed,

    /// <summary>The printer prints something already.</summary>
    DeviceBusy,

    /// <summary>A name that two printers bear.</summary>
    DeviceNameAmbiguous,

    /// <summary>The file does not exist.</summary>
    FileNotFound,

    /// <summary>The path is a folder or no file of the file system.</summary>
    NotAFile,

    /// <summary>The file holds no byte.</summary>
    FileEmpty,

    /// <summary>The file cannot be read, or changed while it was read.</summary>
    FileUnreadable,

    /// <summary>The file is larger than the storage takes at once: 5 GiB.</summary>
    FileTooLarge,

    /// <summary>The file's name holds control characters or a backslash, or an uploaded file has none.</summary>
    InvalidFileName,

    /// <summary>The file has no G-code for the plate that was asked for.</summary>
    PlateNotFound,

    /// <summary>The file was sliced for another printer model.</summary>
    PrinterModelMismatch,

    /// <summary>The file was sliced for another nozzle than the printer has.</summary>
    NozzleMismatch,

    /// <summary>A filament of the file is in no slot of the printer, or not in the one that was named.</summary>
    FilamentMissing,

    /// <summary>Neither a 3MF archive nor G-code.</summary>
    NotAPrintFile,

    /// <summary>The G-code within an archive is not what was packed, or cannot be unpacked.</summary>
    FileDamaged,

    /// <summary>The file has no picture of the plate that was asked for, or of none.</summary>
    ThumbnailMissing,

    /// <summary>A file of that name is there already.</summary>
    FileExists,

    /// <summary>A file cannot be written.</summary>
    FileUnwritable,

    /// <summary>A 3MF without G-code: it must be sliced first.</summary>
    NotSliced,

    /// <summary>The storage refused or broke off an upload, or code 1006.</summary>
    UploadFailed,

    /// <summary>No connection to a printer itself: nothing answers at its address.</summary>
    PrinterUnreachable,

    /// <summary>A printer's certificate is not known yet, and nobody can be asked here whether it is the printer's.</summary>
    PrinterCertificateUnknown,

    /// <summary>A printer shows another certificate than the one that is known.</summary>
    PrinterCertificateChanged,

    /// <summary>What answers in a printer's place shows no certificate of it.</summary>
    PrinterCertificateRefused,

    /// <summary>A printer is to be connected, and nobody says its access code.</summary>
    AccessCodeRequired,

    /// <summary>Printers that announce themselves cannot be heard here.</summary>
    DiscoveryFailed,

    /// <summary>A printer is to be connected, and nobody says where it is.</summary>
    PrinterNotFound,

    /// <summary>What was saved of a printer, or its folder, is open to others.</summary>
    SavedPrinterExposed,

    /// <summary>What was saved of a printer cannot be read or written.</summary>
    SavedPrinterUnusable,

    /// <summary>A printer refuses the access code.</summary>
    AccessCodeRefused,

    /// <summary>A printer carries out only what the vendor's programs signed.</summary>
    SignatureRequired,

    /// <summary>A printer serves as many clients as it can, and takes no other one now.</summary>
    PrinterBusy,

    /// <summary>A printer has no SD card or USB stick, or one that cannot be written to.</summary>
    PrinterStorageMissing,

    /// <summary>A printer's SD card or USB stick has no room left.</summary>
    PrinterStorageFull,

    /// <summary>A printer has no file or folder of that name.</summary>
    PrinterFileNotFound,

    /// <summary>A path on a printer that leaves its storage, or a name that printers do not take.</summary>
    InvalidPrinterPath,

    /// <summary>A printer refuses something about its files with words that have no kind of their own.</summary>
    PrinterFileRefused,

    /// <summary>A file of a printer did not arrive whole.</summary>
    DownloadFailed,

    /// <summary>Something takes a printer that is connected itself, and this one is not.</summary>
    PrinterNotConnected,

    /// <summary>The vendor's program Bambu Connect could not be opened with a file.</summary>
    HandoverFailed,

    /// <summary>A printer's camera gives no picture: it is switched off, or is reached in no way that is known here.</summary>
    CameraUnavailable,
}
