using System.Globalization;

namespace BambuCloud.Client.Lan;

/// <summary>
/// One command of FTP that moves data. The server's last word on it is listened for from the start: where a card is full it says
/// so while bytes still leave.
/// </summary>
internal sealed class FtpsTransfer(FtpsConnection connection, LanPrinterOptions printer)
{
    private static readonly TimeSpan LongestStall = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LastWordLimit = TimeSpan.FromSeconds(3);

    private Task<FtpReply>? _lastWord;
    private bool _isMute;

    /// <summary>Whether the server took the command, so that there may be a part of a file.</summary>
    public bool HasBegun => _lastWord is not null;

    /// <summary>Moves data out.</summary>
    public Task<FtpReply> SendAsync(
        string command, Func<Stream, Action, CancellationToken, Task> write, CancellationToken cancellationToken) =>
        RunAsync(command, write, isUpload: true, cancellationToken);

    /// <summary>Moves data in.</summary>
    /// <param name="command">The command.</param>
    /// <param name="read">Reads all there is, and tells whenever something came.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    /// <returns>The server's last word: that it is done, or why it is not.</returns>
    /// <exception cref="FtpTransferException">It broke off, and the server does not say why.</exception>
    /// <exception cref="BambuException">The connection cannot be had, or what <paramref name="read"/> throws.</exception>
    public Task<FtpReply> ReceiveAsync(
        string command, Func<Stream, Action, CancellationToken, Task> read, CancellationToken cancellationToken) =>
        RunAsync(command, read, isUpload: false, cancellationToken);

    /// <summary>Waits a moment for the server's last word on what was broken off.</summary>
    public async Task<FtpReply?> TakeLastWordAsync()
    {
        if (_lastWord is null || _isMute)
        {
            return null;
        }
        try
        {
            return await _lastWord.WaitAsync(LastWordLimit, printer.TimeProvider, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception none) when (none is BambuException or TimeoutException)
        {
            _isMute = true;
            return null;
        }
    }

    // What was sent last may never have arrived: a server that hangs up says so on the data connection, and perhaps nowhere else.
    private static async Task<FtpReply> AwaitLastWordAsync(
        LanStream data, Task<FtpReply> lastWord, bool isUpload, CancellationToken cancellationToken)
    {
        if (isUpload)
        {
            Task closed = data.Tls.ReadAsync(new byte[1], cancellationToken).AsTask();
            if (await Task.WhenAny(closed, lastWord).ConfigureAwait(false) == closed)
            {
                await closed.ConfigureAwait(false);
            }
        }
        return await lastWord.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<FtpReply> RunAsync(
        string command, Func<Stream, Action, CancellationToken, Task> move, bool isUpload, CancellationToken cancellationToken)
    {
        LanStream data = await connection.OpenDataAsync(cancellationToken).ConfigureAwait(false);
        await using (data.ConfigureAwait(false))
        {
            FtpReply begun = await connection.SendAsync(command, cancellationToken).ConfigureAwait(false);
            if (!begun.IsPreliminary)
            {
                return begun;
            }
            using CancellationTokenSource stalled = new(LongestStall, printer.TimeProvider);
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stalled.Token);
            _lastWord = connection.ReadReplyAsync(Timeout.InfiniteTimeSpan, CancellationToken.None);
            try
            {
                Task moving = MoveAsync(data, move, isUpload, () => stalled.CancelAfter(LongestStall), stop.Token);
                await Task.WhenAny(moving, _lastWord).ConfigureAwait(false);
                if (!moving.IsCompleted && (_lastWord.IsFaulted || _lastWord.Result.IsFailure))
                {
                    await stop.CancelAsync().ConfigureAwait(false);
                }
                await moving.ConfigureAwait(false);
                return await AwaitLastWordAsync(data, _lastWord, isUpload, stop.Token).ConfigureAwait(false);
            }
            catch (Exception broken) when (!cancellationToken.IsCancellationRequested && IsOfConnection(broken))
            {
                data.Abort();
                return await TakeLastWordAsync().ConfigureAwait(false) is { } word && (isUpload || word.IsFailure) ? word
                    : throw new FtpTransferException(stalled.IsCancellationRequested
                        ? string.Create(CultureInfo.InvariantCulture, $"nothing moved for {LongestStall.TotalSeconds:0} s")
                        : $"the connection broke ({broken.GetBaseException().Message})", broken);
            }
            catch
            {
                data.Abort();
                throw;
            }
        }
    }

    private async Task MoveAsync(
        LanStream data, Func<Stream, Action, CancellationToken, Task> move, bool isUpload, Action moved, CancellationToken stop)
    {
        await connection.AuthenticateAsync(data, stop).ConfigureAwait(false);
        await move(data.Tls, moved, stop).ConfigureAwait(false);
        try
        {
            await data.ShutdownAsync().ConfigureAwait(false); // A server that sends waits for the answer to its own goodbye, too.
        }
        catch (IOException) when (!isUpload)
        {
            // It has closed already, as some do without TLS's goodbye: what came is compared with what it says of it.
        }
        moved();
    }

    private static bool IsOfConnection(Exception fault) => fault is IOException or OperationCanceledException
        or BambuException { Kind: BambuErrorKind.PrinterUnreachable or BambuErrorKind.ConnectionLost };
}
