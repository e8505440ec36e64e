using System.Management.Automation;
using BambuCloud.Simulator;

namespace BambuCloud.PowerShell.Tests;

public sealed class WatchBambuPrinterTests : CloudTest
{
    private const string UntilEnd = "ForEach-Object { $_; if ($_.Type -in 'PrintFinished', 'PrintFailed', 'PrintCancelled') { break } }";

    private protected override SimulatorOptions Options { get; } = new() { Speed = 300 };

    [Theory]
    [InlineData(0)] // sends deltas
    [InlineData(1)] // sends everything
    public void A_print_is_told_from_its_start_to_its_end_each_step_once(int printer)
    {
        PowerShellRun run = Prompt.Run(
            $$"""
            $started = $false
            do {
                Watch-BambuPrinter $devices[{{printer}}] |
                    ForEach-Object { if (-not $started) { $started = $true; $null = Send-BambuPrint -DeviceId $devices[{{printer}}] -Path $sliced }; $_ } | {{UntilEnd}}
            } while ($true)
            """).Succeeded();

        IReadOnlyList<string> types = run.All("Type");
        Assert.Equal("Snapshot", types[0]);
        Assert.Equal(["PrintStarted", "PrintFinished"], types.Where(type => type.StartsWith("Print", StringComparison.Ordinal)));
        Assert.Contains("StageChanged", types);
        Assert.Contains("LayerChanged", types);
        Assert.Contains("ProgressChanged", types);
        PSObject status = PSObject.AsPSObject(run.Output[^1].Value("Status")!);
        Assert.Equal("Finish", status.Text("State"));
        Assert.Equal(100, status.Value("Progress"));
        Assert.Equal(50, status.Value("TotalLayers"));
        Assert.Equal("cube", status.Text("JobName"));
        Assert.Equal(TimeSpan.Zero, status.Value("RemainingTime"));
        Assert.True((double)status.Value("NozzleTemperature")! > 100);
        Assert.Equal(-45, status.Value("WifiSignal"));
        Assert.All(run.Output, item => Assert.Equal(Cloud.DeviceIds.ElementAt(printer), item.Text("DeviceId")));
    }

    [Theory]
    [InlineData("cancel", "PrintCancelled")]
    [InlineData("fail", "PrintFailed")]
    public async Task What_happens_at_the_printer_is_told(string action, string end)
    {
        await ReopenAsync(new SimulatorOptions { Speed = 1 });
        Prompt.Run("Send-BambuPrint -DeviceId $devices[0] -Path $sliced").Succeeded();
        using System.Management.Automation.PowerShell watch = Prompt.Start($"do {{ Watch-BambuPrinter $devices[0] | {UntilEnd} }} while ($true)");
        using PSDataCollection<PSObject> events = [];
        IAsyncResult running = watch.BeginInvoke<PSObject, PSObject>(null, events);

        await UntilAsync(() => Seen("Snapshot"), "the snapshot came");
        await HappenAsync($"printers/{Cloud.DeviceIds.First()}/pause");
        await UntilAsync(() => Seen("PrintPaused"), "the pause was told");
        await HappenAsync($"printers/{Cloud.DeviceIds.First()}/resume");
        await UntilAsync(() => Seen("PrintResumed"), "the resume was told");
        await HappenAsync($"printers/{Cloud.DeviceIds.First()}/{action}");
        watch.EndInvoke(running);

        Assert.Equal(["PrintPaused", "PrintResumed", end], events.Select(item => item.Text("Type")!).Where(type => type.StartsWith("Print", StringComparison.Ordinal) && !type.StartsWith("Printer", StringComparison.Ordinal)));
        Assert.Equal(action == "fail" ? 2 : 1, events.Count(item => item.Text("Type") == "ErrorRaised"));

        Task<bool> Seen(string type) => Task.FromResult(events.ToArray().Any(item => item.Text("Type") == type));
    }

