using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace BambuCloud.Client.Tests;

/// <summary>A sliced 3MF as slicers make them, made from scratch; each test changes the part that it is about.</summary>
internal sealed record SlicedArchive
{
    public const string SliceInfo = "Metadata/slice_info.config";
    public const string Project = "Metadata/project_settings.config";
    public const string ModelSettings = "Metadata/model_settings.config";

    private const string Model = "3D/3dmodel.model";

    private readonly (string Name, byte[] Bytes)[] _entries = [];

    /// <summary>One plate for a P1S: 10 minutes, 5 g of PLA, a nozzle of 0.4 mm.</summary>
    public static SlicedArchive Ok { get; } = new SlicedArchive()
        .With("[Content_Types].xml", "<Types/>").With("_rels/.rels", "<Relationships/>").With(Model, "<model/>")
        .With(Gcode(1), "; printer_model = Bambu Lab P1S\nG28\nG1 X10\n")
        .With(SliceInfo, Info(Plate(1)));

    /// <summary>The same without a word about its plate but the G-code.</summary>
    public static SlicedArchive Bare { get; } = Ok.Without(SliceInfo).With(Gcode(1), "G28\nG1 X10\n");

    public static string Gcode(int plate) => string.Create(CultureInfo.InvariantCulture, $"Metadata/plate_{plate}.gcode");

    public static string Md5(int plate) => Gcode(plate) + ".md5";

    public static string Info(params string[] plates) => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <config>
          <header>
            <header_item key="X-BBL-Client-Type" value="slicer"/>
            <header_item key="X-BBL-Client-Version" value="01.09.00.70"/>
          </header>
          {string.Concat(plates)}
        </config>
        """;

    public static string Plate(
        int index, string model = "C12", string nozzles = "0.4", string seconds = "600", string grams = "5.00", string more = "",
        string filaments = """<filament id="1" tray_info_idx="GFA00" type="PLA" color="#FFFFFF" used_m="1.67" used_g="5.00"/>""") =>
        string.Create(CultureInfo.InvariantCulture, $"""
            <plate><metadata key="index" value="{index}"/><metadata key="printer_model_id" value="{model}"/>
            <metadata key="nozzle_diameters" value="{nozzles}"/>
            <metadata key="prediction" value="{seconds}"/><metadata key="weight" value="{grams}"/>{more}{filaments}</plate>
            """);

    public SlicedArchive With(string name, string text) => With(name, Encoding.UTF8.GetBytes(text));

    public SlicedArchive With(string name, byte[] bytes) => new(this, [.. Without(name)._entries, (name, bytes)]);

    public SlicedArchive Without(string name) => new(this, [.. _entries.Where(entry => entry.Name != name)]);

    public SlicedArchive Renamed(Func<string, string> rename) =>
        new(this, [.. _entries.Select(entry => (rename(entry.Name), entry.Bytes))]);

    /// <summary>With the MD5 of each plate's G-code, as the vendor's programs write it.</summary>
#pragma warning disable CA5351 // It is what stands in such files.
    public SlicedArchive Hashed() => _entries.Where(entry => entry.Name.EndsWith(".gcode", StringComparison.Ordinal))
        .Aggregate(this, (archive, entry) => archive.With(entry.Name + ".md5", Convert.ToHexString(MD5.HashData(entry.Bytes))));
#pragma warning restore CA5351

    public byte[] ToBytes(CompressionLevel level = CompressionLevel.Fastest)
    {
        using MemoryStream bytes = new();
        using (ZipArchive archive = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in _entries)
            {
                using Stream entry = archive.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }
        return bytes.ToArray();
    }

    /// <summary>The archive, of which a byte of an entry was changed after it had been packed.</summary>
    public byte[] Damaged(string name)
    {
        byte[] bytes = ToBytes(CompressionLevel.NoCompression);
        byte[] content = _entries.Single(entry => entry.Name == name).Bytes;
        bytes[bytes.AsSpan().IndexOf(content) + (content.Length / 2)] ^= 1;
        return bytes;
    }

    /// <summary>The archive, in whose directory an entry has another CRC than it is packed with.</summary>
    public byte[] WithWrongCrc(string name) => WithDirectoryBit(name, at: 16);

    /// <summary>The archive, in whose directory an entry is marked as encrypted.</summary>
    public byte[] Encrypted(string name) => WithDirectoryBit(name, at: 8);

    // The lowest bit of a byte that an entry of the central directory has so many bytes behind its begin.
    private byte[] WithDirectoryBit(string name, int at)
    {
        byte[] bytes = ToBytes();
        const int nameAt = 46;
        int entry = bytes.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes(name)) - nameAt;
        Assert.Equal(0x02014B50u, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(entry)));
        bytes[entry + at] ^= 1;
        return bytes;
    }

    private SlicedArchive(SlicedArchive original, (string, byte[])[] entries)
        : this(original) => _entries = entries;

    private SlicedArchive()
    {
    }
}
