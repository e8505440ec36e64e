using System.Globalization;
using System.IO.Compression;
using System.Xml;

namespace BambuCloud.Client.Files;

/// <summary>
/// Reads what is inside a 3MF without unpacking it: the names of its entries and one small XML file. Archives that are built to do harm are
/// refused.
/// </summary>
internal static class ThreeMfReader
{
    private const string SliceInfo = "Metadata/slice_info.config";
    private const string PlatePrefix = "Metadata/plate_";
    private const string GcodeSuffix = ".gcode";
    private const int MostEntries = 10_000;

    // What is alive while a file is looked at stays within 64 MiB: an entry of the directory costs several times its length, and so does a
    // name in XML.
    private const int LargestDirectory = 4 * 1024 * 1024;
    private const int LargestSliceInfo = 1024 * 1024;
    private const int DeepestElement = 64;

    // No slicer's entry unpacks to more than a gigabyte from less than a thousandth of it.
    private const long SuspiciousLength = 1L << 30;
    private const long SuspiciousRatio = 1000;

    /// <summary>Reads the archive.</summary>
    /// <returns>The plates and how many thumbnails there are.</returns>
    /// <exception cref="RefusedArchiveException">
    /// It is no archive, is cut short, or is not what it pretends to be; the message says which.
    /// </exception>
    public static (IReadOnlyList<BambuPrintFilePlate> Plates, int Thumbnails) Read(Stream file)
    {
        try
        {
            using MeteredStream metered = new(file, LargestDirectory, "has a table of contents that is larger than any slicer's.");
            using ZipArchive archive = new(metered, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.Entries.Count > MostEntries)
            {
                throw new RefusedArchiveException($"holds more than {MostEntries} entries: it is no 3MF of a slicer.");
            }
            metered.Limit = long.MaxValue;
            return Read(archive);
        }
        catch (Exception damaged) when (damaged is InvalidDataException or EndOfStreamException)
        {
            throw new RefusedArchiveException("ends in .3mf but is no 3MF archive, or is cut short.", damaged);
        }
    }

    private static (IReadOnlyList<BambuPrintFilePlate> Plates, int Thumbnails) Read(ZipArchive archive)
    {
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            EnsureHarmless(entry);
        }
        HashSet<int> sliced = [.. archive.Entries.Select(PlateOf).OfType<int>()];
        Dictionary<int, BambuPrintFilePlate> plates =
            sliced.ToDictionary(index => index, index => new BambuPrintFilePlate { Index = index, Sliced = true });
        if (archive.GetEntry(SliceInfo) is { } info)
        {
            foreach (BambuPrintFilePlate plate in ReadPlates(info))
            {
                plates[plate.Index] = plate with { Sliced = sliced.Contains(plate.Index) };
            }
        }
        int thumbnails = archive.Entries.Count(entry => entry.FullName.EndsWith(".png", StringComparison.OrdinalIgnoreCase));
        return (Array.AsReadOnly<BambuPrintFilePlate>([.. plates.Values.OrderBy(plate => plate.Index)]), thumbnails);
    }

    private static void EnsureHarmless(ZipArchiveEntry entry)
    {
        string name = entry.FullName.Replace('\\', '/');
        if (name.StartsWith('/') || name.Contains(':', StringComparison.Ordinal) || name.Split('/').Contains(".."))
        {
            throw new RefusedArchiveException("holds an entry that leads out of the archive.");
        }
        if (entry.Length > SuspiciousLength && entry.Length / SuspiciousRatio > entry.CompressedLength)
        {
            throw new RefusedArchiveException("holds an entry that unpacks to a thousand times its size: it is a zip bomb.");
        }
    }

    private static int? PlateOf(ZipArchiveEntry entry) =>
        entry.Length > 0
            && entry.FullName.StartsWith(PlatePrefix, StringComparison.OrdinalIgnoreCase)
            && entry.FullName.EndsWith(GcodeSuffix, StringComparison.OrdinalIgnoreCase)
            && entry.FullName.Length > PlatePrefix.Length + GcodeSuffix.Length
            ? Int(entry.FullName[PlatePrefix.Length..^GcodeSuffix.Length])
            : null;

    private static List<BambuPrintFilePlate> ReadPlates(ZipArchiveEntry info)
    {
        try
        {
            using MeteredStream text = new(
                info.Open(), LargestSliceInfo, $"has a {SliceInfo} of more than {LargestSliceInfo / 1024 / 1024} MiB.");
            using XmlReader xml = XmlReader.Create(text, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            List<BambuPrintFilePlate> plates = [];
            while (ReadNode(xml))
            {
                if (xml is { NodeType: XmlNodeType.Element, Name: "plate" } && ReadPlate(xml) is { } plate)
                {
                    plates.Add(plate);
                }
            }
            return plates;
        }
        catch (XmlException broken)
        {
            throw new RefusedArchiveException($"has a broken {SliceInfo}: {broken.Message}", broken);
        }
    }

    private static bool ReadNode(XmlReader xml) => xml.Read() && (xml.Depth <= DeepestElement ? true
        : throw new RefusedArchiveException($"has a {SliceInfo} that is nested deeper than {DeepestElement} levels."));

    private static BambuPrintFilePlate? ReadPlate(XmlReader xml)
    {
        Dictionary<string, string?> metadata = [];
        List<BambuFilament> filaments = [];
        bool empty = xml.IsEmptyElement;
        int within = xml.Depth + 1;
        while (!empty && ReadNode(xml) && xml.Depth >= within)
        {
            if (xml.NodeType != XmlNodeType.Element || xml.Depth != within)
            {
                continue;
            }
            switch (xml.Name)
            {
                case "metadata" when xml.GetAttribute("key") is { } key:
                    metadata.TryAdd(key, xml.GetAttribute("value"));
                    break;
                case "filament":
                    filaments.Add(new BambuFilament
                    {
                        Number = Int(xml.GetAttribute("id")),
                        Material = xml.GetAttribute("type"),
                        Color = xml.GetAttribute("color"),
                        FilamentId = xml.GetAttribute("tray_info_idx"),
                        Meters = Number(xml.GetAttribute("used_m")),
                        Grams = Number(xml.GetAttribute("used_g")),
                    });
                    break;
            }
        }
        return Int(metadata.GetValueOrDefault("index")) is > 0 and { } index
            ? new BambuPrintFilePlate
            {
                Index = index,
                ModelCode = metadata.GetValueOrDefault("printer_model_id") is { Length: > 0 } model ? model : null,
                NozzleDiameters = Array.AsReadOnly<double>(
                    [.. (metadata.GetValueOrDefault("nozzle_diameters") ?? "").Split(',').Select(Number).OfType<double>()]),
                EstimatedTime = Number(metadata.GetValueOrDefault("prediction")) is >= 0 and < int.MaxValue
                    and { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                FilamentGrams = Number(metadata.GetValueOrDefault("weight")),
                Filaments = filaments.AsReadOnly(),
            }
            : null;
    }

    private static int? Int(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number : null;
}
