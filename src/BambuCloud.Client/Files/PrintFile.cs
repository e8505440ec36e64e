using System.Globalization;

namespace BambuCloud.Client.Files;

/// <summary>A file on this computer that is about to be uploaded: a 3MF archive or G-code.</summary>
public sealed class PrintFile
{
    private const string ThreeMf = ".3mf";

    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    // What S3 takes in one PUT.
    private const long LargestLength = 5L << 30;

    private readonly IReadOnlyDictionary<int, UnusableGcode> _unusable;
    private readonly DateTime _lastWriteTimeUtc;

    private PrintFile(BambuPrintFile contents, DateTime lastWrite, IReadOnlyDictionary<int, UnusableGcode> unusable)
    {
        Contents = contents;
        _lastWriteTimeUtc = lastWrite;
        _unusable = unusable;
    }

    /// <summary>What is inside.</summary>
    public BambuPrintFile Contents { get; }

    /// <summary>Full path.</summary>
    public string Path => Contents.Path;

    /// <summary>The name that the cloud gets: the last part of the path.</summary>
    public string Name => Contents.FileName;

    /// <summary>Size in bytes, at least 1; of a symbolic link that of its target.</summary>
    public long Length => Contents.Length;

    /// <summary>Whether it is an archive, whose plates are printed by their numbers.</summary>
    public bool HasPlates => IsArchive(Name);

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
            FileInfo target = file.LinkTarget is null ? file : (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!;
            return !target.Exists ? throw Fault(BambuErrorKind.FileNotFound, path, file.LinkTarget is null ? "does not exist."
                : "is a link to a file that does not exist.")
                : target.Length == 0 ? throw Fault(BambuErrorKind.FileEmpty, path, "is empty.")
                : !IsName(file.Name) ? throw Fault(BambuErrorKind.InvalidFileName, path,
                    "has a name with control characters or a backslash in it, which the cloud may take for something else.")
                : Read(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, unreadable);
        }
    }

    /// <summary>The plate that is printed of a file that was looked into before.</summary>
    /// <param name="file">The file.</param>
    /// <param name="plate">Its number; <see langword="null"/> for the only one, or the first of several.</param>
    /// <returns>The plate, and what is to be told of it.</returns>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.NotSliced"/> or <see cref="BambuErrorKind.PlateNotFound"/>.
    /// </exception>
    public static CheckedPlate Choose(BambuPrintFile file, int? plate)
    {
        ArgumentNullException.ThrowIfNull(file);
        BambuPrintFilePlate[] sliced = [.. file.Plates.Where(known => known.Sliced)];
        BambuPrintFilePlate printed = sliced.Length == 0
            ? throw Fault(BambuErrorKind.NotSliced, file.Path, "is a project without G-code: it is not sliced.")
            : plate is null ? sliced[0]
            : sliced.FirstOrDefault(known => known.Index == plate)
                ?? throw Fault(BambuErrorKind.PlateNotFound, file.Path, string.Create(CultureInfo.InvariantCulture,
                    $"has no G-code for plate {plate}; it has plate {string.Join(", ", sliced.Select(known => known.Index))}."));
        int[] others = [.. sliced.Where(known => known.Index != printed.Index).Select(known => known.Index)];
        return new CheckedPlate(file, printed, plate is not null || others.Length == 0 ? []
            : [BambuPrintIssue.Warning(BambuPrintReason.PlateNotNamed, string.Create(CultureInfo.InvariantCulture,
                $"The file '{file.FileName}' has several plates, and plate {printed.Index} is printed; plate "
                    + $"{string.Join(", ", others)} could be too."))]);
    }

    /// <summary>The plate that is printed.</summary>
    /// <param name="plate">Its number; <see langword="null"/> for the only one, or the first of several.</param>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.NotSliced"/>, <see cref="BambuErrorKind.PlateNotFound"/>, <see cref="BambuErrorKind.FileDamaged"/>, or
    /// <see cref="BambuErrorKind.NotAPrintFile"/> where what should be its G-code is none.
    /// </exception>
    public BambuPrintFilePlate PlateToPrint(int? plate = null)
    {
        int? number = _unusable.Count == 0 ? null : plate ?? (Contents.Sliced ? null : _unusable.Keys.Min());
        return number is { } unusable && _unusable.TryGetValue(unusable, out UnusableGcode? why) ? throw Fault(why.Kind, Path, why.What)
            : Choose(Contents, plate).Plate;
    }

    /// <summary>
    /// Reads the G-code of the plate that is printed, from its first byte to its last: nothing that is damaged may be started.
    /// </summary>
    /// <param name="plate">As of <see cref="PlateToPrint"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The plate with all that its G-code says of it, and what is to be told before it is printed.</returns>
    /// <exception cref="BambuException">As of <see cref="PlateToPrint"/>, and <see cref="BambuErrorKind.FileUnreadable"/>.</exception>
    public CheckedPlate Check(int? plate, CancellationToken cancellationToken)
    {
        BambuPrintFilePlate printed = PlateToPrint(plate);
        List<BambuPrintIssue> issues = [.. NameIssues(), .. Choose(Contents, plate).Issues];
        return CheckGcode(printed, issues, cancellationToken);
    }

    /// <summary>Checks all plates that have G-code, of a file that is kept for later.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>
    /// The file with all that its G-code says of its plates, and what is to be told of it; of a project that is not sliced that is its
    /// name alone.
    /// </returns>
    /// <exception cref="BambuException">As of <see cref="Check"/>: what is damaged in one plate is not worth its way.</exception>
    public (BambuPrintFile Contents, IReadOnlyList<BambuPrintIssue> Issues) CheckAll(CancellationToken cancellationToken)
    {
        List<BambuPrintIssue> issues = NameIssues();
        Dictionary<int, BambuPrintFilePlate> whole = [];
        foreach (int plate in _unusable.Keys.Concat(Contents.Plates.Where(known => known.Sliced).Select(known => known.Index)).Order())
        {
            whole.Add(plate, CheckGcode(PlateToPrint(plate), issues, cancellationToken).Plate);
        }
        return (Contents with { Plates = [.. Contents.Plates.Select(plate => whole.GetValueOrDefault(plate.Index, plate))] }, issues);
    }

    /// <summary>A plate's picture as the slicer made it, 512 pixels wide.</summary>
    /// <param name="plate">The plate's number.</param>
    /// <returns>A PNG.</returns>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.ThumbnailMissing"/>, <see cref="BambuErrorKind.NotAPrintFile"/> or
    /// <see cref="BambuErrorKind.FileUnreadable"/>.
    /// </exception>
    public byte[] ReadThumbnail(int plate)
    {
        byte[] picture = HasPlates
            ? Opened(archive => archive.ReadBytes(PrintArchive.PlateEntry(plate, PrintArchive.PictureSuffix), [], bytes => bytes.ToArray()))
            : [];
        return picture.AsSpan().StartsWith(PngSignature) ? picture : throw Fault(BambuErrorKind.ThumbnailMissing, Path,
            string.Create(CultureInfo.InvariantCulture, $"has no picture of plate {plate}."));
    }

    /// <summary>Opens the file to be sent from its begin.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.FileUnreadable"/>: it is gone, or closed to this user.</exception>
    internal FileStream OpenToSend()
    {
        try
        {
            return new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0,
                FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(unreadable);
        }
    }

    /// <summary>Looks whether what is sent is still what was looked into.</summary>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.FileUnreadable"/>: it changed.</exception>
    internal void EnsureUnchanged(FileStream bytes)
    {
        if (bytes.Length != Length || File.GetLastWriteTimeUtc(Path) != _lastWriteTimeUtc)
        {
            throw Changed();
        }
    }

    internal BambuException Changed() => Fault(BambuErrorKind.FileUnreadable, Path, "changed while it was uploaded.");

    internal BambuException Unreadable(Exception cause) => Unreadable(Path, cause);

    private List<BambuPrintIssue> NameIssues() => FileNames.Fault(Name) is not { } wrong ? []
        : [BambuPrintIssue.Warning(BambuPrintReason.InvalidFileName,
            $"The file '{Name}' has a name {wrong}. A name to use is '{FileNames.Mended(Name)}'.")];

    private CheckedPlate CheckGcode(BambuPrintFilePlate plate, List<BambuPrintIssue> issues, CancellationToken cancellationToken)
    {
        if (!HasPlates)
        {
            return new CheckedPlate(Contents, plate, issues); // Plain G-code was looked at when it was opened.
        }
        (GcodeCheck? found, UnusableGcode? unusable) = Opened(archive => archive.GcodeOf(plate.Index) is null
            ? throw ChangedSince() : GcodeCheck.Run(archive, plate.Index, cancellationToken));
        if (found is null)
        {
            throw Fault(unusable!.Kind, Path, unusable.What);
        }
        if (found.Md5Differs)
        {
            issues.Add(BambuPrintIssue.Warning(BambuPrintReason.GcodeEdited, string.Create(CultureInfo.InvariantCulture,
                $"The G-code of plate {plate.Index} of '{Name}' is not what the slicer wrote (its MD5 is another): a tool has edited "
                    + $"it, and printers may refuse it.")));
        }
        return new CheckedPlate(Contents, found.Figures.Complete(plate), issues);
    }

    // The archive as it was when it was looked into.
    private T Opened<T>(Func<PrintArchive, T> read)
    {
        try
        {
            using FileStream file = Open(new FileInfo(Path));
            if (file.Length != Length)
            {
                throw ChangedSince();
            }
            using PrintArchive archive = new(file);
            return read(archive);
        }
        catch (RefusedArchiveException refused)
        {
            throw Fault(BambuErrorKind.NotAPrintFile, Path, refused.Message, refused);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(unreadable);
        }
    }

    private BambuException ChangedSince() => Fault(BambuErrorKind.FileUnreadable, Path, "changed after it was looked into.");

    private static BambuException Unreadable(string path, Exception cause) =>
        Fault(BambuErrorKind.FileUnreadable, path, $"cannot be read: {cause.Message}", cause);

    private static BambuException Fault(BambuErrorKind kind, string path, string what, Exception? cause = null) =>
        new(kind, $"The file '{path}' {what}", cause) { Subject = path };

    private static PrintFile Read(FileInfo file)
    {
        using FileStream bytes = Open(file);
        // A link's own length and time say nothing of what it leads to.
        long length = bytes.Length;
        DateTime lastWrite = File.GetLastWriteTimeUtc(bytes.SafeFileHandle);
        if (length > LargestLength)
        {
            throw Fault(BambuErrorKind.FileTooLarge, file.FullName, "is larger than 5 GiB, which is what the storage takes at once.");
        }
        BambuPrintFile contents = new()
        {
            Path = file.FullName,
            FileName = file.Name,
            Length = length,
            LastWriteTime = lastWrite.ToLocalTime(),
            Sliced = true,
        };
        return IsArchive(file.Name) ? ReadArchive(bytes, contents, lastWrite) : ReadGcode(bytes, contents, lastWrite);
    }

    private static PrintFile ReadArchive(FileStream bytes, BambuPrintFile contents, DateTime lastWrite)
    {
        try
        {
            ArchiveContents archive = ThreeMfReader.Read(bytes);
            return new PrintFile(contents with
            {
                Sliced = archive.Plates.Any(plate => plate.Sliced),
                Plates = archive.Plates,
                Filaments = archive.Filaments,
                Slicer = archive.Slicer,
                ThumbnailCount = archive.ThumbnailCount,
            }, lastWrite, archive.Unusable);
        }
        catch (RefusedArchiveException refused)
        {
            throw Fault(BambuErrorKind.NotAPrintFile, contents.Path, refused.Message, refused);
        }
    }

    // G-code is one plate.
    private static PrintFile ReadGcode(FileStream bytes, BambuPrintFile contents, DateTime lastWrite)
    {
        GcodeHead head = GcodeHead.Read(bytes);
        if (!head.IsGcode)
        {
            throw Fault(BambuErrorKind.NotAPrintFile, contents.Path, "is neither a 3MF archive (.3mf) nor G-code.");
        }
        PlateFigures figures = head.Figures.Or(GcodeHead.ReadTail(bytes));
        return new PrintFile(contents with
        {
            Plates = Array.AsReadOnly<BambuPrintFilePlate>([figures.ToPlate(1, sliced: true, hasThumbnail: false)]),
            Filaments = Array.AsReadOnly<BambuFilament>([.. figures.Filaments]),
            Slicer = figures.Slicer,
        }, lastWrite, new Dictionary<int, UnusableGcode>());
    }

    private static FileStream Open(FileInfo file) => file.Open(new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.Read,
        BufferSize = 16 * 1024,
    });

    /// <summary>Whether a file of that name is an archive, whose plates are printed by their numbers.</summary>
    public static bool IsArchive(string name) => name?.EndsWith(ThreeMf, StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsName(string name) => !name.Any(character => char.IsControl(character) || character == '\\');
}