    [Fact]
    public void EventType_lets_only_the_wanted_events_through()
    {
        PowerShellRun run = Prompt.Run(
            $"Send-BambuPrint -DeviceId $devices[0] -Path $sliced | Watch-BambuPrinter -EventType StageChanged, PrintFinished -TimeoutSec 5").Succeeded();

        Assert.Equal(["PrintFinished", "StageChanged"], run.All("Type").Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task After_TimeoutSec_the_stream_ends_without_an_error_and_leaves_no_connection()
    {
        PowerShellRun run = Prompt.Run("Watch-BambuPrinter -TimeoutSec 1").Succeeded();

        Assert.Equal(["Snapshot", "Snapshot", "Snapshot"], run.All("Type"));
        await UntilAsync(async () => await MqttClientsAsync() == 0, "the broker has no client");
    }

    [Fact]
    public async Task All_who_watch_share_one_connection_and_the_last_closes_it()
    {
        using UserPrompt other = new();
        other["devices"] = Cloud.DeviceIds.ToArray();
        using System.Management.Automation.PowerShell one = Prompt.Start("Watch-BambuPrinter");
        using System.Management.Automation.PowerShell two = other.Start("Watch-BambuPrinter $devices[0]");
        using PSDataCollection<PSObject> first = [];
        using PSDataCollection<PSObject> second = [];
        one.BeginInvoke<PSObject, PSObject>(null, first);
        two.BeginInvoke<PSObject, PSObject>(null, second);

        await UntilAsync(() => Task.FromResult(first.Count >= 3 && second.Count >= 1), "both have their snapshots");
        Assert.Equal(1, await MqttClientsAsync());
        Assert.Equal(1, Count("MQTT CONNECT"));
        await one.StopAsync(null, null);
        Assert.Equal(1, await MqttClientsAsync());
        Assert.Equal((4, 3), (Count("MQTT SUBSCRIBE"), Count("MQTT UNSUBSCRIBE"))); // What only the first one heard is not sent any more.
        await two.StopAsync(null, null);
        await UntilAsync(async () => await MqttClientsAsync() == 0, "the broker has no client");
    }

    [Fact]
    public async Task A_lost_connection_is_told_and_made_again()
    {
        using System.Management.Automation.PowerShell watch = Prompt.Start(
            "do { Watch-BambuPrinter | ForEach-Object { $_; if ($_.Type -eq 'Reconnected') { break } } } while ($true)");
        using PSDataCollection<PSObject> events = [];
        IAsyncResult running = watch.BeginInvoke<PSObject, PSObject>(null, events);
        await UntilAsync(() => Task.FromResult(events.Count >= 3), "the snapshots came");

        await HappenAsync("connections/drop");
        watch.EndInvoke(running);

        Assert.Equal(["Disconnected", "Reconnected"], events.Skip(3).Select(item => item.Text("Type")!));
    }

    [Fact]
    public async Task A_refused_token_ends_the_watch_with_one_error()
    {
        await using SimulatedCloud strangers = await SimulatedCloud.StartAsync(new SimulatorOptions(), Cancellation);
        Prompt["mqtt"] = strangers.MqttEndpoint;
        using HttpClient control = new();
        (await control.PostAsync(new Uri(strangers.ApiEndpoint, "_sim/token/revoke"), null, Cancellation)).Dispose();
        Connect().Succeeded();

        PowerShellRun run = Prompt.Run("Watch-BambuPrinter");

        Assert.Equal("BambuCloud.TokenRefused,BambuCloud.Cmdlets.WatchBambuPrinter", run.Error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.AuthenticationError, run.Error.CategoryInfo.Category);
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
    public void A_printer_that_is_not_ours_is_an_error_and_nothing_is_watched_for_it()
    {
        PowerShellRun run = Prompt.Run("Watch-BambuPrinter STRANGER");

        Assert.Equal("BambuCloud.DeviceNotFound,BambuCloud.Cmdlets.WatchBambuPrinter", run.Error.FullyQualifiedErrorId);
        Assert.Equal("STRANGER", run.Error.TargetObject);
        Assert.Equal(0, Count("MQTT CONNECT"));
    }

    [Fact]
    public async Task An_account_without_printers_has_nothing_to_watch_and_that_is_an_error()
    {
        await ReopenAsync(new SimulatorOptions { Printers = 0 });

        Assert.Equal("BambuCloud.DeviceNotFound,BambuCloud.Cmdlets.WatchBambuPrinter", Prompt.Run("Watch-BambuPrinter").Error.FullyQualifiedErrorId);
    }

    [Fact]
    public void A_pipeline_that_brings_no_printer_watches_none() =>
        Assert.Empty(Prompt.Run("Get-BambuDevice 'Z*' | Watch-BambuPrinter").Succeeded().Output);

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
        Assert.Equal("Local Local", Prompt.Run("\"$((Get-BambuSession).ConnectedAt.Kind) $((Watch-BambuPrinter $devices[0] -TimeoutSec 1).Timestamp.Kind)\"").Succeeded().Only.ToString());
}
