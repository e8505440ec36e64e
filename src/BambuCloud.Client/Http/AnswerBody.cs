using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Unicode;

namespace BambuCloud.Client.Http;

/// <summary>The body of an answer, in a buffer that is rented: a long list has thousands of them, and none is kept.</summary>
internal sealed class AnswerBody : IDisposable
{
    private const int FirstLength = 16 * 1024;
    private const int LargestLength = 64 * 1024 * 1024;

    private byte[] _buffer;
    private int _length;

    private AnswerBody(int length) => _buffer = ArrayPool<byte>.Shared.Rent(length);

    /// <summary>How long it is, in bytes.</summary>
    public int Length => _length;

    /// <summary>
    /// The body as text. A byte that is no UTF-8 becomes the replacement character: it would otherwise surface wherever its string is read.
    /// A mark
    /// of the byte order says nothing that JSON's readers take.
    /// </summary>
    public ReadOnlySpan<byte> Text
    {
        get
        {
            ReadOnlySpan<byte> text = _buffer.AsSpan(0, _length);
            text = Utf8.IsValid(text) ? text : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text));
            return text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;
        }
    }

    /// <summary>Reads a body to its end.</summary>
    /// <exception cref="HttpRequestException">
    /// The connection broke, the body is not packed as it says, or it is larger than any of this API.
    /// </exception>
    public static async Task<AnswerBody> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        AnswerBody body = new(FirstLengthOf(content.Headers));
        try
        {
            Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            while (await stream.ReadAsync(body._buffer.AsMemory(body._length), cancellationToken).ConfigureAwait(false) is > 0 and int read)
            {
                body._length += read;
                if (body._length == body._buffer.Length)
                {
                    body.Grow();
                }
            }
            return body;
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException)
        {
            body.Dispose();
            throw new HttpRequestException(
                broken is HttpIOException http ? http.HttpRequestError : broken is InvalidDataException ? HttpRequestError.InvalidResponse
                    : HttpRequestError.ResponseEnded,
                broken.Message,
                broken);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    // One byte more: the end is seen without another buffer.
    private static int FirstLengthOf(HttpContentHeaders headers) =>
        headers.ContentLength is >= 0 and < LargestLength and { } length ? (int)length + 1 : FirstLength;

    private void Grow()
    {
        if (_length >= LargestLength)
        {
            throw new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded, "The body is too large.");
        }
        byte[] larger = ArrayPool<byte>.Shared.Rent(_length * 2);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
