using System.Buffers;
using System.Globalization;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Lan;

/// <summary>A printer's file on its way here. It appears whole under its name, or not at all.</summary>
internal sealed class PrinterDownload(LanPrinterOptions printer, PrinterIdentity identity, string path, string destination)
{
    private const int BlockSize = 256 * 1024;

    /// <summary>Receives it.</summary>
    /// <param name="overwrite">Whether it may take the place of a file.</param>
    /// <param name="progress">Told as bytes come.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    public async Task RunAsync(bool overwrite, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        if (!overwrite && Path.Exists(destination))
        {
            throw Exists();
        }
        FtpsConnection connection = await FtpsConnection.OpenAsync(printer, identity, cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            long? length = await LengthAsync(connection, cancellationToken).ConfigureAwait(false);
            string arriving = Path.Combine(Path.GetDirectoryName(destination)!, Path.GetRandomFileName() + ".part");
            try
            {
                await ReceiveAsync(connection, arriving, length, progress, cancellationToken).ConfigureAwait(false);
                File.Move(arriving, destination, overwrite);
            }
            catch (IOException) when (!overwrite && File.Exists(destination))
            {
                throw Exists();
            }
            catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
            {
                throw Unwritable(unwritable);
            }
            finally
            {
                Discard(arriving);
            }
        }
    }

    private async Task<long?> LengthAsync(FtpsConnection connection, CancellationToken cancellationToken)
    {
        FtpReply size = await connection.SendAsync($"SIZE {path}", cancellationToken).ConfigureAwait(false);
        return size.Code == 213 && long.TryParse(size.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long said) ? said
            : size.IsUnknownCommand ? null
            : size.IsNotThere && await connection.IsFolderAsync(path, cancellationToken).ConfigureAwait(false)
                ? throw FtpFault.IsFolder(printer, "read", path)
            : throw FtpFault.Refused(printer, "read", path, size);
    }

    private async Task ReceiveAsync(FtpsConnection connection, string arriving, long? length, IProgress<DownloadProgress>? progress,
        CancellationToken cancellationToken)
    {
        long received = 0;
        FileStream file = new(arriving, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            FtpReply done;
            try
            {
                done = await new FtpsTransfer(connection, printer).ReceiveAsync($"RETR {path}", async (data, moved, stop) =>
                {
                    byte[] block = ArrayPool<byte>.Shared.Rent(BlockSize);
                    try
                    {
                        while (await data.ReadAsync(block, stop).ConfigureAwait(false) is > 0 and int read)
                        {
                            moved();
                            await WriteAsync(file, block.AsMemory(0, read), stop).ConfigureAwait(false);
                            received += read;
                            EnsureExpected(received, length);
                            progress?.Report(new DownloadProgress(PrinterPath.NameOf(path), received, length));
                        }
                    }
                    finally
                    {
                        ArrayPool<byte>.Shared.Return(block);
                    }
                }, cancellationToken).ConfigureAwait(false);
            }
            catch (FtpTransferException broken)
            {
                throw FtpFault.Broken(BambuErrorKind.DownloadFailed, printer, path, broken.Message, broken.InnerException);
            }
            if (!done.IsDone)
            {
                throw FtpFault.Refused(printer, "read", path, done);
            }
        }
        if (length is { } said && received != said)
        {
            throw FtpFault.Broken(BambuErrorKind.DownloadFailed, printer, path, string.Create(CultureInfo.InvariantCulture,
                $"it has {said} bytes, and {received} came"));
        }
    }

    // Whoever sends more than there is may never end, and the disk would be full.
    private void EnsureExpected(long received, long? length)
    {
        if (received > length)
        {
            throw FtpFault.Broken(BambuErrorKind.DownloadFailed, printer, path, string.Create(CultureInfo.InvariantCulture,
                $"it has {length} bytes, and more came"));
        }
    }

    // No IOException of the file leaves here: whoever reads takes it for the connection's.
    private async ValueTask WriteAsync(FileStream file, ReadOnlyMemory<byte> block, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(block, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException full)
        {
            throw Unwritable(full);
        }
    }

    private BambuException Exists() =>
        new(BambuErrorKind.FileExists, $"There is a file '{destination}' already.") { Subject = destination };

    private BambuException Unwritable(Exception cause) =>
        new(BambuErrorKind.FileUnwritable, $"The file '{destination}' cannot be written: {cause.Message}", cause) { Subject = destination };

    private static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception already) when (already is IOException or UnauthorizedAccessException)
        {
            Diagnostics.CloudTrace.Write($"A part of a file is left as '{path}': {already.Message}");
        }
    }
}
