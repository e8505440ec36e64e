using System.Text;
using BambuCloud.Client.Files;

namespace BambuCloud.Client.Tests;

/// <summary>What is a file that prints (files.md).</summary>
public sealed class PrintFileCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> NoGcode => new()
    {
        { "README.txt", "Parts\n\nM3 x 8 screws, 4 pieces\nM3 nuts\nG1 of them is enough\n" },
        { "parts.csv", "M3x8,4\nM3x12,8\nG1,2\n" },
        { "parts.gcode", "G1\nM3\nT2\n" },
        { "printer.ini", "[print]\nM104 = 200\nG1=5\nG28=yes\n" },
        { "board.gbr", "%FSLAX36Y36*%\n%MOMM*%\nG04 outline*\nG01*\nG01X100Y200D01*\nX300Y200D01*\nM02*\n" },
        { "board.drl", "M48\n; DRILL\nMETRIC,TZ\nT1C0.300\n%\nG90\nG05\nT1\nG00X1.0Y2.0\nM15\nG01X3.0Y4.0\nM16\nM30\n" },
        { "page.gcode", "<!DOCTYPE html>\n<html><body>404</body></html>\n" },
        { "comments.gcode", "; layer\n; nothing else\n" },
        { "heat.gcode", "M104 S200\nM109 S200\n" },
        { "text.gcode", "G28\n" + string.Concat(Enumerable.Repeat("This is prose and no G-code.\n", 10)) },
        { "wide.gcode", "G\028\0\n\0" },
    };

    [Theory]
    [MemberData(nameof(NoGcode))]
    public void Given_a_text_that_only_looks_like_gcode_when_it_is_opened_then_it_is_no_print_file(string name, string text)
    {
        BambuException error = Assert.Throws<BambuException>(() => PrintFile.Open(_folder.Write(name, text)));

        Assert.Equal(BambuErrorKind.NotAPrintFile, error.Kind);
    }

    public static TheoryData<string, string> Gcode => new()
    {
        { "a.gcode", "G28" },
        { "a.gco", "g28 x y\ng1x10y-.5\n" },
        { "a.g", "%\nO1234\nN10 G28\nN20 G1 X 10 Y+2 *57\n" },
        { "a.nc", "(made by hand)\nG00 X1 ; go\n" },
        { "no ending", "\uFEFF  G01 X1 (comment)\r\n" },
        { "klipper.gcode", "START_PRINT BED_TEMP=60\nM73 P0 R10\nG28\nG1 X1 F3000\nG1 X2\nEXCLUDE_OBJECT_START NAME=x\n" },
        { "bambu.gcode", "M73 P0 R10\nM1002 gcode_claim_action : 2\nM620 S0A\nG28 Z P0 T300; home\nG1 X-28.5 F3000\n" },
        { "pictures.gcode", string.Concat(Enumerable
            .Repeat("; iVBORw0KGgoAAAANSUhEUgAAASwAAAEsCAYAAAB5fY51AAAgAElEQVR4AeydB4AdVfX/P/e++rb3JJ\n", 8000)) + "G28\n" },
    };

    [Theory]
    [MemberData(nameof(Gcode))]
    public void Given_gcode_of_any_form_and_ending_when_it_is_opened_then_it_can_be_printed(string name, string text)
    {
        PrintFile file = PrintFile.Open(_folder.Write(name, text));

        Assert.Equal(1, file.Check(null, Cancellation).Plate.Index);
    }

    public static TheoryData<string> Good => ["as it is", "hashed", "hashed in small letters", "stored", "large"];

    [Theory]
    [MemberData(nameof(Good))]
    public void Given_an_archive_that_is_whole_when_it_is_checked_then_there_is_nothing_to_tell(string how)
    {
        SlicedArchive large = SlicedArchive.Ok.With(SlicedArchive.Gcode(1),
            "G28\n" + string.Concat(Enumerable.Repeat("G1 X10 Y10 E.1\n", 300_000)) + "; printer_model = Bambu Lab P1S");
        string path = Write(how switch
        {
            "hashed" => SlicedArchive.Ok.Hashed().ToBytes(),
            "hashed in small letters" => SlicedArchive.Ok.Hashed().With(SlicedArchive.Md5(1), Lower(SlicedArchive.Ok)).ToBytes(),
            "stored" => SlicedArchive.Ok.Hashed().ToBytes(System.IO.Compression.CompressionLevel.NoCompression),
            "large" => large.Hashed().ToBytes(),
            _ => SlicedArchive.Ok.ToBytes(),
        });

        CheckedPlate plate = PrintFile.Open(path).Check(null, Cancellation);

        Assert.Empty(plate.Issues);
        Assert.Equal("C12", plate.Plate.ModelCode);
    }

    [Fact]
    public void Given_an_archive_that_names_its_model_only_at_the_end_of_its_gcode_when_it_is_checked_then_the_model_is_known()
    {
        string gcode = "G28\n" + string
            .Concat(Enumerable.Repeat("G1 X10 Y10 E.1\n", 200_000)) + "; printer_model = Bambu Lab A1\n; nozzle_diameter = 0.6\n";
        PrintFile file = PrintFile.Open(Write(SlicedArchive.Bare.With(SlicedArchive.Gcode(1), gcode).ToBytes()));

        CheckedPlate plate = file.Check(null, Cancellation);

        Assert.Null(file.Contents.Plates[0].ModelCode);
        Assert.Equal(("N2S", 0.6), (plate.Plate.ModelCode, Assert.Single(plate.Plate.NozzleDiameters)));
        Assert.Equal("N2S", Assert.Single(file.CheckAll(Cancellation).Contents.Plates).ModelCode);
    }

    public static TheoryData<string, BambuErrorKind> Bad => new()
    {
        { "crc", BambuErrorKind.FileDamaged },
        { "byte", BambuErrorKind.FileDamaged },
        { "deflate", BambuErrorKind.FileDamaged },
        { "twice", BambuErrorKind.FileDamaged },
        { "encrypted", BambuErrorKind.NotAPrintFile },
        { "random", BambuErrorKind.NotAPrintFile },
        { "html", BambuErrorKind.NotAPrintFile },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Given_an_archive_whose_gcode_is_damaged_or_none_when_it_is_checked_then_it_is_refused(string how, BambuErrorKind kind)
    {
        string longGcode = "G28\n" + string.Concat(Enumerable.Range(0, 100_000).Select(line => $"G1 X{line % 200} Y{line % 7}\n"));
        SlicedArchive large = SlicedArchive.Ok.With(SlicedArchive.Gcode(1), longGcode);
        byte[] deflated = large.ToBytes();
        if (how == "deflate")
        {
            deflated.AsSpan(deflated.Length / 2, 64).Fill(0xFF);
        }
        byte[] random = new byte[4096];
        Random.Shared.NextBytes(random);
        string path = Write(how switch
        {
            "crc" => SlicedArchive.Ok.WithWrongCrc(SlicedArchive.Gcode(1)),
            "byte" => large.Damaged(SlicedArchive.Gcode(1)),
            "deflate" => deflated,
            "twice" => SlicedArchive.Ok.With("metadata/PLATE_1.gcode", "G28\nG1 X20\n").ToBytes(),
            "encrypted" => SlicedArchive.Ok.Encrypted(SlicedArchive.Gcode(1)),
            "random" => SlicedArchive.Ok.With(SlicedArchive.Gcode(1), random).ToBytes(),
            _ => SlicedArchive.Ok.With(SlicedArchive.Gcode(1), "<html><body>\nG1 is not here</body></html>").ToBytes(),
        });

        BambuException error = Assert.Throws<BambuException>(() => PrintFile.Open(path).Check(null, Cancellation));

        Assert.Equal((kind, path), (error.Kind, error.Subject));
        Assert.Contains("plate 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_an_archive_whose_md5_is_another_when_it_is_checked_then_it_is_told_that_a_tool_has_edited_it()
    {
        string path = Write(SlicedArchive.Ok.With(SlicedArchive.Md5(1), new string('A', 32)).ToBytes());

        BambuPrintIssue issue = Assert.Single(PrintFile.Open(path).Check(null, Cancellation).Issues);

        Assert.Equal((BambuPrintReason.GcodeEdited, false), (issue.Reason, issue.IsError));
    }

    [Fact]
    public void Given_an_archive_whose_other_parts_are_damaged_when_it_is_checked_then_they_are_not_read()
    {
        SlicedArchive archive = SlicedArchive.Ok.With("3D/Objects/object_1.model", new string('x', 100_000));

        Assert.Empty(PrintFile.Open(Write(archive.Damaged("3D/Objects/object_1.model"))).Check(null, Cancellation).Issues);
    }

    [Fact]
    public void Given_an_archive_whose_only_gcode_is_that_of_plate_8_when_none_is_named_then_it_is_plate_8()
    {
        SlicedArchive archive = SlicedArchive.Bare.Without(SlicedArchive.Gcode(1)).With(SlicedArchive.Gcode(8), "G28\n");

        CheckedPlate plate = PrintFile.Open(Write(archive.ToBytes())).Check(null, Cancellation);

        Assert.Equal(8, plate.Plate.Index);
        Assert.Empty(plate.Issues);
    }

    [Fact]
    public void Given_several_plates_when_none_is_named_then_it_is_the_first_and_that_is_told()
    {
        SlicedArchive archive = SlicedArchive.Bare.With(SlicedArchive.Gcode(3), "G28\n").With(SlicedArchive.Gcode(5), "G28\n");
        PrintFile file = PrintFile.Open(Write(archive.ToBytes()));

        CheckedPlate first = file.Check(null, Cancellation);

        Assert.Equal(1, first.Plate.Index);
        BambuPrintIssue issue = Assert.Single(first.Issues);
        Assert.Equal(BambuPrintReason.PlateNotNamed, issue.Reason);
        Assert.Contains("plate 3, 5", issue.Message, StringComparison.Ordinal);
        Assert.Equal((5, 0), (file.Check(5, Cancellation).Plate.Index, file.Check(5, Cancellation).Issues.Count));
        Assert.Equal(BambuErrorKind.PlateNotFound, Assert.Throws<BambuException>(() => file.Check(2, Cancellation)).Kind);
    }

    [Fact]
    public void Given_a_plate_that_is_no_gcode_among_others_when_the_others_are_printed_then_it_does_not_matter()
    {
        PrintFile file = PrintFile.Open(Write(SlicedArchive.Bare.With(SlicedArchive.Gcode(2), "<html>").ToBytes()));

        Assert.Equal([(1, true), (2, false)], file.Contents.Plates.Select(plate => (plate.Index, plate.Sliced)));
        Assert.Equal(1, file.Check(null, Cancellation).Plate.Index);
        Assert.Equal(BambuErrorKind.NotAPrintFile, Assert.Throws<BambuException>(() => file.Check(2, Cancellation)).Kind);
    }

    [Theory]
    [InlineData("a<b>.gcode.3mf", "a_b_.gcode.3mf")]
    [InlineData("what? 1:2 | \"x\" *.3mf", "what_ 1_2 _ _x_ _.3mf")]
    [InlineData("cube\u202Efm3.edocg.3mf", "cubefm3.edocg.3mf")]
    [InlineData(".hidden.3mf", "hidden.3mf")]
    public void Given_a_name_that_the_vendors_programs_refuse_when_the_file_is_checked_then_it_is_told_with_the_name_to_use(string name,
        string better)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such names.");
        PrintFile file = PrintFile.Open(Write(SlicedArchive.Ok.ToBytes(), name));

        BambuPrintIssue issue = Assert.Single(file.Check(null, Cancellation).Issues);

        Assert.Equal((BambuPrintReason.InvalidFileName, false), (issue.Reason, issue.IsError));
        Assert.Contains($"'{better}'", issue.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_name_of_more_than_100_characters_when_the_file_is_checked_then_the_name_to_use_has_100_and_its_ending()
    {
        PrintFile file = PrintFile.Open(Write(SlicedArchive.Ok.ToBytes(), new string('x', 120) + ".gcode.3mf"));

        Assert.Contains($"'{new string('x', 90)}.gcode.3mf'", Assert.Single(file.Check(null, Cancellation).Issues).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_file_that_changed_after_it_was_looked_into_when_it_is_checked_then_the_error_says_so()
    {
        string path = Write(SlicedArchive.Ok.ToBytes());
        PrintFile file = PrintFile.Open(path);
        File.WriteAllBytes(path, SlicedArchive.Ok.With("more", "more").ToBytes());

        BambuException error = Assert.Throws<BambuException>(() => file.Check(null, Cancellation));

        Assert.Equal(BambuErrorKind.FileUnreadable, error.Kind);
        Assert.Contains("changed", error.Message, StringComparison.Ordinal);
    }

    private string Write(byte[] bytes, string name = "a.gcode.3mf")
    {
        string path = Path.Combine(_folder.Path, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static string Lower(SlicedArchive archive)
    {
        using System.IO.Compression.ZipArchive zip = new(new MemoryStream(archive.Hashed().ToBytes()));
        using StreamReader text = new(zip.GetEntry(SlicedArchive.Md5(1))!.Open());
#pragma warning disable CA1308 // Some write it so.
        return text.ReadToEnd().ToLowerInvariant();
#pragma warning restore CA1308
    }
}
