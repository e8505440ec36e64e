using System.Globalization;
using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;

namespace BambuCloud.Client;

/// <summary>
/// Reads what is inside a 3MF without unpacking it: the names of its entries and one small XML file. Archives that are built to
/// do harm are refused.
/// </summary>
internal static class ThreeMfReader
{
    private const string SliceInfo = "Metadata/slice_info.config";
    private const string PlatePrefix = "Metadata/plate_";
    private const string GcodeSuffix = ".gcode";
    private const int MostEntries = 10_000;
    private const int LargestSliceInfo = 4 * 1024 * 1024;

    // No slicer's entry unpacks to more than a gigabyte from less than a thousandth of it.
    private const long SuspiciousLength = 1L << 30;
    private const long SuspiciousRatio = 1000;

    /// <summary>Reads the archive.</summary>
    /// <returns>The plates and how many thumbnails there are.</returns>
    /// <exception cref="InvalidDataException">It is no archive, is cut short, or is not what it pretends to be; the message says which.</exception>
    public static (IReadOnlyList<BambuPrintFilePlate> Plates, int Thumbnails) Read(Stream file)
    {
        using ZipArchive archive = new(file, ZipArchiveMode.Read, leaveOpen: true);
        if (archive.Entries.Count > MostEntries)
        {
            throw new InvalidDataException($"holds more than {MostEntries} entries: it is no 3MF of a slicer.");
        }
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            EnsureHarmless(entry);
        }
        HashSet<int> sliced = [.. archive.Entries.Select(PlateOf).OfType<int>()];
        Dictionary<int, BambuPrintFilePlate> plates = sliced.ToDictionary(index => index, index => new BambuPrintFilePlate { Index = index, Sliced = true });
        if (archive.GetEntry(SliceInfo) is { } info)
        {
            foreach (BambuPrintFilePlate plate in ReadPlates(info))
            {
                plates[plate.Index] = plate with { Sliced = sliced.Contains(plate.Index) };
            }
        }
        int thumbnails = archive.Entries.Count(entry => entry.FullName.EndsWith(".png", StringComparison.OrdinalIgnoreCase));
        return (plates.Values.OrderBy(plate => plate.Index).ToArray(), thumbnails);
    }

    private static void EnsureHarmless(ZipArchiveEntry entry)
    {
        string name = entry.FullName.Replace('\\', '/');
        if (name.StartsWith('/') || name.Contains(':', StringComparison.Ordinal) || name.Split('/').Contains(".."))
        {
            throw new InvalidDataException("holds an entry that leads out of the archive.");
        }
        if (entry.Length > SuspiciousLength && entry.Length / SuspiciousRatio > entry.CompressedLength)
        {
            throw new InvalidDataException("holds an entry that unpacks to a thousand times its size: it is a zip bomb.");
        }
    }

    private static int? PlateOf(ZipArchiveEntry entry) =>
        entry.Length > 0
            && entry.FullName.StartsWith(PlatePrefix, StringComparison.OrdinalIgnoreCase)
            && entry.FullName.EndsWith(GcodeSuffix, StringComparison.OrdinalIgnoreCase)
            && entry.FullName.Length > PlatePrefix.Length + GcodeSuffix.Length
            && int.TryParse(entry.FullName.AsSpan(PlatePrefix.Length..^GcodeSuffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                ? index
                : null;

    private static List<BambuPrintFilePlate> ReadPlates(ZipArchiveEntry info)
    {
        using Stream packed = info.Open();
        byte[] text = new byte[LargestSliceInfo + 1];
        int length = packed.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        if (length > LargestSliceInfo)
        {
            throw new InvalidDataException($"has a {SliceInfo} of more than {LargestSliceInfo / 1024 / 1024} MiB.");
        }
        try
        {
            using XmlReader xml = XmlReader.Create(new MemoryStream(text, 0, length), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            return [.. XDocument.Load(xml).Descendants("plate").Select(ReadPlate).OfType<BambuPrintFilePlate>()];
        }
        catch (XmlException broken)
        {
            throw new InvalidDataException($"has a broken {SliceInfo}: {broken.Message}", broken);
        }
    }

    private static BambuPrintFilePlate? ReadPlate(XElement plate) => Int(Metadata(plate, "index")) is > 0 and { } index
        ? new BambuPrintFilePlate
        {
            Index = index,
            PrinterModel = Metadata(plate, "printer_model_id") is { Length: > 0 } model ? model : null,
            NozzleDiameters = (Metadata(plate, "nozzle_diameters") ?? "").Split(',').Select(Number).OfType<double>().ToArray(),
            EstimatedTime = Number(Metadata(plate, "prediction")) is >= 0 and < int.MaxValue and { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Weight = Number(Metadata(plate, "weight")),
            Filaments = plate.Elements("filament").Select(filament => new BambuPrintFileFilament
            {
                FilamentNumber = Int((string?)filament.Attribute("id")),
                Material = (string?)filament.Attribute("type"),
                Color = (string?)filament.Attribute("color"),
                FilamentId = (string?)filament.Attribute("tray_info_idx"),
                Metres = Number((string?)filament.Attribute("used_m")),
                Grams = Number((string?)filament.Attribute("used_g")),
            }).ToArray(),
        }
        : null;

    private static string? Metadata(XElement plate, string key) => (string?)plate.Elements("metadata")
        .FirstOrDefault(item => (string?)item.Attribute("key") == key)?.Attribute("value");

    private static int? Int(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;
}
