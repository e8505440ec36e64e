using System.Diagnostics;
using System.Management.Automation;
using BambuCloud.Simulator;

namespace BambuCloud.PowerShell.Tests;

public sealed class WaitBambuPrintTests : CloudTest
{
    private protected override SimulatorOptions Options { get; } = new() { Speed = 300 };

    [Fact]
    public void Jobs_are_waited_for_to_their_end_and_each_says_how()
    {
        PowerShellRun run = Prompt.Run("Get-BambuDevice -Online | Send-BambuPrint -Path $sliced | Wait-BambuPrint -PassThru").Succeeded();

        Assert.Equal(Cloud.DeviceIds.Take(3).Order(), run.All("DeviceId").Order());
        Assert.Equal(["Finished"], run.All("Outcome").Distinct());
        Assert.Equal(["cube"], run.All("JobName").Distinct());
        Assert.All(run.Output, result => Assert.NotEmpty(result.Text("JobId")!));
    }

    [Fact]
    public void Send_with_Wait_does_both()
    {
        PowerShellRun run = Prompt.Run("Get-BambuDevice -Online | Send-BambuPrint -Path $sliced -Wait").Succeeded();

        Assert.Equal(3, run.Output.Count);
        Assert.Equal(["Finished"], run.All("Outcome").Distinct());
    }

