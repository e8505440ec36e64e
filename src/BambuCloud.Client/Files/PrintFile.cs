using System.Globalization;
using System.Text;

namespace BambuCloud.Client.Files;

/// <summary>A file on this computer that is about to be uploaded: a 3MF archive or G-code.</summary>
public sealed class PrintFile
{
    private const string ThreeMf = ".3mf";
    private const int SampleLength = 8192;

    // What S3 takes in one PUT.
    private const long LargestLength = 5L << 30;

    private PrintFile(BambuPrintFile contents, DateTime lastWrite)
    {
        Contents = contents;
        LastWriteTimeUtc = lastWrite;
    }

    /// <summary>What is inside.</summary>
    public BambuPrintFile Contents { get; }

    /// <summary>Full path.</summary>
    public string Path => Contents.Path;

    /// <summary>The name that the cloud gets: the last part of the path.</summary>
    public string Name => Contents.FileName;

    /// <summary>Size in bytes, at least 1.</summary>
    public long Length => Contents.Length;

    internal DateTime LastWriteTimeUtc { get; }

    /// <summary>Looks at the file before anything of it leaves this computer.</summary>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.FileNotFound"/>, <see cref="BambuErrorKind.NotAFile"/>, <see cref="BambuErrorKind.FileEmpty"/>,
    /// <see cref="BambuErrorKind.FileUnreadable"/>, <see cref="BambuErrorKind.FileTooLarge"/>,
    /// <see cref="BambuErrorKind.InvalidFileName"/> or <see cref="BambuErrorKind.NotAPrintFile"/>.
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
            throw Fault(BambuErrorKind.NotAFile, path, "is a folder.");
        }
        try
        {
            FileInfo file = new(path);
            return !file.Exists ? throw Fault(BambuErrorKind.FileNotFound, path, "does not exist.")
                : file.Length == 0 ? throw Fault(BambuErrorKind.FileEmpty, path, "is empty.")
                : file.Length > LargestLength
                    ? throw Fault(BambuErrorKind.FileTooLarge, path, "is larger than 5 GiB, which is what the storage takes at once.")
                : !IsName(file.Name)
                    ? throw Fault(BambuErrorKind.InvalidFileName, path,
                        "has a name with control characters or a backslash in it, which the cloud may take for something else.")
                : new PrintFile(ReadContents(file), file.LastWriteTimeUtc);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, unreadable);
        }
    }

    /// <summary>The same file, if it can be printed.</summary>
    /// <param name="plate">The plate that is to be printed; <see langword="null"/> for any.</param>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.NotSliced"/>, or <see cref="BambuErrorKind.PlateNotFound"/>.</exception>
    public PrintFile EnsureSliced(int? plate = null) => !Contents.Sliced
        ? throw Fault(BambuErrorKind.NotSliced, Path, "is a project without G-code: it is not sliced.")
        : plate is { } wanted && !Contents.Plates.Any(known => known.Index == wanted && known.Sliced)
            ? throw Fault(BambuErrorKind.PlateNotFound, Path,
                string.Create(CultureInfo.InvariantCulture, $"has no G-code for plate {wanted}; it has {SlicedPlates()}."))
            : this;

    /// <summary>
    /// The printer models that the file was sliced for and that the given one is not; empty where it fits or does not say.
    /// </summary>
    public IReadOnlyList<string> ModelsOtherThan(string? modelCode, int? plate = null)
    {
        string[] models = [.. Contents.Plates.Where(known => known.Sliced && (plate is null || known.Index == plate))
            .Select(known => known.ModelCode).OfType<string>().Distinct()];
        return string.IsNullOrEmpty(modelCode) || models.Contains(modelCode, StringComparer.OrdinalIgnoreCase) ? [] : models;
    }

    internal BambuException Changed() => Fault(BambuErrorKind.FileUnreadable, Path, "changed while it was uploaded.");

    internal BambuException Unreadable(Exception cause) => Unreadable(Path, cause);

    private static BambuException Unreadable(string path, Exception cause) =>
        Fault(BambuErrorKind.FileUnreadable, path, $"cannot be read: {cause.Message}", cause);

    private static BambuException Fault(BambuErrorKind kind, string path, string what, Exception? cause = null) =>
        new(kind, $"The file '{path}' {what}", cause) { Subject = path };

    private static BambuPrintFile ReadContents(FileInfo file)
    {
        BambuPrintFile contents = new() { Path = file.FullName, FileName = file.Name, Length = file.Length, Sliced = true };
        if (!file.Name.EndsWith(ThreeMf, StringComparison.OrdinalIgnoreCase))
        {
            return LooksLikeGcode(file.FullName) ? contents
                : throw Fault(BambuErrorKind.NotAPrintFile, file.FullName, "is neither a 3MF archive (.3mf) nor G-code.");
        }
        try
        {
            using FileStream archive = file.Open(FileMode.Open, FileAccess.Read, FileShare.Read);
            (IReadOnlyList<BambuPrintFilePlate> plates, int thumbnails) = ThreeMfReader.Read(archive);
            return contents with { Sliced = plates.Any(plate => plate.Sliced), Plates = plates, ThumbnailCount = thumbnails };
        }
        catch (RefusedArchiveException refused)
        {
            throw Fault(BambuErrorKind.NotAPrintFile, file.FullName, refused.Message, refused);
        }
    }

    private string SlicedPlates() => Contents.Plates.Count == 0 ? "no plates"
        : $"plate {string.Join(", ", Contents.Plates.Where(known => known.Sliced).Select(known => known.Index))}";

    private static bool IsName(string name) => !name.Any(character => char.IsControl(character) || character == '\\');

    private static bool LooksLikeGcode(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        byte[] sample = new byte[(int)Math.Min(SampleLength, file.Length)];
        file.ReadExactly(sample);
        return !sample.Contains((byte)0)
            && Encoding.UTF8.GetString(sample).Split('\n')
                .Any(line => line.TrimStart() is [';', ..] or ['G' or 'M' or 'T', >= '0' and <= '9', ..]);
    }
}
