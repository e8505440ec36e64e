using System.Globalization;
using BambuCloud.Client.Api;
using BambuCloud.Client.Diagnostics;
using BambuCloud.Client.Files;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Lan;

/// <summary>A file on its way to a printer. It is there whole, or not at all: what did not arrive whole is removed again.</summary>
internal sealed class PrinterUpload(LanPrinterOptions printer, PrinterIdentity identity, PrintFile file, string path)
{
    private static readonly TimeSpan TidyLimit = TimeSpan.FromSeconds(10);

    private bool _mayBeLeft;
    private bool _hasBroken;

    /// <summary>Sends it.</summary>
    /// <param name="retryCount">How often it is tried again, at most, where the connection broke.</param>
    /// <param name="progress">Told as bytes leave.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    public async Task<BambuPrinterFile> RunAsync(
        int retryCount, IProgress<UploadProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            await UploadTries.Of(printer.TimeProvider, retryCount, IsPassing,
                    fault => $"'{path}' to printer '{printer.DeviceId}': {fault.Message}.")
                .ExecuteAsync(async stop => await SendOnceAsync(progress, stop).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (FtpTransferException broken)
        {
            WarnOfPart();
            throw FtpFault.Broken(BambuErrorKind.UploadFailed, printer, path, broken.Message, broken.InnerException);
        }
        catch
        {
            WarnOfPart();
            throw;
        }
        return new BambuPrinterFile
        {
            DeviceId = printer.DeviceId,
            Path = path,
            Name = PrinterPath.NameOf(path),
            Length = file.Length,
        };
    }

    private async Task SendOnceAsync(IProgress<UploadProgress>? progress, CancellationToken cancellationToken)
    {
        PrintFileStream bytes = PrintFileStream.Open(file);
        await using (bytes.ConfigureAwait(false))
        {
            FtpsConnection connection = await FtpsConnection.OpenAsync(printer, identity, cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                FtpsTransfer transfer = new(connection, printer);
                try
                {
                    await StoreAsync(connection, transfer, bytes, progress, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception broken) when (transfer.HasBegun)
                {
                    _hasBroken |= broken is FtpTransferException;
                    await RemovePartAsync(connection, transfer).ConfigureAwait(false);
                    throw;
                }
            }
        }
    }

    private async Task StoreAsync(FtpsConnection connection, FtpsTransfer transfer, PrintFileStream bytes,
        IProgress<UploadProgress>? progress, CancellationToken cancellationToken)
    {
        FtpReply done = await transfer.SendAsync($"STOR {path}", (data, moved, stop) => bytes.CopyToAsync(data, sent =>
        {
            moved();
            progress?.Report(new UploadProgress(file.Name, sent, file.Length));
        }, stop), cancellationToken).ConfigureAwait(false);
        if (!done.IsDone)
        {
            throw FtpFault.NotStored(printer, path, done);
        }
        bytes.EnsureUnchanged();
        FtpReply size = await SizeAsync(connection, cancellationToken).ConfigureAwait(false);
        if (size.Code == 213 && size.Text == file.Length.ToString(CultureInfo.InvariantCulture))
        {
            return;
        }
        if (size.IsUnknownCommand)
        {
            CloudTrace.Write($"The printer '{printer.DeviceId}' knows no SIZE; that it has all of '{path}' is its own word");
            return;
        }
        throw FtpFault.Broken(BambuErrorKind.UploadFailed, printer, path, string.Create(CultureInfo.InvariantCulture,
            $"{file.Length} bytes were sent, and the printer says of its size: {size}"));
    }

    private async Task<FtpReply> SizeAsync(FtpsConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.SendAsync($"SIZE {path}", cancellationToken).ConfigureAwait(false);
        }
        catch (BambuException lost) when (lost.Kind == BambuErrorKind.ConnectionLost)
        {
            throw new FtpTransferException("the connection broke before the printer said how much of it has arrived", lost);
        }
    }

    // A printer that hung up may be away for a while, and count the connection that broke among those that it serves.
    private bool IsPassing(Exception? fault) => fault is FtpTransferException || (_hasBroken && fault is BambuException
    {
        Kind: BambuErrorKind.PrinterUnreachable or BambuErrorKind.ConnectionLost or BambuErrorKind.PrinterBusy
    });

    private void WarnOfPart()
    {
        if (_mayBeLeft)
        {
            CloudTrace.Warn(new BambuException(BambuErrorKind.UploadFailed,
                $"The file '{path}', whole or in part, may be left on the printer '{printer.DeviceId}': it could not be removed.")
            {
                Subject = printer.DeviceId,
            });
        }
    }

    // It may be over because somebody wants no more of it → what is left is removed in a time of its own.
    private async Task RemovePartAsync(FtpsConnection connection, FtpsTransfer transfer)
    {
        using CancellationTokenSource limit = new(TidyLimit, printer.TimeProvider);
        _mayBeLeft = false;
        try
        {
            // While a word is awaited, no other command can get its own.
            if (await transfer.TakeLastWordAsync().ConfigureAwait(false) is not null
                && (await connection.SendAsync($"DELE {path}", limit.Token).ConfigureAwait(false)).IsDone)
            {
                return;
            }
        }
        catch (Exception broken) when (broken is BambuException or OperationCanceledException)
        {
            CloudTrace.Write($"What is left of '{path}' is removed over another connection: {broken.Message}");
        }
        try
        {
            FtpsConnection another = await FtpsConnection.OpenAsync(printer, identity, limit.Token).ConfigureAwait(false);
            await using (another.ConfigureAwait(false))
            {
                FtpReply reply = await another.SendAsync($"DELE {path}", limit.Token).ConfigureAwait(false);
                _mayBeLeft = !reply.IsDone && !reply.IsNotThere;
            }
        }
        catch (Exception broken) when (broken is BambuException or OperationCanceledException)
        {
            _mayBeLeft = true;
            CloudTrace.Write($"What is left of '{path}' on printer '{printer.DeviceId}' could not be removed: {broken.Message}");
        }
    }
}
