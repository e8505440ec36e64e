using System.Net;
using BambuCloud.Simulator;

namespace BambuCloud.Client.Tests;

/// <summary>What the simulator answers when it is ordered to answer wrongly.</summary>
public sealed class SimulatorFaultTests
{
    private const string Bind = "/v1/iot-service/api/user/bind";
    private const string BindRoute = $"GET {Bind}";

    public static TheoryData<string, int, string> Answers => new()
    {
        { """{"fault":"Captcha"}""", 400, """{"captchaId":"0","error":"We need to confirm that you are not a robot."}""" },
        { """{"fault":"Status","status":400,"code":99,"words":"Login temporarily unavailable"}""", 400,
            """{"code":99,"error":"Login temporarily unavailable","message":""}""" },
        { """{"fault":"ErrorIn200","code":-1,"words":"context deadline exceeded"}""", 200,
            """{"code":-1,"error":"context deadline exceeded","message":""}""" },
        { """{"fault":"Text","status":418,"words":"I'm a teapot"}""", 418, "I'm a teapot" },
        { """{"fault":"Text","words":"field \"version\" is not set"}""", 400, "field \"version\" is not set" },
        { """{"fault":"Empty"}""", 403, "" },
        { """{"fault":"Empty","status":401}""", 401, "" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Given_an_order_when_its_request_comes_to_the_live_profile_then_the_answer_is_what_was_ordered_and_the_next_is_right(
        string order, int status, string body)
    {
        await using RawCloud cloud = await RawCloud.OpenLiveAsync();
        await OrderAsync(cloud, BindRoute, order);

        RawAnswer ordered = await cloud.GetAsync(Bind);
        RawAnswer next = await cloud.GetAsync(Bind);

        Assert.Equal((status, body), ((int)ordered.Status, ordered.Text));
        Assert.Equal(HttpStatusCode.OK, next.Status);
    }

    [Theory]
    [InlineData(403, "challenge")]
    [InlineData(503, null)]
    public async Task Given_a_challenge_when_it_is_ordered_then_it_is_a_page_with_the_headers_of_the_edge(int status, string? mitigated)
    {
        await using RawCloud cloud = await RawCloud.OpenLiveAsync();
        await OrderAsync(cloud, BindRoute, $$"""{"fault":"Html","status":{{status}}}""");

        RawAnswer page = await cloud.GetAsync(Bind);

        Assert.Equal((status, "text/html", "cloudflare", mitigated), (
            (int)page.Status, page.Type, page.Headers["Server"], page.Headers.GetValueOrDefault("cf-mitigated")));
        Assert.Matches("^[0-9a-f]{16}-FRA$", page.Headers["cf-ray"]);
        Assert.Contains("Just a moment", page.Text, StringComparison.Ordinal);
        Assert.Contains("challenges.cloudflare.com", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_too_many_requests_when_they_are_ordered_then_retry_after_is_there_only_where_it_was_ordered()
    {
        await using RawCloud cloud = await RawCloud.OpenLiveAsync();
        await OrderAsync(cloud, BindRoute, """{"fault":"Status","status":429}""");
        await OrderAsync(cloud, BindRoute, """{"fault":"Status","status":429,"retryAfter":"7"}""");

        RawAnswer bare = await cloud.GetAsync(Bind);
        RawAnswer dated = await cloud.GetAsync(Bind);

        Assert.Equal((429, false, "7"), ((int)bare.Status, bare.Headers.ContainsKey("Retry-After"), dated.Headers["Retry-After"]));
    }

    [Fact]
    public async Task Given_a_storage_that_is_to_be_slow_when_a_file_comes_then_it_says_slow_down_in_xml_and_takes_it_the_next_time()
    {
        await using RawCloud cloud = await RawCloud.OpenLiveAsync();
        await OrderAsync(cloud, "PUT /or-cloud-upload-sim/*", """{"fault":"SlowDown"}""");
        string url = (string)(await cloud.GetAsync("/v1/iot-service/api/user/upload?filename=a.3mf&size=1")).Json["upload_url"]!;

        RawAnswer slow = await cloud.PutAsync(url, [1], null);
        RawAnswer taken = await cloud.PutAsync(url, [1], null);

        Assert.Equal((503, "application/xml", 200), ((int)slow.Status, slow.Type, (int)taken.Status));
        Assert.Contains("<Code>SlowDown</Code>", slow.Text, StringComparison.Ordinal);
    }

    private static async Task OrderAsync(RawCloud cloud, string route, string order)
    {
        RawAnswer answer = await cloud.SendAsync("POST", "_sim/faults", $$"""{"route":"{{route}}",{{order[1..]}}""");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }
}
