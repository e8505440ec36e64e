using System.Diagnostics;
using System.Management.Automation;
using BambuCloud.Simulator;

namespace BambuCloud.PowerShell.Tests;

/// <summary>What printers do now, and telling them something about it.</summary>
public sealed class LivePrinterTests : CloudTest
{
    private const string Print = "$null = Send-BambuPrint -DeviceId $devices[0] -Path $sliced";

    private protected override SimulatorOptions Options { get; } = new() { Speed = 1 };

    private string First => Cloud.DeviceIds.First();

    [Fact]
    public async Task The_state_of_each_printer_comes_now_and_a_silent_one_as_offline()
    {
        await HappenAsync($"printers/{Cloud.DeviceIds.ElementAt(1)}/mute");

        PowerShellRun run = Prompt.Run("Get-BambuPrinterStatus -TimeoutSec 1").Succeeded();

        Assert.Equal(Cloud.DeviceIds.Order(), run.All("DeviceId").Order());
        Assert.Equal("Offline", run.Output.Single(status => status.Text("DeviceId") == Cloud.DeviceIds.ElementAt(1)).Text("State"));
        PSObject answered = run.Output.Single(status => status.Text("DeviceId") == First);
        Assert.Equal("Idle", answered.Text("State"));
        Assert.InRange((DateTime)answered.Value("LastSeen")!, DateTime.Now.AddMinutes(-1), DateTime.Now);
        await UntilAsync(async () => await MqttClientsAsync() == 0, "the broker has no client");
    }

    [Fact]
    public async Task Printers_that_report_on_while_another_one_is_waited_for_come_once()
    {
        Prompt.Run(Print).Succeeded();
        await HappenAsync($"printers/{Cloud.DeviceIds.ElementAt(1)}/mute");

        PowerShellRun run = Prompt.Run("Get-BambuPrinterStatus $devices[0, 1] -TimeoutSec 3").Succeeded();

        Assert.Equal(Cloud.DeviceIds.Take(2), run.All("DeviceId"));
    }

