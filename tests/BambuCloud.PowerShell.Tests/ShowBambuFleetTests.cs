using System.Diagnostics;
using System.Management.Automation;
using BambuCloud.Simulator;

namespace BambuCloud.PowerShell.Tests;

/// <summary>The fleet where there is no terminal, as in a hosted engine: plain lines.</summary>
public sealed class ShowBambuFleetTests : CloudTest
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(0.5);

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
}
