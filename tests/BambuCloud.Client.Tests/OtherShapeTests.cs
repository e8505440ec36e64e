using BambuCloud.Client.Api;

namespace BambuCloud.Client.Tests;

/// <summary>
/// Answers that are good though they look otherwise, and one that is bad though it looks good (rest.md, <i>Reading the document</i>).
/// </summary>
public sealed class OtherShapeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Given_a_code_that_is_no_number_in_an_answer_of_success_when_it_comes_then_it_is_an_error_that_shows_it()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok("""{"code":"DEVICE_BUSY","message":"busy"}"""));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Devices.RenameAsync("D1", "New",
            Cancellation));

        Assert.Equal(BambuErrorKind.RequestRejected, error.Kind);
        Assert.Contains("DEVICE_BUSY", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_single_task_beside_the_envelope_when_it_is_asked_for_then_it_comes()
    {
        await using ScriptedCloud cloud = await ScriptedCloud
            .OpenAsync(ScriptedAnswer.Ok("""{"code":0,"task_id":"007","status":"completed","file_name":"cube.3mf"}"""));

        BambuTask task = await cloud.Session.Tasks.GetAsync("007", Cancellation);

        Assert.Equal(("007", "cube.3mf", BambuPrintState.Finished), (task.TaskId, task.Title, task.Status));
    }

    [Theory]
    [InlineData("""{"devices":null,"message":"success"}""", BambuErrorKind.DeviceNotFound)]
    [InlineData("""{"code":0,"data":[]}""", BambuErrorKind.DeviceNotFound)]
    [InlineData("""{"code":0,"data":{"device_id":"D2","device_name":"Other"}}""", BambuErrorKind.DeviceNotFound)]
    public async Task Given_an_answer_without_the_printer_that_was_asked_for_when_it_comes_then_it_is_not_found(string body,
        BambuErrorKind kind)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(body), ScriptedAnswer.Ok(body),
            ScriptedAnswer.Ok(body));

        Assert.Equal(kind,
            (await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Devices.GetInfoAsync("D1", Cancellation))).Kind);
        Assert.Equal(kind,
            (await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Devices.GetVersionAsync("D1", Cancellation))).Kind);
        Assert.DoesNotContain(await cloud.Session.Devices.GetInfoAsync(null, Cancellation), device => device.DeviceId is null);
    }

    [Fact]
    public async Task Given_a_total_that_is_only_a_least_one_when_tasks_are_listed_then_the_listing_goes_on_behind_it()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(
            ScriptedAnswer.Ok(Tasks(40, 20, "gte")), ScriptedAnswer.Ok(Tasks(20, 20, "gte")), ScriptedAnswer.Ok(Tasks(0, 0, "gte")));

        Assert.Equal(40, await cloud.Session.Tasks.ListAsync(new TaskQuery(), Cancellation).CountAsync(Cancellation));

        static string Tasks(int newest, int count, string relation)
        {
            string items = string.Join(',', Enumerable.Range(0, count).Select(index => $$"""{"id":"{{newest - index}}"}"""));
            return $$"""{"tasks":[{{items}}],"hits":{"total":{"value":20,"relation":"{{relation}}"} } }""";
        }
    }

    [Fact]
    public async Task Given_pages_of_projects_with_a_number_and_no_total_when_they_are_listed_then_the_next_page_is_asked_for()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(Projects(0, 20, 1)),
            ScriptedAnswer.Ok(Projects(20, 3, 2)));

        Assert.Equal(23, await cloud.Session.Projects.ListAsync(0, int.MaxValue, Cancellation).CountAsync(Cancellation));

        static string Projects(int first, int count, int page)
        {
            string items = string.Join(',', Enumerable.Range(first, count).Select(index => $$"""{"project_id":"{{index}}"}"""));
            return $$"""{"code":0,"data":{"projects":[{{items}}],"page":{{page}} } }""";
        }
    }
}
