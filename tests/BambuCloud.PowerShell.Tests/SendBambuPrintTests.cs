using System.Management.Automation;
using BambuCloud.Simulator;

namespace BambuCloud.PowerShell.Tests;

public sealed class SendBambuPrintTests : CloudTest
{
    private const string Start = "POST /v1/iot-service/api/user/print";

    [Fact]
    public void Printers_from_the_pipeline_share_one_upload_and_each_gets_a_job()
    {
        PowerShellRun run = Prompt.Run("Get-BambuDevice -Online | Send-BambuPrint -Path $sliced").Succeeded();

        Assert.Equal(Cloud.DeviceIds.Take(3), run.All("DeviceId"));
        Assert.All(run.Output, job =>
        {
            Assert.Equal("cube.gcode.3mf", job.Text("FileName"));
            Assert.Equal("Queued", job.Text("Status"));
            Assert.NotEmpty(job.Text("JobId")!);
        });
        Assert.Equal(2, Count("PUT storage"));
        Assert.Equal(3, Count(Start));
    }

    [Fact]
    public void A_printer_whose_id_is_written_in_lower_case_prints_by_its_own_id()
    {
        PowerShellRun run = Prompt.Run("Send-BambuPrint -DeviceId $devices[0].ToLower() -Path $sliced").Succeeded();

        Assert.Equal(Cloud.DeviceIds.First(), run.Only.Text("DeviceId"));
    }

    [Fact]
    public void A_printer_that_is_named_twice_prints_once()
    {
        PowerShellRun run = Prompt.Run("$devices[0], $devices[0], $devices[1] | Send-BambuPrint -Path $sliced").Succeeded();

        Assert.Equal(Cloud.DeviceIds.Take(2), run.All("DeviceId"));
        Assert.Equal(2, Count(Start));
    }

    [Theory]
    [InlineData("$h = @{}; $h.self = $h; $h")]
    [InlineData("$l = [Collections.ArrayList]::new(); $null = $l.Add($l); @{ list = $l }")]
    public void Settings_that_hold_themselves_are_refused_before_anything_is_sent(string settings)
    {
        PowerShellRun run = Prompt.Run($"Send-BambuPrint -DeviceId $devices[0] -Path $sliced -Setting $({settings})");

        Assert.Equal("BambuCloud.InvalidSetting,BambuCloud.Cmdlets.SendBambuPrint", run.Error.FullyQualifiedErrorId);
        Assert.Equal(0, Count("GET /v1/iot-service/api/user/upload"));
    }

    [Theory]
    [InlineData("relative/path")]
    [InlineData("ftp://storage.example/x.3mf")]
    public void An_address_of_no_uploaded_file_is_refused(string address)
    {
        PowerShellRun run = Prompt.Run($"Send-BambuPrint -DeviceId $devices[0] -FileUrl '{address}' -FileName x.3mf");

        Assert.Equal("BambuCloud.InvalidFileUrl,BambuCloud.Cmdlets.SendBambuPrint", run.Error.FullyQualifiedErrorId);
        Assert.Equal(0, Count(Start));
    }
}
