using BambuCloud.Simulator;

namespace BambuCloud.PowerShell.Tests;

public sealed class GetBambuTaskTests : CloudTest
{
    [Theory]
    [InlineData(ApiProfile.Documented)]
    [InlineData(ApiProfile.Live)]
    public async Task All_tasks_come_newest_first_and_typed(ApiProfile profile)
    {
        await ReopenAsync(new SimulatorOptions { Profile = profile });

        PowerShellRun run = Prompt.Run("Get-BambuTask").Succeeded();

        Assert.Equal(45, run.Output.Count);
        DateTime[] starts = [.. run.Output.Select(task => (DateTime)task.Value("StartTime")!)];
        Assert.Equal(starts.OrderDescending(), starts);
        Assert.All(starts, start => Assert.Equal(DateTimeKind.Local, start.Kind));
        Assert.Equal(["Failed", "Finished"], run.All("Status").Distinct().Order());
        Assert.All(run.Output, task => Assert.IsType<TimeSpan>(task.Value("EstimatedTime")));
        Assert.Equal(3, Count("GET /v1/user-service/my/tasks"));
    }

    [Theory]
    [InlineData(ApiProfile.Documented)]
    [InlineData(ApiProfile.Live)]
    public async Task One_task_is_found_by_its_id_also_where_the_service_forbids_the_single_call(ApiProfile profile)
    {
        await ReopenAsync(new SimulatorOptions { Profile = profile });

        PowerShellRun run = Prompt.Run("Get-BambuTask -TaskId 410000003").Succeeded();

        Assert.Equal("410000003", run.Only.Text("TaskId"));
        Assert.Equal("Spool holder", run.Only.Text("Title"));
    }

    [Fact]
    public async Task A_task_that_the_live_service_does_not_have_is_an_error_and_the_next_one_still_comes()
    {
        await ReopenAsync(new SimulatorOptions { Profile = ApiProfile.Live });

        PowerShellRun run = Prompt.Run("Get-BambuTask -TaskId 999, 410000003");

        Assert.Equal("410000003", run.Only.Text("TaskId"));
        Assert.Equal("BambuCloud.NotFound,BambuCloud.Cmdlets.GetBambuTask", run.Error.FullyQualifiedErrorId);
        Assert.Equal("999", run.Error.TargetObject);
        Assert.Matches(@"^The account's history has no task '999'.*\. Get-BambuTask lists", run.Error.ToString());
    }

    [Fact]
    public void Tasks_from_the_pipeline_are_read_one_by_one()
    {
        PowerShellRun run = Prompt.Run("Get-BambuTask -First 2 | Get-BambuTask").Succeeded();

        Assert.Equal(["410000044", "410000043"], run.All("TaskId"));
        Assert.Equal(1, Count("GET /v1/iot-service/api/user/task/410000044"));
    }

    [Fact]
    public void A_task_keeps_the_name_of_its_printer_that_the_session_knows()
    {
        int before = Count("GET /v1/iot-service/api/user/bind");

        Assert.Equal("", Prompt.Run("Get-BambuTask -TaskId 410000040").Succeeded().All("DeviceName").Single());
        Assert.Equal(["P1S 1", "P1P 1"], Prompt.Run("Get-BambuTask -First 2 | Get-BambuTask").Succeeded().All("DeviceName"));
        Assert.Equal(before, Count("GET /v1/iot-service/api/user/bind"));

        Assert.Equal("P1S 1", Prompt.Run("$null = Get-BambuDevice; Get-BambuTask -TaskId 410000040").Succeeded().Only.Text("DeviceName"));
        Assert.Equal(before + 1, Count("GET /v1/iot-service/api/user/bind"));
    }

    [Fact]
    public async Task Where_a_printer_has_no_task_now_its_history_comes()
    {
        await ReopenAsync(new SimulatorOptions { Speed = 1 });
        await HappenAsync($"printers/{Cloud.DeviceIds.First()}/start");

        PowerShellRun run = Prompt.Run("Get-BambuPrinterStatus $devices[0], $devices[1], $devices[3] | Get-BambuTask").Succeeded();

        Assert.Equal(new[] { 0, 1, 3 }.Select(Cloud.DeviceIds.ElementAt).Order(), run.All("DeviceId").Distinct().Order());
        Assert.Single(run.Output, task => task.Text("DeviceId") == Cloud.DeviceIds.First());
    }
}
