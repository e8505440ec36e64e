using System.Management.Automation;
using BambuCloud.Simulator;

namespace BambuCloud.PowerShell.Tests;

public sealed class WatchBambuPrinterTests : CloudTest
{
    [Fact]
    public void A_print_is_told_from_its_start_to_its_end_each_step_once()
    {
        PowerShellRun run = Prompt.Run(
            """
            $started = $false
            do {
                Watch-BambuPrinter $devices[0] | ForEach-Object {
                    if (-not $started) { $started = $true; $null = Send-BambuPrint -DeviceId $devices[0] -Path $sliced }
                    $_
                    if ($_.Type -eq 'PrintFinished') { break }
                }
            } while ($true)
            """).Succeeded();

        IReadOnlyList<string> types = run.All("Type");
        Assert.Equal("Snapshot", types[0]);
        Assert.Equal(["PrintStarted", "PrintFinished"], types.Where(type => type.StartsWith("Print", StringComparison.Ordinal)));
        Assert.Contains("StageChanged", types);
        Assert.Contains("LayerChanged", types);
        Assert.Contains("ProgressChanged", types);
        PSObject status = PSObject.AsPSObject(run.Output[^1].Value("Status")!);
        Assert.Equal("Finished", status.Text("State"));
        Assert.Equal(100, status.Value("Progress"));
        Assert.Equal(50, status.Value("TotalLayers"));
        Assert.Equal("cube", status.Text("JobName"));
        Assert.Equal(TimeSpan.Zero, status.Value("RemainingTime"));
        Assert.True((double)status.Value("NozzleTemperature")! > 100);
        Assert.EndsWith(" -45 dBm", $"{status.Value("Network")}", StringComparison.Ordinal);
        Assert.All(run.Output, item => Assert.Equal(Cloud.DeviceIds.First(), item.Text("DeviceId")));
    }

    [Fact]
    public async Task A_printer_whose_topic_is_refused_is_one_error_and_the_others_are_watched()
    {
        await HappenAsync($"printers/{Cloud.DeviceIds.First()}/refuse-subscription");

        PowerShellRun run = Prompt.Run("Watch-BambuPrinter $devices[0, 1] -TimeoutSec 1");

        Assert.Equal("BambuCloud.SubscriptionRefused,BambuCloud.Cmdlets.WatchBambuPrinter", run.Error.FullyQualifiedErrorId);
        Assert.Equal(Cloud.DeviceIds.First(), run.Error.TargetObject);
        Assert.Equal(Cloud.DeviceIds.ElementAt(1), run.Only.Text("DeviceId"));
    }

    [Fact]
    public async Task An_error_that_ends_the_command_ends_the_connection_too()
    {
        await HappenAsync($"printers/{Cloud.DeviceIds.First()}/refuse-subscription");

        PowerShellRun run = Prompt.Run("Watch-BambuPrinter $devices[0, 1] -ErrorAction Stop");

        Assert.Contains("SubscriptionRefused", run.Errors[^1].FullyQualifiedErrorId, StringComparison.Ordinal);
        await UntilAsync(async () => await MqttClientsAsync() == 0, "the broker has no client");
    }

    [Fact]
    public async Task An_account_without_printers_has_nothing_to_watch_and_that_is_an_error()
    {
        await ReopenAsync(new SimulatorOptions { Printers = 0 });

        Assert.Equal("BambuCloud.DeviceNotFound,BambuCloud.Cmdlets.WatchBambuPrinter",
            Prompt.Run("Watch-BambuPrinter").Error.FullyQualifiedErrorId);
    }

    [Fact]
    public async Task Where_every_topic_is_refused_the_watch_ends()
    {
        await HappenAsync($"printers/{Cloud.DeviceIds.First()}/refuse-subscription");

        PowerShellRun run = Prompt.Run("Watch-BambuPrinter $devices[0]");

        Assert.Equal("BambuCloud.SubscriptionRefused,BambuCloud.Cmdlets.WatchBambuPrinter", run.Error.FullyQualifiedErrorId);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void Times_are_local() =>
        Assert.Equal(
            ["Local", "Local"],
            Prompt.Run(
                "(Get-BambuSession).ConnectedAt.Kind; do { Watch-BambuPrinter | ForEach-Object { $_.Timestamp.Kind; break } } while "
                    + "($true)").Succeeded()
                .Output.Select(kind => kind.ToString()));
}
