using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace BambuCloud.Simulator;

/// <summary>What a printer needs to know of a file: how long it prints and how many layers.</summary>
internal sealed partial record SlicedFile(TimeSpan Duration, int Layers)
{
    /// <summary>An ordinary small print.</summary>
    public static SlicedFile Plain { get; } = new(TimeSpan.FromMinutes(20), 50);

    /// <summary>
    /// Reads a sliced 3MF or G-code; what it does not say is taken from an ordinary small print. Null for what no printer can
    /// print: a broken archive, or one without a plate's G-code.
    /// </summary>
    public static SlicedFile? Read(string path)
    {
        try
        {
            return ReadFile(path);
        }
        catch (Exception broken) when (broken is InvalidDataException or XmlException)
        {
            return null;
        }
    }

    private static SlicedFile? ReadFile(string path)
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
        SlicedFile found = Plain;
        if (archive.GetEntry("Metadata/slice_info.config") is { } info)
        {
            using Stream xml = info.Open();
            string? prediction = XDocument.Load(xml).Descendants("metadata")
                .FirstOrDefault(item => (string?)item.Attribute("key") == "prediction")?.Attribute("value")?.Value;
            if (double.TryParse(prediction, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds > 0)
            {
                found = found with { Duration = TimeSpan.FromSeconds(seconds) };
            }
        }
        if (archive.Entries.FirstOrDefault(entry => entry.FullName.EndsWith(".gcode", StringComparison.OrdinalIgnoreCase)) is not { } plate)
        {
            return null;
        }
        using StreamReader plateGcode = new(plate.Open());
        return found with { Layers = LayersIn(plateGcode) ?? found.Layers };
    }

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
}
