using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using BambuCloud.Client.Files;

namespace BambuCloud.Client.Api;

/// <summary>The bytes of a file with exactly the announced length, told as they leave.</summary>
internal sealed class UploadContent : HttpContent
{
    /// <summary>What is sent at a time.</summary>
    public const int BlockSize = 256 * 1024;

    private readonly PrintFile _file;
    private readonly FileStream _bytes;
    private readonly Action<UploadProgress> _sent;
    private readonly object _lock = new();
    private Task<int> _reading = Task.FromResult(0);
    private long _handedOver;
    private volatile bool _isOver;

    public UploadContent(PrintFile file, FileStream bytes, MediaTypeHeaderValue? type, Action<UploadProgress> sent)
    {
        _file = file;
        _bytes = bytes;
        _sent = sent;
        Headers.ContentType = type;
        Headers.ContentLength = file.Length;
    }

    /// <summary>Whether the storage cannot have everything, whatever it answers.</summary>
    public bool IsIncomplete { get; private set; }

    /// <summary>Ends the reading of the file: the storage has answered.</summary>
    public void EndAtAnswer()
    {
        IsIncomplete = Interlocked.Read(ref _handedOver) < _file.Length;
        _isOver = true;
    }

    /// <summary>Ends the reading of the file: the storage takes nothing any more.</summary>
    public void EndBroken()
    {
        IsIncomplete = true;
        _isOver = true;
    }

    /// <summary>Ends the reading of the file, and waits for its end: HTTP's client lets go of a body before it has ended.</summary>
    public async Task StopAsync()
    {
        Task reading;
        lock (_lock)
        {
            _isOver = true;
            reading = _reading;
        }
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            for (long sent = 0; sent < _file.Length;)
            {
                Memory<byte> wanted = block.AsMemory(0, (int)Math.Min(block.Length, _file.Length - sent));
                int read = await ReadAsync(wanted, cancellationToken).ConfigureAwait(false);
                Interlocked.Exchange(ref _handedOver, sent + read);
                await stream.WriteAsync(block.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                sent += read;
                if (!_isOver)
                {
                    _sent(new UploadProgress(_file.Name, sent, _file.Length));
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    // No IOException leaves here: HTTP's client would take it for the connection's.
    private async ValueTask<int> ReadAsync(Memory<byte> block, CancellationToken cancellationToken)
    {
        try
        {
            Task<int> reading;
            lock (_lock)
            {
                if (_isOver)
                {
                    return block.Length; // What was announced has to be written to its end; what goes nowhere may be anything.
                }
                reading = _reading = _bytes.ReadAsync(block, cancellationToken).AsTask();
            }
            return await reading.ConfigureAwait(false) is > 0 and int read ? read : throw _file.Changed();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw _file.Unreadable(unreadable);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _file.Length;
        return true;
    }
}
