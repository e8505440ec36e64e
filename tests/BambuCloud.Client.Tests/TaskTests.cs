using System.Globalization;
using BambuCloud.Client.Api;
using BambuCloud.Simulator;

namespace BambuCloud.Client.Tests;

public sealed class TaskTests
{
    private const string ListPath = "/v1/user-service/my/tasks";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ApiProfile.Documented, 45)]
    [InlineData(ApiProfile.Live, 45)]
    [InlineData(ApiProfile.Documented, 0)]
    [InlineData(ApiProfile.Live, 0)]
    [InlineData(ApiProfile.Documented, 20)]
    [InlineData(ApiProfile.Live, 40)]
    [InlineData(ApiProfile.Documented, 1003)]
    [InlineData(ApiProfile.Live, 1003)]
    public async Task Given_a_history_of_any_length_when_it_is_listed_then_every_task_comes_once_newest_first_in_as_few_pages_as_it_takes(
        ApiProfile profile, int count)
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Profile = profile, Tasks = count });

        List<BambuTask> tasks = await fixture.Session.Tasks.ListAsync(new TaskQuery(), Cancellation).ToListAsync(Cancellation);

        Assert.Equal(Enumerable.Range(410_000_000, count).Reverse().Select(id => id.ToString(CultureInfo.InvariantCulture)),
            tasks.Select(task => task.TaskId));
        Assert.Equal(Math.Max(1, (count + 19) / 20), fixture.CountOf($"GET {ListPath}"));
    }

    [Theory]
    [InlineData(ApiProfile.Documented, "failed")]
    [InlineData(ApiProfile.Live, "3")]
    public async Task Given_either_shape_when_tasks_are_listed_then_a_task_says_the_same_in_both(ApiProfile profile, string rawFailed)
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Profile = profile });

        List<BambuTask> tasks = await fixture.Session.Tasks.ListAsync(new TaskQuery(), Cancellation).ToListAsync(Cancellation);

        BambuTask failed = tasks[^5];
        Assert.Equal(("Phone stand", BambuPrintState.Failed, rawFailed), (failed.Title, failed.Status, failed.RawStatus));
        Assert.Equal((fixture.Cloud.DeviceIds.First(), "P1S 1"), (failed.DeviceId, failed.DeviceName));
        Assert.Equal(TimeSpan.FromSeconds(1800 + (4 * 731)), failed.EstimatedTime);
        Assert.Equal(failed.EstimatedTime + TimeSpan.FromSeconds(4 * 13), failed.Duration);
        Assert.Equal(DateTimeKind.Local, failed.StartTime!.Value.Kind);
        Assert.Equal(22.8, failed.FilamentGrams);
        Assert.Equal("", failed.Cover!.Query);
        Assert.Equal(BambuPrintState.Finished, tasks[0].Status);
        if (profile == ApiProfile.Live)
        {
            Assert.Equal(("textured_plate", 1, true), (failed.BedType, failed.PlateIndex, failed.UseAms));
            BambuFilament filament = Assert.Single(failed.Filaments);
            Assert.Equal(("PLA", "#FFFFFF", "GFA00", 22.8), (filament.Material, filament.Color, filament.FilamentId, filament.Grams));
            BambuTaskNozzle nozzle = Assert.Single(failed.Nozzles);
            Assert.Equal((0, 0.4, "hardened_steel"), (nozzle.NozzleId, nozzle.Diameter, nozzle.Type));
            Assert.DoesNotContain("amsDetailMapping", failed.AdditionalProperties.Keys);
        }
    }

    [Fact]
    public async Task Given_a_printer_when_its_tasks_are_listed_then_only_they_come()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync();
        string id = fixture.Cloud.DeviceIds.ElementAt(1);

        List<BambuTask> tasks = await fixture.Session.Tasks.ListAsync(new TaskQuery { DeviceId = id }, Cancellation)
            .ToListAsync(Cancellation);

        Assert.Equal(11, tasks.Count);
        Assert.All(tasks, task => Assert.Equal(id, task.DeviceId));
    }

    [Fact]
    public async Task Given_several_pages_when_only_the_first_tasks_are_read_then_the_second_page_is_not_asked_for()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync();
        await using IAsyncEnumerator<BambuTask> tasks = fixture.Session.Tasks.ListAsync(new TaskQuery(), Cancellation)
            .GetAsyncEnumerator(Cancellation);

        for (int read = 0; read < 20; read++)
        {
            Assert.True(await tasks.MoveNextAsync());
        }
        Assert.Equal(1, fixture.CountOf($"GET {ListPath}"));
        Assert.True(await tasks.MoveNextAsync());
        Assert.Equal(2, fixture.CountOf($"GET {ListPath}"));
    }

    [Theory]
    [InlineData("""{"tasks":[PAGE],"hits":{"total":{"value":1000000,"relation":"eq"}}}""")]
    [InlineData("""{"total":1000000,"hits":[PAGE]}""")]
    public async Task Given_pages_that_go_round_in_a_circle_when_tasks_are_listed_then_an_error_ends_it(string envelope)
    {
        int page = 0;
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync();
        cloud.Server.Script = _ => ScriptedAnswer.Ok(envelope.Replace("PAGE", Page(page++ % 3), StringComparison.Ordinal));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(
            async () => await cloud.Session.Tasks.ListAsync(new TaskQuery(), Cancellation).Take(100_000).CountAsync(Cancellation));

        Assert.Equal(BambuErrorKind.UnexpectedResponse, error.Kind);
        Assert.InRange(cloud.Server.Requests.Count, 4, 20);
    }

    [Theory]
    [InlineData("""{"tasks":[PAGE]}""", 20)]
    [InlineData("""{"message":"success","code":null,"total":0,"hits":[PAGE]}""", 20)]
    [InlineData("""{"code":0,"data":{"tasks":[PAGE]}}""", 3)] // It may give no more at a time.
    public async Task Given_no_total_when_tasks_are_listed_then_a_page_that_is_shorter_than_another_is_the_last(string envelope, int first)
    {
        int page = 0;
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync();
        int before = cloud.Server.Requests.Count;
        cloud.Server.Script = _ => ScriptedAnswer
            .Ok(envelope.Replace("PAGE", page++ == 0 ? Page(0, first) : Page(1, 2), StringComparison.Ordinal));

        int count = await cloud.Session.Tasks.ListAsync(new TaskQuery(), Cancellation).CountAsync(Cancellation);

        Assert.Equal(2, cloud.Server.Requests.Count - before);
        Assert.Equal(first + 2, count);
    }

    [Theory]
    [InlineData("""{"message":"success","tasks":null}""", null)]
    [InlineData("""{"total":0,"hits":null}""", null)]
    [InlineData("""{"code":0,"data":null}""", null)]
    [InlineData("""{"hello":1}""", BambuErrorKind.UnexpectedResponse)]
    [InlineData("""{"tasks":[{"title":"no id"}]}""", null)]
    public async Task Given_no_list_in_the_answer_when_tasks_are_listed_then_there_are_none_or_it_is_no_answer(string body,
        BambuErrorKind? kind)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(body));
        async Task<int> CountAsync() => await cloud.Session.Tasks.ListAsync(new TaskQuery(), Cancellation).CountAsync(Cancellation);

        if (kind is null)
        {
            Assert.Equal(0, await CountAsync());
            return;
        }
        Assert.Equal(kind, (await Assert.ThrowsAsync<BambuApiException>(CountAsync)).Kind);
    }

    [Fact]
    public async Task Given_a_device_id_with_odd_characters_when_its_tasks_are_listed_then_the_query_is_escaped()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok("""{"total":0,"hits":[]}"""));

        Assert.Equal(0, await cloud.Session.Tasks.ListAsync(new TaskQuery { DeviceId = "a&b=c d" }, Cancellation).CountAsync(Cancellation));

        Assert.Equal($"{ListPath}?deviceId=a%26b%3Dc%20d&limit=20", Assert.Single(cloud.Server.Requests).Target);
    }

    [Theory]
    [InlineData(ApiProfile.Documented)]
    [InlineData(ApiProfile.Live)]
    public async Task Given_a_task_in_the_history_when_it_is_asked_for_then_it_comes_also_where_the_service_forbids_the_call(
        ApiProfile profile)
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Profile = profile });

        BambuTask task = await fixture.Session.Tasks.GetAsync("410000010", Cancellation);

        Assert.Equal(("410000010", "Spool holder", BambuPrintState.Finished), (task.TaskId, task.Title, task.Status));
        Assert.NotNull(task.Duration);
        Assert.Equal(profile == ApiProfile.Documented ? 100 : null, task.Progress);
        Assert.Equal(0, fixture.CountOf($"GET {ListPath}"));
    }

    [Theory]
    [InlineData(ApiProfile.Documented, "410009999")]
    [InlineData(ApiProfile.Live, "410009999")]
    [InlineData(ApiProfile.Documented, "../user/bind?x=#")]
    public async Task Given_an_id_that_no_task_has_when_it_is_asked_for_then_the_error_names_it(ApiProfile profile, string id)
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Profile = profile });

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => fixture.Session.Tasks.GetAsync(id, Cancellation));

        Assert.Equal((BambuErrorKind.NotFound, id), (error.Kind, error.Subject));
        Assert.Contains(id, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_another_refusal_than_the_known_one_when_a_task_is_asked_for_then_it_is_told_and_the_list_is_not_searched()
    {
        await using ScriptedCloud cloud = await ScriptedCloud
            .OpenAsync(new ScriptedAnswer(403, """{"code":9,"message":"account suspended"}"""));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Tasks.GetAsync("1", Cancellation));

        Assert.Equal((BambuErrorKind.Forbidden, 9), (error.Kind, error.CloudCode));
        Assert.Single(cloud.Server.Requests);
    }

    [Theory]
    [InlineData("\"running\"", BambuPrintState.Running, "running")]
    [InlineData("4", BambuPrintState.Running, "4")]
    [InlineData("\"2\"", BambuPrintState.Finished, "2")]
    [InlineData("\"created\"", BambuPrintState.Created, "created")]
    [InlineData("17", BambuPrintState.Unknown, "17")]
    [InlineData("null", BambuPrintState.Unknown, null)]
    public async Task Given_a_status_as_word_or_number_when_tasks_are_listed_then_it_is_understood_and_kept(string json,
        BambuPrintState status, string? raw)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok($$"""
            {"total":1,"hits":[{"id":"007","status":{{json}},"title":"","designTitle":"Design","weight":"34.62","costTime":-1,
            "startTime":"2024-11-17 06:12:33","endTime":"","cover":"no address"}]}
            """));

        BambuTask task = Assert.Single(await cloud.Session.Tasks.ListAsync(new TaskQuery(), Cancellation).ToListAsync(Cancellation));

        Assert.Equal(("007", status, raw, "Design"), (task.TaskId, task.Status, task.RawStatus, task.Title));
        Assert.Equal(new DateTime(2024, 11, 17, 6, 12, 33, DateTimeKind.Utc), task.StartTime!.Value.ToUniversalTime());
        Assert.Equal((34.62, null, null, null, null), (task.FilamentGrams, task.EstimatedTime, task.EndTime, task.Duration, task.Cover));
    }

    [Fact]
    public async Task Given_a_number_and_a_place_to_begin_when_tasks_are_listed_then_the_cloud_is_asked_for_just_so_many_behind_it()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(List(Page(0)), List(Page(1)));

        List<BambuTask> tasks = await cloud.Session.Tasks.ListAsync(new TaskQuery { DeviceId = "01P", After = "a b", First = 25 },
            Cancellation).ToListAsync(Cancellation);

        Assert.Equal(25, tasks.Count); // A service that sends more than it was asked for is cut.
        Assert.Equal(
            [$"GET {ListPath}?deviceId=01P&after=a%20b&limit=20", $"GET {ListPath}?deviceId=01P&after=20&offset=20&limit=5"],
            cloud.Server.Requests.Select(request => request.ToString()));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(20, 1)]
    [InlineData(21, 2)]
    [InlineData(45, 3)]
    [InlineData(1000, 3)]
    public async Task Given_a_number_when_tasks_are_listed_then_so_many_come_in_as_few_requests_as_it_takes(int first, int requests)
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync();

        Assert.Equal(Math.Min(first, 45),
            await fixture.Session.Tasks.ListAsync(new TaskQuery { First = first }, Cancellation).CountAsync(Cancellation));

        Assert.Equal(requests, fixture.CountOf($"GET {ListPath}"));
    }

    [Theory]
    [InlineData(ApiProfile.Documented)]
    [InlineData(ApiProfile.Live)]
    public async Task Given_a_task_to_begin_behind_when_tasks_are_listed_then_all_older_ones_come(ApiProfile profile)
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Profile = profile });

        List<BambuTask> tasks = await fixture.Session.Tasks.ListAsync(new TaskQuery { After = "410000025" }, Cancellation)
            .ToListAsync(Cancellation);

        Assert.Equal(Enumerable.Range(410_000_000, 25).Reverse().Select(id => id.ToString(CultureInfo.InvariantCulture)),
            tasks.Select(task => task.TaskId));
    }

    [Fact]
    public async Task Given_a_time_when_tasks_are_listed_then_those_that_began_then_or_later_come_and_no_older_page_is_asked_for()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync();
        List<BambuTask> all = await fixture.Session.Tasks.ListAsync(new TaskQuery(), Cancellation).ToListAsync(Cancellation);
        int before = fixture.CountOf($"GET {ListPath}");

        List<BambuTask> some = await fixture.Session.Tasks.ListAsync(new TaskQuery { Since = all[10].StartTime }, Cancellation)
            .ToListAsync(Cancellation);

        Assert.Equal(all.Take(11).Select(task => task.TaskId), some.Select(task => task.TaskId));
        Assert.Equal(1, fixture.CountOf($"GET {ListPath}") - before);
    }

    [Fact]
    public async Task Given_an_item_that_is_no_task_at_the_end_of_a_page_when_tasks_are_listed_then_the_next_page_is_asked_for()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(
            ScriptedAnswer.Ok($$"""{"total":22,"hits":[{{Page(0, 19)}},null]}"""),
                ScriptedAnswer.Ok($$"""{"total":22,"hits":[{{Page(1, 2)}}]}"""));

        Assert.Equal(21, await cloud.Session.Tasks.ListAsync(new TaskQuery(), Cancellation).CountAsync(Cancellation));
    }

    [Fact]
    public async Task Given_model_and_profile_when_a_task_is_made_then_the_body_is_as_documented()
    {
        await using ScriptedCloud cloud = await ScriptedCloud
            .OpenAsync(ScriptedAnswer.Ok("""{"id":"012345678","status":"created","later":1}"""));

        BambuTask task = await cloud.Session.Tasks.CreateAsync("US1000", "My Print Job", "01P", "0077", Cancellation);

        ScriptedRequest post = Assert.Single(cloud.Server.Requests);
        Assert.Equal("POST /v1/user-service/my/task", post.ToString());
        Assert.Equal("""{"modelId":"US1000","title":"My Print Job","deviceId":"01P","profileId":"0077"}""", post.Text);
        Assert.Equal(("012345678", BambuPrintState.Created, "created", 1L),
            (task.TaskId, task.Status, task.RawStatus, task.AdditionalProperties["later"]));
        Assert.Equal(("My Print Job", "US1000", "01P", "0077"), (task.Title, task.ModelId, task.DeviceId, task.ProfileId));
    }

    [Fact]
    public async Task Given_an_account_that_may_not_make_tasks_when_one_is_made_then_the_error_says_so()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Profile = ApiProfile.Live });
        string id = fixture.Cloud.DeviceIds.First();

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => fixture.Session.Tasks.CreateAsync("m", "t", id, "p",
            Cancellation));

        Assert.Equal((BambuErrorKind.Forbidden, BambuApiOperation.CreateTask, id), (error.Kind, error.Operation, error.Subject));
    }

    private static ScriptedAnswer List(string page) => ScriptedAnswer.Ok($$"""{"total":1000,"hits":[{{page}}]}""");

    private static string Page(int page, int count = 20) =>
        string.Join(',', Enumerable.Range(page * 20, count).Select(id => $$"""{"id":{{id + 1}},"title":"t"}"""));
}
