using System.IO.Compression;
using System.Management.Automation;

namespace BambuCloud.PowerShell.Tests;

/// <summary>What is inside a file, seen without a session.</summary>
public sealed class GetBambuPrintFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bambu-test-");
    private readonly UserPrompt _prompt = new();

    public void Dispose()
    {
        _prompt.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Plates_come_with_printer_nozzle_time_and_filaments()
    {
        _prompt["file"] = Built.FileForP1S;

        PSObject file = _prompt.Run("Get-BambuPrintFile $file").Succeeded().Only;
        PowerShellRun plates = _prompt.Run("(Get-BambuPrintFile $file).Plates").Succeeded();
        PSObject filament = _prompt.Run("(Get-BambuPrintFile $file).Plates[1].Filaments").Succeeded().Only;

        Assert.Equal(["True", "2"], [file.Text("Sliced"), file.Text("ThumbnailCount")]);
        Assert.Equal(["C12", "C12"], plates.All("PrinterModel"));
        Assert.Equal(["00:10:51", "00:21:42"], plates.All("EstimatedTime"));
        Assert.Equal(0.4, Assert.Single((IEnumerable<double>)plates.Output[0].Value("NozzleDiameters")!));
        Assert.Equal(["PETG", "#0086D6", "GFG00"], [filament.Text("Material"), filament.Text("Color"), filament.Text("FilamentId")]);
        Assert.Equal((4.52, 1.52), (filament.Value("Grams"), filament.Value("Metres")));
    }

    [Fact]
    public void A_project_that_is_not_sliced_says_so()
    {
        _prompt["file"] = Built.UnslicedFile;

        Assert.Equal("False", _prompt.Run("Get-BambuPrintFile $file").Succeeded().Only.Text("Sliced"));
    }

    [Theory]
    [InlineData("../outside.gcode", "leads out")]
    [InlineData("/etc/passwd", "leads out")]
    [InlineData("C:\\windows\\x", "leads out")]
    public void An_archive_with_an_entry_that_leads_out_of_it_is_refused(string entry, string why)
    {
        _prompt["file"] = Archive(archive => archive.CreateEntry(entry));

        AssertRefused(why);
    }

    [Fact]
    public void A_zip_bomb_is_refused_without_being_unpacked()
    {
        _prompt["file"] = Archive(archive =>
        {
            using Stream bomb = archive.CreateEntry("Metadata/plate_1.gcode", CompressionLevel.SmallestSize).Open();
            byte[] zeros = new byte[1 << 20];
            for (int written = 0; written <= 1100; written++)
            {
                bomb.Write(zeros);
            }
        });

        AssertRefused("zip bomb");
    }

    [Theory]
    [InlineData("<config><plate>", "broken")]
    [InlineData("<!DOCTYPE c [<!ENTITY a 'x'>]><config>&a;</config>", "broken")]
    public void A_description_that_is_no_XML_is_refused(string config, string why)
    {
        _prompt["file"] = Archive(archive =>
        {
            using StreamWriter text = new(archive.CreateEntry("Metadata/slice_info.config").Open());
            text.Write(config);
        });

        AssertRefused(why);
    }

    private void AssertRefused(string why)
    {
        ErrorRecord error = _prompt.Run("Get-BambuPrintFile $file").Error;
        Assert.Equal("BambuCloud.NotAPrintFile,BambuCloud.Cmdlets.GetBambuPrintFile", error.FullyQualifiedErrorId);
        Assert.Contains(why, error.ToString(), StringComparison.Ordinal);
    }

    private string Archive(Action<ZipArchive> fill)
    {
        string path = Path.Combine(_folder.FullName, "odd.3mf");
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        fill(archive);
        return path;
    }
}
