using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace BambuCloud.Benchmarks;

/// <summary>
/// Uploading a large file with <c>Send-BambuFile</c> beside <c>curl -T</c>, to the same server on loopback and in turns; and how
/// much the module's process grows while it does. The house's limits: 0.9 of curl's throughput, 32 MiB.
/// </summary>
internal static class UploadComparison
{
    private const int Rounds = 3;
    private const double LeastRatio = 0.9;
    private const double MostGrowth = 32;
    private const double MiB = 1024 * 1024;
    private const long Compared = 2L << 30;
    private const long Watched = 4L << 30;

    public static async Task<int> RunAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("bambu-upload-benchmark-");
        try
        {
            string file = Path.Combine(folder.FullName, "large.gcode");
            LargeGcode.Write(file);
            using UploadServer server = UploadServer.Start();
            using ConnectedShell shell = new(server.Address);
            string send = $"Send-BambuFile -LiteralPath '{file}' -RetryCount 0 | Out-Null";
            LargeGcode.SetLength(file, Watched);
            bool good = Watch("first upload", () => shell.Run(send)); // With all that it loads and compiles.
            LargeGcode.SetLength(file, Compared);
            good &= await CompareAsync(server, file, () => shell.Run(send));
            LargeGcode.SetLength(file, Watched);
            good &= Watch("later upload", () => shell.Run(send));
            return good ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<bool> CompareAsync(UploadServer server, string file, Action send)
    {
        try
        {
            await CurlAsync(server, file); // The system's cache of the file is warm for both.
        }
        catch (Win32Exception)
        {
            Console.WriteLine("curl: not found, nothing to compare with");
            return true;
        }
        List<double> curls = [];
        List<double> ours = [];
        for (int round = 0; round < Rounds; round++)
        {
            curls.Add(await CurlAsync(server, file));
            ours.Add(Timed(send));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"round {round + 1}: curl {Speed(curls[^1]):0} MiB/s, Send-BambuFile {Speed(ours[^1]):0} MiB/s"));
        }
        double ratio = Median(curls) / Median(ours);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Compared >> 30} GiB: curl -T {Speed(Median(curls)):0} MiB/s, Send-BambuFile {Speed(Median(ours)):0} MiB/s (medians of "
                + $"{Rounds} rounds in turns): ratio {ratio:0.00}, at least {LeastRatio:0.0}"));
        return ratio >= LeastRatio;
    }

    private static bool Watch(string what, Action send)
    {
        (double before, double highest) = WorkingSet.During(send);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Watched >> 30} GiB, {what}: working set before {before:0.0} MiB, at its highest {highest:0.0} MiB: {highest - before:0.0} "
                + $"MiB more, at most {MostGrowth:0}"));
        return highest - before <= MostGrowth;
    }

    private static async Task<double> CurlAsync(UploadServer server, string file)
    {
        // Without Expect, as the module sends none; curl's own start counts for it, as it does for whoever calls it.
        ProcessStartInfo start = new("curl", ["--silent", "--show-error", "--fail", "--noproxy", "*", "--header", "Expect:", "--header",
            "Content-Type: application/octet-stream",
            "--upload-file", file, new Uri(server.Address, "data?Signature=x").AbsoluteUri]);
        Stopwatch watch = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? watch.Elapsed.TotalSeconds
            : throw new InvalidOperationException($"curl ended with {process.ExitCode}.");
    }

    private static double Timed(Action action)
    {
        Stopwatch watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalSeconds;
    }

    private static double Speed(double seconds) => Compared / MiB / seconds;

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
