using BambuCloud.Simulator;

namespace BambuCloud.PowerShell.Tests;

/// <summary>Print jobs, projects and new tasks.</summary>
public sealed class PrintAndProjectTests : CloudTest
{
    private protected override SimulatorOptions Options { get; } = new() { Speed = 1 };

    [Fact]
    public void Jobs_are_limited_by_printer_status_and_id()
    {
        Prompt.Run("$job = Send-BambuPrint -DeviceId $devices[0] -Path $sliced").Succeeded();

        PowerShellRun printing = Prompt.Run("Get-BambuPrint -Status Running").Succeeded();
        PowerShellRun again = Prompt.Run("$job | Get-BambuPrint").Succeeded();
        PowerShellRun failed = Prompt.Run("Get-BambuPrint -DeviceId $devices[1] -Status Failed").Succeeded();

        Assert.Equal("cube.gcode.3mf", printing.Only.Text("FileName"));
        Assert.Equal(printing.Only.Text("JobId"), again.Only.Text("JobId"));
        Assert.Equal(Cloud.DeviceIds.First(), again.Only.Text("DeviceId"));
        Assert.InRange((TimeSpan)again.Only.Value("RemainingTime")!, TimeSpan.FromSeconds(600), TimeSpan.FromSeconds(651));
        Assert.Equal(DateTimeKind.Local, ((DateTime)again.Only.Value("StartTime")!).Kind);
        Assert.Equal(["Failed"], failed.All("Status").Distinct());
        Assert.Equal([Cloud.DeviceIds.ElementAt(1)], failed.All("DeviceId").Distinct());
    }

    [Fact]
    public void A_documented_project_has_files() =>
        Assert.Equal("part1.3mf part2.3mf part3.3mf",
            Prompt.Run("(Get-BambuProject proj_003).Files.FileName -join ' '").Succeeded().Only.ToString());

    [Fact]
    public void A_task_is_made_for_each_printer_and_stands_in_the_history()
    {
        PowerShellRun run = Prompt.Run("Get-BambuDevice -Online | New-BambuTask -ModelId US1 -Title 'My part' -ProfileId 7").Succeeded();

        Assert.Equal(Cloud.DeviceIds.Take(3), run.All("DeviceId"));
        Assert.Equal(["Created"], run.All("Status").Distinct());
        Assert.Equal(run.All("TaskId").Reverse(), Prompt.Run("Get-BambuTask -First 3").Succeeded().All("TaskId"));
    }

    [Fact]
    public void A_printer_gets_a_task_of_each_model_and_profile_and_of_the_same_ones_in_either_case_one()
    {
        PowerShellRun run = Prompt.Run("""
            $rows = ('US1', '7', $devices[0]), ('US2', '7', $devices[0]), ('US2', '8', $devices[0]),
                ('US2', '7', $devices[0].ToLower()), ('US2', '7', $devices[1])
            $rows | ForEach-Object { [pscustomobject]@{ ModelId = $_[0]; ProfileId = $_[1]; DeviceId = $_[2] } } | New-BambuTask -Title t
            """).Succeeded();

        Assert.Equal(["US1", "US2", "US2", "US2"], run.All("ModelId"));
        Assert.Equal(["7", "7", "8", "7"], run.All("ProfileId"));
        Assert.Equal(new[] { 0, 0, 0, 1 }.Select(Cloud.DeviceIds.ElementAt), run.All("DeviceId"));
    }

    [Fact]
    public void Objects_are_taken_as_arguments_where_their_ids_are()
    {
        Prompt.Run(
            "$device = Get-BambuDevice 'A1*'; $task = Get-BambuTask -First 1; $note = Get-BambuNotification -First 1; $project = "
                + "Get-BambuProject -First 1").Succeeded();

        Assert.Equal(11, Prompt.Run("Get-BambuTask -DeviceId $device").Succeeded().Output.Count);
        Assert.Equal("New", Prompt.Run("Rename-BambuDevice $device New -PassThru").Succeeded().Only.Text("Name"));
        Assert.Equal("410000044", Prompt.Run("Get-BambuTask -TaskId $task").Succeeded().Only.Text("TaskId"));
        Assert.Equal("True", Prompt.Run("Set-BambuNotification $note -Read -PassThru").Succeeded().Only.Text("Read"));
        Assert.Equal("proj_001", Prompt.Run("Get-BambuProject $project").Succeeded().Only.Text("ProjectId"));
    }

    [Theory]
    [InlineData(ApiProfile.Documented, 5)]
    [InlineData(ApiProfile.Live, 1)]
    public async Task Listed_jobs_say_which_printer_they_are_on_and_lead_to_it(ApiProfile profile, int calls)
    {
        await ReopenAsync(new SimulatorOptions { Profile = profile, Speed = 1 });
        await HappenAsync($"printers/{Cloud.DeviceIds.First()}/start");
        await HappenAsync($"printers/{Cloud.DeviceIds.ElementAt(2)}/start");

        PowerShellRun jobs = Prompt.Run("Get-BambuPrint -Status Running").Succeeded();
        int asked = Count("GET /v1/iot-service/api/user/print");
        PowerShellRun printers = Prompt.Run("Get-BambuPrint -Status Running | Get-BambuPrinterStatus").Succeeded();

        Assert.Equal(calls, asked);
        Assert.Equal(["A1 1", "P1S 1"], jobs.All("DeviceName").Order());
        Assert.Equal(new[] { 0, 2 }.Select(Cloud.DeviceIds.ElementAt).Order(), printers.All("DeviceId").Order());
        Assert.Empty(Prompt.Run("Get-BambuPrint -Status Running | Stop-BambuPrint -WhatIf").Succeeded().Output);
        Assert.Equal(2, Prompt.Run("Get-BambuPrint -Status Running | Get-BambuDevice").Succeeded().Output.Count);
    }

