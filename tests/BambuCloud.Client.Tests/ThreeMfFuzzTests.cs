using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using BambuCloud.Client.Files;

namespace BambuCloud.Client.Tests;

/// <summary>3MF files that nobody made in good faith. They run alone, since the memory of the process is measured.</summary>
[CollectionDefinition(nameof(ThreeMfFuzzTests), DisableParallelization = true)]
[Collection(nameof(ThreeMfFuzzTests))]
[Trait(Fuzzing.Trait, "3mf")]
public sealed class ThreeMfFuzzTests : IDisposable
{
    private static readonly int Files = Fuzzing.Cases(5_000, soak: 100_000);
    private static readonly int FilesOnDisk = Fuzzing.Cases(200, soak: 2_000);
    private static readonly int MemoryEvery = Files / 20;

    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(3);

    private static readonly byte[][] Seeds = [.. Directory.GetFiles(Path.GetDirectoryName(TestData.SlicedCube)!, "*.3mf")
        .Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    private static readonly string SeedInfo = InfoOf(File.ReadAllBytes(TestData.SlicedCube));

    private static readonly string[] Splinters =
    [
        "<", ">", "&", "\"", "/>", "<plate>", "</plate>", "<plate/>", "<filament", "<metadata key=\"index\" value=\"", "]]>", "<![CDATA[",
        "<!--", "<!DOCTYPE a [<!ENTITY b \"c\">]>", "&b;", "&#0;", "&#xD800;",
        "<?xml version=\"1.1\"?>", "encoding=\"utf-16\"", "encoding=\"utf-7\"", "encoding=\"x\"", "xmlns=\"a\"", "a:b", "2147483648", "-1",
        "1e999", "NaN", "0,4", ",,,,", "{", "}", "[", "]", "[[[[", "\\u", "\"\":", ";;", " = ", "1d 2h", "G1", "*", "\0",
        "\uFEFF", "\uFFFF", "🧊",
    ];

    // What slicers put beside slice_info.config.
    private static readonly (string Name, string Text)[] SlicersParts =
    [
        (SlicedArchive.SliceInfo, SlicedArchive.Info(SlicedArchive.Plate(1, filaments:
            """<filament id="2" type="PLA" color="#000000" used_g="1.5"/><object identify_id="206" name="lid" skipped="false"/>"""))),
        (SlicedArchive.Project, """
            {"curr_bed_type":"Cool Plate","filament_colour":["#111111","#000000"],"filament_type":["ABS","PLA"],"nested":{"a":[1,[2,{}]]},
            "nozzle_diameter":["0.4"],"printer_model":"Bambu Lab P1S"}
            """),
        (SlicedArchive.ModelSettings, """
            <config><object id="2"><metadata key="name" value="a &amp; b"/></object><plate><metadata key="plater_id" value="1"/>
            <metadata key="plater_name" value="first"/><model_instance><metadata key="object_id" value="2"/>
            <metadata key="identify_id" value="108"/></model_instance></plate></config>
            """),
        ("Metadata/plate_1.json", """{"bbox_objects":[{"area":4.5,"id":7,"name":"cube"},{"id":8}],"bed_type":"textured_plate"}"""),
        ("3D/3dmodel.model", "<model><metadata name=\"Application\">BambuStudio-02.00.01.50</metadata><resources>"),
        (SlicedArchive.Md5(1), new string('A', 32)),
        (SlicedArchive.Gcode(1), """
            ; HEADER_BLOCK_START
            ; model printing time: 24m 21s; total estimated time: 1d 2h 30m 38s
            ; total filament weight [g] : 2,15,3.5
            ; printer_model = Bambu Lab P1S
            ; filament_type = PLA;PETG
            ; nozzle_diameter = 0.4,0.4
            %
            N10 G28 X Y *57
            g1x10y-.5 e.1 ; go
            G1 X1 (comment) Y2
            M104 S200
            """),
    ];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Given_damaged_3mf_files_when_they_are_read_then_each_is_read_or_refused_in_good_time_and_little_memory()
    {
        int seed = Random.Shared.Next();
        ConcurrentQueue<string> faults = [];
        int opened = 0;
        int refused = 0;
        long start = GC.GetTotalMemory(forceFullCollection: true);
        Stopwatch watch = Stopwatch.StartNew();

        Parallel.For(0, Files, new ParallelOptions { MaxDegreeOfParallelism = 2 }, (number, loop) =>
        {
            byte[] damaged = Damage(new Random(seed + number));
            using MemoryStream file = new(damaged, writable: false);
            bool whole = false;
            if (OddArchive.Fault(() => whole = ThreeMfReader.Read(file).Plates is not null) is { } fault)
            {
                faults.Enqueue($"file {number}: {fault}");
            }
            Interlocked.Increment(ref whole ? ref opened : ref refused);
            if (number % MemoryEvery == 0 && GC.GetTotalMemory(forceFullCollection: true) - start is > OddArchive.MostMemory and long grown)
            {
                faults.Enqueue(string.Create(CultureInfo.InvariantCulture,
                    $"file {number}: {grown} bytes more than at the start are alive"));
            }
            if (faults.Count > 10 || watch.Elapsed > LongestRun)
            {
                loop.Stop();
            }
        });

        Assert.True(faults.IsEmpty && opened + refused == Files,
            $"seed {seed}, {opened + refused} of {Files} files in {watch.Elapsed}:\n{string.Join('\n', faults)}");
        Assert.True(Math.Min(opened, refused) > Files / 10,
            $"seed {seed}: {opened} opened, {refused} refused: the damage is too one-sided to find anything");
    }

    [Fact]
    public void Given_damaged_3mf_files_on_disk_when_they_are_checked_then_each_is_whole_or_refused()
    {
        int seed = Random.Shared.Next();
        string path = Path.Combine(_folder.Path, "damaged.3mf");
        List<string> faults = [];

        for (int number = 0; number < FilesOnDisk; number++)
        {
            byte[] damaged = Damage(new Random(seed + number));
            if (damaged.Length == 0)
            {
                continue; // Told apart as empty.
            }
            File.WriteAllBytes(path, damaged);
            if (OddArchive.Fault(() => PrintFile.Open(path).Check(null, TestContext.Current.CancellationToken)) is { } fault)
            {
                faults.Add($"file {number}: {fault}");
            }
        }

        Assert.True(faults.Count == 0, $"seed {seed}:\n{string.Join('\n', faults)}");
    }

    [Fact]
    public void Given_archives_and_gcode_of_which_one_part_is_damaged_when_they_are_checked_then_each_is_read_or_refused()
    {
        int seed = Random.Shared.Next();
        List<string> faults = [];

        for (int number = 0; number < FilesOnDisk; number++)
        {
            Random random = new(seed + number);
            (string name, string text) = SlicersParts[random.Next(SlicersParts.Length)];
            byte[] damaged = DamagedText(text, random);
            string path = Path.Combine(_folder.Path, name.EndsWith(".gcode", StringComparison.Ordinal) && random.Next(2) == 0
                ? "damaged.gcode" : "damaged.3mf");
            File.WriteAllBytes(path, path.EndsWith(".3mf", StringComparison.Ordinal)
                ? SlicersParts.Aggregate(SlicedArchive.Ok, (archive, part) => archive.With(part.Name, part.Text))
                    .With(name, damaged).ToBytes()
                : [.. damaged, (byte)' ']);
            if (OddArchive.Fault(() => PrintFile.Open(path).Check(null, TestContext.Current.CancellationToken)) is { } fault)
            {
                faults.Add($"file {number}, {name}: {fault}");
            }
        }

        Assert.True(faults.Count == 0, $"seed {seed}:\n{string.Join('\n', faults)}");
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] Damage(Random random)
    {
        byte[] seed = Seeds[random.Next(Seeds.Length)];
        return random.Next(6) switch
        {
            0 => Flipped(seed, random, 0, seed.Length),
            1 => seed[..random.Next(seed.Length)],
            2 => [.. seed[random.Next(seed.Length)..]],
            3 => Spliced(seed, random),
            4 => Flipped(seed, random, OddArchive.DirectoryOf(seed), seed.Length),
            _ => OddArchive.Of(DamagedInfo(random)),
        };
    }

    private static byte[] Flipped(byte[] seed, Random random, int from, int to)
    {
        byte[] copy = [.. seed];
        for (int times = random.Next(1, 16); times > 0; times--)
        {
            int at = random.Next(from, to);
            copy[at] = random.Next(4) switch
            {
                0 => 0,
                1 => 0xFF,
                2 => (byte)(copy[at] ^ (1 << random.Next(8))),
                _ => (byte)random.Next(256),
            };
        }
        return copy;
    }

    // A piece of a file put into a file, over what was there or between.
    private static byte[] Spliced(byte[] seed, Random random)
    {
        byte[] other = Seeds[random.Next(Seeds.Length)];
        int from = random.Next(other.Length);
        byte[] piece = other[from..Math.Min(other.Length, from + random.Next(1, 2_000))];
        int at = random.Next(seed.Length);
        int over = random.Next(2) == 0 ? 0 : Math.Min(piece.Length, seed.Length - at);
        return [.. seed[..at], .. piece, .. seed[(at + over)..]];
    }

    private static byte[] DamagedInfo(Random random) => DamagedText(SeedInfo, random);

    private static byte[] DamagedText(string whole, Random random)
    {
        StringBuilder text = new(whole);
        for (int times = random.Next(1, 6); times > 0; times--)
        {
            int at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0:
                    text.Insert(at, Splinters[random.Next(Splinters.Length)]);
                    break;
                case 1:
                    text.Remove(at, Math.Min(random.Next(1, 40), text.Length - at - 1));
                    break;
                case 2:
                    text[at] = (char)random.Next(128);
                    break;
                default:
                    int from = random.Next(whole.Length);
                    text.Insert(at, whole[from..Math.Min(whole.Length, from + random.Next(1, 300))]);
                    break;
            }
        }
        Encoding encoding = random.Next(8) switch { 0 => Encoding.Unicode, 1 => Encoding.Latin1, _ => Encoding.UTF8 };
        return encoding.GetBytes(text.ToString());
    }

    private static string InfoOf(byte[] archive)
    {
        using ZipArchive zip = new(new MemoryStream(archive));
        using StreamReader text = new(zip.GetEntry(OddArchive.SliceInfo)!.Open());
        return text.ReadToEnd();
    }
}
