using BambuCloud.Client.Session;

namespace BambuCloud.Client.Tests;

/// <summary>What the live service says where it does not do a thing, and what is tried again (rest.md, <i>Errors</i>).</summary>
public sealed class LiveFaultTests
{
    private static readonly ScriptedAnswer Good = ScriptedAnswer.Ok(ScriptedCloud.NoDevices);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<int, string, string> Words => new()
    {
        { 400, "field \"version\" is not set", "field \"version\" is not set" },
        { 422, """{"detail":"Invalid input parameters"}""", "Invalid input parameters" },
        { 403, """{"code":8,"error":"Resource forbidden","message":""}""", "Resource forbidden" },
        { 400, """{"error_msg":"model too large"}""", "model too large" },
        { 400, """{"message":"success","error":"no such plate"}""", "no such plate" },
        { 400, "two\r\nlines\u0007 and a bell", "two lines and a bell" },
        { 400, """{"error":"<p>no such <b class=\"x\">plate</b></p>, 3 < 4"}""", "no such plate , 3 < 4" },
        { 400, """{"error":"safe\u202Egnp.exe\u2028end"}""", "safe gnp.exe end" },
        { 404, """{"code":404,"message":"first","error":"second"}""", "first" },
    };

    [Theory]
    [MemberData(nameof(Words))]
    public async Task Given_words_of_the_server_wherever_they_stand_when_it_refuses_then_they_are_in_the_message_and_on_the_error(
        int status, string body, string words)
    {
        BambuApiException error = await FailAsync(new ScriptedAnswer(status, body, body[0] == '{' ? "application/json" : "text/plain"));

        Assert.Equal((status, words), (error.HttpStatus, error.CloudMessage));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_long_text_in_place_of_an_error_when_it_comes_then_200_characters_of_it_are_told()
    {
        BambuApiException error = await FailAsync(new ScriptedAnswer(400, new string('x', 5000), "text/plain"));

        Assert.Equal(new string('x', 200) + "…", error.CloudMessage);
    }

    [Fact]
    public async Task Given_a_long_error_with_the_token_across_its_end_when_it_comes_then_nothing_of_the_token_is_told()
    {
        string token = TestTokens.Jwt();
        await using ScriptedServer server = new(_ => new ScriptedAnswer(400, $$"""{"error":"{{new string('x', 150)}}{{token}}"}"""));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() =>
            ScriptedCloud.OpenSessionAsync(server, new CloudSessionOptions { AccessToken = token }));

        Assert.Equal($"{new string('x', 150)}***", error.CloudMessage);
        Assert.DoesNotContain(token[..10], error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429, 99, BambuErrorKind.RateLimited, 1)]
    [InlineData(401, -1, BambuErrorKind.ServiceFault, 4)]
    public async Task Given_a_refusal_that_says_two_things_when_it_comes_then_it_is_what_matters_more(int status, int code,
        BambuErrorKind kind, int attempts)
    {
        BambuApiException error = await FailAsync(new ScriptedAnswer(status, $$"""{"code":{{code}},"error":"deadline exceeded"}"""));

        Assert.Equal((kind, attempts), (error.Kind, error.Attempts));
    }