    [Fact]
    public void Printers_that_the_cloud_lists_as_offline_hold_nobody_up()
    {
        long start = Stopwatch.GetTimestamp();

        Assert.Equal("Offline", Prompt.Run("Get-BambuPrinterStatus $devices[3]").Succeeded().Only.Text("State"));
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 8);
    }

    [Fact]
    public void A_print_is_paused_resumed_and_stopped_and_each_is_confirmed_by_the_printers_report()
    {
        Prompt.Run(Print).Succeeded();

        PowerShellRun paused = Prompt.Run("Suspend-BambuPrint $devices[0]").Succeeded();
        PowerShellRun again = Prompt.Run("Suspend-BambuPrint $devices[0]").Succeeded();
        PowerShellRun resumed = Prompt.Run("Get-BambuDevice 'P1S*' | Resume-BambuPrint").Succeeded();
        PowerShellRun stopped = Prompt.Run("Stop-BambuPrint $devices[0] -Confirm:$false").Succeeded();

        Assert.Equal(["Confirmed", "True", "Pause"], [paused.Only.Text("Outcome"), paused.Only.Text("Sent"), PSObject.AsPSObject(paused.Only.Value("Status")!).Text("State")]);
        Assert.Equal(["Confirmed", "False"], [again.Only.Text("Outcome"), again.Only.Text("Sent")]);
        Assert.Equal(["Confirmed", "True"], [resumed.Only.Text("Outcome"), resumed.Only.Text("Sent")]);
        Assert.Equal(["Confirmed", "Failed"], [stopped.Only.Text("Outcome"), PSObject.AsPSObject(stopped.Only.Value("Status")!).Text("State")]);
        Assert.Equal((1, 1, 1), (Count("MQTT pause"), Count("MQTT resume"), Count("MQTT stop")));
    }

    [Fact]
    public void Where_nothing_prints_a_pause_is_refused_without_being_sent_and_a_stop_is_done_already()
    {
        PowerShellRun paused = Prompt.Run("Suspend-BambuPrint $devices[0, 1]").Succeeded();
        PowerShellRun stopped = Prompt.Run("Stop-BambuPrint $devices[0] -Confirm:$false").Succeeded();

        Assert.Equal(["Refused", "Refused"], paused.All("Outcome"));
        Assert.Contains("prints nothing", paused.Output[0].Text("Reason")!, StringComparison.Ordinal);
        Assert.Equal("Confirmed", stopped.Only.Text("Outcome"));
        Assert.Equal((0, 0), (Count("MQTT pause"), Count("MQTT stop")));
    }

    [Theory]
    [InlineData("refuse", "Refused", "verification failed")]
    [InlineData("ignore", "Unconfirmed", "did not answer")]
    public async Task A_printer_that_takes_only_signed_commands_is_told_as_such(string manner, string outcome, string reason)
    {
        Prompt.Run(Print).Succeeded();
        await HappenAsync($"printers/{First}/{manner}");

        PowerShellRun run = Prompt.Run("Suspend-BambuPrint $devices[0] -TimeoutSec 1").Succeeded();

        Assert.Equal(outcome, run.Only.Text("Outcome"));
        Assert.Contains(reason, run.Only.Text("Reason")!, StringComparison.Ordinal);
        Assert.Contains("developer mode", run.Only.Text("Reason")!, StringComparison.Ordinal);
        Assert.Equal(1, Count("MQTT pause"));
    }

    [Fact]
    public async Task A_printer_that_says_nothing_gets_no_command()
    {
        await HappenAsync($"printers/{First}/mute");

        PowerShellRun run = Prompt.Run("Suspend-BambuPrint $devices[0] -TimeoutSec 1").Succeeded();

        Assert.Equal(["Unconfirmed", "False"], [run.Only.Text("Outcome"), run.Only.Text("Sent")]);
        Assert.Equal(0, Count("MQTT pause"));
    }

    [Theory]
    [InlineData("Suspend-BambuPrint $devices -WhatIf")]
    [InlineData("Get-BambuDevice | Stop-BambuPrint -WhatIf")]
    public void WhatIf_sends_nothing(string command)
    {
        Assert.Empty(Prompt.Run(command).Succeeded().Output);
        Assert.Equal(0, Count("MQTT CONNECT"));
    }

    [Fact]
    public async Task A_changed_spool_is_told_with_tray_and_material()
    {
        using System.Management.Automation.PowerShell watch = Prompt.Start("do { Watch-BambuPrinter $devices[1] -EventType Snapshot, FilamentChanged | ForEach-Object { $_; if ($_.Type -eq 'FilamentChanged') { break } } } while ($true)");
        using PSDataCollection<PSObject> events = [];
        IAsyncResult running = watch.BeginInvoke<PSObject, PSObject>(null, events);
        await UntilAsync(() => Task.FromResult(events.Count > 0), "the snapshot came");

        await HappenAsync($"printers/{Cloud.DeviceIds.ElementAt(1)}/load-tray");
        watch.EndInvoke(running);

        PSObject tray = PSObject.AsPSObject(events[^1].Value("Tray")!);
        Assert.Equal(["0", "1", "ABS"], [events[^1].Text("AmsId"), tray.Text("TrayId"), tray.Text("Material")]);
    }

    [Fact]
    public async Task A_broken_report_is_a_warning_once_and_the_watch_goes_on()
    {
        using System.Management.Automation.PowerShell watch = Prompt.Start("Watch-BambuPrinter $devices[0]");
        using PSDataCollection<PSObject> events = [];
        watch.BeginInvoke<PSObject, PSObject>(null, events);
        await UntilAsync(() => Task.FromResult(events.Count > 0), "the snapshot came");

        await HappenAsync($"printers/{First}/garble");
        await HappenAsync($"printers/{First}/garble");
        await HappenAsync($"printers/{First}/offline");
        await UntilAsync(() => Task.FromResult(events.Any(item => item.Text("Type") == "PrinterOffline")), "the printer went");

        Assert.Contains(First, Assert.Single(watch.Streams.Warning).Message, StringComparison.Ordinal);
        await watch.StopAsync(null, null);
    }

    [Fact]
    public void Raw_writes_the_messages_as_they_came()
    {
        PowerShellRun run = Prompt.Run("Watch-BambuPrinter $devices[0] -Raw -TimeoutSec 1").Succeeded();

        Assert.StartsWith("{\"print\":{", run.Output[0].Text("Payload"), StringComparison.Ordinal);
        Assert.Equal("P1S 1", run.Output[0].Text("DeviceName"));
    }

    [Theory]
    [InlineData("0:0:1")]
    [InlineData("1")]
    public async Task With_MinInterval_progress_is_told_less_often_and_no_transition_is_lost(string interval)
    {
        await ReopenAsync(new SimulatorOptions { Speed = 200 });

        PowerShellRun run = Prompt.Run($"{Print}; do {{ Watch-BambuPrinter $devices[0] -MinInterval {interval} | ForEach-Object {{ $_; if ($_.Type -eq 'PrintFinished') {{ break }} }} }} while ($true)").Succeeded();

        PSObject[] progress = [.. run.Output.Where(item => item.Text("Type") == "ProgressChanged")];
        Assert.InRange(progress.Length, 1, 8);
        Assert.True(run.Output.Sum(item => (int)item.Value("Conflated")!) > 10);
        Assert.Equal("PrintFinished", run.Output[^1].Text("Type"));
    }
}
