using System.Management.Automation;
using BambuCloud.Simulator;

namespace BambuCloud.PowerShell.Tests;

/// <summary>Binding, renaming, condition and firmware of printers.</summary>
public sealed class DeviceManagementTests : CloudTest
{
    private const string Stranger = "01P00A00000ABCD";

    [Theory]
    [InlineData(ApiProfile.Documented)]
    [InlineData(ApiProfile.Live)]
    public async Task A_printer_is_bound_renamed_and_unbound_again(ApiProfile profile)
    {
        await ReopenAsync(new SimulatorOptions { Profile = profile });
        Prompt["code"] = Secret("12345678");

        PowerShellRun bound = Prompt.Run($"Register-BambuDevice {Stranger} 'New one' $code").Succeeded();
        PowerShellRun renamed = Prompt.Run($"Get-BambuDevice 'New one' | Rename-BambuDevice -NewName 'Old one' -PassThru").Succeeded();
        PowerShellRun unbound = Prompt.Run("Get-BambuDevice 'Old one' | Unregister-BambuDevice -Confirm:$false -PassThru").Succeeded();

        Assert.Equal($"bind_{Stranger}", bound.Only.Text("BindId"));
        Assert.Equal("New one", bound.Only.Text("Name"));
        Assert.Equal("Old one", renamed.Only.Text("Name"));
        Assert.Equal(Stranger, unbound.Only.Text("DeviceId"));
        Assert.DoesNotContain(Stranger, Prompt.Run("Get-BambuDevice").Succeeded().All("DeviceId"));
    }

    [Fact]
    public void Condition_comes_for_all_printers_or_for_some()
    {
        PowerShellRun all = Prompt.Run("Get-BambuDeviceInfo").Succeeded();
        PowerShellRun some = Prompt.Run("Get-BambuDeviceInfo '01P*', $devices[3]").Succeeded();

        Assert.Equal(Cloud.DeviceIds, all.All("DeviceId"));
        Assert.Equal(["P1S 1", "P1P 1"], some.All("Name"));
        Assert.Equal(["True", "False"], some.All("Online"));
        Assert.Equal(24.0, some.Output[0].Value("NozzleTemperature"));
        Assert.Equal("01.08.02.00", some.Output[0].Text("FirmwareVersion"));
    }

    [Fact]
    public async Task Firmware_is_told_with_what_is_newer()
    {
        await ReopenAsync(new SimulatorOptions { Profile = ApiProfile.Live });

        PowerShellRun run = Prompt.Run("Get-BambuDevice | Get-BambuFirmware | Where-Object UpdateAvailable").Succeeded();

        Assert.Equal(Cloud.DeviceIds, run.All("DeviceId"));
        Assert.All(run.Output, version =>
        {
            Assert.Equal("01.08.02.00", version.Text("CurrentVersion"));
            Assert.Equal("01.09.00.00", version.Text("LatestVersion"));
            Assert.Contains("first layers", version.Text("ReleaseNotes")!, StringComparison.Ordinal);
        });
        PSObject ams = PSObject.AsPSObject(LanguagePrimitives.GetEnumerable(run.Output[0].Value("Ams")).Cast<object>().Single());
        Assert.Equal("00.00.06.40", ams.Text("CurrentVersion"));
    }
}