    [Theory]
    [InlineData("""{"message":"project not found"}""")]
    [InlineData("""{"code":2,"error":"Project not found","message":""}""")]
    public async Task Given_400_that_says_not_found_when_it_comes_then_there_is_no_such_thing(string body)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(new ScriptedAnswer(400, body));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Projects.GetAsync("p1", Cancellation));

        Assert.Equal((BambuErrorKind.NotFound, "p1"), (error.Kind, error.Subject));
    }

    private const string Page = "<!DOCTYPE html><html><title>Just a moment...</title>challenge-page-content</html>";

    [Theory]
    [InlineData(418, "short and stout", null)]
    [InlineData(400, """{"captchaId":"0","error":"We need to confirm that you are not a robot."}""", null)]
    [InlineData(403, """{"error":"x"}""", "cf-mitigated")]
    [InlineData(403, "", null)]
    [InlineData(403, Page, null)]
    [InlineData(503, "busy", "cf-ray")]
    [InlineData(503, Page, null)]
    [InlineData(200, Page, null)]
    public async Task Given_an_edge_that_wants_a_person_when_it_answers_then_it_is_asked_once_and_its_page_is_not_dumped(
        int status, string body, string? header)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(
            new ScriptedAnswer(status, body, "text/plain") { Headers = header is null ? [] : [(header, "challenge")] });

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Devices.ListAsync(Cancellation));

        Assert.Equal(BambuErrorKind.EdgeChallenge, error.Kind);
        Assert.Single(cloud.Server.Requests);
        Assert.DoesNotContain("challenge-page-content", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"code":4,"message":"Please login."}""", 1)]
    [InlineData("""{"code":1001,"message":"Invalid token"}""", 1)]
    [InlineData("""{"code":1002,"message":"Token expired"}""", 1)]
    [InlineData("""{"message":"try later"}""", 2)]
    [InlineData("", 2)]
    public async Task Given_401_when_its_body_does_not_speak_of_the_token_then_a_GET_is_tried_once_more(string body, int requests)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(new ScriptedAnswer(401, body));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Devices.ListAsync(Cancellation));

        Assert.True(error.Kind is BambuErrorKind.TokenRefused or BambuErrorKind.TokenExpired);
        Assert.Equal(requests, cloud.Server.Requests.Count);
    }

    [Fact]
    public async Task Given_401_in_passing_when_a_GET_meets_it_then_the_next_try_succeeds_and_a_PUT_is_told_at_once()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(new ScriptedAnswer(401), Good);

        Assert.Empty(await cloud.Session.Devices.ListAsync(Cancellation));

        cloud.Server.Answer(new ScriptedAnswer(401), Good);
        await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Notifications.MarkAsync("n", true, Cancellation));
        Assert.Single(cloud.Server.Requests);
    }

    [Fact]
    public async Task Given_401_in_passing_behind_another_fault_when_a_GET_meets_it_then_it_is_tried_once_more_and_no_oftener()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(new ScriptedAnswer(503, "{}"), new ScriptedAnswer(401), Good);

        Assert.Empty(await cloud.Session.Devices.ListAsync(Cancellation));

        cloud.Server.Answer(new ScriptedAnswer(401), new ScriptedAnswer(503, "{}"), new ScriptedAnswer(401), Good);
        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Devices.ListAsync(Cancellation));
        Assert.Equal((BambuErrorKind.TokenRefused, 3), (error.Kind, cloud.Server.Requests.Count));
    }

    [Theory]
    [InlineData(200, """{"code":-1,"message":"context deadline exceeded"}""")]
    [InlineData(400, """{"code":"-1","error":"context deadline exceeded"}""")]
    [InlineData(400, """{"code":99,"error":"temporarily unavailable"}""")]
    public async Task Given_a_passing_fault_of_the_service_when_a_GET_meets_it_then_it_is_tried_again_and_then_told(int status, string body)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(new ScriptedAnswer(status, body), Good);
        Assert.Empty(await cloud.Session.Devices.ListAsync(Cancellation));

        cloud.Server.Answer(new ScriptedAnswer(status, body));
        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Devices.ListAsync(Cancellation));

        Assert.Equal((BambuErrorKind.ServiceFault, 4), (error.Kind, cloud.Server.Requests.Count));
    }

    [Fact]
    public async Task Given_429_without_a_time_when_it_comes_then_it_is_told_after_one_request()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(new ScriptedAnswer(429, """{"error":"slow down"}"""), Good);

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Devices.ListAsync(Cancellation));

        Assert.Equal((BambuErrorKind.RateLimited, null), (error.Kind, error.RetryAfter));
        Assert.Single(cloud.Server.Requests);
        Assert.Empty(cloud.Clock.Waits);
    }

    [Theory]
    [InlineData("POST print", BambuErrorKind.PrintStartNotAllowed)]
    [InlineData("device info", BambuErrorKind.MethodNotAllowed)]
    public async Task Given_405_when_it_comes_then_the_error_says_that_the_call_is_no_longer_taken(string call, BambuErrorKind kind)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(new ScriptedAnswer(405, """{"error":"Method Not Allowed"}"""));
        CloudSession session = cloud.Session;

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => call == "device info"
            ? session.Devices.GetInfoAsync("01P", Cancellation)
            : session.Prints.StartAsync("01P", new BambuFile { FileName = "a.3mf", Length = 1, FileUrl = new Uri("https://s.example/a") },
                new BambuPrintSettings(), Cancellation));

        Assert.Equal((kind, 405), (error.Kind, error.HttpStatus));
        Assert.Single(cloud.Server.Requests);
    }

    private static async Task<BambuApiException> FailAsync(ScriptedAnswer answer)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(answer);
        return await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Devices.ListAsync(Cancellation));
    }
}
