namespace BambuCloud.Client.Api;

/// <summary>
/// The connection of one upload. HTTP's client hears a storage that answers before it has everything (with <c>Expect: 100-continue</c> it
/// reads while it sends), and goes on sending all the same, to one who may read no more → what is sent behind the answer goes nowhere.
/// </summary>
internal sealed class EarlyAnswerStream(Stream inner, UploadContent? content) : Stream
{
    /// <summary>Where the status begins in its line, behind <c>HTTP/1.1 </c> or <c>HTTP/1.0 </c>.</summary>
    private const int StatusAt = 9;

    private readonly CancellationTokenSource _answered = new();
    private int _column;
    private bool _isStatusLine = true;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (!_answered.IsCancellationRequested && HasFinalAnswer(buffer.Span[..read]))
        {
            content?.EndAtAnswer();
            await _answered.CancelAsync().ConfigureAwait(false);
        }
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_answered.IsCancellationRequested)
        {
            return;
        }
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _answered.Token);
        try
        {
            await inner.WriteAsync(buffer, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_answered.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Who has answered takes no more.
        }
        catch (IOException)
        {
            content?.EndBroken();
            await _answered.CancelAsync().ConfigureAwait(false); // What is read tells why: an answer, or that there is none.
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (!_answered.IsCancellationRequested)
        {
            await inner.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

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

    // Any status but 1xx, which says to go on: its head ends with an empty line, and the next one begins. What is read ends anywhere.
    private bool HasFinalAnswer(ReadOnlySpan<byte> read)
    {
        foreach (byte letter in read)
        {
            if (letter == '\n')
            {
                _isStatusLine = _column == 0;
                _column = 0;
            }
            else if (letter != '\r' && _column++ == StatusAt && _isStatusLine && letter != '1')
            {
                return true;
            }
        }
        return false;
    }
}
