using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace BambuCloud.Benchmarks;

/// <summary>
/// What importing the module costs beside an empty binary module: each import in a fresh process, the two in turns, the median
/// of each. In the hosted engine, and in <c>pwsh</c> where it is found. The house's limit is twice.
/// </summary>
internal static class ImportComparison
{
    private const int Rounds = 15;
    private const double Limit = 2;

    public static async Task<int> RunAsync()
    {
        bool good = await CompareAsync("hosted engine", script => new ProcessStartInfo("dotnet", [Built.Engine, script]));
        try
        {
            good &= await CompareAsync("pwsh",
                script => new ProcessStartInfo("pwsh", ["-NoProfile", "-NonInteractive", "-Command", script]));
        }
        catch (Win32Exception)
        {
            Console.WriteLine("pwsh: not found, not measured");
        }
        return good ? 0 : 1;
    }

    private static async Task<bool> CompareAsync(string host, Func<string, ProcessStartInfo> run)
    {
        List<double> floor = [];
        List<double> ours = [];
        for (int round = 0; round < Rounds; round++)
        {
            floor.Add(await ImportAsync(run, Built.EmptyModule));
            ours.Add(await ImportAsync(run, Built.Module));
        }
        double ratio = Median(ours) / Median(floor);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{host}: empty module {Median(floor):0.0} ms, BambuCloud {Median(ours):0.0} ms (medians of {Rounds} fresh processes): ratio "
                + $"{ratio:0.00}, limit {Limit:0.0}"));
        return ratio <= Limit;
    }

    private static async Task<double> ImportAsync(Func<string, ProcessStartInfo> run, string module)
    {
        ProcessStartInfo start = run(
            $"$watch = [Diagnostics.Stopwatch]::StartNew(); Import-Module '{module}'; $watch.Elapsed.TotalMilliseconds");
        start.RedirectStandardOutput = true;
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? double.Parse(output, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"The engine could not import '{module}'.");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
