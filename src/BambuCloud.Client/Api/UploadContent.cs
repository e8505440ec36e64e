using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using BambuCloud.Client.Files;

namespace BambuCloud.Client.Api;

/// <summary>The bytes of a file with exactly the announced length, told as they leave.</summary>
internal sealed class UploadContent : HttpContent
{
    private const int BlockSize = 256 * 1024;

    private readonly PrintFile _file;
    private readonly FileStream _bytes;
    private readonly Action<UploadProgress> _sent;

    public UploadContent(PrintFile file, FileStream bytes, Action<UploadProgress> sent)
    {
        _file = file;
        _bytes = bytes;
        _sent = sent;
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        Headers.ContentLength = file.Length;
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
                int wanted = (int)Math.Min(block.Length, _file.Length - sent);
                int read = await ReadAsync(block.AsMemory(0, wanted), cancellationToken).ConfigureAwait(false);
                await stream.WriteAsync(block.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                sent += read;
                _sent(new UploadProgress(_file.Name, sent, _file.Length));
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
            return await _bytes.ReadAsync(block, cancellationToken).ConfigureAwait(false) is > 0 and int read ? read
                : throw _file.Changed();
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
