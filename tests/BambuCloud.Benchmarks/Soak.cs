using System.Diagnostics;
using System.Globalization;
using BambuCloud.Client.Api;
using BambuCloud.Client.Live;
using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;
using BambuCloud.Simulator;

namespace BambuCloud.Benchmarks;

/// <summary>How a soak is set up.</summary>
/// <param name="Printers">How many printers there are: <c>--printers</c>.</param>
/// <param name="Mischief">The seed of what they do with their words: <c>--mischief</c>.</param>
internal sealed record SoakOptions(int Printers = 1_000, int Mischief = 16)
{
    public static SoakOptions Parse(ReadOnlySpan<string> arguments) => arguments switch
    {
        [] => new SoakOptions(),
        ["--printers", var printers, .. var rest] => Parse(rest) with { Printers = Number(printers) },
        ["--mischief", var seed, .. var rest] => Parse(rest) with { Mischief = Number(seed) },
        [var other, ..] => throw new ArgumentException($"The soak has no option '{other}': it has --printers and --mischief."),
    };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>
/// A fleet prints short jobs one after the other while something goes wrong every two seconds, and one session watches. At the end
/// every job of the cloud's own history must have been told with one start and one end.
/// </summary>
internal static class Soak
{
    // A job takes half a minute: longer than a fleet of this size takes to be asked for its states after a lost connection. One
    // that began, ended and was followed by another within that time leaves no trace in any report.
    private const double Speed = 40;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenFaults = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastJobs = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LastReports = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(TimeSpan length, SoakOptions options)
    {
        int printers = options.Printers;
        await using SimulatedCloud cloud = await SimulatedCloud.StartAsync(
            new SimulatorOptions { Printers = printers, Tasks = 0, Speed = Speed, Tick = Tick, Mischief = options.Mischief });
        await using CloudSession session = await CloudSession.OpenAsync(
            new CloudSessionOptions
            {
                AccessToken = cloud.Account.AccessToken,
                ApiEndpoint = cloud.ApiEndpoint,
                MqttEndpoint = cloud.MqttEndpoint
            }, CancellationToken.None);
        using SoakConductor conductor = new(cloud.ApiEndpoint, cloud.Account.AccessToken);
        SoakAccount account = new(printers - 1); // The simulator's last printer is switched off.
        using CancellationTokenSource over = new();
        Task watching = WatchAsync(session, account, over.Token);

        await await Task.WhenAny(account.Known, watching).WaitAsync(LastJobs); // A watch that fails tells why.
        long start = Stopwatch.GetTimestamp();
        TimeSpan nextFault = BetweenFaults;
        while (Stopwatch.GetElapsedTime(start) < length && !watching.IsCompleted)
        {
            await conductor.StartIdlePrintersAsync();
            if (Stopwatch.GetElapsedTime(start) >= nextFault)
            {
                await conductor.DisturbAsync();
                nextFault += BetweenFaults;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }
        await conductor.CalmAsync(LastJobs);
        await Task.Delay(LastReports); // Whatever was missed last is asked for and told.
        await over.CancelAsync();
        await watching;

        Say(
            $"{printers:N0} printers, mischief {options.Mischief}, {length.TotalMinutes:0.0} minutes; "
                + $"{string.Join(", ", conductor.Faults.Select(fault => $"{fault.Key}: {fault.Value}"))}");
        return account.Close(await conductor.ReadHistoryAsync()) ? 0 : 1;
    }

    internal static void Say(string line) => Console.WriteLine(line);

    private static async Task WatchAsync(CloudSession session, SoakAccount account, CancellationToken over)
    {
        try
        {
            await foreach (BambuPrinterEvent item in session.Printers.WatchAsync(new PrinterWatchOptions(), over))
            {
                account.Add(item);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // It ends here.
        }
    }
}
