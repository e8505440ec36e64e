namespace BambuCloud.Client.Tests;

public sealed class PrintListTests
{
    private const string Path = "/v1/iot-service/api/user/print";
    private const string Jobs = """
        {"code":0,"data":{"jobs":[{"job_id":"1","device_id":"01P","file_name":"a.3mf","status":"printing","progress":45,
        "time_remaining":3600,"started_at":"2024-10-18T10:00:00Z","later":1},
         {"job_id":"2","device_id":"01X","status":"completed","progress":101},{"job_id":"3","device_id":"01P","status":"failed"}]}}
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, null, "?force=true", "1 2 3")]
    [InlineData("01P", null, "?device_id=01P&force=true", "1 3")]
    [InlineData("01p", null, "?device_id=01p&force=true", "1 3")]
    [InlineData(null, BambuPrintState.Running, "?status=printing&force=true", "1")]
    [InlineData(null, BambuPrintState.Finished, "?status=completed&force=true", "2")]
    [InlineData("01P", BambuPrintState.Failed, "?device_id=01P&status=failed&force=true", "3")]
    [InlineData(null, BambuPrintState.Paused, "?force=true", "")]
    public async Task Given_a_filter_when_jobs_are_listed_then_it_is_sent_and_a_service_that_ignores_it_is_filtered(string? deviceId,
        BambuPrintState? status, string query, string jobs)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(Jobs));

        IReadOnlyList<BambuPrintJob> found = await cloud.Session.Prints.ListAsync(
            deviceId, status is { } one ? [one] : [], Cancellation);

        Assert.Equal($"GET {Path}{query}", Assert.Single(cloud.Server.Requests).ToString());
        Assert.Equal(jobs, string.Join(' ', found.Select(job => job.JobId)));
    }

    [Fact]
    public async Task Given_the_documented_shape_when_jobs_are_listed_then_each_says_how_far_it_is()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(Jobs));

        IReadOnlyList<BambuPrintJob> jobs = await cloud.Session.Prints.ListAsync(null, [], Cancellation);

        Assert.Equal(("a.3mf", 45, TimeSpan.FromHours(1), 1L),
            (jobs[0].FileName, jobs[0].Progress, jobs[0].RemainingTime, jobs[0].AdditionalProperties["later"]));
        Assert.Equal(new DateTime(2024, 10, 18, 10, 0, 0, DateTimeKind.Utc), jobs[0].StartTime!.Value.ToUniversalTime());
        Assert.Null(jobs[1].Progress); // 101 % is none.
    }

    [Fact]
    public async Task Given_the_live_shape_when_jobs_are_listed_then_each_printer_with_a_task_has_one()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok("""
            {"message":"success","code":null,"devices":[
             {"dev_id":"01P","dev_name":"P1S","dev_online":true,"task_id":35237965,"task_name":"Cube","task_status":"RUNNING",
             "progress":45,"start_time":"2024-11-17 06:12:33","prediction":3600},
             {"dev_id":"01X","task_id":null,"task_status":null},{"dev_id":"01A","task_id":0},{"dev_id":"01B","task_id":""},null]}
            """));

        BambuPrintJob job = Assert.Single(await cloud.Session.Prints.ListAsync(null, [], Cancellation));

        Assert.Equal(("35237965", "01P", "P1S", "Cube"), (job.JobId, job.DeviceId, job.DeviceName, job.FileName));
        Assert.Equal((BambuPrintState.Running, "RUNNING", 45, TimeSpan.FromHours(1), null),
            (job.Status, job.RawStatus, job.Progress, job.EstimatedTime, job.RemainingTime));
        Assert.Equal(true, job.AdditionalProperties["dev_online"]);
    }
}
