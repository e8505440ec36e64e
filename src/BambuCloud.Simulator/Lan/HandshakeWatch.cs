namespace BambuCloud.Simulator;

/// <summary>
/// Looks at what a TLS server sends until its client answers. .NET does not say whether a session was resumed, and TLS 1.2 shows it: a
/// server that resumes changes to encryption in its first flight, and one that does not waits for the client's keys.
/// </summary>
/// <param name="inner">The connection; it is closed with this one.</param>
internal sealed class HandshakeWatch(Stream inner) : Stream
{
    private const byte ChangeCipherSpec = 20;
    private const int HeaderLength = 5;

    private readonly List<byte> _flight = [];
    private bool _isOver;

    /// <summary>Whether a session was resumed, as soon as TLS stands.</summary>
    public bool IsResumed
    {
        get
        {
            for (int at = 0; at + HeaderLength <= _flight.Count; at += HeaderLength + ((_flight[at + 3] << 8) | _flight[at + 4]))
            {
                if (_flight[at] == ChangeCipherSpec)
                {
                    return true;
                }
            }
            return false;
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        EndFlight();
        return inner.Read(buffer, offset, count);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        EndFlight();
        return inner.ReadAsync(buffer, cancellationToken);
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        Look(buffer.AsSpan(offset, count));
        inner.Write(buffer, offset, count);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Look(buffer.Span);
        return inner.WriteAsync(buffer, cancellationToken);
    }

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

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

    private void EndFlight() => _isOver |= _flight.Count > 0;

    private void Look(ReadOnlySpan<byte> sent)
    {
        if (!_isOver)
        {
            _flight.AddRange(sent);
        }
    }
}
