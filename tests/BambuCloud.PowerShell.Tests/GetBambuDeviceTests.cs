using System.Management.Automation;
using System.Security;
using BambuCloud.Simulator;

namespace BambuCloud.PowerShell.Tests;

public sealed class GetBambuDeviceTests : CloudTest
{
    [Fact]
    public void Without_parameters_all_printers_come_in_the_clouds_order() =>
        Assert.Equal(Cloud.DeviceIds, Prompt.Run("Get-BambuDevice").Succeeded().All("DeviceId"));

    [Theory]
    [InlineData("'P1S*'", "P1S 1")]
    [InlineData("'p1s 1', '*carbon*'", "P1S 1|X1 Carbon 1")]
    [InlineData("-DeviceId $devices[2]", "A1 1")]
    [InlineData("-DeviceId '01*'", "P1S 1|P1P 1")]
    [InlineData("-Name 'P*' -Online", "P1S 1")]
    [InlineData("nobody*", "")]
    public void Names_and_ids_take_several_values_and_wildcards_in_any_case(string arguments, string names) =>
        Assert.Equal(names, string.Join('|', Prompt.Run($"Get-BambuDevice {arguments}").Succeeded().All("Name")));

    [Fact]
    public void A_name_that_no_printer_has_is_an_error_and_the_others_still_come()
    {
        PowerShellRun run = Prompt.Run("Get-BambuDevice 'P1S 1', 'Nobody'");

        Assert.Equal("P1S 1", run.Only.Text("Name"));
        Assert.Equal("BambuCloud.DeviceNotFound,BambuCloud.Cmdlets.GetBambuDevice", run.Error.FullyQualifiedErrorId);
        Assert.Equal("Nobody", run.Error.TargetObject);
        Assert.Contains("'Nobody'", run.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_no_printer_has_is_told_once_however_many_ids_the_pipeline_brings()
    {
        PowerShellRun run = Prompt.Run("$devices | Get-BambuDevice -Name 'P1S 1', 'Nobody'");

        Assert.Equal("P1S 1", run.Only.Text("Name"));
        Assert.Equal("Nobody", run.Error.TargetObject);
    }

    [Theory]
    [InlineData("Get-BambuDevice 'P1[S'", "GetBambuDevice", "P1[S")]
    [InlineData("Get-BambuPrinterStatus '01[P'", "GetBambuPrinterStatus", "01[P")]
    [InlineData("Get-BambuTask -DeviceId $devices[0], '01[P'", "GetBambuTask", "01[P")]
    public void A_pattern_whose_bracket_stays_open_is_an_error_that_says_how_it_is_meant_literally(string command, string cmdlet, string pattern)
    {
        PowerShellRun run = Prompt.Run(command);

        Assert.Equal($"BambuCloud.InvalidPattern,BambuCloud.Cmdlets.{cmdlet}", run.Error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, run.Error.CategoryInfo.Category);
        Assert.Equal(pattern, run.Error.TargetObject);
        Assert.Contains($"'{pattern.Replace("[", "`[", StringComparison.Ordinal)}'", run.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_live_shape_brings_nozzle_structure_and_a_trimmed_access_code()
    {
        await ReopenAsync(new SimulatorOptions { Profile = ApiProfile.Live });

        PowerShellRun run = Prompt.Run("Get-BambuDevice 'A1*'").Succeeded();

        Assert.Equal(0.4, run.Only.Value("NozzleDiameter"));
        Assert.Equal("I3", run.Only.Text("Structure"));
        Assert.Equal(8, Assert.IsType<SecureString>(run.Only.Value("AccessCode")).Length);
    }

    [Fact]
    public void Ids_from_the_pipeline_ask_the_cloud_once()
    {
        int before = Count("GET /v1/iot-service/api/user/bind");

        PowerShellRun run = Prompt.Run("Get-BambuDevice | Get-BambuDevice").Succeeded();

        Assert.Equal(Cloud.DeviceIds, run.All("DeviceId"));
        Assert.Equal(before + 2, Count("GET /v1/iot-service/api/user/bind"));
    }

    [Fact]
    public async Task An_account_without_printers_is_no_error()
    {
        await ReopenAsync(new SimulatorOptions { Printers = 0 });

        Assert.Empty(Prompt.Run("Get-BambuDevice").Succeeded().Output);
    }
}
