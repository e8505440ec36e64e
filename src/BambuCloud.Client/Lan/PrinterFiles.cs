using BambuCloud.Client.Api;
using BambuCloud.Client.Diagnostics;
using BambuCloud.Client.Files;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Lan;

/// <summary>
/// The files on a printer's SD card or USB stick, over FTPS (lan.md, <i>FTPS</i>). Each call has a connection of its own.
/// </summary>
public sealed class PrinterFiles
{
    private const int MostEntries = 100_000;

    private readonly LanPrinterOptions _printer;
    private readonly PrinterIdentity _identity;

    internal PrinterFiles(LanPrinterOptions printer, PrinterIdentity identity)
    {
        _printer = printer;
        _identity = identity;
    }

    /// <summary>Lists a folder, as the printer lists it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.PrinterFileNotFound"/>, <see cref="BambuErrorKind.InvalidPrinterPath"/>, and what can befall any
    /// connection to a printer.
    /// </exception>
    public async Task<IReadOnlyList<BambuPrinterFile>> ListAsync(string folder, CancellationToken cancellationToken)
    {
        string path = PrinterPath.Of(folder);
        FtpsConnection connection = await FtpsConnection.OpenAsync(_printer, _identity, cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            // Some servers take what LIST is given for its switches → it lists where one stands.
            FtpReply entered = await connection.SendAsync($"CWD {path}", cancellationToken).ConfigureAwait(false);
            if (!entered.IsDone)
            {
                throw FtpFault.Refused(_printer, "list", path, entered);
            }
            FtpListing listing = new(_printer.DeviceId, path, _printer.TimeProvider.GetLocalNow().DateTime);
            List<BambuPrinterFile> files = [];
            try
            {
                FtpReply done = await new FtpsTransfer(connection, _printer).ReceiveAsync("LIST",
                    (data, moved, stop) => ReadAsync(new LineReader(data), listing, path, files, moved, stop), cancellationToken)
                        .ConfigureAwait(false);
                return done.IsDone ? files.AsReadOnly() : throw FtpFault.Refused(_printer, "list", path, done);
            }
            catch (FtpTransferException broken)
            {
                throw FtpFault.Broken(BambuErrorKind.DownloadFailed, _printer, path, broken.Message, broken.InnerException);
            }
        }
    }

    /// <summary>
    /// Sends a file, in place of what stands there. That the printer has all of it is checked; what did not arrive whole is removed again.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Where it is to stand on the printer, its name there included.</param>
    /// <param name="retryCount">How often it is tried again, at most, where the connection broke.</param>
    /// <param name="progress">Told as bytes leave.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.PrinterStorageMissing"/>, <see cref="BambuErrorKind.PrinterStorageFull"/>,
    /// <see cref="BambuErrorKind.UploadFailed"/>, <see cref="BambuErrorKind.InvalidPrinterPath"/>, a file that changed or cannot be
    /// read, and what can befall any connection to a printer.
    /// </exception>
    public async Task<BambuPrinterFile> SendAsync(
        PrintFile file, string path, int retryCount, IProgress<UploadProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        return await new PrinterUpload(_printer, _identity, file, PrinterPath.OfNewFile(path))
            .RunAsync(retryCount, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Receives a file. What did not arrive whole leaves nothing.</summary>
    /// <param name="path">The file on the printer.</param>
    /// <param name="destination">The full path of the file here.</param>
    /// <param name="overwrite">Whether it may take the place of a file.</param>
    /// <param name="progress">Told as bytes come.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.PrinterFileNotFound"/>, <see cref="BambuErrorKind.DownloadFailed"/>,
    /// <see cref="BambuErrorKind.FileExists"/>, <see cref="BambuErrorKind.FileUnwritable"/>,
    /// <see cref="BambuErrorKind.InvalidPrinterPath"/>, and what can befall any connection to a printer.
    /// </exception>
    public Task ReceiveAsync(
        string path, string destination, bool overwrite, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken) =>
        new PrinterDownload(_printer, _identity, PrinterPath.Of(path), Path.GetFullPath(destination))
            .RunAsync(overwrite, progress, cancellationToken);

    /// <summary>Removes a file.</summary>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.PrinterFileNotFound"/>, <see cref="BambuErrorKind.InvalidPrinterPath"/>, and what can befall any
    /// connection to a printer.
    /// </exception>
    public async Task RemoveAsync(string path, CancellationToken cancellationToken)
    {
        string absolute = PrinterPath.Of(path);
        FtpsConnection connection = await FtpsConnection.OpenAsync(_printer, _identity, cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            FtpReply reply = await connection.SendAsync($"DELE {absolute}", cancellationToken).ConfigureAwait(false);
            if (!reply.IsDone)
            {
                throw reply.IsNotThere && await connection.IsFolderAsync(absolute, cancellationToken).ConfigureAwait(false)
                    ? FtpFault.IsFolder(_printer, "remove", absolute) : FtpFault.Refused(_printer, "remove", absolute, reply);
            }
        }
    }

    // Nothing that is wrong with the listing leaves here as an IOException: that is taken for the connection's.
    private async Task ReadAsync(LineReader lines, FtpListing listing, string path, List<BambuPrinterFile> files, Action moved,
        CancellationToken cancellationToken)
    {
        try
        {
            while (await lines.ReadAsync(cancellationToken).ConfigureAwait(false) is { } line)
            {
                moved();
                if (listing.Read(line) is not { } file)
                {
                    CloudTrace.Write($"Left out of a listing: {PlainText.Of(line)}");
                    continue;
                }
                files.Add(files.Count < MostEntries ? file
                    : throw FtpFault.NoListing(_printer, path, $"It has more than {MostEntries} entries."));
            }
        }
        catch (InvalidDataException endless)
        {
            throw FtpFault.NoListing(_printer, path, endless.Message, endless);
        }
    }
}
