using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using BambuCloud.Client.Files;

namespace BambuCloud.Client.Tests;

/// <summary>3MF files that are made to do harm.</summary>
public sealed class ThreeMfRefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Gluttons =>
        ["entries", "elements", "depth", "attributes", "text", "names", "filaments", "plates", "nozzles", "value"];

    [Theory]
    [MemberData(nameof(Gluttons))]
    public void Given_a_3mf_that_is_built_to_eat_memory_when_it_is_read_then_it_gets_no_more_than_64_MiB(string what)
    {
        byte[] archive = what == "entries" ? OddArchive.Of(250_000) : OddArchive.Of(GluttonInfo(what));
        using MemoryStream file = new(archive, writable: false);

        string? fault = OddArchive.Fault(() => ThreeMfReader.Read(file));

        Assert.Null(fault);
    }

    [Fact]
    public void Given_a_3mf_with_more_entries_than_a_slicer_makes_when_it_is_opened_then_the_error_says_so() =>
        Assert.Contains("more than 10000 entries", Refusal(OddArchive.Of(20_000)), StringComparison.Ordinal);

    [Theory]
    [InlineData("../outside.gcode")]
    [InlineData("Metadata\\..\\..\\outside.gcode")]
    [InlineData("C:\\windows\\x")]
    public void Given_a_3mf_with_an_entry_that_leads_out_of_it_when_it_is_opened_then_the_error_says_so(string entry)
    {
        using MemoryStream bytes = new();
        using (ZipArchive archive = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.CreateEntry(entry);
        }

        Assert.Contains("leads out", Refusal(bytes.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_3mf_with_an_entry_that_unpacks_to_two_gibibytes_when_it_is_opened_then_it_is_a_zip_bomb_and_not_unpacked()
    {
        byte[] archive = OddArchive.Of("<config/>");
        const int unpackedLength = 24; // Where the first entry of the central directory has it.
        BinaryPrimitives.WriteUInt32LittleEndian(archive.AsSpan(OddArchive.DirectoryOf(archive) + unpackedLength), 1U << 31);

        Assert.Contains("zip bomb", Refusal(archive), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string Refusal(byte[] archive)
    {
        string path = Path.Combine(_folder.Path, "odd.3mf");
        File.WriteAllBytes(path, archive);
        BambuException error = Assert.Throws<BambuException>(() => PrintFile.Open(path));
        Assert.Equal(BambuErrorKind.NotAPrintFile, error.Kind);
        return error.Message;
    }

    private static string GluttonInfo(string what) => what switch
    {
        "elements" => $"<config>{Repeat("<a/>b", 200_000)}</config>",
        "depth" => Repeat("<a>", 300_000),
        "attributes" => $"<config {string.Join(' ', Enumerable.Range(0, 110_000).Select(number => $"a{number:x}=\"\""))}/>",
        "text" => $"<config>{new string('x', 1_000_000)}</config>",
        "names" => $"<config>{string.Concat(Enumerable.Range(0, 120_000).Select(number => $"<a{number:x}/>"))}</config>",
        "filaments" => $"<plate><metadata key=\"index\" value=\"1\"/>{Repeat("<filament/>", 90_000)}</plate>",
        "plates" => $"<config>{string.Concat(Enumerable.Range(1, 15_000).Select(number => $"<plate><metadata key=\"index\" "
            + $"value=\"{number}\"/></plate>"))}</config>",
        "nozzles" => $"<plate><metadata key=\"index\" value=\"1\"/><metadata key=\"nozzle_diameters\" "
            + $"value=\"{Repeat("1,", 500_000)}\"/></plate>",
        _ => $"<plate><metadata key=\"index\" value=\"1\"/><metadata key=\"printer_model_id\" "
            + $"value=\"{new string('x', 1_000_000)}\"/></plate>",
    };

    private static string Repeat(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();
}
