using System.Buffers;
using System.IO.Compression;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace BambuCloud.Client.Files;

/// <summary>
/// Reads a plate's G-code once from its first to its last byte, before it is sent: whether it is what was packed (CRC), what the slicer
/// wrote (MD5), and G-code. No other part of the archive is read, and no more than two blocks of it are in memory.
/// </summary>
/// <param name="Md5Differs">Whether it is not what the slicer wrote.</param>
/// <param name="Figures">What its first and last lines say.</param>
internal sealed record GcodeCheck(bool Md5Differs, PlateFigures Figures)
{
    private const int BlockSize = 1024 * 1024;
    private const int TailSize = 64 * 1024;
    private const int HexLength = 32;

    /// <summary>Checks a plate.</summary>
    /// <returns>What was found; or, where it cannot be printed, why.</returns>
    public static (GcodeCheck? Found, UnusableGcode? Unusable) Run(PrintArchive archive, int plate, CancellationToken cancellationToken)
    {
        if (archive.FaultOf(plate) is { } fault)
        {
            return (null, fault);
        }
        string? expected = archive.ReadText<string?>(PrintArchive.PlateEntry(plate, ".gcode.md5"), null, ReadMd5);
        ZipArchiveEntry entry = archive.GcodeOf(plate)!;
        try
        {
            using Stream gcode = entry.Open();
            GcodeHead head = new();
            (uint crc, long length, string? md5, PlateFigures tail) = Read(gcode, head, expected is not null, cancellationToken);
            return length != entry.Length || crc != entry.Crc32
                ? (null, UnusableGcode.Damaged(plate, "is not what was packed (its CRC is another)"))
                : !head.IsGcode
                ? (null, UnusableGcode.NoGcode(plate))
                : (new GcodeCheck(md5 != expected, head.Figures.Or(tail)), null);
        }
        catch (Exception damaged) when (PrintArchive.IsDamage(damaged))
        {
            return (null, UnusableGcode.Damaged(plate, "cannot be unpacked"));
        }
    }

    // While a block is unpacked, the one before is hashed by another thread: neither takes longer than the other alone.
    private static (uint Crc, long Length, string? Md5, PlateFigures Tail) Read(
        Stream gcode, GcodeHead head, bool hashed, CancellationToken cancellationToken)
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockSize);
        byte[] before = ArrayPool<byte>.Shared.Rent(BlockSize);
        Crc32 crc = new();
        using IncrementalHash md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        Task hashing = Task.CompletedTask;
        try
        {
            long length = 0;
            int last = 0;
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int read = gcode.ReadAtLeast(block.AsSpan(0, BlockSize), BlockSize, throwOnEndOfStream: false);
                if (read == 0)
                {
                    break;
                }
                crc.Append(block.AsSpan(0, read));
                head.Append(block.AsSpan(0, read));
                length += read;
                hashing.GetAwaiter().GetResult();
                byte[] whole = block;
                hashing = hashed ? Task.Run(() => md5.AppendData(whole, 0, read), CancellationToken.None) : Task.CompletedTask;
                (block, before, last) = (before, block, read);
            }
            hashing.GetAwaiter().GetResult();
            head.End();
            return (crc.GetCurrentHashAsUInt32(), length, hashed ? Convert.ToHexString(md5.GetHashAndReset()) : null,
                GcodeHead.FiguresOf(Tail(block, length, before, last)));
        }
        finally
        {
            Task.WhenAny(hashing).GetAwaiter().GetResult(); // It reads from a block until then.
            ArrayPool<byte>.Shared.Return(block);
            ArrayPool<byte>.Shared.Return(before);
        }
    }

    // The end of the last block, and of the one before where the last is short.
    private static byte[] Tail(byte[] before, long length, byte[] block, int last)
    {
        int fromBefore = (int)Math.Min(Math.Max(0, TailSize - last), length - last);
        int fromLast = Math.Min(TailSize, last);
        return [.. before.AsSpan(BlockSize - fromBefore, fromBefore), .. block.AsSpan(last - fromLast, fromLast)];
    }

    private static string? ReadMd5(Stream text)
    {
        Span<byte> digits = stackalloc byte[HexLength];
        int read = text.ReadAtLeast(digits, HexLength, throwOnEndOfStream: false);
        string hex = System.Text.Encoding.ASCII.GetString(digits[..read]).ToUpperInvariant();
        return hex.Length == HexLength && hex.All(char.IsAsciiHexDigitUpper) ? hex : null;
    }
}
