using System.Diagnostics;
using BambuCloud.Simulator;

namespace BambuCloud.PowerShell.Tests;

public sealed class WaitBambuPrintTests : CloudTest
{
    [Fact]
    public void Jobs_are_waited_for_to_their_end_and_each_says_how()
    {
        PowerShellRun run = Prompt.Run("Get-BambuDevice -Online | Send-BambuPrint -Path $sliced | Wait-BambuPrint -PassThru").Succeeded();

        Assert.Equal(Cloud.DeviceIds.Take(3).Order(), run.All("DeviceId").Order());
        Assert.Equal(["Finished"], run.All("Outcome").Distinct());
        Assert.All(run.All("JobName"), name => Assert.StartsWith("cube", name, StringComparison.Ordinal)); // The history names the file.
        Assert.All(run.Output, result => Assert.NotEmpty(result.Text("JobId")!));
        Assert.All(run.Output, result => Assert.IsType<TimeSpan>(result.Value("Duration")));
    }

    [Fact]
    public async Task The_time_holds_for_asking_what_prints_and_for_waiting_together()
    {
        await ReopenAsync(new SimulatorOptions { Speed = 1 });
        Prompt.Run("Send-BambuPrint -DeviceId $devices[0] -Path $sliced").Succeeded();
        await HappenAsync($"printers/{Cloud.DeviceIds.ElementAt(1)}/mute");
        long start = Stopwatch.GetTimestamp();

        PowerShellRun run = Prompt.Run("Wait-BambuPrint $devices[0], $devices[1] -TimeoutSec 2");

        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 1.8, 5);
        Assert.Equal(["BambuCloud.DeviceOffline", "BambuCloud.WaitTimedOut"],
            run.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Matches("'cube' on 'P1S 1'", run.Errors[1].ToString());
    }

    [Fact]
    public async Task A_job_of_a_printer_whose_id_is_written_in_lower_case_is_found_among_its_jobs()
    {
        await ReopenAsync(new SimulatorOptions { Speed = 1 });

        PowerShellRun run = Prompt.Run("""
            $job = Send-BambuPrint -DeviceId $devices[0] -Path $sliced
            Wait-BambuPrint $devices[0].ToLower() -JobId $job.JobId -PassThru -TimeoutSec 1
            """);

        Assert.Equal([Cloud.DeviceIds.First(), "True", null],
            [run.Only.Text("DeviceId"), run.Only.Text("TimedOut"), run.Only.Text("EndTime")]);
        Assert.StartsWith("BambuCloud.WaitTimedOut,", run.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(0, Count($"GET /v1/iot-service/api/user/task/{run.Only.Text("JobId")}"));
    }

    [Fact]
    public void A_job_alone_is_waited_for_on_the_printer_that_has_it()
    {
        PowerShellRun run = Prompt.Run("Wait-BambuPrint -JobId (Send-BambuPrint -DeviceId $devices[0] -Path $sliced).JobId -PassThru")
            .Succeeded();

        Assert.Equal(Cloud.DeviceIds.First(), run.Only.Text("DeviceId"));
        Assert.Equal("Finished", run.Only.Text("Outcome"));
    }

    [Fact]
    public void A_task_is_waited_for_and_not_what_its_printer_prints_now() =>
        Assert.Equal("410000003", Prompt.Run("Get-BambuTask -TaskId 410000003 | Wait-BambuPrint -PassThru").Succeeded().Only.Text("JobId"));

    [Fact]
    public void A_job_that_ended_before_is_told_with_its_printers_name()
    {
        PowerShellRun asObject = Prompt.Run("Wait-BambuPrint -JobId 410000040 -PassThru");
        PowerShellRun asError = Prompt.Run("Wait-BambuPrint -JobId 410000040");

        Assert.Equal(["P1S 1", "Unknown"], [asObject.Only.Text("DeviceName"), asObject.Only.Text("Outcome")]);
        Assert.Contains("on 'P1S 1' did not finish, and nobody knows whether it failed or was cancelled", asError.Error.ToString(),
            StringComparison.Ordinal);
        Assert.Equal(asError.Error.ToString(), asObject.Error.ToString());
    }

    [Theory]
    [InlineData("cancel", "Cancelled", "0300_400C")]
    [InlineData("fail", "Failed", "0300_8016")]
    public async Task A_job_that_the_history_calls_failed_is_judged_by_its_printer_where_that_still_has_it(
        string action, string outcome, string error)
    {
        await ReopenAsync(new SimulatorOptions { Speed = 1 });
        string job = Prompt.Run("Send-BambuPrint -DeviceId $devices[0] -Path $sliced").Succeeded().Only.Text("JobId")!;
        await HappenAsync($"printers/{Cloud.DeviceIds.First()}/{action}");

        PowerShellRun run = Prompt.Run($"Wait-BambuPrint -JobId {job} -PassThru");

        Assert.Equal([outcome, error], [run.Only.Text("Outcome"), run.Only.Text("PrintError")]);
        Assert.Equal(["Failed"], Prompt.Run($"Get-BambuTask -TaskId {job}").Succeeded().All("Status"));
    }

    [Fact]
    public void A_job_that_ended_long_ago_is_known_to_the_cloud() =>
        Assert.Equal("Finished", Prompt.Run("Wait-BambuPrint -JobId 410000003 -PassThru").Succeeded().Only.Text("Outcome"));
}