    [Theory]
    [InlineData("cancel", "Cancelled", "was cancelled")]
    [InlineData("fail", "Failed", "failed with 0300_8003")]
    public async Task A_print_that_does_not_end_well_is_an_error_or_with_PassThru_an_object(string action, string outcome, string text)
    {
        await ReopenAsync(new SimulatorOptions { Speed = 1 });
        Prompt.Run("$job = Send-BambuPrint -DeviceId $devices[0] -Path $sliced").Succeeded();
        using System.Management.Automation.PowerShell wait = Prompt.Start("$job | Wait-BambuPrint -PassThru; $job | Wait-BambuPrint; Wait-BambuPrint $devices[0]");
        using PSDataCollection<PSObject> results = [];
        IAsyncResult running = wait.BeginInvoke<PSObject, PSObject>(null, results);
        await UntilAsync(async () => await MqttClientsAsync() == 1, "the wait listens");

        await HappenAsync($"printers/{Cloud.DeviceIds.First()}/{action}");
        wait.EndInvoke(running);

        Assert.Equal(outcome, Assert.Single(results).Text("Outcome"));
        ErrorRecord error = Assert.Single(wait.Streams.Error); // The second wait; the third finds nothing that prints.
        Assert.Equal("BambuCloud.PrintNotFinished,BambuCloud.Cmdlets.WaitBambuPrint", error.FullyQualifiedErrorId);
        Assert.Contains(action == "cancel" ? "failed" : text.Split(' ')[0], error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_time_is_over_that_is_said()
    {
        await ReopenAsync(new SimulatorOptions { Speed = 1 });
        Prompt.Run("$job = Send-BambuPrint -DeviceId $devices[0] -Path $sliced").Succeeded();

        PowerShellRun asError = Prompt.Run("$job | Wait-BambuPrint -TimeoutSec 1");
        PowerShellRun asObject = Prompt.Run("Wait-BambuPrint $devices[0] -TimeoutSec 2 -PassThru").Succeeded();

        Assert.Equal("BambuCloud.PrintNotEnded,BambuCloud.Cmdlets.WaitBambuPrint", asError.Error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.OperationTimeout, asError.Error.CategoryInfo.Category);
        Assert.Equal("TimedOut", asObject.Only.Text("Outcome"));
    }

    [Fact]
    public async Task A_lost_connection_is_survived()
    {
        await ReopenAsync(new SimulatorOptions { Speed = 60 });
        Prompt.Run("$job = Send-BambuPrint -DeviceId $devices[0] -Path $sliced").Succeeded();
        using System.Management.Automation.PowerShell wait = Prompt.Start("$job | Wait-BambuPrint -PassThru");
        using PSDataCollection<PSObject> results = [];
        IAsyncResult running = wait.BeginInvoke<PSObject, PSObject>(null, results);
        await UntilAsync(() => Task.FromResult(Count("MQTT pushall") == 1), "the wait listens"); // A connection alone may still be on its way.

        await HappenAsync("connections/drop");
        wait.EndInvoke(running);

        Assert.Equal("Finished", Assert.Single(results).Text("Outcome"));
        Assert.Equal(2, Count("MQTT CONNECT"));
    }

    [Fact]
    public void Where_nothing_prints_there_is_nothing_to_wait_for() =>
        Assert.Empty(Prompt.Run("Wait-BambuPrint -PassThru").Succeeded().Output);

    [Fact]
    public void A_printer_that_does_not_answer_is_a_warning_or_where_it_was_named_an_error()
    {
        PowerShellRun all = Prompt.Run("Wait-BambuPrint -WarningVariable said; $said").Succeeded();
        Assert.Contains("'P1P 1' has not answered", all.Only.ToString(), StringComparison.Ordinal);

        PowerShellRun named = Prompt.Run("Send-BambuPrint -DeviceId $devices[0] -Path $sliced | Out-Null; $devices[3], $devices[0] | Wait-BambuPrint -PassThru");
        Assert.Equal("BambuCloud.DeviceOffline,BambuCloud.Cmdlets.WaitBambuPrint", named.Error.FullyQualifiedErrorId);
        Assert.Equal(Cloud.DeviceIds.ElementAt(3), named.Error.TargetObject);
        Assert.Contains("'P1P 1'", named.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal("Finished", named.Only.Text("Outcome"));
    }

    [Fact]
    public async Task The_time_holds_for_asking_what_prints_and_for_waiting_together()
    {
        await ReopenAsync(new SimulatorOptions { Speed = 1 });
        Prompt.Run("Send-BambuPrint -DeviceId $devices[0] -Path $sliced").Succeeded();
        await HappenAsync($"printers/{Cloud.DeviceIds.ElementAt(1)}/mute");
        long start = Stopwatch.GetTimestamp();

        PowerShellRun run = Prompt.Run("Wait-BambuPrint $devices[0], $devices[1] -TimeoutSec 4");

        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 3.5, 7);
        Assert.Equal(["BambuCloud.DeviceOffline", "BambuCloud.PrintNotEnded"], run.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Matches("'cube' on 'P1S 1'", run.Errors[1].ToString());
    }

    [Fact]
    public void A_job_of_a_printer_whose_id_is_written_in_lower_case_is_found_among_its_jobs()
    {
        PowerShellRun run = Prompt.Run("""
            $job = Send-BambuPrint -DeviceId $devices[0] -Path $sliced
            Wait-BambuPrint $devices[0].ToLower() -JobId $job.JobId -PassThru
            """).Succeeded();

        Assert.Equal(Cloud.DeviceIds.First(), run.Only.Text("DeviceId"));
        Assert.Equal(0, Count($"GET /v1/iot-service/api/user/task/{run.Only.Text("JobId")}"));
    }

    [Fact]
    public void A_job_alone_is_waited_for_on_the_printer_that_has_it()
    {
        PowerShellRun run = Prompt.Run("Wait-BambuPrint -JobId (Send-BambuPrint -DeviceId $devices[0] -Path $sliced).JobId -PassThru").Succeeded();

        Assert.Equal(Cloud.DeviceIds.First(), run.Only.Text("DeviceId"));
        Assert.Equal("Finished", run.Only.Text("Outcome"));
    }

    [Fact]
    public void A_task_is_waited_for_and_not_what_its_printer_prints_now() =>
        Assert.Equal("410000003", Prompt.Run("Get-BambuTask 410000003 | Wait-BambuPrint -PassThru").Succeeded().Only.Text("JobId"));

    [Fact]
    public void A_job_that_ended_before_is_told_with_its_printers_name()
    {
        Assert.Equal("P1S 1", Prompt.Run("Wait-BambuPrint -JobId 410000040 -PassThru").Succeeded().Only.Text("DeviceName"));
        Assert.Contains("on 'P1S 1' failed", Prompt.Run("Wait-BambuPrint -JobId 410000040").Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_job_that_ended_long_ago_is_known_to_the_cloud_and_one_that_never_was_is_an_error()
    {
        Assert.Equal("Finished", Prompt.Run("Wait-BambuPrint -JobId 410000003 -PassThru").Succeeded().Only.Text("Outcome"));
        Assert.Equal("BambuCloud.NotFound,BambuCloud.Cmdlets.WaitBambuPrint", Prompt.Run("Wait-BambuPrint -JobId 999").Error.FullyQualifiedErrorId);
    }
}
