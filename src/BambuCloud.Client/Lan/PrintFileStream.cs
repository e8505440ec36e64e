using System.Buffers;
using BambuCloud.Client.Files;

namespace BambuCloud.Client.Lan;

/// <summary>The bytes of a file that is uploaded: as many as were announced, of a file that stays as it was.</summary>
internal sealed class PrintFileStream : IAsyncDisposable
{
    private const int BlockSize = 256 * 1024;

    private readonly PrintFile _file;
    private readonly FileStream _bytes;

    private PrintFileStream(PrintFile file, FileStream bytes)
    {
        _file = file;
        _bytes = bytes;
    }

    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.FileUnreadable"/>: it is gone, closed to this user, or changed.
    /// </exception>
    public static PrintFileStream Open(PrintFile file)
    {
        FileStream bytes = file.OpenToSend();
        try
        {
            file.EnsureUnchanged(bytes);
            return new PrintFileStream(file, bytes);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <exception cref="BambuException"><see cref="BambuErrorKind.FileUnreadable"/>.</exception>
    public void EnsureUnchanged() => _file.EnsureUnchanged(_bytes);

    /// <summary>Writes all of it, block by block.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="sent">Told after each block how many bytes have left.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.FileUnreadable"/>. What else is thrown is the target's.</exception>
    public async Task CopyToAsync(Stream target, Action<long> sent, CancellationToken cancellationToken)
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            for (long done = 0; done < _file.Length;)
            {
                int wanted = (int)Math.Min(block.Length, _file.Length - done);
                int read = await ReadAsync(block.AsMemory(0, wanted), cancellationToken).ConfigureAwait(false);
                await target.WriteAsync(block.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                done += read;
                sent(done);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _bytes.DisposeAsync();

    // No IOException of the file leaves here: whoever writes takes it for the connection's.
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
}
