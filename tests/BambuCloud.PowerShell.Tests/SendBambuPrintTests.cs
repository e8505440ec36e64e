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
    public void A_file_that_was_uploaded_before_is_started_from_the_pipeline()
    {
        PowerShellRun run = Prompt.Run("Send-BambuFile $sliced | Send-BambuPrint -DeviceId $devices[0]").Succeeded();

        Assert.Equal(Cloud.DeviceIds.First(), run.Only.Text("DeviceId"));
        Assert.Equal(2, Count("PUT storage"));
    }

    [Fact]
    public void A_printer_that_is_offline_or_not_ours_is_one_error_each_and_the_others_print()
    {
        PowerShellRun run = Prompt.Run("$devices[3], 'STRANGER', $devices[0] | Send-BambuPrint -Path $sliced");

        Assert.Equal(Cloud.DeviceIds.First(), run.Only.Text("DeviceId"));
        Assert.Equal(
            ["BambuCloud.DeviceOffline,BambuCloud.Cmdlets.SendBambuPrint", "BambuCloud.DeviceNotFound,BambuCloud.Cmdlets.SendBambuPrint"],
            run.Errors.Select(error => error.FullyQualifiedErrorId));
        Assert.Equal([Cloud.DeviceIds.Last(), "STRANGER"], run.Errors.Select(error => error.TargetObject));
    }

    [Fact]
    public void A_busy_printer_refuses_and_no_second_print_is_started()
    {
        Prompt.Run("Send-BambuPrint -DeviceId $devices[0] -Path $sliced").Succeeded();

        PowerShellRun run = Prompt.Run("Send-BambuPrint -DeviceId $devices[0] -Path $sliced");

        Assert.Equal("BambuCloud.PrintRejected,BambuCloud.Cmdlets.SendBambuPrint", run.Error.FullyQualifiedErrorId);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void With_WhatIf_not_one_byte_leaves_even_without_a_session()
    {
        Prompt.Run("Disconnect-BambuCloud").Succeeded();
        int before = Cloud.Requests.Counts.Values.Sum();

        Assert.Empty(Prompt.Run("Send-BambuPrint -DeviceId $devices -Path $sliced -WhatIf").Succeeded().Output);
        Assert.Equal(before, Cloud.Requests.Counts.Values.Sum());
    }

    [Theory]
    [InlineData("$file | Send-BambuPrint -DeviceId $devices[0]")]
    [InlineData("$devices[0] | Send-BambuPrint -FileUrl $file.FileUrl -FileName $file.FileName")]
    [InlineData("Get-BambuDevice -DeviceId $devices[0] | Send-BambuPrint -FileUrl $file.FileUrl -FileName $file.FileName")]
    [InlineData("[pscustomobject]@{ DeviceId = $devices[0]; FileUrl = $file.FileUrl; FileName = $file.FileName } | Send-BambuPrint")]
    public void An_uploaded_file_and_the_printers_come_from_the_pipeline_each_or_both(string command)
    {
        PowerShellRun run = Prompt.Run($"$file = Send-BambuFile $sliced; {command}").Succeeded();

        Assert.Equal(Cloud.DeviceIds.First(), run.Only.Text("DeviceId"));
        Assert.Equal("cube.gcode.3mf", run.Only.Text("FileName"));
    }

    [Theory]
    [InlineData("unsliced", "NotSliced", "Slice it first")]
    [InlineData("folder", "NotAFile", "is a folder")]
    public void A_file_that_cannot_be_printed_is_one_error_before_the_first_printers_turn(string file, string id, string text)
    {
        Prompt["unsliced"] = Built.UnslicedFile;
        Prompt["folder"] = AppContext.BaseDirectory;

        PowerShellRun run = Prompt.Run($"$devices | Send-BambuPrint -Path ${file}");

        Assert.Equal($"BambuCloud.{id},BambuCloud.Cmdlets.SendBambuPrint", run.Error.FullyQualifiedErrorId);
        Assert.Contains(text, run.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, Count("GET /v1/iot-service/api/user/upload"));
    }

    [Theory]
    [InlineData("-LayerHeight 0")]
    [InlineData("-Infill 101")]
    [InlineData("-Speed 0")]
    public void Settings_outside_their_range_are_refused_at_once(string setting)
    {
        PowerShellRun run = Prompt.Run($"Send-BambuPrint -DeviceId $devices[0] -Path $sliced {setting}");

        Assert.StartsWith("ParameterArgumentValidationError", run.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(0, Count("GET /v1/iot-service/api/user/upload"));
    }

    [Fact]
    public async Task Where_the_account_may_not_start_prints_the_error_says_so_and_what_to_do()
    {
        await ReopenAsync(new SimulatorOptions { Profile = ApiProfile.Live });

        PowerShellRun run = Prompt.Run("Send-BambuPrint -DeviceId $devices[0] -Path $sliced");

        Assert.Equal("BambuCloud.PrintStartNotAllowed,BambuCloud.Cmdlets.SendBambuPrint", run.Error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.PermissionDenied, run.Error.CategoryInfo.Category);
        Assert.Contains("Bambu Studio", run.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(run.Output);
        Assert.Equal(1, Count(Start));
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

    [Fact]
    public void Printers_of_another_model_than_the_file_was_sliced_for_are_refused_and_the_fitting_ones_print()
    {
        Prompt["p1s"] = Built.FileForP1S;

        PowerShellRun run = Prompt.Run("Get-BambuDevice -Online | Send-BambuPrint -Path $p1s");

        Assert.Equal(Cloud.DeviceIds.First(), run.Only.Text("DeviceId"));
        Assert.Equal(["BambuCloud.PrinterModelMismatch,BambuCloud.Cmdlets.SendBambuPrint"], run.Errors.Select(error => error.FullyQualifiedErrorId).Distinct());
        Assert.Contains("sliced for P1S (C12)", run.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(1, Count(Start));
    }

    [Fact]
    public void Force_starts_it_all_the_same_with_a_warning()
    {
        Prompt["p1s"] = Built.FileForP1S;

        PowerShellRun run = Prompt.Run("Send-BambuPrint -DeviceId $devices[1] -Path $p1s -Force 3>&1").Succeeded();

        Assert.Contains("was sliced for P1S (C12)", run.Output[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(Cloud.DeviceIds.ElementAt(1), run.Output[1].Text("DeviceId"));
    }

    [Fact]
    public void A_plate_that_the_file_has_not_is_an_error_before_anything_is_sent()
    {
        Prompt["p1s"] = Built.FileForP1S;

        Prompt.Run("Send-BambuPrint -DeviceId $devices[0] -Path $p1s -Plate 2").Succeeded();
        PowerShellRun run = Prompt.Run("Send-BambuPrint -DeviceId $devices[0] -Path $p1s -Plate 3");

        Assert.Equal("BambuCloud.PlateNotFound,BambuCloud.Cmdlets.SendBambuPrint", run.Error.FullyQualifiedErrorId);
        Assert.Contains("it has plate 1, 2", run.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, Count("PUT storage"));
    }
}
