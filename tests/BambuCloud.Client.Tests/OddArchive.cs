using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using BambuCloud.Client.Files;

namespace BambuCloud.Client.Tests;

/// <summary>Makes 3MF files that no slicer makes, and looks how they are read.</summary>
internal static class OddArchive
{
    /// <summary>What reading one file may take.</summary>
    public const long MostMemory = 64L * 1024 * 1024;

    public const string SliceInfo = "Metadata/slice_info.config";

    // A file takes milliseconds, and a busy machine some seconds more.
    private static readonly TimeSpan LongestFile = TimeSpan.FromSeconds(30);

    /// <summary>
    /// What is wrong with how this file was read; null if nothing is. All that was allocated on the way bounds what was alive.
    /// </summary>
    public static string? Fault(Action read)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        Stopwatch watch = Stopwatch.StartNew();
        try
        {
            read();
        }
        catch (RefusedArchiveException)
        {
            // As it should.
        }
        catch (BambuException refused) when (refused.Kind
            is BambuErrorKind.NotAPrintFile or BambuErrorKind.FileDamaged or BambuErrorKind.NotSliced)
        {
            // As it should.
        }
#pragma warning disable CA1031 // What else may come is what is looked for.
        catch (Exception other)
#pragma warning restore CA1031
        {
            return other.ToString();
        }
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return allocated > MostMemory ? string.Create(CultureInfo.InvariantCulture, $"allocated {allocated} bytes")
            : watch.Elapsed > LongestFile ? $"took {watch.Elapsed}"
            : null;
    }

    public static byte[] Of(string info) => Of(Encoding.UTF8.GetBytes(info));

    public static byte[] Of(byte[] info)
    {
        using MemoryStream bytes = new();
        using (ZipArchive archive = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (Stream gcode = archive.CreateEntry("Metadata/plate_1.gcode", CompressionLevel.NoCompression).Open())
            {
                gcode.Write("G28\n"u8);
            }
            using Stream text = archive.CreateEntry(SliceInfo, CompressionLevel.Fastest).Open();
            text.Write(info);
        }
        return bytes.ToArray();
    }

    public static byte[] Of(int entries)
    {
        using MemoryStream bytes = new();
        using (ZipArchive archive = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (int entry = 0; entry < entries; entry++)
            {
                archive.CreateEntry(entry.ToString("x", CultureInfo.InvariantCulture));
            }
        }
        return bytes.ToArray();
    }

    /// <summary>Where the central directory begins: its end record says it.</summary>
    public static int DirectoryOf(byte[] archive)
    {
        int end = archive.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        return (int)BinaryPrimitives.ReadUInt32LittleEndian(archive.AsSpan(end + 16));
    }
}
