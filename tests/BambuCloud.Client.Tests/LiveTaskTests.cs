using BambuCloud.Client.Api;
using BambuCloud.Client.Diagnostics;
using BambuCloud.Simulator;

namespace BambuCloud.Client.Tests;

/// <summary>Tasks as the live service writes them (rest.md, <i>A task</i>).</summary>
public sealed class LiveTaskTests
{
    private const string Record = "/v1/iot-service/api/user/task";
    private const string Own = "/v1/user-service/my/task";
    private const string List = "/v1/user-service/my/tasks";
    private const string Forbidden = """{"message":"permission denied","code":8,"error":"Resource forbidden"}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Given_the_live_record_of_a_task_when_it_is_asked_for_then_title_ids_plate_and_estimate_are_there()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(
            """
            {"message":"success","job_id":214306601,"model_id":"US00aa","profile_id":"35276233","name":"benchy",
            "create_time":"2026-08-01 10:00:00","status":"ACTIVE","content":"{\"info\":{\"plate_idx\":1}}",
            "context":{"plates":[{"index":2,"prediction":1,"weight":1},{"index":1,"prediction":3348,"weight":12.6}]}}
            """));

        BambuTask task = await cloud.Session.Tasks.GetAsync("214306602", Cancellation);

        Assert.Equal(("214306602", "benchy", "US00aa", "35276233"), (task.TaskId, task.Title, task.ModelId, task.ProfileId));
        Assert.Equal((BambuPrintState.Running, "ACTIVE"), (task.Status, task.RawStatus));
        Assert.Equal((1, new TimeSpan(0, 55, 48), 12.6), (task.PlateIndex, task.EstimatedTime, task.FilamentGrams));
        Assert.Equal(new DateTime(2026, 8, 1, 10, 0, 0, DateTimeKind.Utc), task.StartTime!.Value.ToUniversalTime());
        Assert.Null(task.EndTime);
        Assert.Equal(214306601L, task.AdditionalProperties["job_id"]); // Another number than the task's.
    }

    [Theory]
    [InlineData("""{"task_id":"7","status":"running","file_name":"","name":"benchy"}""")]
    [InlineData("""{"job_id":9,"name":"benchy"}""")]
    [InlineData("""{"code":0,"data":{"task_id":"","job_id":"9","file_name":"benchy","name":""}}""")]
    public async Task Given_a_record_with_empty_texts_when_it_is_asked_for_then_they_hide_nothing(string record)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(record));

        BambuTask task = await cloud.Session.Tasks.GetAsync("7", Cancellation);

        Assert.Equal(("7", "benchy"), (task.TaskId, task.Title));
    }

    [Theory]
    [InlineData("4", BambuPrintState.Running)]
    [InlineData("1", BambuPrintState.Created)]
    [InlineData("\"PAUSE\"", BambuPrintState.Paused)]
    public async Task Given_a_task_that_waits_or_runs_when_it_has_an_end_all_the_same_then_it_has_no_end_and_no_duration(
        string status, BambuPrintState state)
    {
        BambuTask task = await ListOneAsync(
            $$"""{"id":1,"status":{{status}},"startTime":"2026-08-01T10:00:00Z","endTime":"2026-08-01T10:00:19Z"}""");

        Assert.Equal((state, null, null), (task.Status, task.EndTime, task.Duration));
    }

    [Theory]
    [InlineData("PREPARE", BambuPrintState.Preparing)]
    [InlineData("SLICING", BambuPrintState.Preparing)]
    [InlineData("FINISH", BambuPrintState.Finished)]
    [InlineData("SUCCESS", BambuPrintState.Finished)]
    [InlineData("CANCELED", BambuPrintState.Cancelled)]
    [InlineData("RUNNING", BambuPrintState.Running)]
    [InlineData("ACTIVE", BambuPrintState.Running)]
    [InlineData("3", BambuPrintState.Failed)]
    public async Task Given_a_word_of_the_live_service_when_a_task_has_it_then_it_is_understood(string word, BambuPrintState state) =>
        Assert.Equal(state, (await ListOneAsync($$"""{"id":1,"status":"{{word}}"}""")).Status);

    [Fact]
    public async Task Given_an_item_with_everything_when_it_is_listed_then_plate_bed_nozzles_filaments_and_pictures_are_read()
    {
        BambuTask task = await ListOneAsync(
            """
            {"id":35237965,"title":"Cube","status":2,"startTime":"2024-10-24T10:00:00Z","endTime":"2024-10-24T11:00:00Z","weight":34.62,
            "length":1161,"costTime":3600,"plateIndex":2,"plateName":"left","bedType":"textured_plate","mode":"cloud_file","instanceId":9,
            "useAms":true,"deviceModel":"P1S","snapShot":"https://s3.example/s.png?X-Amz-Signature=f00d","failedType":0,
            "nozzleInfos":[{"id":0,"diameter":0.4,"type":"HS01","flowSize":"standard_flow"}],
            "amsDetailMapping":[{"ams":5,"amsId":1,"slotId":2,"nozzleId":0,"sourceColor":"00AE42FF","targetColor":"FFFFFFFF",
            "filamentId":"GFG99","filamentType":"PETG","targetFilamentType":"PETG","weight":34.62,"group":"a"},
            {"amsId":255,"slotId":0,"sourceColor":"","targetColor":"161616ff","filamentId":"GFA00","filamentType":"PLA","weight":0}]}
            """);

        Assert.Equal((2, "left", "textured_plate", "cloud_file", "9", true),
            (task.PlateIndex, task.PlateName, task.BedType, task.Mode, task.InstanceId, task.UseAms));
        Assert.Equal((34.62, 11.61, TimeSpan.FromHours(1)), (task.FilamentGrams, task.FilamentMeters, task.Duration));
        Assert.Equal("https://s3.example/s.png", task.Snapshot!.AbsoluteUri);
        Assert.Equal([("PETG", "#00AE42", "GFG99", 34.62, 1, 2), ("PLA", "#161616", "GFA00", 0.0, 255, 0)], task.Filaments.Select(
            item => (item.Material, item.Color, item.FilamentId, item.Grams!.Value, item.AmsId!.Value, item.Slot!.Value)));
        Assert.Equal([0, null], task.Filaments.Select(item => item.NozzleId));
        Assert.Equal([("ams", 5L), ("group", "a"), ("targetColor", "FFFFFFFF"), ("targetFilamentType", "PETG")],
            task.Filaments[0].AdditionalProperties.OrderBy(field => field.Key).Select(field => (field.Key, field.Value)));
        Assert.Equal(("HS01", "standard_flow", 0.4), Assert.Single(task.Nozzles) switch { var one => (one.Type, one.Flow, one.Diameter) });
        Assert.Equal(["failedType"], task.AdditionalProperties.Keys);
    }

    [Fact]
    public async Task Given_a_forbidden_record_when_tasks_are_asked_for_then_it_is_asked_once_and_the_others_come_as_the_history_has_them()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync();
        cloud.Server.Script = request => request.Path.StartsWith(Record, StringComparison.Ordinal)
            ? new ScriptedAnswer(403, Forbidden)
            : ScriptedAnswer.Ok($$"""{"id":{{request.Path.Split('/')[^1]}},"title":"Cube","status":2}""");

        List<BambuTask> tasks = await cloud.Session.Tasks.GetAsync(["11", "12"], (_, why) => throw why, Cancellation)
            .ToListAsync(Cancellation);

        Assert.Equal(["11", "12"], tasks.Select(task => task.TaskId));
        Assert.Equal([$"GET {Record}/11", $"GET {Own}/11", $"GET {Own}/12"],
            cloud.Server.Requests.Skip(1).Select(request => request.ToString()));
    }

    [Theory]
    [InlineData(418, "short and stout", BambuErrorKind.EdgeChallenge)]
    [InlineData(429, """{"error":"slow down"}""", BambuErrorKind.RateLimited)]
    [InlineData(401, """{"code":4,"error":"Please login."}""", BambuErrorKind.TokenRefused)]
    [InlineData(401, """{"code":1002,"message":"Token expired"}""", BambuErrorKind.TokenExpired)]
    public async Task Given_a_refusal_that_every_task_would_meet_when_several_are_asked_for_then_it_is_the_one_error_and_ends_the_asking(
        int status, string body, BambuErrorKind kind)
    {
        foreach (bool isForbidden in new[] { false, true })
        {
            await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync();
            cloud.Server.Script = request => isForbidden && request.Path.StartsWith(Record, StringComparison.Ordinal)
                ? new ScriptedAnswer(403, Forbidden) : new ScriptedAnswer(status, body);
            int before = cloud.Server.Requests.Count;
            List<string> missing = [];

            BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(async () => await cloud.Session.Tasks
                .GetAsync(["11", "12", "13"], (id, _) => missing.Add(id), Cancellation).CountAsync(Cancellation));

            Assert.Equal((kind, "11"), (error.Kind, error.Subject));
            Assert.Equal(isForbidden ? 2 : 1, cloud.Server.Requests.Count - before);
            Assert.Empty(missing);
        }
    }

    [Fact]
    public async Task Given_a_service_that_gives_no_single_task_when_one_of_57_is_asked_for_then_it_is_found_beyond_the_first_page()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync();
        cloud.Server.Script = request => request.Path switch
        {
            List => ScriptedAnswer.Ok(Page(57, request.Target)),
            { } path when path.StartsWith(Record, StringComparison.Ordinal) => new ScriptedAnswer(403, Forbidden),
            _ => new ScriptedAnswer(404, """{"code":404,"error":"Not Found"}"""),
        };

        BambuTask task = await cloud.Session.Tasks.GetAsync("5", Cancellation);
        BambuApiException gone = await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Tasks.GetAsync("58", Cancellation));

        Assert.Equal("5", task.TaskId);
        Assert.Equal((BambuErrorKind.NotFound, "58"), (gone.Kind, gone.Subject));
    }

    [Theory]
    [InlineData(ApiProfile.Documented)]
    [InlineData(ApiProfile.Live)]
    public async Task Given_a_state_when_tasks_are_listed_then_only_those_come_and_the_first_are_counted_among_them(ApiProfile profile)
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Profile = profile, Tasks = 200 });
        TaskQuery query = new() { Statuses = [BambuPrintState.Failed] };

        List<BambuTask> all = await fixture.Session.Tasks.ListAsync(query, Cancellation).ToListAsync(Cancellation);
        int asked = fixture.CountOf($"GET {List}");
        List<BambuTask> first = await fixture.Session.Tasks.ListAsync(query with { First = 5 }, Cancellation).ToListAsync(Cancellation);

        Assert.Equal(22, all.Count);
        Assert.All(all, task => Assert.Equal(BambuPrintState.Failed, task.Status));
        Assert.Equal(all.Take(5).Select(task => task.TaskId), first.Select(task => task.TaskId));
        Assert.Equal(profile == ApiProfile.Live ? 2 : 10, asked); // The live service sorts them out itself.
    }

    [Fact]
    public async Task Given_items_without_an_id_when_tasks_are_listed_then_they_are_left_out_with_a_warning_and_the_others_come()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(
            ScriptedAnswer.Ok("""{"total":3,"hits":[{"title":"a"},{"id":7},{"id":""}]}"""));
        List<BambuException> warnings = [];
        CloudTrace.Warned = warnings.Add;

        List<BambuTask> tasks = await cloud.Session.Tasks.ListAsync(new TaskQuery(), Cancellation).ToListAsync(Cancellation);

        Assert.Equal("7", Assert.Single(tasks).TaskId);
        Assert.Equal((BambuErrorKind.ItemUnnamed, $"2 of 3 items in the answer to GET {List} have no 'id' and are left out."),
            Assert.Single(warnings) switch { var one => (one.Kind, one.Message) });
    }

    [Theory]
    [InlineData("35276233", "35276233")]
    [InlineData("0", "0")]
    [InlineData("035276233", "\"035276233\"")] // A number would lose the zero.
    [InlineData("ab12", "\"ab12\"")]
    [InlineData("99999999999999999999", "\"99999999999999999999\"")]
    public async Task Given_a_profile_when_a_task_is_made_then_its_id_is_a_number_where_it_is_one(string id, string json)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok("""{"id":"1","status":"created"}"""));

        BambuTask task = await cloud.Session.Tasks.CreateAsync("US1", "Cube", "01P", id, Cancellation);

        Assert.EndsWith($"\"profileId\":{json}}}", Assert.Single(cloud.Server.Requests).Text, StringComparison.Ordinal);
        Assert.Equal((id, BambuPrintState.Created), (task.ProfileId, task.Status));
    }

    private static string Page(int count, string target)
    {
        int offset = target.Split("offset=") is [_, var rest]
            ? int.Parse(rest.Split('&')[0], System.Globalization.CultureInfo.InvariantCulture) : 0;
        IEnumerable<string> items = Enumerable.Range(offset, Math.Clamp(count - offset, 0, 20)).Select(at => $$"""{"id":{{count - at}}}""");
        return $$"""{"total":{{count}},"hits":[{{string.Join(',', items)}}]}""";
    }

    private static async Task<BambuTask> ListOneAsync(string item)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok($$"""{"total":1,"hits":[{{item}}]}"""));
        return Assert.Single(await cloud.Session.Tasks.ListAsync(new TaskQuery(), Cancellation).ToListAsync(Cancellation));
    }
}
