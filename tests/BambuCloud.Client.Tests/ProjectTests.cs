using System.Globalization;
using BambuCloud.Client.Api;
using BambuCloud.Simulator;

namespace BambuCloud.Client.Tests;

public sealed class ProjectTests
{
    private const string Path = "/v1/iot-service/api/user/project";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ApiProfile.Documented, 45, 0, 3)]
    [InlineData(ApiProfile.Documented, 40, 0, 2)]
    [InlineData(ApiProfile.Documented, 0, 0, 1)]
    [InlineData(ApiProfile.Documented, 45, 19, 3)]
    [InlineData(ApiProfile.Documented, 45, 20, 2)]
    [InlineData(ApiProfile.Documented, 45, 44, 1)]
    [InlineData(ApiProfile.Documented, 45, 45, 1)]
    [InlineData(ApiProfile.Documented, 45, 1000, 1)]
    [InlineData(ApiProfile.Live, 45, 0, 1)]
    [InlineData(ApiProfile.Live, 45, 21, 1)]
    [InlineData(ApiProfile.Live, 45, 1000, 1)]
    public async Task Given_projects_of_either_shape_when_some_are_skipped_then_the_others_come_once_and_skipped_pages_are_not_asked_for(
        ApiProfile profile, int count, int skip, int requests)
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Profile = profile, Projects = count });

        List<BambuProject> projects = await fixture.Session.Projects.ListAsync(skip, int.MaxValue, Cancellation).ToListAsync(Cancellation);

        Assert.Equal(
            Enumerable.Range(0, count).Skip(skip).Select(index => profile == ApiProfile.Live ? (70_000_000 + index)
                .ToString(CultureInfo.InvariantCulture) : $"proj_{index + 1:D3}"),
            projects.Select(project => project.ProjectId));
        Assert.Equal(requests, fixture.CountOf($"GET {Path}"));
    }

    [Fact]
    public async Task Given_a_total_when_projects_are_listed_then_pages_are_asked_for_as_documented_and_no_further_than_needed()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(Page(1, 41), Page(2, 41), Page(3, 41));

        Assert.Equal(21, await cloud.Session.Projects.ListAsync(0, int.MaxValue, Cancellation).Take(21).CountAsync(Cancellation));

        Assert.Equal([$"GET {Path}?page=1&limit=20", $"GET {Path}?page=2&limit=20"],
            cloud.Server.Requests.Select(request => request.ToString()));
    }

    [Fact]
    public async Task Given_no_total_when_projects_are_listed_then_the_one_answer_is_all_however_long_it_is()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(Page(1, null));

        Assert.Equal(20, await cloud.Session.Projects.ListAsync(0, int.MaxValue, Cancellation).CountAsync(Cancellation));

        Assert.Single(cloud.Server.Requests);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Given_pages_that_go_round_in_a_circle_when_projects_are_listed_then_an_error_ends_it(int circle)
    {
        int page = 0;
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync();
        cloud.Server.Script = _ => Page(page++ % circle, 1_000_000);
        int before = cloud.Server.Requests.Count;

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(
            async () => await cloud.Session.Projects.ListAsync(0, int.MaxValue, Cancellation).Take(100_000).CountAsync(Cancellation));

        Assert.Equal(BambuErrorKind.UnexpectedResponse, error.Kind);
        Assert.InRange(cloud.Server.Requests.Count - before, circle + 1, 10);
    }

    [Fact]
    public async Task Given_pages_without_a_project_that_promise_more_when_projects_are_listed_then_an_error_ends_it()
    {
        await using ScriptedCloud cloud = await ScriptedCloud
            .OpenAsync(ScriptedAnswer.Ok("""{"code":0,"data":{"projects":[null,null],"total":9000000000000000000}}"""));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(async () => await cloud.Session.Projects.ListAsync(0,
            int.MaxValue, Cancellation).CountAsync(Cancellation));

        Assert.Equal(BambuErrorKind.UnexpectedResponse, error.Kind);
        Assert.InRange(cloud.Server.Requests.Count, 1, 4);
    }

    [Fact]
    public async Task Given_the_documented_shape_when_a_project_is_asked_for_then_it_comes_with_its_files_and_without_signatures()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok("""
            {"code":0,"data":{"project_id":"a/b","name":"My Design","created_at":"2024-10-18T10:00:00Z",
            "updated_at":"2024-10-18T12:00:00Z","file_count":3,
             "files":[{"file_id":12,"file_name":"part1.3mf","file_size":"14216","file_url":"https://s3.example/p?Signature=f00d"},null,
             "odd"],"later":[1]}}
            """));

        BambuProject project = await cloud.Session.Projects.GetAsync("a/b", Cancellation);

        Assert.Equal($"GET {Path}/a%2Fb", Assert.Single(cloud.Server.Requests).ToString());
        Assert.Equal(("a/b", "My Design", 3), (project.ProjectId, project.Name, project.FileCount));
        Assert.Equal(TimeSpan.FromHours(2), project.UpdatedAt - project.CreatedAt);
        BambuProjectFile file = Assert.Single(project.Files);
        Assert.Equal(("12", "part1.3mf", 14216L, "https://s3.example/p"),
            (file.FileId, file.FileName, file.Length, file.FileUrl!.AbsoluteUri));
        Assert.Equal(new object?[] { 1L }, project.AdditionalProperties["later"]);
    }

    [Fact]
    public async Task Given_the_live_shape_when_a_project_is_asked_for_then_it_comes_with_its_profiles_and_plates()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Profile = ApiProfile.Live });

        BambuProject project = await fixture.Session.Projects.GetAsync("70000001", Cancellation);

        Assert.Equal(("Bracket 1", "ACTIVE", ""), (project.Name, project.RawStatus, project.DownloadUrl!.Query));
        BambuProjectProfile profile = Assert.Single(project.Profiles);
        Assert.Equal(("8000001", "0.2 mm"), (profile.ProfileId, profile.Name));
        Assert.Equal([(1, TimeSpan.FromSeconds(651), 2.26), (2, TimeSpan.FromSeconds(1302), 4.52)],
            profile.Plates.Select(plate => (plate.Index!.Value, plate.EstimatedTime!.Value, plate.FilamentGrams!.Value)));
    }

    [Fact]
    public async Task Given_an_id_that_no_project_has_when_it_is_asked_for_then_the_error_names_it()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync();

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => fixture.Session.Projects.GetAsync("proj_999",
            Cancellation));

        Assert.Equal((BambuErrorKind.NotFound, "proj_999"), (error.Kind, error.Subject));
    }

    private static ScriptedAnswer Page(int page, long? total)
    {
        string projects = string.Join(',', Enumerable.Range(page * 20, 20).Select(id => $$"""{"project_id":"proj_{{id}}","name":"n"}"""));
        string paging = total is null ? "" : $",\"total\":{total},\"page\":{page}";
        return ScriptedAnswer.Ok($$"""{"code":0,"data":{"projects":[{{projects}}]{{paging}} } }""");
    }
}
