using System.Globalization;

namespace BambuCloud.Simulator;

/// <summary>A printer's SD card: a folder of this computer for one run, made when somebody first uses it.</summary>
internal sealed class PrinterStorage : IDisposable
{
    /// <summary>How much a card takes: nothing that a client does fills this computer's disk.</summary>
    private const long Capacity = 4L << 30;

    private const int HalfAYear = 182;

    private readonly Lazy<DirectoryInfo> _root = new(Make);
    private volatile bool _isMissing;
    private long _room = -1;

    /// <summary>Whether there is no card.</summary>
    public bool IsMissing
    {
        get => _isMissing;
        set => _isMissing = value;
    }

    /// <summary>How many bytes more it takes: as ordered, or what is left of its size.</summary>
    public long Room
    {
        get => Interlocked.Read(ref _room) is >= 0 and var ordered ? ordered
            : Capacity - _root.Value.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        set => Interlocked.Exchange(ref _room, value);
    }

    /// <summary>Lets it take what is left of its size again.</summary>
    public void FreeRoom() => Interlocked.Exchange(ref _room, -1);

    /// <summary>Whether there is a folder.</summary>
    public bool HasFolder(string path) => !IsMissing && Directory.Exists(PathOf(path));

    /// <summary>Where a file is on this computer's disk; null where there is none.</summary>
    public string? Find(string path) => !IsMissing && File.Exists(PathOf(path)) ? PathOf(path) : null;

    /// <summary>Opens a file to write it anew; null where its folder is not there, or its name is none.</summary>
    public FileStream? Create(string path)
    {
        string full = PathOf(path);
        return !IsMissing && Directory.Exists(Path.GetDirectoryName(full)) && !Directory.Exists(full)
            && Path.GetFileName(full).IndexOfAny(Path.GetInvalidFileNameChars()) < 0
            ? new FileStream(full, FileMode.Create, FileAccess.Write, FileShare.Read | FileShare.Delete) : null;
    }

    /// <summary>Removes a file; false where there is none.</summary>
    public bool Delete(string path)
    {
        string? full = Find(path);
        if (full is not null)
        {
            File.Delete(full);
        }
        return full is not null;
    }

    /// <summary>The lines of a folder, as <c>ls -l</c> writes them.</summary>
    public IReadOnlyList<string> List(string path) => !HasFolder(path) ? []
        : [.. new DirectoryInfo(PathOf(path)).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(LineOf)];

    public void Dispose()
    {
        if (_root.IsValueCreated)
        {
            _root.Value.Delete(recursive: true);
        }
    }

    private static DirectoryInfo Make()
    {
        DirectoryInfo root = Directory.CreateTempSubdirectory("bambu-card-");
        foreach (string folder in new[] { "cache", "model", "timelapse" })
        {
            root.CreateSubdirectory(folder);
        }
        File.WriteAllBytes(Path.Combine(root.FullName, "timelapse", "video_2026-11-20_10-00-00.mp4"), new byte[100_000]);
        return root;
    }

    // The year in place of the time for what is older than half a year, as ls does.
    private static string LineOf(FileSystemInfo entry)
    {
        DateTime time = entry.LastWriteTime;
        string form = (DateTime.Now - time).TotalDays < HalfAYear ? "MMM dd HH:mm" : "MMM dd  yyyy";
        string when = time.ToString(form, CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture,
            $"{(entry is DirectoryInfo ? 'd' : '-')}rwxr-xr-x    1 0        0    {(entry as FileInfo)?.Length ?? 4096,12} {when} "
                + $"{entry.Name}");
    }

    // Nothing leads out of the card.
    private string PathOf(string path) => Path.Combine(
        [_root.Value.FullName, .. path.Split('/', '\\').Where(part => part.Trim('.', ' ').Length > 0)]);
}
