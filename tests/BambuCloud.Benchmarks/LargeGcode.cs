using System.Globalization;

namespace BambuCloud.Benchmarks;

/// <summary>A file of G-code that goes on with zeros, as long as it has to be.</summary>
internal static class LargeGcode
{
    private static readonly string[] FirstLines = [.. Enumerable.Range(0, 1000)
        .Select(line => string.Create(CultureInfo.InvariantCulture, $"G1 X{line} Y10 E0.1"))];

    public static void Write(string path) => File.WriteAllLines(path, FirstLines);

    /// <summary>
    /// Makes it longer by nothing but zeros, which take no space where the file system knows sparse files; else there has to be room.
    /// </summary>
    public static void SetLength(string path, long length)
    {
        DriveInfo drive = new(Path.GetDirectoryName(path)!);
        if (drive.AvailableFreeSpace < length + (1L << 30))
        {
            throw new IOException($"There is no room for {length >> 30} GiB at '{path}'.");
        }
        using FileStream file = new(path, FileMode.Open, FileAccess.Write);
        file.SetLength(length);
    }
}
