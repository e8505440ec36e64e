using System.IO.Compression;
using System.Text;

namespace BambuCloud.Client;

/// <summary>A file on this computer that is about to be uploaded: a 3MF archive or G-code.</summary>
public sealed class PrintFile
{
    private const string ThreeMf = ".3mf";
    private const int SampleLength = 8192;
    private const int MostEntries = 10_000;

    private PrintFile(string path, long length, DateTime lastWrite, bool sliced)
    {
        Path = path;
        Length = length;
        LastWriteTimeUtc = lastWrite;
        Sliced = sliced;
    }

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>The name that the cloud gets: the last part of the path.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Size in bytes, at least 1.</summary>
    public long Length { get; }

    /// <summary>Whether it holds G-code, so that a printer can print it.</summary>
    public bool Sliced { get; }

    internal DateTime LastWriteTimeUtc { get; }

    /// <summary>Looks at the file before anything of it leaves this computer.</summary>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.FileNotFound"/>, <see cref="BambuErrorKind.NotAFile"/>, <see cref="BambuErrorKind.FileEmpty"/>,
    /// <see cref="BambuErrorKind.FileUnreadable"/> or <see cref="BambuErrorKind.NotAPrintFile"/>.
    /// </exception>
    public static PrintFile Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            throw Fault(BambuErrorKind.FileNotFound, path.Replace("\0", "\\0", StringComparison.Ordinal), "cannot be the path of a file.");
        }
        if (Directory.Exists(path))
        {
            throw Fault(BambuErrorKind.NotAFile, path, "is a folder. Give a 3MF or G-code file.");
        }
        try
        {
            FileInfo file = new(path);
            return !file.Exists ? throw Fault(BambuErrorKind.FileNotFound, path, "does not exist.")
                : file.Length == 0 ? throw Fault(BambuErrorKind.FileEmpty, path, "is empty.")
                : new PrintFile(file.FullName, file.Length, file.LastWriteTimeUtc, IsSliced(file.FullName));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Fault(BambuErrorKind.FileUnreadable, path, $"cannot be read: {unreadable.Message}", unreadable);
        }
    }

    /// <summary>The same file, if it can be printed.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.NotSliced"/>.</exception>
    public PrintFile EnsureSliced() => Sliced
        ? this
        : throw Fault(BambuErrorKind.NotSliced, Path, "is a project without G-code: slice it first, and export the plate as a sliced file (.gcode.3mf).");

    internal static BambuException Fault(BambuErrorKind kind, string path, string what, Exception? cause = null) =>
        new(kind, $"The file '{path}' {what}", cause) { Subject = path };

    private static bool IsSliced(string path) =>
        path.EndsWith(ThreeMf, StringComparison.OrdinalIgnoreCase) ? HasPlateGcode(path)
        : LooksLikeGcode(path) ? true
        : throw Fault(BambuErrorKind.NotAPrintFile, path, "is neither a 3MF archive (.3mf) nor G-code.");

    private static bool HasPlateGcode(string path)
    {
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            return archive.Entries.Count > MostEntries
                ? throw Fault(BambuErrorKind.NotAPrintFile, path, $"holds more than {MostEntries} entries: it is no 3MF of a slicer.")
                : archive.Entries.Any(entry => entry.Length > 0
                    && entry.FullName.StartsWith("Metadata/plate_", StringComparison.OrdinalIgnoreCase)
                    && entry.FullName.EndsWith(".gcode", StringComparison.OrdinalIgnoreCase));
        }
        catch (InvalidDataException noZip)
        {
            throw Fault(BambuErrorKind.NotAPrintFile, path, "ends in .3mf but is no 3MF archive, or is cut short.", noZip);
        }
    }

    private static bool LooksLikeGcode(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        byte[] sample = new byte[(int)Math.Min(SampleLength, file.Length)];
        file.ReadExactly(sample);
        return !sample.Contains((byte)0)
            && Encoding.UTF8.GetString(sample).Split('\n').Any(line => line.TrimStart() is [';', ..] or ['G' or 'M' or 'T', >= '0' and <= '9', ..]);
    }
}
