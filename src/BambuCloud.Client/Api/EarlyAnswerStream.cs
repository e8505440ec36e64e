using System.Text;

namespace BambuCloud.Client.Api;

/// <summary>
/// The connection of one upload. HTTP's client hears a storage that answers before it has everything (with <c>Expect: 100-continue</c> it
/// reads while it sends), and goes on sending all the same, to one who may read no more → what is sent behind the answer goes nowhere.
/// </summary>
internal sealed class EarlyAnswerStream(Stream inner, UploadContent? content) : Stream
{
    private static readonly byte[] Version = Encoding.ASCII.GetBytes("HTTP/1.1 ");

    private readonly CancellationTokenSource _answered = new();

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

    // Any status but 1xx, which says to go on.
    private static bool HasFinalAnswer(ReadOnlySpan<byte> read)
    {
        for (int at; (at = read.IndexOf(Version)) >= 0; read = read[(at + Version.Length)..])
        {
            if (at + Version.Length < read.Length && read[at + Version.Length] != '1')
            {
                return true;
            }
        }
        return false;
    }
}
