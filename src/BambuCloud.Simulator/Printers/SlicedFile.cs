using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace BambuCloud.Simulator;

/// <summary>A filament of a plate: its number in the project, what it is, and how much of it the plate takes.</summary>
internal sealed record SlicedFilament(int Number, string Type, string Color, double Grams);

/// <summary>What a printer needs to know of a plate: how long it prints, how many layers, and of what.</summary>
internal sealed partial record SlicedFile(TimeSpan Duration, int Layers)
{
    private const double GramsPerMinute = 0.2;

    /// <summary>An ordinary small print.</summary>
    public static SlicedFile Plain { get; } = new(TimeSpan.FromMinutes(20), 50);

    /// <summary>The plate's number in the file.</summary>
    public int Plate { get; init; } = 1;

    /// <summary>The filaments that it takes; empty where the file does not say.</summary>
    public IReadOnlyList<SlicedFilament> Filaments { get; init; } = [];

    /// <summary>What it weighs in grams.</summary>
    public double Grams { get => field > 0 ? field : Math.Round(Duration.TotalMinutes * GramsPerMinute, 2); init; }

    /// <summary>
    /// Reads a plate of a sliced 3MF, or G-code; what it does not say is taken from an ordinary small print. Null for what no printer can
    /// print: a broken archive, or one without that plate's G-code.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="plate">The plate; null for the first one.</param>
    public static SlicedFile? Read(string path, int? plate)
    {
        try
        {
            return ReadFile(path, plate);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static SlicedFile? ReadFile(string path, int? plate)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> magic = stackalloc byte[2];
        if (file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) < 2 || !magic.SequenceEqual("PK"u8))
        {
            file.Position = 0;
            using StreamReader gcode = new(file);
            return Plain with { Layers = LayersIn(gcode) ?? Plain.Layers };
        }
        using ZipArchive archive = new(file);
        var plates = archive.Entries.Select(entry => (Entry: entry, Name: PlateName().Match(entry.FullName.Replace('\\', '/'))))
            .Where(each => each.Name.Success)
            .Select(each => (each.Entry, Number: int.Parse(each.Name.Groups[1].ValueSpan, CultureInfo.InvariantCulture)))
            .OrderBy(each => each.Number).ToArray();
        (ZipArchiveEntry entry, int number) = Array.Find(plates, each => plate is null || each.Number == plate);
        if (entry is null)
        {
            return null;
        }
        using StreamReader plateGcode = new(entry.Open());
        SlicedFile found = WithInfo(archive, number);
        return found with { Plate = number, Layers = LayersIn(plateGcode) ?? found.Layers };
    }

    private static SlicedFile WithInfo(ZipArchive archive, int number)
    {
        ZipArchiveEntry? info = archive.Entries.FirstOrDefault(entry =>
            entry.FullName.Replace('\\', '/').EndsWith("Metadata/slice_info.config", StringComparison.OrdinalIgnoreCase));
        XElement? plate = info is null ? null : Load(info)?.Descendants("plate")
            .FirstOrDefault(each => Value(each, "index") == number.ToString(CultureInfo.InvariantCulture));
        return plate is null ? Plain : Plain with
        {
            Duration = Number(Value(plate, "prediction")) is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : Plain.Duration,
            Grams = Number(Value(plate, "weight")),
            Filaments =
            [
                .. plate.Elements("filament").Select(each => new SlicedFilament((int)Number((string?)each.Attribute("id")),
                    (string?)each.Attribute("type") ?? "", (string?)each.Attribute("color") ?? "",
                    Number((string?)each.Attribute("used_g")))),
            ],
        };
    }

    // Slicers write some that are no XML.
    private static XDocument? Load(ZipArchiveEntry info)
    {
        try
        {
            using Stream xml = info.Open();
            return XDocument.Load(xml);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string? Value(XElement plate, string key) =>
        (string?)plate.Elements("metadata").FirstOrDefault(item => (string?)item.Attribute("key") == key)?.Attribute("value");

    private static double Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : 0;

    private static int? LayersIn(StreamReader gcode)
    {
        for (int line = 0; line < 200 && gcode.ReadLine() is { } text; line++)
        {
            if (LayerCount().Match(text) is { Success: true } match)
            {
                return int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            }
        }
        return null;
    }

    [GeneratedRegex(@"^;\s*total layer number:\s*([1-9]\d{0,5})\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex LayerCount();

    [GeneratedRegex(@"(?:^|/)Metadata/plate_([1-9]\d{0,3})\.gcode$", RegexOptions.IgnoreCase)]
    private static partial Regex PlateName();
}
