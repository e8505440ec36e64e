using System.Diagnostics;
using System.Globalization;
using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Tests;

/// <summary>What every REST call has in common, seen through the device list (GET), a mark (PUT) and a print start (POST).</summary>
public sealed class SendPathTests
{
    private static readonly ScriptedAnswer Good = ScriptedAnswer.Ok(ScriptedCloud.NoDevices);
    private static readonly BambuFile File = new()
    {
        FileName = "cube.gcode.3mf",
        Length = 1,
        FileUrl = new Uri("https://storage.example/cube.gcode.3mf")
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<int, string, BambuErrorKind, int?> ErrorAnswers => new()
    {
        { 401, """{"code":1001,"message":"Invalid token","error":"TOKEN_INVALID","details":{"reason":"gone"}}""",
            BambuErrorKind.TokenRefused, 1001 },
        { 401, "", BambuErrorKind.TokenRefused, null },
        { 401, """{"message":"Please login"}""", BambuErrorKind.TokenRefused, null },
        { 401, """{"code":"1002","message":"Token expired"}""", BambuErrorKind.TokenExpired, 1002 },
        { 400, """{"code":1001}""", BambuErrorKind.TokenRefused, 1001 },
        { 400, """{"code":1002}""", BambuErrorKind.TokenExpired, 1002 },
        { 403, """{"message":"permission denied","code":8,"error":"Resource forbidden"}""", BambuErrorKind.Forbidden, 8 },
        { 403, "", BambuErrorKind.EdgeChallenge, null },
        { 403, "{}", BambuErrorKind.Forbidden, null },
        { 404, """{"code":404,"message":"not here"}""", BambuErrorKind.NotFound, 404 },
        { 404, "404 page not found", BambuErrorKind.NotFound, null },
        { 404, """{"code":1003}""", BambuErrorKind.DeviceNotFound, 1003 },
        { 405, "", BambuErrorKind.MethodNotAllowed, null },
        { 400, """{"code":1004}""", BambuErrorKind.DeviceOffline, 1004 },
        { 400, """{"code":1005}""", BambuErrorKind.PrintRejected, 1005 },
        { 400, """{"code":1006}""", BambuErrorKind.UploadFailed, 1006 },
        { 400, """{"code":400,"message":"Invalid parameter"}""", BambuErrorKind.RequestRejected, 400 },
        { 418, "short and stout", BambuErrorKind.EdgeChallenge, null },
        { 500, "", BambuErrorKind.ServiceFault, null },
        { 502, "<html>bad gateway</html>", BambuErrorKind.ServiceFault, null },
        { 503, """{"code":503}""", BambuErrorKind.ServiceFault, 503 },
        { 504, "", BambuErrorKind.ServiceFault, null },
        { 429, """{"code":429,"message":"slow down"}""", BambuErrorKind.RateLimited, 429 },
        { 200, """{"code":1003,"message":"Device not found"}""", BambuErrorKind.DeviceNotFound, 1003 },
        { 200, """{"code":"1002"}""", BambuErrorKind.TokenExpired, 1002 },
        { 200, """{"code":77,"message":"no"}""", BambuErrorKind.RequestRejected, 77 },
        { 200, """{"code":99999999999,"message":"a code beyond any"}""", BambuErrorKind.RequestRejected, null },
    };

    [Theory]
    [MemberData(nameof(ErrorAnswers))]
    public async Task Given_an_error_answer_when_it_comes_then_the_error_has_its_kind_and_what_the_cloud_said(
        int status, string body, BambuErrorKind kind, int? code)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(new ScriptedAnswer(status, body));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Devices.ListAsync(Cancellation));

