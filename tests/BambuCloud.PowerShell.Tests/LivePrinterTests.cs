using System.Management.Automation;
using BambuCloud.Simulator;

namespace BambuCloud.PowerShell.Tests;

/// <summary>What printers do now, and telling them something about it.</summary>
public sealed class LivePrinterTests : CloudTest
{
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
    public void A_print_is_paused_resumed_and_stopped_and_each_is_confirmed_by_the_printers_report()
    {
        Prompt.Run("Send-BambuPrint -DeviceId $devices[0] -Path $sliced").Succeeded();

        PowerShellRun paused = Prompt.Run("Suspend-BambuPrint $devices[0]").Succeeded();
        PowerShellRun again = Prompt.Run("Suspend-BambuPrint $devices[0]").Succeeded();
        PowerShellRun resumed = Prompt.Run("Get-BambuDevice 'P1S*' | Resume-BambuPrint").Succeeded();
        PowerShellRun stopped = Prompt.Run("Stop-BambuPrint $devices[0] -Confirm:$false").Succeeded();

        Assert.Equal(["Confirmed", "True", "Paused"],
            [paused.Only.Text("Outcome"), paused.Only.Text("Sent"), PSObject.AsPSObject(paused.Only.Value("Status")!).Text("State")]);
        Assert.Equal(["Confirmed", "False"], [again.Only.Text("Outcome"), again.Only.Text("Sent")]);
        Assert.Equal(["Confirmed", "True"], [resumed.Only.Text("Outcome"), resumed.Only.Text("Sent")]);
        Assert.Equal(["Confirmed", "Cancelled"],
            [stopped.Only.Text("Outcome"), PSObject.AsPSObject(stopped.Only.Value("Status")!).Text("State")]);
        Assert.Equal((1, 1, 1), (Count("MQTT pause"), Count("MQTT resume"), Count("MQTT stop")));
    }

    [Fact]
    public async Task A_printer_that_says_nothing_gets_no_command()
    {
        await HappenAsync($"printers/{First}/mute");

        PowerShellRun run = Prompt.Run("Suspend-BambuPrint $devices[0] -TimeoutSec 1");

        Assert.Equal(["Unconfirmed", "False"], [run.Only.Text("Outcome"), run.Only.Text("Sent")]);
        Assert.Equal("BambuCloud.DeviceOffline,BambuCloud.Cmdlets.SuspendBambuPrint", run.Error.FullyQualifiedErrorId);
        Assert.Same(run.Only.BaseObject, run.Error.TargetObject);
        Assert.Equal(0, Count("MQTT pause"));
    }
}
