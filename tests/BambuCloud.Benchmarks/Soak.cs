using System.Diagnostics;
using System.Globalization;
using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;
using BambuCloud.Simulator;

namespace BambuCloud.Benchmarks;

/// <summary>How a soak is set up.</summary>
/// <param name="Fleet">How many printers there are: <c>--printers</c>.</param>
/// <param name="Mischief">The seed of what they do with their words: <c>--mischief</c>.</param>
/// <param name="Lan">Whether every other printer is connected itself, too: <c>--lan</c>.</param>
internal sealed record SoakOptions(int? Fleet = null, int Mischief = 16, bool Lan = false)
{
    /// <summary>How many printers there are. Each that is connected itself costs both ends a TLS connection of its own.</summary>
    public int Printers => Fleet ?? (Lan ? 60 : 1_000);

    public static SoakOptions Parse(ReadOnlySpan<string> arguments) => arguments switch
    {
        [] => new SoakOptions(),
        ["--printers", var printers, .. var rest] => Parse(rest) with { Fleet = Number(printers) },
        ["--mischief", var seed, .. var rest] => Parse(rest) with { Mischief = Number(seed) },
        ["--lan", .. var rest] => Parse(rest) with { Lan = true },
        [var other, ..] => throw new ArgumentException(
            $"The soak has no option '{other}': it has --printers, --mischief and --lan."),
    };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>
/// A fleet prints short jobs one after the other while something goes wrong every two seconds, and one session watches; with
/// <see cref="SoakOptions.Lan"/> every other printer is heard itself, and over the cloud while it is not in its network. At the end every
/// job of the cloud's own history must have been told with one start and one end.
/// </summary>
internal static class Soak
{
    // A job takes half a minute: longer than a fleet of this size takes to be asked for its states after a lost connection. One
    // that began, ended and was followed by another within that time leaves no trace in any report.
    private const double Speed = 40;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenFaults = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastJobs = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LongestReturn = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan LastReports = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(TimeSpan length, SoakOptions options)
    {
        int printers = options.Printers;
        await using SimulatedCloud cloud = await SimulatedCloud.StartAsync(new SimulatorOptions
        {
            Printers = printers,
            Tasks = 0,
            Speed = Speed,
            Tick = Tick,
            Mischief = options.Mischief,
            Lan = options.Lan,
        });
        await using CloudSession session = await CloudSession.OpenAsync(
            new CloudSessionOptions
            {
                AccessToken = cloud.Account.AccessToken,
                ApiEndpoint = cloud.ApiEndpoint,
                MqttEndpoint = cloud.MqttEndpoint
            }, CancellationToken.None);
        SimulatedLanPrinter[] own = [.. cloud.LanPrinters.SkipLast(1).Where((_, index) => index % 2 == 0)];
        await using SoakWays ways = await SoakWays.OpenAsync(session, own);
        using SoakConductor conductor = new(cloud.ApiEndpoint, cloud.Account.AccessToken, [.. own.Select(printer => printer.DeviceId)]);
        SoakAccount account = new(printers - 1); // The simulator's last printer is switched off.
        using CancellationTokenSource over = new();
        Task watching = ways.WatchAsync(account, over.Token);

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
        int astray = await ways.ReturnAsync(LongestReturn);
        await Task.Delay(LastReports); // Whatever was missed last is asked for and told.
        await over.CancelAsync();
        await watching;

        Say(
            $"{printers:N0} printers, {own.Length} of them connected themselves, mischief {options.Mischief}, "
                + $"{length.TotalMinutes:0.0} minutes; "
                + $"{string.Join(", ", conductor.Faults.Select(fault => $"{fault.Key}: {fault.Value}"))}");
        Say($"{astray} printers that are not heard themselves again, of 0");
        return account.Close(await conductor.ReadHistoryAsync()) && astray == 0 ? 0 : 1;
    }

    internal static void Say(string line) => Console.WriteLine(line);
}