    [Fact]
    public void A_job_of_a_printer_that_is_no_longer_in_the_account_is_listed_all_the_same()
    {
        PowerShellRun run = Prompt.Run("Unregister-BambuDevice $devices[3] -Confirm:$false; Get-BambuPrint").Succeeded();

        Assert.Equal(45, run.Output.Count);
        Assert.Equal(Cloud.DeviceIds.Take(3).Append("").Order(), run.All("DeviceId").Distinct().Order());
    }

    [Fact]
    public void A_job_is_known_by_its_id_also_where_it_does_not_say_its_printer()
    {
        const string job = "[pscustomobject]@{ JobId = '410000003'; DeviceId = $null }";

        Assert.Equal("410000003", Prompt.Run($"{job} | Get-BambuPrint").Succeeded().Only.Text("JobId"));
        Assert.Equal("410000003",
            Prompt.Run($"{job.Replace("$null", "''", StringComparison.Ordinal)} | Get-BambuPrint").Succeeded().Only.Text("JobId"));
        Assert.Equal("410000003", Prompt.Run($"{job} | Get-BambuTask").Succeeded().Only.Text("TaskId"));
        Assert.Equal("Finished", Prompt.Run($"{job} | Wait-BambuPrint -PassThru").Succeeded().Only.Text("Outcome"));
    }

    [Theory]
    [InlineData("Get-BambuPrint")]
    [InlineData("Get-BambuTask")]
    [InlineData("Wait-BambuPrint")]
    [InlineData("Get-BambuFirmware")]
    public void An_object_without_any_id_does_not_mean_all(string cmdlet)
    {
        int before = Cloud.Requests.Counts.Values.Sum();

        PowerShellRun run = Prompt.Run($"[pscustomobject]@{{ JobId = $null; DeviceId = $null }} | {cmdlet}");

        Assert.Empty(run.Output);
        Assert.Equal($"ParameterArgumentValidationError,BambuCloud.Cmdlets.{cmdlet.Replace("-", "", StringComparison.Ordinal)}",
            run.Error.FullyQualifiedErrorId);
        Assert.Contains("does not mean all", run.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, Cloud.Requests.Counts.Values.Sum());
    }

    [Theory]
    [InlineData("Get-BambuPrint nosuch", "nosuch")]
    [InlineData("Get-BambuPrint nosuch -JobId 410000044", "nosuch")]
    [InlineData("Get-BambuTask -DeviceId nosuch", "nosuch")]
    [InlineData("Get-BambuTask 'P1S 9*' -First 1", "matches 'P1S 9*'")]
    public void A_printer_that_the_account_does_not_have_is_an_error(string command, string says)
    {
        PowerShellRun run = Prompt.Run(command);

        Assert.Empty(run.Output);
        Assert.StartsWith("BambuCloud.DeviceNotFound,", run.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(says, run.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_printer_without_a_print_is_no_error_and_the_list_of_printers_is_read_once()
    {
        await ReopenAsync(new SimulatorOptions { Tasks = 0 });
        int before = Count("GET /v1/iot-service/api/user/bind");

        Assert.Empty(Prompt.Run("$devices | Get-BambuPrint").Succeeded().Output);
        Assert.Equal(before + 1, Count("GET /v1/iot-service/api/user/bind"));
        Assert.Empty(Prompt.Run("Get-BambuTask -DeviceId $devices").Succeeded().Output);
        Assert.Equal(before + 2, Count("GET /v1/iot-service/api/user/bind"));
    }

    [Fact]
    public void A_job_that_the_status_leaves_out_is_not_called_missing()
    {
        PowerShellRun run = Prompt.Run("Get-BambuPrint -JobId 410000044, nothing, 410000040 -Status Failed");

        Assert.Equal("410000040", run.Only.Text("JobId"));
        Assert.Equal("nothing", run.Error.TargetObject);
    }

    [Fact]
    public void A_task_leads_to_its_job() =>
        Assert.Equal(["410000044"], Prompt.Run("Get-BambuTask -TaskId 410000044 | Get-BambuPrint").Succeeded().All("JobId"));

    [Fact]
    public void A_job_is_not_called_missing_where_a_list_could_not_be_read()
    {
        Cloud.Order(new FaultOrder("GET /v1/iot-service/api/user/print", Fault.Status, Times: 1, 403, 8));

        PowerShellRun run = Prompt
            .Run("$devices[0], $devices[1] | Get-BambuPrint -JobId nothing; $devices[0] | Get-BambuPrint -JobId nowhere");

        Assert.Equal(["Forbidden", "NotFound"], run.Errors.Select(error => ((BambuException)error.Exception).Kind.ToString()));
        Assert.Equal("nowhere", run.Errors[1].TargetObject);
    }

    [Fact]
    public async Task Access_codes_that_come_unasked_are_no_part_of_an_object()
    {
        await ReopenAsync(new SimulatorOptions { Profile = ApiProfile.Live });
        await HappenAsync($"printers/{Cloud.DeviceIds.First()}/start");

        PowerShellRun run = Prompt.Run("(Get-BambuPrint).AdditionalProperties.Keys").Succeeded();

        Assert.Contains("dev_online", run.Output.Select(key => key.ToString()));
        Assert.DoesNotContain(run.Output, key => key.ToString().Contains("access_code", StringComparison.Ordinal));
    }
}
