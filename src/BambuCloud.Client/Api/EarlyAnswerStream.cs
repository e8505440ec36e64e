using System.Globalization;
using System.Text;

namespace BambuCloud.Client.Api;

/// <summary>
/// The connection of one upload. A storage that refuses an upload says so before it has read it, and closes; HTTP's client
/// reads no answer before all is sent, and would tell of a broken connection only. Here the answer is heard while bytes leave.
/// </summary>
internal sealed class EarlyAnswerStream(Stream inner) : Stream
{
    private const int MostOfAnswer = 64 * 1024;

    private readonly byte[] _ahead = new byte[MostOfAnswer];
    private Task<int>? _listening;
    private int _filled;
    private int _served;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="EarlyAnswerException">The answer is there, and these bytes are not wanted any more.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _listening ??= inner.ReadAsync(_ahead, CancellationToken.None).AsTask();
        if (_listening.IsCompletedSuccessfully)
        {
            await ThrowAnswerAsync(evenYes: true).ConfigureAwait(false);
        }
        using CancellationTokenSource unwanted = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task writing = inner.WriteAsync(buffer, unwanted.Token).AsTask();
        try
        {
            if (!writing.IsCompleted && !_listening.IsCompleted
                && await Task.WhenAny(writing, _listening).ConfigureAwait(false) == _listening
                && _listening.IsCompletedSuccessfully)
            {
                // A yes may be the answer to just these bytes.
                await ThrowAnswerAsync(evenYes: false).ConfigureAwait(false);
            }
            await writing.ConfigureAwait(false);
        }
        catch (EarlyAnswerException)
        {
            // The buffer is somebody else's as soon as this returns.
            await unwanted.CancelAsync().ConfigureAwait(false);
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        catch (IOException)
        {
            await ((Task)_listening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // It ends, as the connection has.
            if (_listening.IsCompletedSuccessfully)
            {
                await ThrowAnswerAsync(evenYes: true).ConfigureAwait(false);
            }
            throw;
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_listening is { } listening)
        {
            int heard = await listening.WaitAsync(cancellationToken).ConfigureAwait(false);
            _filled = Math.Max(_filled, heard);
            if (_served < _filled)
            {
                int served = Math.Min(buffer.Length, _filled - _served);
                _ahead.AsMemory(_served, served).CopyTo(buffer);
                _served += served;
                return served;
            }
        }
        return await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }
        base.Dispose(disposing);
    }

    // Nothing is thrown where there is no final answer: the connection was closed without, or it says to go on.
    private async Task ThrowAnswerAsync(bool evenYes)
    {
        _filled = Math.Max(_filled, await _listening!.ConfigureAwait(false));
        if (Heard() is not ['H', 'T', 'T', 'P', '/', '1', '.', _, ' ', (>= '2' and <= '5') and var kind, ..] || (kind == '2' && !evenYes))
        {
            return;
        }
        try
        {
            while (!IsWhole(Heard()) && _filled < _ahead.Length
                && await inner.ReadAsync(_ahead.AsMemory(_filled)).ConfigureAwait(false) is > 0 and int more)
            {
                _filled += more;
            }
        }
        catch (IOException)
        {
            // What came until then has to do.
        }
        string answer = Heard();
        if (answer.Length >= 12 && int.TryParse(answer.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int status))
        {
            int body = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            throw new EarlyAnswerException(status, body < 0 ? "" : answer[body..]);
        }
    }

    private string Heard() => Encoding.UTF8.GetString(_ahead, 0, _filled);

    private static bool IsWhole(string answer)
    {
        int head = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return head >= 0 && (answer.Contains("</Error>", StringComparison.Ordinal)
            || answer.AsSpan(0, head).Contains("\r\nContent-Length: 0", StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>The storage answered before it had all bytes.</summary>
internal sealed class EarlyAnswerException(int status, string body) : IOException
{
    /// <summary>The HTTP status.</summary>
    public int Status => status;

    /// <summary>What came after the head; there may be lengths of pieces between.</summary>
    public string Body => body;
}
