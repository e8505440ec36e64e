using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using BambuCloud.Client.Files;

namespace BambuCloud.Benchmarks;

/// <summary>
/// Looking into a large archive, which must not depend on how large it is; and checking a plate's G-code beside uploading the same archive
/// to a server on loopback. The house's limits: 10 ms for 170 MB, 15 % of the upload.
/// </summary>
internal static class FileComparison
{
    private const int Rounds = 21;
    private const int Uploads = 5;
    private const double MostMilliseconds = 10;
    private const double MostShare = 0.15;
    private const int MB = 1_000_000;

    public static int Run()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("bambu-file-benchmark-");
        try
        {
            string small = Write(folder, "small.gcode.3mf", gcode: 1, meshes: 1);
            string large = Write(folder, "large.gcode.3mf", gcode: 60, meshes: 153);
            bool good = Read(small, out long little);
            good &= Read(large, out long much);
            good &= much < 2 * little;
            using UploadServer server = UploadServer.Start();
            using ConnectedShell shell = new(server.Address);
            good &= Check(shell, large, "of which a tenth is G-code");
            good &= Check(shell, Write(folder, "gcode.gcode.3mf", gcode: 150, meshes: 1), "of G-code alone");
            return good ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool Read(string path, out long allocated)
    {
        PrintFile.Open(path); // What is compiled once is no matter of files.
        long before = GC.GetAllocatedBytesForCurrentThread();
        PrintFile.Open(path);
        allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        double median = Median(Enumerable.Range(0, Rounds).Select(_ => Timed(() => PrintFile.Open(path))));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Size(path):0} MB: read in {median:0.0} ms, at most {MostMilliseconds:0}; {allocated / 1e3:0} kB allocated"));
        return median <= MostMilliseconds;
    }

    private static bool Check(ConnectedShell shell, string path, string what)
    {
        PrintFile file = PrintFile.Open(path);
        List<double> checks = [];
        List<double> sends = [];
        for (int round = 0; round <= Uploads; round++)
        {
            checks.Add(Timed(() => file.Check(1, CancellationToken.None)));
            sends.Add(Timed(() => shell.Run($"Send-BambuFile -LiteralPath '{path}' -RetryCount 0 | Out-Null")));
        }
        double check = Median(checks.Skip(1)); // The first ones compile.
        double upload = Median(sends.Skip(1)) - check; // Its own check is in it.
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Size(path):0} MB {what}: checked in {check:0} ms, uploaded in {upload:0} ms: {check / upload:0%}, at most {MostShare:0%}"));
        return check <= MostShare * upload;
    }

    private static double Timed(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(IEnumerable<double> times)
    {
        double[] sorted = [.. times.Order()];
        return sorted[sorted.Length / 2];
    }

    private static double Size(string path) => new FileInfo(path).Length / (double)MB;

    // G-code as a slicer's, in MB before it is packed, and meshes that take so much space.
    private static string Write(DirectoryInfo folder, string name, int gcode, int meshes)
    {
        string path = Path.Combine(folder.FullName, name);
        Random random = new(1);
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        using (Stream lines = archive.CreateEntry("Metadata/plate_1.gcode", CompressionLevel.Optimal).Open())
        {
            long written = 0;
            lines.Write("; printer_model = Bambu Lab P1S\n; total layer number: 100\nG28\n"u8);
            while (written < (long)gcode * MB)
            {
                byte[] line = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
                    $"G1 X{random.Next(200_000) / 1000.0} Y{random.Next(200_000) / 1000.0} E.{random.Next(99_999):00000}\n"));
                lines.Write(line);
                written += line.Length;
            }
        }
        using (Stream mesh = archive.CreateEntry("3D/Objects/object_1.model", CompressionLevel.NoCompression).Open())
        {
            byte[] block = new byte[MB];
            for (int number = 0; number < meshes; number++)
            {
                random.NextBytes(block);
                mesh.Write(block);
            }
        }
        using StreamWriter info = new(archive.CreateEntry("Metadata/slice_info.config").Open());
        info.Write("<config><plate><metadata key=\"index\" value=\"1\"/></plate></config>");
        return path;
    }
}
