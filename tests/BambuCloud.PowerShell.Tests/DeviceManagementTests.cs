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

    [Theory]
    [InlineData("Register-BambuDevice 01P00A000000001 Again $code", "RequestRejected")]
    [InlineData("Register-BambuDevice 01P00A00000ABCD New $wrong", "RequestRejected")]
    [InlineData("Unregister-BambuDevice STRANGER -Confirm:$false", "DeviceNotFound")]
    [InlineData("Rename-BambuDevice STRANGER New", "DeviceNotFound")]
    [InlineData("Get-BambuDeviceInfo STRANGER", "DeviceNotFound")]
    [InlineData("Get-BambuDeviceVersion STRANGER", "DeviceNotFound")]
    public void What_the_cloud_refuses_is_one_error_that_names_the_printer(string command, string id)
    {
        Prompt["code"] = Secret("12345678");
        Prompt["wrong"] = Secret("wrong987");

        PowerShellRun run = Prompt.Run(command);

        Assert.StartsWith($"BambuCloud.{id},", run.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains((string)run.Error.TargetObject, run.Error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("wrong987", run.Error.Exception.ToString(), StringComparison.Ordinal);
        Assert.Equal(4, Prompt.Run("Get-BambuDevice").Succeeded().Output.Count);
    }

    [Theory]
    [InlineData("Register-BambuDevice 01P00A00000ABCD New $code -WhatIf")]
    [InlineData("Get-BambuDevice | Unregister-BambuDevice -WhatIf")]
    [InlineData("Get-BambuDevice | Rename-BambuDevice -NewName Same -WhatIf")]
    [InlineData("Get-BambuDevice | New-BambuTask -ModelId m -Title t -ProfileId p -WhatIf")]
    public void WhatIf_changes_nothing(string command)
    {
        Prompt["code"] = Secret("12345678");

        Assert.Empty(Prompt.Run(command).Succeeded().Output);
        Assert.DoesNotContain(Cloud.Requests.Counts.Keys, request => request.Split(' ')[0] is "POST" or "PATCH" or "DELETE" or "PUT");
    }

    [Theory]
    [InlineData(ApiProfile.Documented)]
    [InlineData(ApiProfile.Live)]
    public async Task Condition_comes_for_all_printers_or_for_some(ApiProfile profile)
    {
        await ReopenAsync(new SimulatorOptions { Profile = profile });

        PowerShellRun all = Prompt.Run("Get-BambuDeviceInfo").Succeeded();
        PowerShellRun some = Prompt.Run("Get-BambuDeviceInfo '01P*', $devices[3]").Succeeded();

        Assert.Equal(Cloud.DeviceIds, all.All("DeviceId"));
        Assert.Equal(["P1S 1", "P1P 1"], some.All("Name"));
        Assert.Equal(["True", "False"], some.All("Online"));
        Assert.Equal(24.0, some.Output[0].Value("NozzleTemperature"));
        Assert.Equal("01.08.02.00", some.Output[0].Text("FirmwareVersion"));
    }

    [Fact]
    public async Task Condition_of_an_account_with_one_printer_comes_without_a_list_around_it()
    {
        await ReopenAsync(new SimulatorOptions { Printers = 1 });

        Assert.Equal("P1S 1", Prompt.Run("Get-BambuDeviceInfo").Succeeded().Only.Text("Name"));
    }

    [Theory]
    [InlineData(ApiProfile.Documented)]
    [InlineData(ApiProfile.Live)]
    public async Task Firmware_is_told_with_what_is_newer(ApiProfile profile)
    {
        await ReopenAsync(new SimulatorOptions { Profile = profile });

        PowerShellRun run = Prompt.Run("Get-BambuDevice | Get-BambuDeviceVersion | Where-Object UpdateAvailable").Succeeded();

        Assert.Equal(Cloud.DeviceIds, run.All("DeviceId"));
        Assert.All(run.Output, version =>
        {
            Assert.Equal("01.08.02.00", version.Text("CurrentVersion"));
            Assert.Equal("01.09.00.00", version.Text("LatestVersion"));
            Assert.Contains("first layers", version.Text("ReleaseNotes")!, StringComparison.Ordinal);
        });
        if (profile == ApiProfile.Live)
        {
            PSObject ams = PSObject.AsPSObject(LanguagePrimitives.GetEnumerable(run.Output[0].Value("Ams")).Cast<object>().Single());
            Assert.Equal("00.00.06.40", ams.Text("CurrentVersion"));
        }
    }

    [Fact]
    public void An_unbinding_whose_first_answer_was_lost_is_no_failure()
    {
        Cloud.Order(new FaultOrder("DELETE /v1/iot-service/api/user/bind", Fault.Lost));

        Assert.Empty(Prompt.Run("Unregister-BambuDevice $devices[0] -Confirm:$false").Succeeded().Output);
        Assert.Equal(2, Count("DELETE /v1/iot-service/api/user/bind"));
        Assert.Equal(3, Prompt.Run("Get-BambuDevice").Succeeded().Output.Count);
    }

    [Theory]
    [InlineData(ApiProfile.Documented, 4)]
    [InlineData(ApiProfile.Live, 1)]
    public async Task Firmware_of_all_printers_says_whose_it_is(ApiProfile profile, int calls)
    {
        await ReopenAsync(new SimulatorOptions { Profile = profile });

        PowerShellRun run = Prompt.Run("Get-BambuDeviceVersion").Succeeded();

        Assert.Equal(Cloud.DeviceIds, run.All("DeviceId"));
        Assert.InRange(Count("GET /v1/iot-service/api/user/device/version"), calls, calls + 1);
    }
}