        Assert.Equal((kind, status, code), (error.Kind, error.HttpStatus, error.CloudCode));
        Assert.Equal("GET /v1/iot-service/api/user/bind", error.Endpoint);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{status}"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_an_error_body_with_everything_when_it_comes_then_all_parts_are_on_the_error()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(new ScriptedAnswer(401,
            """
                {"code":1001,"message":"Invalid token","error":"TOKEN_INVALID","details":{"reason":"gone","tries":3,"nested":{"a":[1,
                "b",null]}}}
                """));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Devices.ListAsync(Cancellation));

        Assert.Equal(("Invalid token", "TOKEN_INVALID"), (error.CloudMessage, error.CloudError));
        Assert.Equal("gone", error.Details["reason"]);
        Assert.Equal(3L, error.Details["tries"]);
        Assert.Equal([1L, "b", null], (IEnumerable<object?>)((IReadOnlyDictionary<string, object?>)error.Details["nested"]!)["a"]!);
        Assert.Contains("Invalid token", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_an_error_body_that_spells_out_a_presigned_address_when_it_comes_then_its_query_is_on_no_part_of_the_error()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(new ScriptedAnswer(400,
            """
                {"code":1006,"message":"no https://s3.example/a?Signature=5f1d","details":{"url":"https://s3.example/a?Signature=5f1d"}}
                """));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Devices.ListAsync(Cancellation));

        Assert.Equal(("no https://s3.example/a", "https://s3.example/a"), (error.CloudMessage, error.Details["url"]));
        Assert.DoesNotContain("5f1d", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Given_an_edge_page_when_it_comes_then_the_error_says_so_and_does_not_dump_it(int status)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Html(status));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Devices.ListAsync(Cancellation));

        Assert.Equal((BambuErrorKind.EdgeChallenge, status), (error.Kind, error.HttpStatus));
        Assert.DoesNotContain("challenge-page-content", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"devices\":")]
    [InlineData("{\"message\":\"success\",\"devices\":{}}")]
    [InlineData("{\"message\":\"\\uD800\"}")]
    [InlineData("plain text, and as long as one likes")]
    [InlineData("<html>challenge-page-content</html>")]
    [InlineData("\u001F\u0001\u0002")]
    public async Task Given_an_answer_of_success_that_is_none_when_it_comes_then_it_is_an_unexpected_response(string body)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(body));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Devices.ListAsync(Cancellation));

        Assert.Equal(BambuErrorKind.UnexpectedResponse, error.Kind);
        Assert.DoesNotContain("challenge-page-content", error.ToString(), StringComparison.Ordinal);
        Assert.Single(cloud.Server.Requests);
    }

    [Fact]
    public async Task Given_a_body_that_is_not_compressed_as_it_says_when_it_comes_then_it_is_an_unexpected_response()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(Good with { Headers = [("Content-Encoding", "gzip")] });

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Devices.ListAsync(Cancellation));

        Assert.Equal(BambuErrorKind.UnexpectedResponse, error.Kind);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n")]
    [InlineData("HTTP/1.1 2oo OK\r\n\r\n")]
    public async Task Given_a_server_that_speaks_no_http_when_the_session_opens_then_the_error_names_the_server(string greeting)
    {
        await using LoopbackListener listener = new(async (stream, _, closing) =>
        {
            await stream.ReadAtLeastAsync(new byte[4096], 16, false, closing);
            await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(greeting), closing);
        });

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => CloudSession.OpenAsync(
            new CloudSessionOptions
            {
                AccessToken = TestTokens.Jwt(),
                ApiEndpoint = new Uri($"http://127.0.0.1:{listener.Port}"),
                TimeProvider = FastForwardTimeProvider.Create()
            },
            Cancellation));

        Assert.Equal(BambuErrorKind.UnexpectedResponse, error.Kind);
        Assert.Contains($"'127.0.0.1:{listener.Port}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_fault_that_passes_when_a_get_meets_it_then_it_is_sent_again_until_it_succeeds()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(
            new ScriptedAnswer(503), ScriptedAnswer.ConnectionReset, Good with { CutAfter = 5 }, Good);

        Assert.Empty(await cloud.Session.Devices.ListAsync(Cancellation));

        Assert.Equal(4, cloud.Server.Requests.Count);
    }

    [Theory]
    [InlineData("500", BambuErrorKind.ServiceFault)]
    [InlineData("reset", BambuErrorKind.ConnectionLost)]
    [InlineData("cut", BambuErrorKind.ConnectionLost)]
    public async Task Given_a_fault_that_stays_when_a_get_or_a_put_meets_it_then_it_is_told_after_four_tries(string fault,
        BambuErrorKind kind)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(Fault(fault));

        BambuApiException get = await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Devices.ListAsync(Cancellation));
        BambuApiException put = await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Notifications.MarkAsync("n", true,
            Cancellation));

        Assert.Equal((kind, kind), (get.Kind, put.Kind));
        Assert.Equal(4, cloud.Server.Requests.Count(request => request.Method == "PUT"));
        // .NET itself sends a GET without a body again when its connection is reset: tries are counted by their waits.
        Assert.Equal(3 + 3, cloud.Clock.Waits.Count);
    }

    [Theory]
    [InlineData("500")]
    [InlineData("reset")]
    [InlineData("cut")]
    public async Task Given_a_fault_after_a_post_was_sent_when_it_comes_then_the_post_is_not_sent_again(string fault)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(Fault(fault));

        await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Prints.StartAsync("d", File, new BambuPrintSettings(),
            Cancellation));

        Assert.Single(cloud.Server.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task Given_a_server_that_never_answers_when_its_time_is_over_then_a_get_is_tried_four_times_and_then_timed_out()
    {
        TaskCompletionSource never = new();
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync();
        cloud.Server.Script = _ =>
        {
            cloud.Clock.Advance(FastForwardTimeProvider.TryLimit);
            return Good with { Held = never.Task };
        };
        int before = cloud.Server.Requests.Count;

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Devices.ListAsync(Cancellation));

        Assert.Equal(BambuErrorKind.TimedOut, error.Kind);
        Assert.Equal(4, cloud.Server.Requests.Count - before);
    }

    [Theory]
    [InlineData(404, "GET", 1)]
    [InlineData(503, "GET", 4)]
    [InlineData(503, "PUT", 4)]
    [InlineData(503, "POST", 1)]
    [InlineData(429, "POST", 1)]
    public async Task Given_an_error_when_it_is_told_then_it_says_how_often_the_call_was_sent(int status, string method, int attempts)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(new ScriptedAnswer(status, "{}"));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => method switch
        {
            "GET" => cloud.Session.Devices.ListAsync(Cancellation),
            "PUT" => cloud.Session.Notifications.MarkAsync("n", true, Cancellation),
            _ => cloud.Session.Prints.StartAsync("d", File, new BambuPrintSettings(), Cancellation),
        });

        Assert.Equal(attempts, error.Attempts);
        Assert.Equal(attempts, cloud.Server.Requests.Count(request => request.Method == method));
    }

    [Theory]
    [InlineData(45, 2)]
    [InlineData(20, 1)]
    [InlineData(65, 3)]
    public async Task Given_a_limit_for_a_call_in_all_when_no_answer_comes_then_it_ends_the_tries(int seconds, int tries)
    {
        TaskCompletionSource never = new();
        TimeSpan limit = TimeSpan.FromSeconds(seconds);
        FastForwardTimeProvider clock = new(FastForwardTimeProvider.TryLimit, limit);
        await using ScriptedServer server = new(_ => Good);
        await using CloudSession session = await ScriptedCloud.OpenSessionAsync(
            server, new CloudSessionOptions { AccessToken = TestTokens.Jwt(), TimeProvider = clock, Timeout = limit });
        int before = server.Requests.Count;
        server.Script = _ =>
        {
            clock.Advance(FastForwardTimeProvider.TryLimit);
            return Good with { Held = never.Task };
        };

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => session.Devices.ListAsync(Cancellation));

        Assert.Equal((BambuErrorKind.TimedOut, tries), (error.Kind, error.Attempts));
        Assert.Equal(tries, server.Requests.Count - before);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Sun, 01 Mar 2026 12:00:09 GMT", 9)]
    public async Task Given_429_with_retry_after_when_it_comes_then_just_so_long_is_waited(string retryAfter, int seconds)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(
            new ScriptedAnswer(429, "{}") { Headers = [("Retry-After", retryAfter)] }, Good);

        await cloud.Session.Devices.ListAsync(Cancellation);

        Assert.Equal([TimeSpan.FromSeconds(seconds)], cloud.Clock.Waits);
        Assert.Equal(2, cloud.Server.Requests.Count);
    }

    [Theory]
    [InlineData(429, "0")]
    [InlineData(429, "Sun, 01 Mar 2026 11:00:00 GMT")]
    [InlineData(503, "0")]
    public async Task Given_a_service_that_says_at_once_when_it_refuses_again_and_again_then_each_wait_is_longer(int status,
        string retryAfter)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(
            new ScriptedAnswer(status, "{}") { Headers = [("Retry-After", retryAfter)] });

        await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Devices.ListAsync(Cancellation));

        Assert.Equal([0.25, 0.5, 1], cloud.Clock.Waits.Select(wait => wait.TotalSeconds));
        Assert.Equal(4, cloud.Server.Requests.Count);
    }

    [Theory]
    [InlineData("600", 600)]
    [InlineData("Sun, 01 Mar 2026 12:10:00 GMT", 600)]
    public async Task Given_429_that_asks_for_a_long_wait_when_it_comes_then_it_is_told_at_once_with_the_time(string retryAfter,
        int seconds)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(
            new ScriptedAnswer(429, """{"message":"Too many"}""") { Headers = [("Retry-After", retryAfter)] });

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Devices.ListAsync(Cancellation));

        Assert.Equal((BambuErrorKind.RateLimited, TimeSpan.FromSeconds(seconds)), (error.Kind, error.RetryAfter));
        Assert.Single(cloud.Server.Requests);
    }

    [Fact]
    public async Task Given_429_with_retry_after_at_a_print_start_when_it_comes_then_the_start_is_sent_again_because_it_was_turned_away()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(
            new ScriptedAnswer(429, "{}") { Headers = [("Retry-After", "1")] },
            ScriptedAnswer.Ok("""{"code":0,"data":{"job_id":"1","status":"queued"}}"""));

        BambuPrintJob job = await cloud.Session.Prints.StartAsync("d", File, new BambuPrintSettings(), Cancellation);

        Assert.Equal("1", job.JobId);
        Assert.Equal(2, cloud.Server.Requests.Count);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Given_a_redirect_to_another_host_when_it_comes_then_nothing_is_sent_there(int status)
    {
        await using ScriptedServer other = new(_ => Good);
        await using ScriptedCloud cloud = await ScriptedCloud
            .OpenAsync(new ScriptedAnswer(status) { Headers = [("Location", $"{other.Address}v1/iot-service/api/user/bind")] });

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => cloud.Session.Devices.ListAsync(Cancellation));

        Assert.Equal((BambuErrorKind.UnexpectedResponse, status), (error.Kind, error.HttpStatus));
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task Given_a_cloud_that_sets_cookies_when_it_is_called_again_then_none_goes_back_and_the_token_stands_in_one_header()
    {
        using Activity traced = new Activity("a command that somebody traces").Start();
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(Good with { Headers = [("Set-Cookie", "track=1; Path=/")] });

        await cloud.Session.Devices.ListAsync(Cancellation);
        await cloud.Session.Devices.ListAsync(Cancellation);

        ScriptedRequest second = cloud.Server.Requests[1];
        Assert.Null(second.Header("Cookie"));
        Assert.Null(second.Header("traceparent"));
        Assert.Equal($"Bearer {cloud.Token}", second.Header("Authorization"));
        Assert.DoesNotContain(cloud.Token, second.Target, StringComparison.Ordinal);
        Assert.StartsWith("BambuCloud/", second.Header("User-Agent"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_an_api_address_with_a_base_path_when_a_call_is_sent_then_it_goes_below_that_path()
    {
        await using ScriptedServer server = new(_ => Good);

        await using CloudSession session = await CloudSession.OpenAsync(
            new CloudSessionOptions { AccessToken = TestTokens.Jwt(), ApiEndpoint = new Uri(server.Address, "proxy/bambu") }, Cancellation);

        Assert.Equal("/proxy/bambu/v1/iot-service/api/user/bind", Assert.Single(server.Requests).Target);
    }

    private static ScriptedAnswer Fault(string fault) => fault switch
    {
        "reset" => ScriptedAnswer.ConnectionReset,
        "cut" => ScriptedAnswer.Ok("""{"code":0,"data":{"job_id":"1"}}""") with { CutAfter = 9 },
        _ => new ScriptedAnswer(500, """{"code":500}"""),
    };
}
