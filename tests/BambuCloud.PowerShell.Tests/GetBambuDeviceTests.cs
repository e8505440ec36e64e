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
