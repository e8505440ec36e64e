using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Lan;

/// <summary>The errors of a printer's file server: what it refused, in its own words (lan.md, <i>FTPS</i>).</summary>
internal static class FtpFault
{
    private const int TooManyClients = 421;
    private const int NotSignedIn = 530;
    private const int NoSuchFile = 550;
    private const int NameNotAllowed = 553;

    /// <summary>A code that none can be: a line end in it would be another command.</summary>
    public static BambuException ImpossibleCode(LanPrinterOptions printer) => Of(BambuErrorKind.AccessCodeRefused, printer.DeviceId,
        $"The access code of printer '{printer.DeviceId}' holds characters that no access code has. Nothing was sent.");

    /// <summary>It does not serve this client.</summary>
    public static BambuException NotServed(LanPrinterOptions printer, FtpReply reply) => reply.Code switch
    {
        TooManyClients => Busy(printer, reply),
        NotSignedIn or 430 => Of(BambuErrorKind.AccessCodeRefused, printer.DeviceId,
            $"The printer '{printer.DeviceId}' refuses the access code ({reply})."),
        _ => Of(BambuErrorKind.PrinterFileRefused, printer.DeviceId, $"The file server of printer '{printer.DeviceId}' refuses: {reply}."),
    };

    /// <summary>It does not do something with a file or folder.</summary>
    /// <param name="printer">The printer.</param>
    /// <param name="what">What it was asked: <i>read</i>, <i>remove</i>, …</param>
    /// <param name="path">The file or folder.</param>
    /// <param name="reply">What it answered.</param>
    public static BambuException Refused(LanPrinterOptions printer, string what, string path, FtpReply reply) => reply.Code switch
    {
        TooManyClients => Busy(printer, reply),
        NoSuchFile => Of(BambuErrorKind.PrinterFileNotFound, path,
            $"The printer '{printer.DeviceId}' has no '{path}' to {what} ({reply})."),
        _ => Of(BambuErrorKind.PrinterFileRefused, path, $"The printer '{printer.DeviceId}' does not {what} '{path}': {reply}."),
    };

    /// <summary>It is a folder.</summary>
    /// <param name="printer">The printer.</param>
    /// <param name="what">What is done with files alone.</param>
    /// <param name="path">The folder.</param>
    public static BambuException IsFolder(LanPrinterOptions printer, string what, string path) =>
        Of(BambuErrorKind.PrinterFileRefused, path,
        $"'{path}' on the printer '{printer.DeviceId}' is a folder, and there are only files to {what}.");

    /// <summary>A folder that is no folder to read.</summary>
    public static BambuException NoListing(LanPrinterOptions printer, string path, string why, Exception? cause = null) =>
        new(BambuErrorKind.PrinterFileRefused, $"The folder '{path}' of printer '{printer.DeviceId}' cannot be listed: {why}", cause)
        {
            Subject = path,
        };

    /// <summary>It does not take a file.</summary>
    public static BambuException NotStored(LanPrinterOptions printer, string path, FtpReply reply) => reply.Code switch
    {
        TooManyClients => Busy(printer, reply),
        NoSuchFile or NameNotAllowed => Of(BambuErrorKind.PrinterStorageMissing, printer.DeviceId,
            $"The printer '{printer.DeviceId}' takes no file ({reply}): it has no SD card or USB stick, or one that cannot be written to."),
        452 or 552 => Of(BambuErrorKind.PrinterStorageFull, printer.DeviceId,
            $"The storage of printer '{printer.DeviceId}' has no room for '{path}' ({reply})."),
        _ => Of(BambuErrorKind.UploadFailed, printer.DeviceId, $"The printer '{printer.DeviceId}' did not take '{path}': {reply}."),
    };

    /// <summary>A transfer broke off.</summary>
    public static BambuException Broken(BambuErrorKind kind, LanPrinterOptions printer, string path, string why, Exception? cause = null) =>
        new(kind, $"'{path}' was not {(kind == BambuErrorKind.DownloadFailed ? "received from" : "sent to")} the printer "
            + $"'{printer.DeviceId}': {why}.", cause)
        {
            Subject = printer.DeviceId,
        };

    /// <summary>The connection ended, or brought what is no FTP.</summary>
    public static BambuException Lost(LanPrinterOptions printer, Exception cause) => new(BambuErrorKind.ConnectionLost,
        $"The connection to the file server of printer '{printer.DeviceId}' broke: {PlainText.Of(cause.GetBaseException().Message)}", cause)
    {
        Subject = printer.DeviceId,
    };

    private static BambuException Busy(LanPrinterOptions printer, FtpReply reply) => Of(BambuErrorKind.PrinterBusy, printer.DeviceId,
        $"The printer '{printer.DeviceId}' serves as many clients as it can ({reply}).");

    private static BambuException Of(BambuErrorKind kind, string subject, string message) => new(kind, message) { Subject = subject };
}
