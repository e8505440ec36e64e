using System.Text;

namespace BambuCloud.Client.Lan;

/// <summary>The lines of a stream, of bounded length: what an FTP server says, and how it lists a folder.</summary>
internal sealed class LineReader(Stream stream)
{
    private const int LongestLine = 4096;

    private readonly byte[] _block = new byte[LongestLine];
    private readonly List<byte> _line = [];
    private int _next;
    private int _end;

    /// <summary>The next line without its end; none when the stream is over. What is not UTF-8 in it becomes U+FFFD.</summary>
    /// <exception cref="InvalidDataException">The line is longer than any that makes sense.</exception>
    public async ValueTask<string?> ReadAsync(CancellationToken cancellationToken)
    {
        _line.Clear();
        while (true)
        {
            if (_next == _end)
            {
                _next = 0;
                _end = await stream.ReadAsync(_block, cancellationToken).ConfigureAwait(false);
                if (_end == 0)
                {
                    return _line.Count == 0 ? null : Text();
                }
            }
            int end = _block.AsSpan(_next, _end - _next).IndexOf((byte)'\n');
            int length = end < 0 ? _end - _next : end;
            if (_line.Count + length > LongestLine)
            {
                throw new InvalidDataException($"A line is longer than {LongestLine} bytes.");
            }
            _line.AddRange(_block.AsSpan(_next, length));
            _next += length;
            if (end >= 0)
            {
                _next++;
                return Text();
            }
        }
    }

    private string Text() => Encoding.UTF8.GetString([.. _line]).TrimEnd('\r');
}
