using System.Globalization;
using BambuCloud.Simulator;

namespace BambuCloud.Client.Tests;

/// <summary>Messages to the account, as the live service has them.</summary>
public sealed class MessageTests
{
    private const string List = "/v1/user-service/my/messages";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Given_messages_of_several_kinds_when_they_are_listed_then_each_says_what_it_is_about()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(
            """
            {"hits":[{"id":901,"type":6,"createTime":"2026-08-01T10:00:00Z","from":{"uid":1,"name":"Bambu Lab"},"design":null,
            "taskMessage":{"id":35,"title":"Cube","cover":"https://s3.example/c.png?Signature=f00d","status":2,"deviceId":"01P"}},
            {"id":"900","type":3,"createTime":"2026-07-31 10:00:00","comment":{"content":"Nice vase"},"design":{"title":"Vase"},
            "seen":true}]}
            """));

        List<BambuMessage> messages = await ToListAsync(cloud.Session.Messages.ListPagesAsync(null, null, int.MaxValue, Cancellation));

        Assert.Equal([("901", 6, "Bambu Lab", "Cube"), ("900", 3, null, "Nice vase")],
            messages.Select(message => (message.MessageId, message.Type!.Value, message.From, message.Title!)));
        Assert.Equal(("35", "01P", BambuPrintState.Finished, "2"),
            (messages[0].TaskId, messages[0].DeviceId, messages[0].TaskStatus, messages[0].RawTaskStatus));
        Assert.Equal("https://s3.example/c.png", messages[0].Cover!.AbsoluteUri);
        Assert.Equal(new DateTime(2026, 7, 31, 10, 0, 0, DateTimeKind.Utc), messages[1].CreatedAt!.Value.ToUniversalTime());
        Assert.Equal((null, true), (messages[1].TaskId, messages[1].AdditionalProperties["seen"]));
    }

    [Fact]
    public async Task Given_a_message_whose_task_has_empty_texts_when_it_is_listed_then_its_models_are_taken()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(
            """
            {"hits":[{"id":1,"type":3,"taskMessage":{"title":"","cover":""},
            "design":{"title":"Vase","cover":"https://s3.example/v.png"}}]}
            """));

        BambuMessage message = Assert.Single(
            await ToListAsync(cloud.Session.Messages.ListPagesAsync(null, null, int.MaxValue, Cancellation)));

        Assert.Equal(("Vase", "https://s3.example/v.png"), (message.Title, message.Cover?.AbsoluteUri));
    }

    [Fact]
    public async Task Given_45_messages_when_they_are_listed_then_each_comes_once_and_the_first_are_all_that_is_asked_for()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Profile = ApiProfile.Live, Tasks = 45 });

        List<BambuMessage> all = await ToListAsync(fixture.Session.Messages.ListPagesAsync(null, null, int.MaxValue, Cancellation));
        int asked = fixture.CountOf($"GET {List}");
        List<BambuMessage> first = await ToListAsync(fixture.Session.Messages.ListPagesAsync(6, null, 5, Cancellation));
        List<BambuMessage> recent = await ToListAsync(
            fixture.Session.Messages.ListPagesAsync(null, all[9].CreatedAt, int.MaxValue, Cancellation));

        Assert.Equal((45, 45, 3), (all.Count, all.DistinctBy(message => message.MessageId).Count(), asked));
        Assert.Equal(all.Take(5).Select(message => message.MessageId), first.Select(message => message.MessageId));
        Assert.Equal(all.Take(10).Select(message => message.MessageId), recent.Select(message => message.MessageId));
    }

    [Fact]
    public async Task Given_a_service_that_knows_no_type_when_messages_of_one_are_listed_then_only_they_come()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(
            ScriptedAnswer.Ok("""{"total":3,"hits":[{"id":1,"type":6},{"id":2,"type":3},{"id":3,"type":6}]}"""));

        List<BambuMessage> messages = await ToListAsync(cloud.Session.Messages.ListPagesAsync(6, null, int.MaxValue, Cancellation));

        Assert.Equal(["1", "3"], messages.Select(message => message.MessageId));
        Assert.Equal($"{List}?type=6&limit=20", Assert.Single(cloud.Server.Requests).Target);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(20)]
    [InlineData(50)]
    public async Task Given_a_service_that_gives_fewer_at_a_time_than_it_is_asked_for_when_messages_are_listed_then_all_come(int most)
    {
        const int Count = 45;
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync();
        cloud.Server.Script = request =>
        {
            string? after = request.Target.Split("after=").ElementAtOrDefault(1)?.Split('&')[0];
            int first = after is null ? Count : int.Parse(after, CultureInfo.InvariantCulture) - 1;
            IEnumerable<string> hits = Enumerable.Range(0, Math.Min(most, first)).Select(id => $$"""{"id":{{first - id}}}""");
            return ScriptedAnswer.Ok($$"""{"hits":[{{string.Join(',', hits)}}]}""");
        };

        List<BambuMessage> messages = await ToListAsync(cloud.Session.Messages.ListPagesAsync(null, null, int.MaxValue, Cancellation));

        Assert.Equal(Enumerable.Range(1, Count).Reverse(),
            messages.Select(message => int.Parse(message.MessageId, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Given_a_service_that_knows_no_pages_when_its_few_messages_are_listed_then_each_comes_once()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync();
        cloud.Server.Script = _ => ScriptedAnswer.Ok("""{"hits":[{"id":2},{"id":1}]}""");

        List<BambuMessage> messages = await ToListAsync(cloud.Session.Messages.ListPagesAsync(null, null, int.MaxValue, Cancellation));

        Assert.Equal(["2", "1"], messages.Select(message => message.MessageId));
    }

    [Theory]
    [InlineData("""{"code":0,"message":"Success","data":{"task":3,"comment":0}}""", new[] { "task: 3", "comment: 0" })]
    [InlineData("""{"counts":[{"type":6,"count":2},{"type":3,"count":1}]}""", new[] { "6: 2", "3: 1" })]
    [InlineData("""{"unreadTotal":3,"deviceCount":3,"note":"none"}""", new[] { "deviceCount: 3" })]
    [InlineData("""{"unreadTotal":3}""", new[] { "unreadTotal: 3" })]
    [InlineData("{}", new string[0])]
    public async Task Given_numbers_of_unread_messages_in_any_shape_when_they_are_asked_for_then_each_type_has_its_own(
        string body, string[] counts)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(body));

        Assert.Equal(counts, (await cloud.Session.Messages.CountUnreadAsync(Cancellation)).Select(count => count.ToString()));
    }

    [Theory]
    [InlineData("""{"message":"running"}""")]
    [InlineData("""{"code":0,"message":"Success","data":{}}""")]
    public async Task Given_a_service_without_a_list_of_notifications_when_they_are_listed_then_it_is_told_that_it_has_none(string body)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(body));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(
            () => cloud.Session.Notifications.ListAsync(false, Cancellation));

        Assert.Equal((BambuErrorKind.NotOffered, BambuApiOperation.ListNotifications), (error.Kind, error.Operation));
    }

    private static async Task<List<BambuMessage>> ToListAsync(IAsyncEnumerable<IReadOnlyList<BambuMessage>> pages) =>
        await pages.SelectMany(page => page).ToListAsync(Cancellation);
}
