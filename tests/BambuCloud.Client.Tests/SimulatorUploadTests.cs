using System.Net;
using System.Text.Json.Nodes;
using BambuCloud.Simulator;

namespace BambuCloud.Client.Tests;

/// <summary>What the simulator's storage takes, and what becomes of a ticket.</summary>
public sealed class SimulatorUploadTests
{
    private const string Upload = "/v1/iot-service/api/user/upload?filename=cube.3mf&size=4";
    private const string Notification = "/v1/iot-service/api/user/notification";
    private const string OctetStream = "application/octet-stream";
    private const string PlainText = "text/plain";

    [Theory]
    [InlineData(ApiProfile.Documented, null, true)]
    [InlineData(ApiProfile.Live, null, false)]
    [InlineData(ApiProfile.Documented, UploadType.Empty, false)]
    [InlineData(ApiProfile.Live, UploadType.Documented, true)]
    public async Task Given_addresses_signed_over_a_type_when_another_comes_then_it_is_refused_and_the_signed_one_is_taken(
        ApiProfile profile, UploadType? type, bool typed)
    {
        await using RawCloud cloud = await RawCloud.OpenAsync(new SimulatorOptions { Profile = profile, UploadType = type });
        (string file, string size) = await AddressesAsync(cloud);

        RawAnswer refused = await cloud.PutAsync(file, "cube"u8.ToArray(), typed ? null : OctetStream);
        RawAnswer taken = await cloud.PutAsync(file, "cube"u8.ToArray(), typed ? OctetStream : null);
        RawAnswer refusedSize = await cloud.PutAsync(size, "4"u8.ToArray(), typed ? null : PlainText);
        RawAnswer takenSize = await cloud.PutAsync(size, "4"u8.ToArray(), typed ? PlainText : null);

        Assert.All([refused, refusedSize], answer =>
        {
            Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
            Assert.Contains("<Code>SignatureDoesNotMatch</Code>", answer.Text, StringComparison.Ordinal);
        });
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (taken.Status, takenSize.Status));
    }

    [Fact]
    public async Task Given_a_cloud_when_another_type_is_ordered_then_the_next_addresses_are_signed_over_it()
    {
        await using RawCloud cloud = await RawCloud.OpenLiveAsync();
        await cloud.ControlAsync("uploads/documented");
        (string typed, _) = await AddressesAsync(cloud);
        await cloud.ControlAsync("uploads/empty");
        (string bare, _) = await AddressesAsync(cloud);

        Assert.Equal(HttpStatusCode.OK, (await cloud.PutAsync(typed, "cube"u8.ToArray(), OctetStream)).Status);
        Assert.Equal(HttpStatusCode.OK, (await cloud.PutAsync(bare, "cube"u8.ToArray(), null)).Status);
    }

    [Fact]
    public async Task Given_an_uploads_ticket_when_the_live_profile_is_asked_what_became_of_it_then_it_runs_until_both_parts_are_there()
    {
        await using RawCloud cloud = await RawCloud.OpenLiveAsync();
        JsonNode upload = (await cloud.GetAsync(Upload)).Json;
        string ticket = (string)upload["upload_ticket"]!;
        string question = $"{Notification}?action=upload&ticket={ticket}";

        JsonNode before = (await cloud.GetAsync(question)).Json;
        await cloud.PutAsync((string)upload["urls"]![0]!["url"]!, "cube"u8.ToArray(), null);
        await cloud.PutAsync((string)upload["urls"]![1]!["url"]!, "4"u8.ToArray(), null);
        JsonNode done = (await cloud.GetAsync(question)).Json;
        JsonNode list = (await cloud.GetAsync($"{Notification}?unread=true")).Json;
        RawAnswer unknown = await cloud.GetAsync($"{Notification}?action=upload&ticket=0");
        RawAnswer marked = await cloud.SendAsync("PUT", Notification, """{"notification_id":"notif_0001","read":true}""");
        RawAnswer announced = await cloud.SendAsync("PUT", Notification, $$"""{"upload":{"ticket":"{{ticket}}"} }""");

        Assert.Equal(("running", "success", "running"), ((string?)before["message"], (string?)done["message"], (string?)list["message"]));
        Assert.Equal(["message"], list.AsObject().Select(member => member.Key));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.OK),
            (unknown.Status, marked.Status, announced.Status));
    }

    private static async Task<(string File, string Size)> AddressesAsync(RawCloud cloud)
    {
        JsonArray urls = (await cloud.GetAsync(Upload)).Json["urls"]!.AsArray();
        return ((string)urls[0]!["url"]!, (string)urls[1]!["url"]!);
    }
}
