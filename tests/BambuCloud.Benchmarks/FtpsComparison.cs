using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using BambuCloud.Client.Files;
using BambuCloud.Client.Lan;
using BambuCloud.Client.Trust;

namespace BambuCloud.Benchmarks;

/// <summary>
/// Sending a large file to a printer's file server beside <c>curl</c>, over FTPS to the same vsftpd on loopback and in turns; and how much
/// the process grows while it does. The house's limits: 0.9 of curl's throughput, 32 MiB.
/// </summary>
internal static class FtpsComparison
{
    private const int Rounds = 5;
    private const double LeastRatio = 0.9;
    private const double MostGrowth = 32;
    private const long Length = 1L << 30;
    private const string Name = "large.gcode";

    public static int Run()
    {
        using FtpsServer? server = FtpsServer.Start();
        if (server is null)
        {
            Console.WriteLine("vsftpd: not found, nothing to send to");
            return 0;
        }
        DirectoryInfo folder = Directory.CreateTempSubdirectory("bambu-ftps-benchmark-");
        try
        {
            string file = Path.Combine(folder.FullName, Name);
            LargeGcode.Write(file);
            Send(server, file); // What that loads and compiles stays.
            LargeGcode.SetLength(file, Length);
            (double before, double highest) = WorkingSet.During(() => Send(server, file));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{Length >> 30} GiB: working set before {before:0.0} MiB, at its highest {highest:0.0} MiB: {highest - before:0.0} MiB "
                    + $"more, at most {MostGrowth:0}"));
            return Compare(server, file) & highest - before <= MostGrowth ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool Compare(FtpsServer server, string file)
    {
        List<double> curls = [];
        List<double> ours = [];
        try
        {
            Curl(server, file); // The system's cache of the file is warm for both.
        }
        catch (Win32Exception)
        {
            Console.WriteLine("curl: not found, nothing to compare with");
            return true;
        }
        for (int round = 0; round < Rounds; round++)
        {
            curls.Add(Timed(() => Curl(server, file)));
            ours.Add(Timed(() => Send(server, file)));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"round {round + 1}: curl {Speed(curls[^1]):0} MiB/s, the client {Speed(ours[^1]):0} MiB/s"));
        }
        double ratio = Median(curls) / Median(ours);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Length >> 30} GiB: curl {Speed(Median(curls)):0} MiB/s, the client {Speed(Median(ours)):0} MiB/s (medians of {Rounds} "
                + $"rounds in turns): ratio {ratio:0.00}, at least {LeastRatio:0.0}"));
        return ratio >= LeastRatio;
    }

    private static void Send(FtpsServer server, string file)
    {
        LanPrinterOptions printer = server.Printer;
        using PrinterIdentity identity = new(printer.DeviceId, printer.Fingerprint, null);
        PrinterFiles files = new(printer, identity);
        files.SendAsync(PrintFile.Open(file), PrinterPath.Combine(server.Storage, Name), 0, null, CancellationToken.None)
            .GetAwaiter().GetResult();
    }

    // TLS 1.2, because vsftpd sees no resumed session of TLS 1.3, and no EPSV, which printers do not have; its start counts for it.
    private static void Curl(FtpsServer server, string file)
    {
        LanPrinterOptions printer = server.Printer;
        string port = printer.FtpsPort.ToString(CultureInfo.InvariantCulture);
        using Process process = Process.Start(new ProcessStartInfo("curl", ["--silent", "--show-error", "--fail", "--ssl-reqd",
            "--tls-max", "1.2", "--disable-epsv", "--cacert", server.CertificatePath, "--resolve",
            $"{printer.DeviceId}:{port}:{printer.Host}", "--user", $"{printer.UserName}:{printer.AccessCode}", "--upload-file", file,
            $"ftps://{printer.DeviceId}:{port}/{PrinterPath.Combine(server.Storage, Name)}"]))!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"curl ended with {process.ExitCode}.");
        }
    }

    private static double Timed(Action action)
    {
        Stopwatch watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalSeconds;
    }

    private static double Speed(double seconds) => Length / (1024 * 1024) / seconds;

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
