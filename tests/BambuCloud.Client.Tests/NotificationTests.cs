using BambuCloud.Client.Api;
using BambuCloud.Simulator;

namespace BambuCloud.Client.Tests;

public sealed class NotificationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Given_read_and_unread_notifications_when_one_is_marked_then_the_unread_list_follows()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync();
        Notifications notifications = fixture.Session.Notifications;
        IReadOnlyList<BambuNotification> all = await notifications.ListAsync(unread: false, Cancellation);
        IReadOnlyList<BambuNotification> unread = await notifications.ListAsync(unread: true, Cancellation);
        Assert.Equal((6, 3), (all.Count, unread.Count));
        Assert.All(unread, item => Assert.False(item.Read));

        await notifications.MarkAsync(unread[0].NotificationId, read: true, Cancellation);
        await notifications.MarkAsync(unread[0].NotificationId, read: true, Cancellation);

        Assert.Equal(unread.Skip(1).Select(item => item.NotificationId),
            (await notifications.ListAsync(unread: true, Cancellation)).Select(item => item.NotificationId));
        await notifications.MarkAsync(unread[0].NotificationId, read: false, Cancellation);
        Assert.Equal(3, (await notifications.ListAsync(unread: true, Cancellation)).Count);
    }

    [Fact]
    public async Task Given_a_service_without_a_list_of_notifications_when_they_are_asked_for_or_marked_then_it_is_told()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Profile = ApiProfile.Live });
        Notifications notifications = fixture.Session.Notifications;

        BambuApiException none = await Assert.ThrowsAsync<BambuApiException>(() => notifications.ListAsync(false, Cancellation));
        BambuApiException refused = await Assert.ThrowsAsync<BambuApiException>(() => notifications.MarkAsync("n", true, Cancellation));

        Assert.Equal(BambuErrorKind.NotOffered, none.Kind);
        Assert.Equal((BambuErrorKind.RequestRejected, "field \"upload\" is not set"), (refused.Kind, refused.CloudMessage));
    }

    [Fact]
    public async Task Given_an_id_that_no_notification_has_when_it_is_marked_then_the_error_names_it()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync();

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => fixture.Session.Notifications.MarkAsync("notif_9999",
            true, Cancellation));

        Assert.Equal((BambuErrorKind.NotFound, "notif_9999"), (error.Kind, error.Subject));
        Assert.Contains("notif_9999", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_service_that_ignores_the_filter_when_unread_ones_are_listed_then_only_those_come()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok("""
            {"code":0,"data":{"notifications":[
              {"id":1,"type":"print_complete","message":"done","timestamp":"2024-10-18T10:00:00Z","read":"false","extra":5},null,
              {"id":"2","read":1},{"id":"3","timestamp":"2024-11-17 06:12:33"}]}}
            """));

        IReadOnlyList<BambuNotification> unread = await cloud.Session.Notifications.ListAsync(unread: true, Cancellation);

        Assert.Equal(["1", "3"], unread.Select(item => item.NotificationId));
        Assert.Equal(new DateTime(2024, 10, 18, 10, 0, 0, DateTimeKind.Utc), unread[0].Timestamp!.Value.ToUniversalTime());
        Assert.Equal(new DateTime(2024, 11, 17, 6, 12, 33, DateTimeKind.Utc), unread[1].Timestamp!.Value.ToUniversalTime());
        Assert.Equal(5L, unread[0].AdditionalProperties["extra"]);
        Assert.Equal("/v1/iot-service/api/user/notification?unread=true", Assert.Single(cloud.Server.Requests).Target);
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"code":0,"message":"Success"}""")]
    public async Task Given_a_success_with_or_without_a_body_when_one_is_marked_then_it_is_done_and_the_body_was_as_documented(
        string answer)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(answer));

        await cloud.Session.Notifications.MarkAsync("notif_\"1\"", read: true, Cancellation);

        ScriptedRequest put = Assert.Single(cloud.Server.Requests);
        Assert.Equal(("PUT", "/v1/iot-service/api/user/notification", "application/json"),
            (put.Method, put.Target, put.Header("Content-Type")));
        Assert.Equal("""{"notification_id":"notif_\u00221\u0022","read":true}""", put.Text);
    }
}
