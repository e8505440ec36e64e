using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using BambuCloud.Client.Diagnostics;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Lan;

/// <summary>
/// A control connection to a printer's file server, signed in: FTP over implicit TLS with the few commands that printers have
/// (lan.md, <i>FTPS</i>). One command at a time. Each connection is good for one piece of work: idle ones die without a word.
/// </summary>
internal sealed partial class FtpsConnection : IAsyncDisposable
{
    private static readonly TimeSpan ReplyLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(1);

    private readonly LanPrinterOptions _printer;
    private readonly PrinterIdentity _identity;
    private readonly Redaction _redaction;
    private readonly LanStream _stream;
    private readonly LineReader _replies;

    private FtpsConnection(LanPrinterOptions printer, PrinterIdentity identity, LanStream stream)
    {
        _printer = printer;
        _identity = identity;
        _redaction = new Redaction(printer.AccessCode);
        _stream = stream;
        _replies = new LineReader(stream.Tls);
    }

    /// <summary>Connects and signs in.</summary>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.PrinterUnreachable"/>, <see cref="BambuErrorKind.AccessCodeRefused"/>,
    /// <see cref="BambuErrorKind.PrinterBusy"/>, a refused certificate, or <see cref="BambuErrorKind.ConnectionLost"/>.
    /// </exception>
    public static async Task<FtpsConnection> OpenAsync(
        LanPrinterOptions printer, PrinterIdentity identity, CancellationToken cancellationToken)
    {
        if (printer.AccessCode.Any(character => character is <= ' ' or > '~'))
        {
            throw FtpFault.ImpossibleCode(printer);
        }
        LanStream stream = await LanStream.OpenAsync(printer, identity, printer.FtpsPort, cancellationToken).ConfigureAwait(false);
        try
        {
            FtpsConnection connection = new(printer, identity, stream);
            await connection.SignInAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sends a command and reads its reply.</summary>
    /// <param name="command">The command, without a line end in it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.ConnectionLost"/>.</exception>
    public async Task<FtpReply> SendAsync(string command, CancellationToken cancellationToken)
    {
        try
        {
            await _stream.Tls.WriteAsync(Encoding.UTF8.GetBytes(command + "\r\n"), cancellationToken).ConfigureAwait(false);
        }
        catch (IOException broken)
        {
            throw FtpFault.Lost(_printer, broken);
        }
        return await ReadReplyAsync(ReplyLimit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the next reply.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.ConnectionLost"/>.</exception>
    public async Task<FtpReply> ReadReplyAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(longest, _printer.TimeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            FtpReply reply = await FtpReply.ReadAsync(_replies, _redaction, either.Token).ConfigureAwait(false);
            CloudTrace.Write($"FTP of printer '{_printer.DeviceId}': {reply}");
            return reply;
        }
        catch (OperationCanceledException slow) when (!cancellationToken.IsCancellationRequested)
        {
            throw FtpFault.Lost(_printer, new TimeoutException(
                string.Create(CultureInfo.InvariantCulture, $"It did not answer within {longest.TotalSeconds:0} s."), slow));
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException)
        {
            throw FtpFault.Lost(_printer, broken);
        }
    }

    /// <summary>
    /// Opens a data connection for the next command: TCP alone, because the server begins TLS when it has answered the command
    /// with <c>150</c>.
    /// </summary>
    /// <exception cref="BambuException">The server gives none, or it cannot be reached.</exception>
    public async Task<LanStream> OpenDataAsync(CancellationToken cancellationToken)
    {
        FtpReply reply = await SendAsync("PASV", cancellationToken).ConfigureAwait(false);
        if (reply.Code != 227 || PassiveAddress().Match(reply.Text) is not { Success: true } address
            || !byte.TryParse(address.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out byte high)
            || !byte.TryParse(address.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out byte low))
        {
            throw FtpFault.NotServed(_printer, reply);
        }
        // Printers name 0.0.0.0, and an address from elsewhere could be anybody's → always the host that is talked to.
        return await LanStream.ConnectAsync(_printer, _stream.RemoteAddress, (high << 8) | low, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether a path is a folder's: one that can be entered.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.ConnectionLost"/>.</exception>
    public async Task<bool> IsFolderAsync(string path, CancellationToken cancellationToken) =>
        (await SendAsync($"CWD {path}", cancellationToken).ConfigureAwait(false)).IsDone;

    /// <summary>Begins TLS on a data connection, which resumes the session of this one.</summary>
    public Task AuthenticateAsync(LanStream data, CancellationToken cancellationToken) =>
        data.AuthenticateAsync(_identity, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource limit = new(GoodbyeLimit);
        try
        {
            await _stream.Tls.WriteAsync("QUIT\r\n"u8.ToArray(), limit.Token).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or InvalidOperationException)
        {
            CloudTrace.Write($"FTP of printer '{_printer.DeviceId}' was gone before its goodbye");
        }
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    private async Task SignInAsync(CancellationToken cancellationToken)
    {
        FtpReply greeting = await ReadReplyAsync(ReplyLimit, cancellationToken).ConfigureAwait(false);
        FtpReply user = greeting.IsDone ? await SendAsync($"USER {_printer.UserName}", cancellationToken).ConfigureAwait(false)
            : throw FtpFault.NotServed(_printer, greeting);
        if (user.Code == 331)
        {
            user = await SendAsync($"PASS {_printer.AccessCode}", cancellationToken).ConfigureAwait(false);
        }
        if (user.Code != 230)
        {
            throw FtpFault.NotServed(_printer, user);
        }
        foreach (string setting in new[] { "TYPE I", "PBSZ 0", "PROT P" })
        {
            FtpReply reply = await SendAsync(setting, cancellationToken).ConfigureAwait(false);
            if (!reply.IsDone)
            {
                throw FtpFault.NotServed(_printer, reply);
            }
        }
    }

    [GeneratedRegex(@"\d+,\s*\d+,\s*\d+,\s*\d+,\s*(\d{1,3}),\s*(\d{1,3})")]
    private static partial Regex PassiveAddress();
}
