using System.Collections;
using System.Text.Json;
using BambuCloud.Simulator;

namespace BambuCloud.Client.Tests;

public sealed class PrintStartTests
{
    private const string Path = "/v1/iot-service/api/user/print";

    private static readonly BambuFile File = new()
    {
        FileName = "cube #1.gcode.3mf",
        Length = 1,
        FileUrl = new Uri("https://storage.example/u/cube%20%231.gcode.3mf")
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Given_an_uploaded_file_when_it_is_started_on_a_printer_then_the_job_is_queued_and_in_the_history()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync();
        BambuDevice device = await fixture.DeviceAsync();

        BambuPrintJob job = await fixture.StartCubeAsync(device.DeviceId);

        Assert.Equal((device.DeviceId, "cube.gcode.3mf", BambuPrintState.Queued, "queued"),
            (job.DeviceId, job.FileName, job.Status, job.RawStatus));
        Assert.Equal(BambuPrintState.Running, (await fixture.Session.Tasks.GetAsync(job.JobId, Cancellation)).Status);
        Assert.Equal(1, fixture.CountOf($"POST {Path}"));
    }

    [Fact]
    public async Task Given_an_account_that_may_not_start_prints_when_one_is_started_then_the_error_says_that_none_was()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Profile = ApiProfile.Live });
        BambuDevice device = await fixture.DeviceAsync();

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => fixture.StartCubeAsync(device.DeviceId));

        Assert.Equal((BambuErrorKind.PrintStartNotAllowed, 405, device.DeviceId), (error.Kind, error.HttpStatus, error.Subject));
        Assert.Contains("Nothing was started", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, fixture.CountOf($"POST {Path}"));
    }

    public static TheoryData<int?, int[], string?> Orders => new()
    {
        { null, [], null },
        { 8, [0], null },
        { 8, [254], null },
        { 8, [2], null },
        { 8, [3], "Slot 3 of AMS 0 is empty" },
        { 8, [7], "Slot 3 of AMS 1 is empty" },
        { 8, [-1], "Filament 1 has no slot" },
        { 1, [0], "The file has no plate 1 to print" },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Given_a_plate_and_slots_when_a_print_is_started_then_the_simulated_printer_refuses_what_a_printer_refuses(
        int? plate, int[] slots, string? refusal)
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync();
        using TemporaryFolder folder = new();
        string path = System.IO.Path.Combine(folder.Path, "eighth.gcode.3mf");
        SlicedArchive eighth = SlicedArchive.Ok.Without(SlicedArchive.Gcode(1)).With(SlicedArchive.Gcode(8), "G28\nG1 X10\n")
            .With(SlicedArchive.SliceInfo, SlicedArchive.Info(SlicedArchive.Plate(8)));
        await System.IO.File.WriteAllBytesAsync(path, eighth.ToBytes(), Cancellation);
        BambuFile file = await fixture.Session.Uploads.SendAsync(Files.PrintFile.Open(path), 0, null, Cancellation);
        BambuPrintSettings settings = new()
        {
            Plate = plate,
            UseAms = slots.Length > 0,
            Additional = slots.Length == 0 ? [] : new Dictionary<string, object?> { ["ams_mapping"] = slots },
        };
        string device = (await fixture.DeviceAsync()).DeviceId;

        Task<BambuPrintJob> start = fixture.Session.Prints.StartAsync(device, file, settings, Cancellation);

        if (refusal is null)
        {
            Assert.Equal(settings, (await start).Settings);
            BambuTask task = await fixture.Session.Tasks.ListAsync(new Api.TaskQuery { First = 1 }, Cancellation).FirstAsync(Cancellation);
            Assert.Equal(5.0, task.FilamentGrams);
            return;
        }
        BambuException error = await Assert.ThrowsAnyAsync<BambuException>(() => start);
        Assert.Equal(BambuErrorKind.PrintRejected, error.Kind);
        Assert.Contains(refusal, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("offline", BambuErrorKind.DeviceOffline)]
    [InlineData("not mine", BambuErrorKind.DeviceNotFound)]
    [InlineData("busy", BambuErrorKind.PrintRejected)]
    [InlineData("no file", BambuErrorKind.PrintRejected)]
    public async Task Given_a_printer_that_cannot_print_it_when_a_print_is_started_then_the_error_says_why(string why, BambuErrorKind kind)
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync();
        IReadOnlyList<BambuDevice> devices = await fixture.Session.Devices.ListAsync(Cancellation);
        string id = why switch
        {
            "offline" => devices.Single(device => !device.Online).DeviceId,
            "not mine" => "99P99A000000001",
            _ => devices[0].DeviceId
        };
        BambuFile file = why == "no file" ? File : await fixture.UploadCubeAsync();
        if (why == "busy")
        {
            await fixture.StartCubeAsync(id);
        }

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => fixture.Session.Prints.StartAsync(id, file,
            new BambuPrintSettings(), Cancellation));

        Assert.Equal((kind, id), (error.Kind, error.Subject));
        Assert.Contains(id, error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> LostAnswers =>
        ["reset", "cut", "500", "no job", "no json", "other shape", "html", "never", "redirect"];

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task Given_a_start_whose_answer_is_lost_when_it_was_sent_then_it_is_unconfirmed_and_was_sent_just_once(string how)
    {
        TaskCompletionSource never = new();
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(how switch
        {
            "reset" => ScriptedAnswer.ConnectionReset,
            "cut" => ScriptedAnswer.Ok("""{"code":0,"data":{"job_id":"1"}}""") with { CutAfter = 12 },
            "500" => new ScriptedAnswer(500, """{"code":500,"message":"oops"}"""),
            "no job" => ScriptedAnswer.Ok("""{"code":0,"message":"Success","data":{}}"""),
            "no json" => ScriptedAnswer.Ok("OK"),
            "other shape" => ScriptedAnswer.Ok("""{"code":0,"data":["1"]}"""),
            "html" => new ScriptedAnswer(200, "<html>a proxy says something</html>", "text/html"),
            "redirect" => new ScriptedAnswer(302) { Headers = [("Location", "/elsewhere")] },
            _ => ScriptedAnswer.Ok("{}") with { Held = never.Task },
        });
        if (how == "never")
        {
            Func<ScriptedRequest, ScriptedAnswer> script = cloud.Server.Script;
            cloud.Server.Script = request =>
            {
                cloud.Clock.Advance(FastForwardTimeProvider.TryLimit);
                return script(request);
            };
        }

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Prints.StartAsync("01P", File,
            new BambuPrintSettings(), Cancellation));

        Assert.Equal((BambuErrorKind.PrintStartUnconfirmed, "01P"), (error.Kind, error.Subject));
        Assert.Contains("may have begun", error.Message, StringComparison.Ordinal);
        Assert.Single(cloud.Server.Requests, request => request.Method == "POST");
    }

    public static TheoryData<string, string> JobsThatBegan => new()
    {
        { "documented",
            """
                {"code":0,"data":{"jobs":[{"job_id":"old","device_id":"01P","file_name":"cube #1.gcode.3mf","status":"printing",
                "started_at":"2026-03-01T10:00:00Z"},{"job_id":"0777","device_id":"01P","file_name":"cube #1.gcode.3mf",
                "status":"printing","progress":1,"started_at":"2026-03-01T12:00:02Z"}]}}
                """ },
        { "live",
            """
                {"message":"success","code":null,"devices":[{"dev_id":"01S","task_id":"1","task_name":"cube #1.gcode.3mf",
                "task_status":"RUNNING","start_time":"2026-03-01 12:00:02"},{"dev_id":"01P","task_id":"0777",
                "task_name":"cube #1.gcode.3mf","task_status":"RUNNING","start_time":"2026-03-01 12:00:02"}]}
                """ },
    };

    [Theory]
    [MemberData(nameof(JobsThatBegan))]
    public async Task Given_a_start_whose_answer_is_lost_when_the_jobs_show_it_then_that_job_is_the_result_and_it_was_sent_just_once(
        string shape, string jobs)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync();
        cloud.Server.Answer(ScriptedAnswer.ConnectionReset, ScriptedAnswer.Ok(jobs));

        BambuPrintJob job = await cloud.Session.Prints.StartAsync("01P", File, new BambuPrintSettings(), Cancellation);

        Assert.Equal(("0777", "01P", BambuPrintState.Running), (job.JobId, job.DeviceId, job.Status));
        Assert.Equal(["POST", "GET"], cloud.Server.Requests.Select(request => request.Method));
        Assert.NotEmpty(shape);
    }

    public static TheoryData<string, string> JobsThatAreOthers => new()
    {
        { "none", """{"code":0,"data":{"jobs":[]}}""" },
        { "idle", """{"message":"success","devices":[{"dev_id":"01P","task_id":null}]}""" },
        { "older",
            """
                {"message":"success","devices":[{"dev_id":"01P","task_id":"1","task_name":"cube #1.gcode.3mf","task_status":"RUNNING",
                "start_time":"2026-03-01 11:00:00"}]}
                """ },
        { "another file",
            """
                {"message":"success","devices":[{"dev_id":"01P","task_id":"1","task_name":"other.3mf","task_status":"RUNNING",
                "start_time":"2026-03-01 12:00:02"}]}
                """ },
        { "another printer",
            """
                {"message":"success","devices":[{"dev_id":"01S","task_id":"1","task_name":"cube #1.gcode.3mf","task_status":"RUNNING",
                "start_time":"2026-03-01 12:00:02"}]}
                """ },
        { "over",
            """
                {"message":"success","devices":[{"dev_id":"01P","task_id":"1","task_name":"cube #1.gcode.3mf","task_status":"SUCCESS",
                "start_time":"2026-03-01 12:00:02"}]}
                """ },
        { "no json", "OK" },
        { "no list", """{"code":0,"data":5}""" },
    };

    [Theory]
    [MemberData(nameof(JobsThatAreOthers))]
    public async Task Given_a_start_whose_answer_is_lost_when_the_jobs_do_not_show_it_then_it_is_unconfirmed_and_was_sent_just_once(
        string why, string jobs)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync();
        cloud.Server.Answer(new ScriptedAnswer(502, "<html>bad gateway</html>", "text/html"), ScriptedAnswer.Ok(jobs));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Prints.StartAsync("01P", File,
            new BambuPrintSettings(), Cancellation));

        Assert.Equal((BambuErrorKind.PrintStartUnconfirmed, "01P"), (error.Kind, error.Subject));
        Assert.True(error.IsOutcomeUnknown);
        Assert.Single(cloud.Server.Requests, request => request.Method == "POST");
        Assert.NotEmpty(why);
    }

    [Fact]
    public async Task Given_a_start_whose_answer_is_lost_when_the_jobs_cannot_be_read_either_then_it_is_unconfirmed_and_was_sent_just_once()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync();
        cloud.Server.Answer(ScriptedAnswer.ConnectionReset, new ScriptedAnswer(503));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Prints.StartAsync("01P", File,
            new BambuPrintSettings(), Cancellation));

        Assert.Equal(BambuErrorKind.PrintStartUnconfirmed, error.Kind);
        Assert.Single(cloud.Server.Requests, request => request.Method == "POST");
        Assert.True(cloud.Server.Requests.Count(request => request.Method == "GET") > 1, "a list is read again");
    }

    [Fact]
    public async Task Given_settings_of_every_type_when_a_print_is_started_then_each_keeps_its_json_type()
    {
        await using ScriptedCloud cloud = await ScriptedCloud
            .OpenAsync(ScriptedAnswer.Ok("""{"code":0,"data":{"job_id":42,"status":"printing","eta":9}}"""));

        BambuPrintJob job = await cloud.Session.Prints.StartAsync("01P", File, new BambuPrintSettings
        {
            LayerHeight = 0.2,
            Infill = 20,
            Speed = 100,
            Plate = 2,
            Additional = new Dictionary<string, object?>
            {
                ["text"] = "ä\"1\"",
                ["flag"] = true,
                ["whole"] = 5,
                ["long"] = 12345678901L,
                ["real"] = 0.125,
                ["price"] = 1.10m,
                ["none"] = null,
                ["list"] = new object?[] { 1, "two", null },
                ["table"] = new Hashtable { ["a"] = 1 },
                ["speed"] = 50, // The named setting wins.
            },
        }, Cancellation);

        Assert.Equal(("42", BambuPrintState.Running), (job.JobId, job.Status));
        Assert.Equal(9L, job.AdditionalProperties["eta"]);
        ScriptedRequest post = Assert.Single(cloud.Server.Requests);
        Assert.Equal(("POST", Path, "application/json"), (post.Method, post.Target, post.Header("Content-Type")));
        using JsonDocument body = JsonDocument.Parse(post.Text);
        Assert.Equal("01P", body.RootElement.GetProperty("device_id").GetString());
        Assert.Equal(File.FileName, body.RootElement.GetProperty("file_name").GetString());
        Assert.Equal(File.FileUrl.AbsoluteUri, body.RootElement.GetProperty("file_url").GetString());
        Assert.False(body.RootElement.TryGetProperty("file_id", out _));
        using JsonDocument settings = JsonDocument.Parse("""
            {"text":"ä\"1\"","flag":true,"whole":5,"long":12345678901,"real":0.125,"price":1.10,"none":null,"list":[1,"two",null],
             "table":{"a":1},"speed":100,"layer_height":0.2,"infill":20,"plate_index":2}
            """);
        Assert.True(JsonElement.DeepEquals(settings.RootElement, body.RootElement.GetProperty("settings")), post.Text);
    }

    [Fact]
    public async Task Given_a_setting_that_holds_itself_when_a_print_is_started_then_it_is_refused_and_nothing_is_sent()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok("""{"code":0,"job_id":"1","status":"queued"}"""));
        ArrayList round = [];
        round.Add(round);

        BambuException error = await Assert.ThrowsAsync<BambuException>(() => cloud.Session.Prints.StartAsync("01P", File,
            new BambuPrintSettings
            {
                Additional = new Dictionary<string, object?> { ["round"] = round },
            }, Cancellation));

        Assert.Equal(BambuErrorKind.InvalidSetting, error.Kind);
        Assert.Empty(cloud.Server.Requests);
    }

    [Fact]
    public async Task Given_no_settings_when_a_print_is_started_then_none_are_sent()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok("""{"code":0,"job_id":"1","status":"queued"}"""));

        await cloud.Session.Prints.StartAsync("01P", File with { FileId = "012345" }, new BambuPrintSettings(), Cancellation);

        using JsonDocument body = JsonDocument.Parse(Assert.Single(cloud.Server.Requests).Text);
        Assert.Equal(["device_id", "file_id", "file_name", "file_url"], body.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal("012345", body.RootElement.GetProperty("file_id").GetString());
    }
}
