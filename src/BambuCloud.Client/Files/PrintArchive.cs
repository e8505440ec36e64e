using System.Buffers;
using System.Globalization;
using System.IO.Compression;

namespace BambuCloud.Client.Files;

/// <summary>
/// A 3MF archive by the names of its entries. Real archives have them in any case of letters, with <c>\</c> for <c>/</c>, or with
/// <c>./</c> before → they are looked up without regard to that. Archives that are built to do harm are refused.
/// </summary>
internal sealed class PrintArchive : IDisposable
{
    /// <summary>Where the vendor's programs put what they say of the plates.</summary>
    public const string Metadata = "Metadata/";

    private const string PlatePrefix = Metadata + "plate_";
    private const string GcodeSuffix = ".gcode";
    /// <summary>How the name of a plate's picture ends.</summary>
    public const string PictureSuffix = ".png";
    private const int MostEntries = 10_000;

    // What is alive while a file is looked at stays within 64 MiB: an entry of the directory costs several times its length.
    private const int LargestDirectory = 4 * 1024 * 1024;

    // 14,000 objects make more than 1 MiB of slice_info.config.
    private const int LargestText = 16 * 1024 * 1024;

    // No slicer's entry unpacks to more than a gigabyte from less than a thousandth of it.
    private const long SuspiciousLength = 1L << 30;
    private const long SuspiciousRatio = 1000;

    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _ambiguous = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Opens an archive.</summary>
    /// <param name="file">The archive's bytes; they stay open.</param>
    /// <exception cref="RefusedArchiveException">
    /// It is no archive, is cut short, or is not what it pretends to be; the message says which.
    /// </exception>
    public PrintArchive(Stream file)
    {
        MeteredStream metered = new(file, LargestDirectory, "has a table of contents that is larger than any slicer's.");
        try
        {
            _zip = new ZipArchive(metered, ZipArchiveMode.Read, leaveOpen: true);
            if (_zip.Entries.Count > MostEntries)
            {
                throw new RefusedArchiveException($"holds more than {MostEntries} entries: it is no 3MF of a slicer.");
            }
        }
        catch (Exception damaged) when (IsDamage(damaged))
        {
            throw new RefusedArchiveException("ends in .3mf but is no 3MF archive, or is cut short.", damaged);
        }
        metered.Limit = long.MaxValue;
        foreach (ZipArchiveEntry entry in _zip.Entries)
        {
            string name = NameOf(entry);
            if (!_entries.TryAdd(name, entry) && !Same(_entries[name], entry))
            {
                _ambiguous.Add(name);
            }
        }
    }

    /// <summary>Reads bytes that are not kept.</summary>
    public delegate T BytesReader<out T>(ReadOnlySpan<byte> bytes);

    /// <summary>The plates that have G-code, by their numbers.</summary>
    public IEnumerable<int> SlicedPlates => PlatesWith(GcodeSuffix);

    /// <summary>The plates that have a picture, by their numbers.</summary>
    public IEnumerable<int> PicturedPlates => PlatesWith(PictureSuffix);

    /// <summary>The name of a plate's entry.</summary>
    public static string PlateEntry(int plate, string suffix) =>
        string.Create(CultureInfo.InvariantCulture, $"{PlatePrefix}{plate}{suffix}");

    /// <summary>Why a plate's G-code cannot be printed, whatever is in it; <see langword="null"/> where it can be looked at.</summary>
    public UnusableGcode? FaultOf(int plate) => _ambiguous.Contains(PlateEntry(plate, GcodeSuffix)) ? UnusableGcode.Twice(plate)
        : GcodeOf(plate) is { IsEncrypted: true } ? UnusableGcode.Encrypted(plate) : null;

    /// <summary>A plate's G-code.</summary>
    public ZipArchiveEntry? GcodeOf(int plate) => Find(PlateEntry(plate, GcodeSuffix));

    /// <summary>An entry, by its name in any case of letters.</summary>
    public ZipArchiveEntry? Find(string name) => _entries.GetValueOrDefault(name);

    /// <summary>
    /// Reads a text of the archive; one that is damaged, larger than any slicer's, or in it twice and differs, as if there was none.
    /// </summary>
    public T ReadText<T>(string name, T otherwise, Func<Stream, T> read)
    {
        try
        {
            if (Find(name) is not { } entry || _ambiguous.Contains(name))
            {
                return otherwise;
            }
            using Stream text = new MeteredStream(entry.Open(), LargestText, $"has a {name} of more than {LargestText / 1024 / 1024} MiB.");
            return read(text);
        }
        catch (Exception damaged) when (IsDamage(damaged) || damaged is RefusedArchiveException)
        {
            return otherwise;
        }
    }

    /// <summary>Whether an exception says that an archive or an entry of it is damaged.</summary>
    public static bool IsDamage(Exception fault) => fault is InvalidDataException or EndOfStreamException or NotSupportedException;

    /// <summary>The same for what is read at once.</summary>
    public T ReadBytes<T>(string name, T otherwise, BytesReader<T> read) => ReadText(name, otherwise, text =>
    {
        int length = (int)Math.Min(Find(name)!.Length, LargestText);
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Math.Max(length, 1));
        try
        {
            return read(bytes.AsSpan(0, text.ReadAtLeast(bytes.AsSpan(0, length), length, throwOnEndOfStream: false)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    });

    /// <inheritdoc/>
    public void Dispose() => _zip.Dispose();

    private IEnumerable<int> PlatesWith(string suffix) =>
        _entries.Where(entry => entry.Value.Length > 0).Select(entry => PlateOf(entry.Key, suffix)).OfType<int>().Order();

    private static bool Same(ZipArchiveEntry one, ZipArchiveEntry other) => one.Crc32 == other.Crc32 && one.Length == other.Length;

    private static string NameOf(ZipArchiveEntry entry)
    {
        string name = entry.FullName.Replace('\\', '/');
        if (name is [>= 'A' and <= 'Z' or >= 'a' and <= 'z', ':', ..] || name.Split('/').Contains(".."))
        {
            throw new RefusedArchiveException("holds an entry that leads out of the archive.");
        }
        if (entry.Length > SuspiciousLength && entry.Length / SuspiciousRatio > entry.CompressedLength)
        {
            throw new RefusedArchiveException("holds an entry that unpacks to a thousand times its size: it is a zip bomb.");
        }
        return string.Join('/', name.Split('/').Where(part => part is not ("" or ".")));
    }

    private static int? PlateOf(string name, string suffix) =>
        name.StartsWith(PlatePrefix, StringComparison.OrdinalIgnoreCase)
            && name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)
            && name.Length > PlatePrefix.Length + suffix.Length
            && name[PlatePrefix.Length] != '0'
            && int.TryParse(name.AsSpan(PlatePrefix.Length..^suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int plate)
                ? plate
                : null;
}
