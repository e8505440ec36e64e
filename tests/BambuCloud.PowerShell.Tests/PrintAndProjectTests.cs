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

        PowerShellRun printing = Prompt.Run("Get-BambuPrint -Status Printing").Succeeded();
        PowerShellRun again = Prompt.Run("$job | Get-BambuPrint").Succeeded();
        PowerShellRun failed = Prompt.Run("Get-BambuPrint -DeviceId $devices[1] -Status Failed").Succeeded();

        Assert.Equal("cube.gcode.3mf", printing.Only.Text("FileName"));
        Assert.Equal(printing.Only.Text("JobId"), again.Only.Text("JobId"));
        Assert.Equal(Cloud.DeviceIds.First(), again.Only.Text("DeviceId"));
        Assert.InRange((TimeSpan)again.Only.Value("TimeRemaining")!, TimeSpan.FromSeconds(600), TimeSpan.FromSeconds(651));
        Assert.Equal(DateTimeKind.Local, ((DateTime)again.Only.Value("StartedAt")!).Kind);
        Assert.Equal(["Failed"], failed.All("Status").Distinct());
        Assert.Equal([Cloud.DeviceIds.ElementAt(1)], failed.All("DeviceId").Distinct());
    }

    [Fact]
    public async Task In_the_live_shape_each_printer_with_a_task_has_a_job()
    {
        await ReopenAsync(new SimulatorOptions { Profile = ApiProfile.Live });
        await HappenAsync($"printers/{Cloud.DeviceIds.First()}/start");

        PowerShellRun run = Prompt.Run("Get-BambuPrint").Succeeded();

        Assert.Equal(Cloud.DeviceIds.First(), run.Only.Text("DeviceId"));
        Assert.Equal("P1S 1", run.Only.Text("DeviceName"));
        Assert.Equal("Printing", run.Only.Text("Status"));
        Assert.Equal(TimeSpan.FromMinutes(20), run.Only.Value("EstimatedTime"));
        Assert.Empty(Prompt.Run("Get-BambuPrint -Status Failed").Succeeded().Output);
        Assert.Empty(Prompt.Run("Get-BambuPrint $devices[1]").Succeeded().Output);
    }

    [Fact]
    public void A_job_that_does_not_exist_is_an_error_that_names_it()
    {
        PowerShellRun run = Prompt.Run("Get-BambuPrint -JobId 410000003, nothing");

        Assert.Equal("410000003", run.Only.Text("JobId"));
        Assert.Equal("BambuCloud.NotFound,BambuCloud.Cmdlets.GetBambuPrint", run.Error.FullyQualifiedErrorId);
        Assert.Equal("nothing", run.Error.TargetObject);
    }

    [Theory]
    [InlineData(ApiProfile.Documented, "", 45, 3)]
    [InlineData(ApiProfile.Documented, "-First 5", 5, 1)]
    [InlineData(ApiProfile.Documented, "-First 25", 25, 2)]
    [InlineData(ApiProfile.Documented, "-Skip 43", 2, 1)]
    [InlineData(ApiProfile.Documented, "-Skip 15 -First 10", 10, 2)]
    [InlineData(ApiProfile.Documented, "-Name 'Chess*'", 9, 3)]
    [InlineData(ApiProfile.Documented, "-Name 'Chess*' -Skip 2 -First 3", 3, 2)]
    [InlineData(ApiProfile.Live, "", 45, 1)]
    [InlineData(ApiProfile.Live, "-Skip 43", 2, 1)]
    [InlineData(ApiProfile.Live, "-Skip 15 -First 10", 10, 1)]
    public async Task Projects_are_listed_with_no_more_pages_than_needed(ApiProfile profile, string arguments, int count, int pages)
    {
        await ReopenAsync(new SimulatorOptions { Profile = profile });

        PowerShellRun run = Prompt.Run($"Get-BambuProject {arguments}").Succeeded();

        Assert.Equal(count, run.All("ProjectId").Distinct().Count());
        Assert.Equal(pages, Count("GET /v1/iot-service/api/user/project"));
        int skipped = arguments.Contains("-Skip 43", StringComparison.Ordinal) ? 43 : arguments.Contains("-Skip 15", StringComparison.Ordinal) ? 15 : 0;
        if (!arguments.Contains("-Name", StringComparison.Ordinal))
        {
            Assert.Equal(profile == ApiProfile.Live ? $"{70_000_000 + skipped}" : $"proj_{skipped + 1:D3}", run.Output[0].Text("ProjectId"));
        }
    }

    [Fact]
    public void A_documented_project_has_files() =>
        Assert.Equal("part1.3mf part2.3mf part3.3mf", Prompt.Run("(Get-BambuProject proj_003).Files.FileName -join ' '").Succeeded().Only.ToString());

    [Fact]
    public async Task A_live_project_has_profiles_plates_and_an_address_that_is_no_credential()
    {
        await ReopenAsync(new SimulatorOptions { Profile = ApiProfile.Live });

        PowerShellRun run = Prompt.Run("Get-BambuProject 70000003").Succeeded();

        Assert.Equal("", Assert.IsType<Uri>(run.Only.Value("DownloadUrl")).Query);
        Assert.Equal(DateTimeKind.Local, Assert.IsType<DateTime>(run.Only.Value("UpdatedAt")).Kind);
        Assert.Equal("00:10:51 00:21:42", Prompt.Run("(Get-BambuProject 70000003).Profiles.Plates.EstimatedTime -join ' '").Succeeded().Only.ToString());
    }

    [Fact]
    public void A_project_that_does_not_exist_is_an_error_and_the_next_one_comes()
    {
        PowerShellRun run = Prompt.Run("Get-BambuProject nothing, proj_002");

        Assert.Equal("proj_002", run.Only.Text("ProjectId"));
        Assert.Equal("BambuCloud.NotFound,BambuCloud.Cmdlets.GetBambuProject", run.Error.FullyQualifiedErrorId);
        Assert.Matches(@"^The account has no project 'nothing' \(HTTP 404.*\)\. Get-BambuProject lists", run.Error.ToString());
    }

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
            $rows = ('US1', '7', $devices[0]), ('US2', '7', $devices[0]), ('US2', '8', $devices[0]), ('US2', '7', $devices[0].ToLower()), ('US2', '7', $devices[1])
            $rows | ForEach-Object { [pscustomobject]@{ ModelId = $_[0]; ProfileId = $_[1]; DeviceId = $_[2] } } | New-BambuTask -Title t
            """).Succeeded();

        Assert.Equal(["US1", "US2", "US2", "US2"], run.All("ModelId"));
        Assert.Equal(["7", "7", "8", "7"], run.All("ProfileId"));
        Assert.Equal(new[] { 0, 0, 0, 1 }.Select(Cloud.DeviceIds.ElementAt), run.All("DeviceId"));
    }

    [Fact]
    public async Task Where_the_account_may_not_make_tasks_the_error_says_why()
    {
        await ReopenAsync(new SimulatorOptions { Profile = ApiProfile.Live });

        PowerShellRun run = Prompt.Run("New-BambuTask -ModelId US1 -Title t -ProfileId 7 -DeviceId $devices[0]");

        Assert.Equal("BambuCloud.Forbidden,BambuCloud.Cmdlets.NewBambuTask", run.Error.FullyQualifiedErrorId);
        Assert.Contains("signature", run.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Objects_are_taken_as_arguments_where_their_ids_are()
    {
        Prompt.Run("$device = Get-BambuDevice 'A1*'; $task = Get-BambuTask -First 1; $note = Get-BambuNotification -First 1; $project = Get-BambuProject -First 1").Succeeded();

        Assert.Equal(11, Prompt.Run("Get-BambuTask -DeviceId $device").Succeeded().Output.Count);
        Assert.Equal("New", Prompt.Run("Rename-BambuDevice $device New -PassThru").Succeeded().Only.Text("Name"));
        Assert.Equal("410000044", Prompt.Run("Get-BambuTask $task").Succeeded().Only.Text("TaskId"));
        Assert.Equal("True", Prompt.Run("Set-BambuNotification $note -Read -PassThru").Succeeded().Only.Text("Read"));
        Assert.Equal("proj_001", Prompt.Run("Get-BambuProject $project").Succeeded().Only.Text("ProjectId"));
    }

    [Fact]
    public void A_job_leads_to_its_task_and_a_task_to_another_like_it()
    {
        PowerShellRun task = Prompt.Run("Send-BambuPrint -DeviceId $devices[0] -Path $sliced | Get-BambuTask").Succeeded();
        PowerShellRun again = Prompt.Run("Get-BambuTask -First 1 | New-BambuTask -Title Again").Succeeded();

        Assert.Equal("cube.gcode.3mf", task.Only.Text("Title"));
        Assert.Equal("Again", again.Only.Text("Title"));
    }

    [Theory]
    [InlineData(ApiProfile.Documented, 5)]
    [InlineData(ApiProfile.Live, 1)]
    public async Task Listed_jobs_say_which_printer_they_are_on_and_lead_to_it(ApiProfile profile, int calls)
    {
        await ReopenAsync(new SimulatorOptions { Profile = profile, Speed = 1 });
        await HappenAsync($"printers/{Cloud.DeviceIds.First()}/start");
        await HappenAsync($"printers/{Cloud.DeviceIds.ElementAt(2)}/start");

        PowerShellRun jobs = Prompt.Run("Get-BambuPrint -Status Printing").Succeeded();
        int asked = Count("GET /v1/iot-service/api/user/print");
        PowerShellRun printers = Prompt.Run("Get-BambuPrint -Status Printing | Get-BambuPrinterStatus").Succeeded();

        Assert.Equal(calls, asked);
        Assert.Equal(["A1 1", "P1S 1"], jobs.All("DeviceName").Order());
        Assert.Equal(new[] { 0, 2 }.Select(Cloud.DeviceIds.ElementAt).Order(), printers.All("DeviceId").Order());
        Assert.Empty(Prompt.Run("Get-BambuPrint -Status Printing | Stop-BambuPrint -WhatIf").Succeeded().Output);
        Assert.Equal(2, Prompt.Run("Get-BambuPrint -Status Printing | Get-BambuDevice").Succeeded().Output.Count);
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
        Assert.Equal("410000003", Prompt.Run($"{job.Replace("$null", "''", StringComparison.Ordinal)} | Get-BambuPrint").Succeeded().Only.Text("JobId"));
        Assert.Equal("410000003", Prompt.Run($"{job} | Get-BambuTask").Succeeded().Only.Text("TaskId"));
        Assert.Equal("Finished", Prompt.Run($"{job} | Wait-BambuPrint -PassThru").Succeeded().Only.Text("Outcome"));
    }

    [Theory]
    [InlineData("Get-BambuPrint")]
    [InlineData("Get-BambuTask")]
    [InlineData("Wait-BambuPrint")]
    [InlineData("Get-BambuDeviceVersion")]
    public void An_object_without_any_id_does_not_mean_all(string cmdlet)
    {
        int before = Cloud.Requests.Counts.Values.Sum();

        PowerShellRun run = Prompt.Run($"[pscustomobject]@{{ JobId = $null; DeviceId = $null }} | {cmdlet}");

        Assert.Empty(run.Output);
        Assert.Equal($"ParameterArgumentValidationError,BambuCloud.Cmdlets.{cmdlet.Replace("-", "", StringComparison.Ordinal)}", run.Error.FullyQualifiedErrorId);
        Assert.Contains("does not mean all", run.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, Cloud.Requests.Counts.Values.Sum());
    }

    [Theory]
    [InlineData("Get-BambuPrint nosuch", "nosuch")]
    [InlineData("Get-BambuPrint nosuch -JobId 410000044", "nosuch")]
    [InlineData("Get-BambuPrint 'P1S 1'", "'P1S 1' is the name of 01P00A000000001")]
    [InlineData("Get-BambuTask -DeviceId nosuch", "nosuch")]
    [InlineData("Get-BambuTask -DeviceId 'p1s 1' -First 1", "'p1s 1' is the name of 01P00A000000001")]
    [InlineData("Get-BambuPrinterStatus 'P1S 1'", "'P1S 1' is the name of 01P00A000000001")]
    [InlineData("Wait-BambuPrint 'P1S 1'", "'P1S 1' is the name of 01P00A000000001")]
    public void A_printer_that_the_account_does_not_have_is_an_error_and_a_name_is_told_from_an_id(string command, string says)
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
        Assert.Equal(["410000044"], Prompt.Run("Get-BambuTask 410000044 | Get-BambuPrint").Succeeded().All("JobId"));

    [Fact]
    public void A_job_is_missing_only_where_no_printer_has_it()
    {
        PowerShellRun run = Prompt.Run("Get-BambuDevice | Get-BambuPrint -JobId 410000044, nothing");

        Assert.Equal("410000044", run.Only.Text("JobId"));
        Assert.Equal("nothing", run.Error.TargetObject);
    }

    [Fact]
    public void A_job_is_not_called_missing_where_a_list_could_not_be_read()
    {
        Cloud.Order(new FaultOrder("GET /v1/iot-service/api/user/print", Fault.Status, Times: 1, 403, 8));

        PowerShellRun run = Prompt.Run("$devices[0], $devices[1] | Get-BambuPrint -JobId nothing; $devices[0] | Get-BambuPrint -JobId nowhere");

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
