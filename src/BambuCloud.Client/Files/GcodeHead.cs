using System.Buffers;

namespace BambuCloud.Client.Files;

/// <summary>The first lines of G-code: whether it is any, and what the slicer says in its comments. It is fed block by block.</summary>
internal sealed class GcodeHead
{
    // The settings that Bambu Studio puts first are some 60 KB, and thumbnails some 100 KB more.
    private const int Longest = 4 * 1024 * 1024;
    private const int LongestLine = 4096;
    private const int EnoughMotions = 50;
    private const int BlockSize = 16 * 1024;
    private const int TailSize = 64 * 1024;

    private readonly GcodeComments _comments = new();
    private readonly byte[] _line = new byte[LongestLine];
    private int _length;
    private long _seen;
    private int _commands;
    private int _motions;
    private int _others;
    private bool _binary;

    /// <summary>Whether nothing more has to be read.</summary>
    public bool IsComplete => _motions >= EnoughMotions || _seen >= Longest || _binary;

    /// <summary>Whether it is G-code: text that moves something, and of which most is commands.</summary>
    public bool IsGcode => !_binary && _motions > 0 && _commands >= _others;

    /// <summary>What the comments said.</summary>
    public PlateFigures Figures => _comments.ToFigures();

    /// <summary>Reads as much as it takes.</summary>
    public static GcodeHead Read(Stream gcode)
    {
        GcodeHead head = new();
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            int read;
            while (!head.IsComplete && (read = gcode.Read(block)) > 0)
            {
                head.Append(block.AsSpan(0, read));
            }
            head.End();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
        return head;
    }

    /// <summary>What the last 64 KiB say, where some slicers put their settings.</summary>
    /// <param name="gcode">G-code whose end can be gone to.</param>
    public static PlateFigures ReadTail(Stream gcode)
    {
        byte[] tail = ArrayPool<byte>.Shared.Rent(TailSize);
        try
        {
            gcode.Position = Math.Max(0, gcode.Length - TailSize);
            int read = gcode.ReadAtLeast(tail.AsSpan(0, TailSize), TailSize, throwOnEndOfStream: false);
            return FiguresOf(tail.AsSpan(0, read));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(tail);
        }
    }

    /// <summary>What the comments of a piece of G-code say.</summary>
    public static PlateFigures FiguresOf(ReadOnlySpan<byte> piece)
    {
        GcodeComments comments = new();
        while (!piece.IsEmpty)
        {
            int end = piece.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? piece : piece[..end];
            if (line.TrimStart(" \t"u8) is [(byte)';', ..] comment)
            {
                comments.Add(comment);
            }
            piece = end < 0 ? [] : piece[(end + 1)..];
        }
        return comments.ToFigures();
    }

    /// <summary>Takes in what follows.</summary>
    public void Append(ReadOnlySpan<byte> block)
    {
        _seen += block.Length;
        while (!block.IsEmpty && !IsComplete)
        {
            int end = block.IndexOfAny((byte)'\n', (byte)'\r');
            ReadOnlySpan<byte> piece = end < 0 ? block : block[..end];
            _binary |= piece.Contains((byte)0);
            piece = piece[..Math.Min(piece.Length, LongestLine - _length)];
            piece.CopyTo(_line.AsSpan(_length));
            _length += piece.Length;
            if (end < 0)
            {
                return;
            }
            TakeLine();
            block = block[(end + 1)..];
        }
    }

    /// <summary>Takes in a last line that has no end.</summary>
    public void End() => TakeLine();

    private void TakeLine()
    {
        ReadOnlySpan<byte> line = _line.AsSpan(0, _length);
        _length = 0;
        line = line.StartsWith("\uFEFF"u8) ? line["\uFEFF"u8.Length..] : line;
        switch (GcodeSyntax.KindOf(line))
        {
            case GcodeLine.Comment:
                if (line.TrimStart(" \t"u8) is [(byte)';', ..] comment)
                {
                    _comments.Add(comment);
                }
                break;
            case GcodeLine.Motion:
                _motions++;
                _commands++;
                break;
            case GcodeLine.Command:
                _binary |= _commands + _others == 0 && GcodeSyntax.IsDrillHeader(line);
                _commands++;
                break;
            default:
                _others++;
                break;
        }
    }
}
