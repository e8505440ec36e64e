using System.Diagnostics;
using System.Management.Automation;
using System.Text.RegularExpressions;
using BambuCloud.Simulator;

namespace BambuCloud.PowerShell.Tests;

/// <summary>The fleet where there is no terminal, as in a hosted engine: plain lines.</summary>
public sealed class ShowBambuFleetTests : CloudTest
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(0.5);

    private protected override SimulatorOptions Options { get; } = new() { Speed = 300 };

    [Fact]
    public async Task Every_printer_is_told_of_once_at_the_beginning_in_strings_that_begin_with_the_time()
    {
        PowerShellRun run = Prompt.Run("Show-BambuFleet -TimeoutSec 1").Succeeded();

        Assert.All(run.Output, line => Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ", Assert.IsType<string>(line.BaseObject)));
        Assert.Equal(["A1 1: Idle", "P1P 1: offline", "P1S 1: Idle", "X1 Carbon 1: Idle"], Told(run.Output).Order(StringComparer.Ordinal));
        Assert.Equal("P1P 1: offline", Told(run.Output)[0]);
        await UntilAsync(async () => await MqttClientsAsync() == 0, "the broker has no client");
    }

    [Fact]
    public void A_print_is_told_from_its_start_to_its_end_and_nothing_of_its_layers()
    {
        PowerShellRun run = Prompt.Run(
            """
            $started = $false
            do {
                Show-BambuFleet $devices[0] | ForEach-Object {
                    if (-not $started) { $started = $true; $null = Send-BambuPrint -DeviceId $devices[0] -Path $sliced }
                    $_
                    if ($_ -match 'finished') { break }
                }
            } while ($true)
            """).Succeeded();

        Assert.Equal(["P1S 1: Idle", "P1S 1: started cube", "P1S 1: finished cube"], Told(run.Output));
    }

    [Fact]
    public async Task What_happens_to_printers_and_to_the_connection_is_told()
    {
        await ReopenAsync(new SimulatorOptions { Speed = 1 });
        Prompt.Run("Send-BambuPrint -DeviceId $devices[0] -Path $sliced").Succeeded();
        string printer = $"printers/{Cloud.DeviceIds.First()}";
        using System.Management.Automation.PowerShell board = Prompt.Start("Show-BambuFleet $devices[0]");
        using PSDataCollection<PSObject> lines = [];
        board.BeginInvoke<PSObject, PSObject>(null, lines);
        await SeenAsync(lines, "P1S 1: (Prepare|Running) cube, 0 %, layer");

        foreach ((string action, string line) in new[]
        {
            ($"{printer}/pause", "P1S 1: paused cube, 0 %"),
            ($"{printer}/resume", "P1S 1: resumed cube, 0 %"),
            ("connections/drop", "connection to the cloud lost, reconnecting"),
            ("printers/none", "connection to the cloud is back"),
            ($"{printer}/offline", "P1S 1: offline"),
            ($"{printer}/online", "P1S 1: online"),
            ($"{printer}/fail", "P1S 1: failed cube, 0 %"),
        })
        {
            if (!action.EndsWith("none", StringComparison.Ordinal))
            {
                await HappenAsync(action);
            }
            await SeenAsync(lines, line);
        }

        await SeenAsync(lines, @"P1S 1: alert 0300_0300_0001_0001 \(Fatal, MotionController\)");
        await SeenAsync(lines, @"P1S 1: alert 0300_8003 \(print error\)");
        await board.StopAsync(null, null);
    }

    [Fact]
    public async Task Who_has_seen_enough_ends_it_at_once()
    {
        using System.Management.Automation.PowerShell board = Prompt.Start(
            "do { Show-BambuFleet | ForEach-Object { $_; if (++$seen -eq 4) { break } } } while ($true)");
        long start = Stopwatch.GetTimestamp();
        PSDataCollection<PSObject> lines = await board.InvokeAsync();

        Assert.Equal(4, lines.Count);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5));
        await UntilAsync(async () => await MqttClientsAsync() == 0, "the broker has no client");
    }

    [Fact]
    public async Task A_stop_ends_it_within_half_a_second_and_leaves_no_connection()
    {
        using System.Management.Automation.PowerShell board = Prompt.Start("Show-BambuFleet");
        using PSDataCollection<PSObject> lines = [];
        board.BeginInvoke<PSObject, PSObject>(null, lines);
        await UntilAsync(() => Task.FromResult(lines.Count == 4), "every printer is told of");
        long start = Stopwatch.GetTimestamp();

        await board.StopAsync(null, null);

        Assert.True(Stopwatch.GetElapsedTime(start) < AtOnce);
        await UntilAsync(async () => await MqttClientsAsync() == 0, "the broker has no client");
    }

    [Fact]
    public void A_printer_of_another_account_is_an_error_and_the_others_are_shown()
    {
        PowerShellRun run = Prompt.Run("Show-BambuFleet 01P00A999999999, $devices[0] -TimeoutSec 1");

        Assert.Equal("BambuCloud.DeviceNotFound,BambuCloud.Cmdlets.ShowBambuFleet", run.Error.FullyQualifiedErrorId);
        Assert.Equal(["P1S 1: Idle"], Told(run.Output));
    }

    [Fact]
    public async Task A_printer_whose_topic_is_refused_is_one_error_and_the_others_are_shown()
    {
        await HappenAsync($"printers/{Cloud.DeviceIds.First()}/refuse-subscription");

        PowerShellRun run = Prompt.Run("Show-BambuFleet $devices[0, 1] -TimeoutSec 1");

        Assert.Equal("BambuCloud.SubscriptionRefused,BambuCloud.Cmdlets.ShowBambuFleet", run.Error.FullyQualifiedErrorId);
        Assert.Equal(["X1 Carbon 1: Idle"], Told(run.Output));
    }

    private static string[] Told(IEnumerable<PSObject> lines) => [.. lines.Select(line => $"{line}"["yyyy-MM-dd HH:mm:ss ".Length..])];

    private static Task SeenAsync(PSDataCollection<PSObject> lines, string pattern) =>
        UntilAsync(() => Task.FromResult(Told(lines.ToArray()).Any(line => Regex.IsMatch(line, $"^{pattern}"))), $"'{pattern}' is told");
}
