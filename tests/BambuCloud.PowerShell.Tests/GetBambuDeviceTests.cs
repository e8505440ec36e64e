using System.Management.Automation;
using System.Security;
using BambuCloud.Simulator;

namespace BambuCloud.PowerShell.Tests;

public sealed class GetBambuDeviceTests : CloudTest
{
    [Fact]
    public void Without_parameters_all_printers_come_in_the_clouds_order() =>
        Assert.Equal(Cloud.DeviceIds, Prompt.Run("Get-BambuDevice").Succeeded().All("DeviceId"));

    [Fact]
    public void Ids_names_and_patterns_stand_side_by_side_and_what_means_no_printer_is_an_error()
    {
        PowerShellRun run = Prompt.Run("Get-BambuDevice 'p1s 1', $devices[1].ToLower(), 'A1*', Nobody, 'X9*'");

        Assert.Equal(["P1S 1", "X1 Carbon 1", "A1 1"], run.All("Name"));
        Assert.Equal(["Nobody", "X9*"], run.Errors.Select(error => error.TargetObject));
        Assert.All(run.Errors,
            error => Assert.Equal("BambuCloud.DeviceNotFound,BambuCloud.Cmdlets.GetBambuDevice", error.FullyQualifiedErrorId));
    }

    [Fact]
    public void A_name_that_two_printers_bear_is_an_error_that_says_their_ids()
    {
        PowerShellRun run = Prompt.Run("Rename-BambuDevice $devices[1] 'P1S 1'; Suspend-BambuPrint 'P1S 1'");

        Assert.Empty(run.Output);
        Assert.Equal("BambuCloud.DeviceNameAmbiguous,BambuCloud.Cmdlets.SuspendBambuPrint", run.Error.FullyQualifiedErrorId);
        Assert.All(Cloud.DeviceIds.Take(2), id => Assert.Contains(id, run.Error.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Objects_know_their_session()
    {
        await using SimulatedCloud other = await SimulatedCloud.StartAsync(new SimulatorOptions { Printers = 2, Speed = 2000 },
            Cancellation);
        Prompt["otherToken"] = Secret(other.Account.AccessToken);
        Prompt["otherApi"] = other.ApiEndpoint;
        Prompt["otherMqtt"] = other.MqttEndpoint;
        Prompt.Run("""
            $first = Get-BambuSession
            $other = Connect-BambuCloud -AccessToken $otherToken -ApiEndpoint $otherApi -MqttEndpoint $otherMqtt -PassThru
            $devices = Get-BambuDevice -Session $first
            """).Succeeded();

        Assert.Equal(2, Prompt.Run("Get-BambuDevice").Succeeded().Output.Count);
        Assert.Equal(4, Prompt.Run("$devices | Get-BambuPrinterStatus -TimeoutSec 5").Succeeded().Output.Count);
        Assert.Equal(4, Prompt.Run("Get-BambuPrinterStatus $devices").Succeeded().Output.Count);
        Assert.Equal(3, Prompt.Run("Get-BambuTask -Session $first -First 3 | Get-BambuTask").Succeeded().Output.Count);
        Assert.Equal(6, Prompt.Run("Get-BambuDevice -Session $first, $other").Succeeded().Output.Count);
        Assert.Empty(Prompt.Run("$devices[0].psobject.Properties | Where-Object Name -EQ Session").Succeeded().Output);
    }

    [Theory]
    [InlineData("Get-BambuDevice 'P1[S'", "GetBambuDevice", "P1[S")]
    [InlineData("Get-BambuPrinterStatus '01[P'", "GetBambuPrinterStatus", "01[P")]
    [InlineData("Get-BambuTask -DeviceId $devices[0], '01[P'", "GetBambuTask", "01[P")]
    public void A_pattern_whose_bracket_stays_open_is_an_error_that_says_how_it_is_meant_literally(string command, string cmdlet,
        string pattern)
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
}
