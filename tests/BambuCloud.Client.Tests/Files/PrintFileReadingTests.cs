using System.Text;
using BambuCloud.Client.Files;

namespace BambuCloud.Client.Tests;

/// <summary>Where a figure stands in files of many slicers, each made from scratch (files.md).</summary>
public sealed class PrintFileReadingTests : IDisposable
{
    private const string BambuHeader = """
        ; HEADER_BLOCK_START
        ; BambuStudio 01.08.04.51
        ; model printing time: 24m 21s; total estimated time: 1h 2m 3s
        ; total layer number: 50
        ; total filament length [mm] : 2000.33
        ; total filament weight [g] : 5.97
        ; HEADER_BLOCK_END

        ; CONFIG_BLOCK_START
        ; curr_bed_type = Textured PEI Plate
        ; filament_colour = #FF6A13
        ; filament_type = PETG
        ; nozzle_diameter = 0.6
        ; printer_model = Bambu Lab A1 mini
        ; CONFIG_BLOCK_END
        G28
        G1 X1 Y1 E.1

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Odd => [.. OddInfos.Keys];

    private static readonly Dictionary<string, Func<SlicedArchive, SlicedArchive>> OddInfos = new()
    {
        ["as it should be"] = ok => ok,
        ["in lower case"] = ok => ok.Renamed(name => name.Replace("Metadata/slice", "metadata/slice", StringComparison.Ordinal)),
        ["in another case"] = ok => ok.Renamed(name => name.Replace("slice_info", "Slice_Info", StringComparison.Ordinal)),
        ["with backslashes"] = ok => ok.Renamed(name => name.Replace('/', '\\')),
        ["with a point before"] = ok => ok.Renamed(name => "./" + name),
        ["with a slash before"] = ok => ok.Renamed(name => "/" + name),
        ["of XML 1.1"] = ok => ok.With(SlicedArchive.SliceInfo, Info().Replace("\"1.0\"", "\"1.1\"", StringComparison.Ordinal)),
        ["in Latin-1"] = ok => ok.With(SlicedArchive.SliceInfo,
            Encoding.Latin1.GetBytes(Info("<object identify_id=\"7\" name=\"Würfel\"/>"))),
        ["in UTF-16"] = ok => ok.With(SlicedArchive.SliceInfo, [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Info())]),
        ["with a byte order mark"] = ok => ok.With(SlicedArchive.SliceInfo, [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Info())]),
        ["with an ampersand"] = ok => ok.With(SlicedArchive.SliceInfo, Info("<object identify_id=\"7\" name=\"nuts & bolts\"/>")),
        ["with an angle bracket"] = ok => ok.With(SlicedArchive.SliceInfo, Info("<object identify_id=\"7\" name=\"a<b>c\"/>")),
        ["with a quote in a quote"] = ok => ok.With(SlicedArchive.SliceInfo, Info("<object identify_id=\"7\" name=\"12\" nozzle\"/>")),
        ["with what XML forbids"] = ok => ok.With(SlicedArchive.SliceInfo,
            Info("<object identify_id=\"7\" name=\"\u0001&#0;&b;\"/><!-- > --><![CDATA[<a]]>")),
        ["with decimal commas"] = ok => ok.With(SlicedArchive.SliceInfo,
            SlicedArchive.Info(SlicedArchive.Plate(1, nozzles: "0,4", seconds: "600,0", grams: "5,00"))),
        ["of 3 MB, with 20,000 objects"] = ok => ok.With(SlicedArchive.SliceInfo,
            Info(
                string.Concat(Enumerable
                    .Repeat(
                        "<object identify_id=\"7\" name=\"a name of an object that is as long as names of objects are, and longer, since "
                            + "there are so many\" skipped=\"false\" />", 20_000)))),
        ["empty, with all in the settings and the G-code"] = ok => Elsewhere(ok).With(SlicedArchive.SliceInfo, ""),
        ["missing, with all in the settings and the G-code"] = ok => Elsewhere(ok).Without(SlicedArchive.SliceInfo),
        ["broken off, with all in the settings and the G-code"] = ok => Elsewhere(ok).With(SlicedArchive.SliceInfo, Info()[..120]),
        ["there twice, with all in the settings and the G-code"] = ok => Elsewhere(ok)
            .With("metadata/slice_info.config", SlicedArchive.Info(SlicedArchive.Plate(1, model: "N2S"))),
        ["missing, with all in the G-code"] = ok => ok.Without(SlicedArchive.SliceInfo).With(SlicedArchive.Gcode(1), """
            ; model printing time: 10m
            ; total filament weight [g] : 5.00
            ; printer_model = Bambu Lab P1S
            ; nozzle_diameter = 0.4
            ; filament_type = PLA
            G28
            G1 X10
            """),
    };

    [Theory]
    [MemberData(nameof(Odd))]
    public void Given_an_archive_whose_slice_info_is_odd_when_it_is_read_then_its_figures_are_those_that_it_was_sliced_with(string how)
    {
        BambuPrintFile file = Read(OddInfos[how](SlicedArchive.Ok));

        BambuPrintFilePlate plate = Assert.Single(file.Plates);
        Assert.Equal((1, true, "C12", 5.0), (plate.Index, plate.Sliced, plate.ModelCode, plate.FilamentGrams));
        Assert.Equal((TimeSpan.FromMinutes(10), 0.4), (plate.EstimatedTime, Assert.Single(plate.NozzleDiameters)));
        Assert.Equal("PLA", Assert.Single(plate.Filaments).Material);
    }

    [Fact]
    public void Given_a_slice_info_that_is_no_xml_when_it_is_read_then_it_says_only_what_no_other_part_does()
    {
        SlicedArchive archive = SlicedArchive.Ok
            .With(SlicedArchive.SliceInfo, Info("<object identify_id=\"7\" name=\"nuts & bolts\"/>"))
            .With(SlicedArchive.Gcode(1), BambuHeader);

        BambuPrintFilePlate plate = Assert.Single(Read(archive).Plates);

        Assert.Equal(("N1", 5.97, new TimeSpan(1, 2, 3)), (plate.ModelCode, plate.FilamentGrams, plate.EstimatedTime));
        Assert.Equal((7, "nuts & bolts"), (Assert.Single(plate.Objects).ObjectId, plate.Objects[0].Name));
    }

    public static TheoryData<string, string?> Models => new()
    {
        { "{\"printer_model\":\"Creality K1 Max\"}", "Creality K1 Max" },
        { "{\"printer_model\":\"Bambu Lab X1 Carbon\"}", "BL-P001" },
        { "{\"printer_model\":\"bambu lab h2d pro\",}", "O1E" },
        { "{\"a\":{\"printer_model\":\"x\"},\"b\":[[1,{}]],\"printer_model\":[\"Bambu Lab A1\"]}", "N2S" },
        { "\uFEFF{\"printer_model\":\"Bambu Lab P2S\"", "N7" },
        { "{\"printer_model\":\"\"}", null },
        { "[]", null },
        { "no json", null },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void Given_an_archive_whose_plate_names_no_model_when_its_settings_name_one_then_it_is_that(string settings, string? model)
    {
        SlicedArchive archive = SlicedArchive.Ok.With(SlicedArchive.SliceInfo, SlicedArchive.Info(SlicedArchive.Plate(1, model: "")))
            .With(SlicedArchive.Gcode(1), "G28\nG1 X10\n").With(SlicedArchive.Project, settings);

        Assert.Equal(model, Assert.Single(Read(archive).Plates).ModelCode);
    }

    [Theory]
    [InlineData("; printer_model = Bambu Lab A1\nG28\n", "N2S")]
    [InlineData("; printer_model = ENDER3\nG28\n", "ENDER3")]
    [InlineData(";TARGET_MACHINE.NAME:Creality Ender-3\nG28\n", "Creality Ender-3")]
    [InlineData("G28\nG1 X1\n; printer_model = Bambu Lab H2S", "O1S")]
    [InlineData("; printer_model = \nG28\n", null)]
    public void Given_gcode_when_it_is_read_then_it_is_one_plate_of_the_model_that_its_comments_name(string gcode, string? model)
    {
        BambuPrintFile file = PrintFile.Open(_folder.Write("a.gcode", gcode)).Contents;

        BambuPrintFilePlate plate = Assert.Single(file.Plates);
        Assert.Equal((1, true, model), (plate.Index, plate.Sliced, plate.ModelCode));
    }

    [Fact]
    public void Given_gcode_of_bambu_studio_when_it_is_read_then_its_header_and_settings_give_all_figures()
    {
        BambuPrintFile file = PrintFile.Open(_folder.Write("a.gcode", BambuHeader)).Contents;

        BambuPrintFilePlate plate = Assert.Single(file.Plates);
        Assert.Equal(("N1", new TimeSpan(1, 2, 3), 5.97, 50),
            (plate.ModelCode, plate.EstimatedTime, plate.FilamentGrams, plate.TotalLayers));
        Assert.Equal((BambuBedType.TexturedPeiPlate, "Textured PEI Plate"), (plate.BedType, plate.RawBedType));
        Assert.Equal([0.6], plate.NozzleDiameters);
        BambuFilament filament = Assert.Single(plate.Filaments);
        Assert.Equal((1, "PETG", "#FF6A13", 5.97, 2.00033),
            (filament.Number, filament.Material, filament.Color, filament.Grams, filament.Meters!.Value));
        Assert.Equal("BambuStudio 01.08.04.51", file.Slicer);
    }

    [Fact]
    public void Given_gcode_of_prusa_slicer_when_it_is_read_then_its_last_lines_give_all_figures_and_what_is_not_used_is_left_out()
    {
        string gcode = $"""
            ; generated by PrusaSlicer 2.7.1+win64 on 2026-01-01 at 10:00:00 UTC
            ; thumbnail begin 16x16 100
            ; iVBORw0KGgo=
            ; thumbnail end
            G28
            {string.Concat(Enumerable.Repeat("G1 X1.5 Y2.5 E0.1\n", 20_000))}
            ; filament used [mm] = 756.50, 0.00, 300.00
            ; filament used [g] = 2.26, 0.00, 1.00
            ; estimated printing time (normal mode) = 1d 2h 10m 51s
            ; total layers count = 50
            ; prusaslicer_config = begin
            ; filament_colour = #111111;#222222;#333333
            ; filament_type = PLA;ABS;PETG
            ; nozzle_diameter = 0.4,0.4,0.4
            ; printer_model = MK3S
            ; prusaslicer_config = end
            """;

        BambuPrintFile file = PrintFile.Open(_folder.Write("a.gcode", gcode)).Contents;

        BambuPrintFilePlate plate = Assert.Single(file.Plates);
        Assert.Equal(("MK3S", new TimeSpan(1, 2, 10, 51), 3.26, 50),
            (plate.ModelCode, plate.EstimatedTime, Math.Round(plate.FilamentGrams!.Value, 2), plate.TotalLayers));
        Assert.Equal([(1, "PLA", "#111111", 2.26), (3, "PETG", "#333333", 1.0)], plate.Filaments
            .Select(filament => (filament.Number!.Value, filament.Material!, filament.Color!, filament.Grams!.Value)));
        Assert.Equal("PrusaSlicer 2.7.1+win64", file.Slicer);
    }

    [Fact]
    public void Given_gcode_of_cura_when_it_is_read_then_its_header_gives_time_layers_and_slicer()
    {
        BambuPrintFile file = PrintFile.Open(_folder.Write("a.gco",
            ";FLAVOR:Marlin\n;TIME:3723\n;Filament used: 2.5m\n;TARGET_MACHINE.NAME:Creality Ender-3\n;Generated with Cura_SteamEngine "
                + "5.2.1\nM104 S200\nG28\n;LAYER_COUNT:120\nG1 X1\n")).Contents;

        BambuPrintFilePlate plate = Assert.Single(file.Plates);
        Assert.Equal((new TimeSpan(1, 2, 3), 120, "Cura_SteamEngine 5.2.1"), (plate.EstimatedTime, plate.TotalLayers, file.Slicer));
    }

    [Fact]
    public void Given_an_archive_of_bambu_studio_when_it_is_read_then_its_parts_give_each_figure_in_their_order()
    {
        SlicedArchive archive = SlicedArchive.Ok
            .With(SlicedArchive.SliceInfo, SlicedArchive.Info(SlicedArchive.Plate(
                3, model: "O1D", nozzles: "0.4,0.6", seconds: "61", grams: "3.5", filaments: """
                <object identify_id="206" name="lid" skipped="false"/><object identify_id="311" name="box" skipped="true"/>
                <filament id="2" tray_info_idx="GFA00" type="PLA" color="#000000" used_m="0.5" used_g="1.5"/>
                <filament id="5" tray_info_idx="GFG00" type="PETG" color="#00FF00" used_m="0.7" used_g="2.0"/>
                """)))
            .Without(SlicedArchive.Gcode(1)).With(SlicedArchive.Gcode(3), BambuHeader)
            .With("Metadata/plate_3.png", "a picture").With("Metadata/plate_3_small.png", "a small one").With("Metadata/top_3.png",
                "from above")
            .With("Metadata/plate_3.json", """{"bbox_objects":[{"id":1,"name":"not asked for"}],"bed_type":"supertack_plate"}""")
            .With(SlicedArchive.ModelSettings,
                """
                    <config><plate><metadata key="plater_id" value="3"/><metadata key="plater_name" value="Lid &amp; box"/></plate></config>
                    """)
            .With(SlicedArchive.Project,
                """
                    {"curr_bed_type":"Cool Plate","filament_colour":["#1","#000000","#3","#4","#00FF00"],"filament_type":["ABS","PLA",
                    "TPU","PC","PETG"],"nozzle_diameter":["0.2"],"printer_model":"Bambu Lab A1"}
                    """);

        BambuPrintFile file = Read(archive);

        BambuPrintFilePlate plate = Assert.Single(file.Plates);
        Assert.Equal((3, "Lid & box", "O1D", TimeSpan.FromSeconds(61), 3.5),
            (plate.Index, plate.Name, plate.ModelCode, plate.EstimatedTime, plate.FilamentGrams));
        Assert.Equal([0.4, 0.6], plate.NozzleDiameters);
        Assert.Equal((50, BambuBedType.SuperTackPlate, true), (plate.TotalLayers, plate.BedType, plate.HasThumbnail));
        Assert.Equal([2, 5], plate.Filaments.Select(filament => filament.Number!.Value));
        Assert.Equal([(206, "lid", false), (311, "box", true)], plate.Objects.Select(item => (item.ObjectId, item.Name!, item.Skipped)));
        Assert.Equal(("BambuStudio 01.09.00.70", 1, 5), (file.Slicer, file.ThumbnailCount, file.Filaments.Count));
    }

    [Fact]
    public void Given_a_project_that_was_not_sliced_when_it_is_read_then_it_shows_its_plates()
    {
        SlicedArchive project = SlicedArchive.Ok.Without(SlicedArchive.Gcode(1)).With(SlicedArchive.SliceInfo, SlicedArchive.Info())
            .With("3D/3dmodel.model",
                "<model><metadata name=\"Title\">x</metadata><metadata name=\"Application\">BambuStudio-02.00.01.50</metadata><resources>")
            .With("Metadata/plate_2.png", "a picture")
            .With(SlicedArchive.ModelSettings, """
                <config><object id="2"><metadata key="name" value="cube"/><part id="1"><metadata key="name" value="a part"/></part></object>
                <plate><metadata key="plater_id" value="1"/><metadata key="plater_name" value="first"/>
                <model_instance><metadata key="object_id" value="2"/><metadata key="instance_id" value="0"/>
                <metadata key="identify_id" value="108"/></model_instance></plate>
                <plate><metadata key="plater_id" value="2"/><metadata key="plater_name" value=""/></plate></config>
                """)
            .With(SlicedArchive.Project, """{"printer_model":"Bambu Lab X1E","nozzle_diameter":["0.4"]}""");

        BambuPrintFile file = Read(project);

        Assert.False(file.Sliced);
        Assert.Equal([(1, "first", false, "C13"), (2, null, false, "C13")],
            file.Plates.Select(plate => (plate.Index, plate.Name, plate.Sliced, plate.ModelCode!)));
        Assert.Equal((108, "cube"), (Assert.Single(file.Plates[0].Objects).ObjectId, file.Plates[0].Objects[0].Name));
        Assert.Equal((false, true), (file.Plates[0].HasThumbnail, file.Plates[1].HasThumbnail));
    }

    [Theory]
    [InlineData("2000000000")]
    [InlineData("0")]
    [InlineData("-1")]
    public void Given_a_filament_of_a_number_that_no_slicer_gives_when_it_is_mapped_then_it_is_one_by_its_place(string number)
    {
        PrintFile file = Open(SlicedArchive.Ok.With(SlicedArchive.SliceInfo, SlicedArchive.Info(
            SlicedArchive.Plate(1, filaments: $"""<filament id="{number}" type="PLA" color="#FFFFFF" used_g="5.00"/>"""))));
        BambuPrinterStatus status = new()
        {
            DeviceId = "01P00A000000001",
            Ams = [new BambuAms { Trays = [new BambuAmsTray { AmsId = 0, Empty = false, Material = "PLA" }] }],
        };

        BambuPrintFit fit = PrintFits.Of(file.Check(null, TestContext.Current.CancellationToken),
            new BambuDevice { DeviceId = status.DeviceId, Online = true }, status, new PrintWishes());

        Assert.Equal("1: A1", $"{Assert.Single(fit.AmsMapping)}");
    }

    [Fact]
    public void Given_eight_plates_with_all_their_pictures_when_they_are_read_then_each_counts_once()
    {
        SlicedArchive archive = SlicedArchive.Ok;
        for (int plate = 1; plate <= 8; plate++)
        {
            foreach (string picture in new[] { $"plate_{plate}", $"plate_{plate}_small", $"plate_no_light_{plate}", $"top_{plate}",
                $"pick_{plate}" })
            {
                archive = archive.With($"Metadata/{picture}.png", "a picture");
            }
        }

        Assert.Equal(8, Read(archive).ThumbnailCount);
    }

    [Fact]
    public void Given_a_symbolic_link_when_it_is_opened_then_it_is_its_target_with_its_length_and_time()
    {
        string target = _folder.Write("target.gcode", "G28\nG1 X1\n");
        File.SetLastWriteTimeUtc(target, new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        string link = Path.Combine(_folder.Path, "link.gcode");
        File.CreateSymbolicLink(link, target);

        PrintFile file = PrintFile.Open(link);

        Assert.Equal(("link.gcode", 10L, new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc)),
            (file.Name, file.Length, file.Contents.LastWriteTime!.Value.ToUniversalTime()));
    }

    [Fact]
    public void Given_a_symbolic_link_that_leads_nowhere_when_it_is_opened_then_the_error_says_so()
    {
        string link = Path.Combine(_folder.Path, "link.gcode");
        File.CreateSymbolicLink(link, Path.Combine(_folder.Path, "gone.gcode"));

        BambuException error = Assert.Throws<BambuException>(() => PrintFile.Open(link));

        Assert.Equal(BambuErrorKind.FileNotFound, error.Kind);
        Assert.Contains("link to a file", error.Message, StringComparison.Ordinal);
    }

    private static string Info(string more = "") => SlicedArchive.Info(SlicedArchive.Plate(1, more: more));

    private static SlicedArchive Elsewhere(SlicedArchive ok) => ok
        .With(SlicedArchive.Project, """{"filament_type":["PLA"],"nozzle_diameter":["0.4"],"printer_model":"Bambu Lab P1S"}""")
        .With(SlicedArchive.Gcode(1),
            "; model printing time: 9m; total estimated time: 10m 0s\n; total filament weight [g] : 5.00\nG28\nG1 X10\n");

    private BambuPrintFile Read(SlicedArchive archive) => Open(archive).Contents;

    private PrintFile Open(SlicedArchive archive)
    {
        string path = Path.Combine(_folder.Path, "a.gcode.3mf");
        File.WriteAllBytes(path, archive.ToBytes());
        return PrintFile.Open(path);
    }
}
