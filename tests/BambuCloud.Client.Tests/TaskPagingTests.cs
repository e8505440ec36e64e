using System.Globalization;
using BambuCloud.Client.Api;
using BambuCloud.Client.Diagnostics;

namespace BambuCloud.Client.Tests;

/// <summary>
/// The history of a service that pages as it likes: by an id, by an offset, in a circle, or in a list that grows meanwhile.
/// </summary>
public sealed class TaskPagingTests
{
    private const int Newest = 899_999_999;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool> Services => new()
    {
        { "after", false }, { "offset", false }, { "after", true }, { "offset", true },
    };

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Given_57_tasks_when_they_are_listed_then_each_comes_once(string pagesBy, bool documented)
    {
        await using ScriptedCloud cloud = await OpenAsync(new History(57, pagesBy, documented));

        Assert.Equal(Ids(0, 57), await IdsAsync(cloud, new TaskQuery()));
        Assert.Equal(3, cloud.Server.Requests.Count - 1);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Given_57_tasks_when_the_first_30_are_listed_then_no_more_are_asked_for_and_none_comes_twice(string pagesBy,
        bool documented)
    {
        await using ScriptedCloud cloud = await OpenAsync(new History(57, pagesBy, documented));

        Assert.Equal(Ids(0, 30), await IdsAsync(cloud, new TaskQuery { First = 30 }));
        Assert.Equal(["?limit=20", $"?after={Newest - 19}&offset=20&limit=10"],
            cloud.Server.Requests.Skip(1).Select(request => request.Target[request.Target.IndexOf('?')..]));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Given_57_tasks_when_those_behind_one_are_listed_then_they_come_wherever_it_stands(string pagesBy, bool documented)
    {
        await using ScriptedCloud cloud = await OpenAsync(new History(57, pagesBy, documented));

        foreach (int behind in new[] { 0, 5, 19, 20, 33, 55, 56 })
        {
            Assert.Equal(Ids(behind + 1, 57), await IdsAsync(cloud, new TaskQuery { After = Id(behind) }));
        }
        Assert.Equal(Ids(34, 40), await IdsAsync(cloud, new TaskQuery { After = Id(33), First = 6 }));
    }

    [Theory]
    [InlineData("\"total\":45,", null, 45)]
    [InlineData("", null, 45)]
    [InlineData("\"total\":40,", null, null)] // Somebody deleted five meanwhile.
    [InlineData("\"total\":45,", 40, null)]
    public async Task Given_a_total_that_an_empty_page_ends_short_of_when_tasks_are_listed_then_they_come_and_a_warning_says_so(
        string last, int? first, int? promised)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(Counted(0), Counted(20),
            ScriptedAnswer.Ok($"{{{last}\"hits\":[]}}"));
        List<BambuException> warnings = [];
        CloudTrace.Warned = warnings.Add;

        Assert.Equal(Ids(0, 40), await IdsAsync(cloud, new TaskQuery { First = first }));

        Assert.Equal(promised is null ? [] : [BambuErrorKind.ListIncomplete], warnings.Select(warning => warning.Kind));
        Assert.All(warnings, warning => Assert.Contains($"40 of the {promised} items", warning.Message, StringComparison.Ordinal));

        static ScriptedAnswer Counted(int from) => ScriptedAnswer.Ok(
            $$"""{"total":45,"hits":[{{string.Join(',', Ids(from, from + 20).Select(id => $$"""{"id":{{id}}}"""))}}]}""");
    }

    [Fact]
    public async Task Given_a_service_that_counts_when_no_task_has_the_id_to_begin_behind_then_that_is_told()
    {
        await using ScriptedCloud cloud = await OpenAsync(new History(57, "offset", documented: false));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => IdsAsync(cloud, new TaskQuery { After = "1" }));

        Assert.Equal((BambuErrorKind.NotFound, "1"), (error.Kind, error.Subject));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(19)]
    [InlineData(20)]
    [InlineData(45)]
    public async Task Given_prints_that_begin_while_the_history_is_read_when_it_counts_from_the_newest_then_no_task_comes_twice(int begun)
    {
        History history = new(57, "offset", documented: false);
        await using ScriptedCloud cloud = await OpenAsync(history);
        List<string> ids = [];

        await foreach (BambuTask task in cloud.Session.Tasks.ListAsync(new TaskQuery(), Cancellation))
        {
            ids.Add(task.TaskId);
            if (ids.Count == 20)
            {
                history.Begin(begun);
            }
        }

        Assert.Equal(ids.Distinct(), ids);
        Assert.Equal(Ids(0, 57), ids.Where(id => string.CompareOrdinal(id, Id(0)) <= 0)); // Those that began may be among them.
    }

    [Theory]
    [InlineData(57, true)]
    [InlineData(40, true)]
    [InlineData(21, true)]
    [InlineData(20, false)] // The total says that all came.
    public async Task Given_a_service_that_gives_its_first_page_again_when_tasks_are_listed_then_what_it_gave_comes_and_then_the_error(
        int total, bool told)
    {
        await using ScriptedCloud cloud = await OpenAsync(new History(total, "nothing", documented: false));
        List<string> ids = [];

        Exception? error = await Record.ExceptionAsync(async () =>
        {
            await foreach (BambuTask task in cloud.Session.Tasks.ListAsync(new TaskQuery(), Cancellation))
            {
                ids.Add(task.TaskId);
            }
        });

        Assert.Equal(Ids(0, 20), ids);
        Assert.Equal(told ? BambuErrorKind.UnexpectedResponse : null, (error as BambuApiException)?.Kind);
        Assert.Equal(told ? 2 : 1, cloud.Server.Requests.Count - 1);
    }

    private static string Id(int index) => (Newest - index).ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<string> Ids(int from, int to) => Enumerable.Range(from, to - from).Select(Id);

    private static async Task<List<string>> IdsAsync(ScriptedCloud cloud, TaskQuery query) =>
        await cloud.Session.Tasks.ListAsync(query, Cancellation).Select(task => task.TaskId).ToListAsync(Cancellation);

    private static async Task<ScriptedCloud> OpenAsync(History history)
    {
        ScriptedCloud cloud = await ScriptedCloud.OpenAsync();
        cloud.Server.Script = history.Answer;
        return cloud;
    }

    private sealed class History(int count, string pagesBy, bool documented)
    {
        private int _begun;

        public void Begin(int tasks) => _begun += tasks;

        public ScriptedAnswer Answer(ScriptedRequest request)
        {
            Dictionary<string, string> query = request.Target.Split('?')[1].Split('&').Select(pair => pair.Split('='))
                .ToDictionary(pair => pair[0], pair => pair[1]);
            int first = (pagesBy, query.GetValueOrDefault(pagesBy)) switch
            {
                ("after", { } id) => Newest - int.Parse(id, CultureInfo.InvariantCulture) + 1,
                ("offset", { } number) => int.Parse(number, CultureInfo.InvariantCulture) - _begun,
                _ => -_begun,
            };
            int limit = int.Parse(query["limit"], CultureInfo.InvariantCulture);
            string page = string.Join(',',
                Enumerable.Range(first, Math.Max(0, Math.Min(limit, count - first))).Select(index => $$"""{"id":{{Newest - index}}}"""));
            return ScriptedAnswer.Ok(documented
                ? $$$"""{"tasks":[{{{page}}}],"hits":{"total":{"value":{{{count + _begun}}},"relation":"eq"} } }"""
                : $$"""{"total":{{count + _begun}},"hits":[{{page}}]}""");
        }
    }
}
