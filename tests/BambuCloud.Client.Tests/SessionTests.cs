using BambuCloud.Client.Diagnostics;
using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;
using BambuCloud.Simulator;

namespace BambuCloud.Client.Tests;

public sealed class SessionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData(" \r\n")]
    public async Task Given_a_token_with_white_space_around_it_when_the_session_opens_then_account_and_expiry_are_the_tokens(string around)
    {
        await using SimulatedCloud cloud = await SimulatedCloud.StartAsync(new SimulatorOptions(), Cancellation);
        CloudSessionOptions options = CloudFixture.OptionsFor(cloud);

        await using CloudSession session = await CloudSession
            .OpenAsync(options with { AccessToken = around + options.AccessToken + around }, Cancellation);

        Assert.Equal(cloud.Account.Uid, session.Info.Uid);
        Assert.Equal(cloud.ApiEndpoint, session.Info.ApiEndpoint);
        Assert.Equal(cloud.MqttEndpoint, session.Info.MqttEndpoint);
        Assert.InRange(session.Info.ExpiresAt!.Value, DateTime.Now.AddDays(89), DateTime.Now.AddDays(91));
        Assert.Equal($"{cloud.Account.Uid}@127.0.0.1", session.Info.ToString());
    }

    [Fact]
    public async Task Given_an_opaque_token_when_the_session_opens_then_the_account_comes_from_the_cloud_and_the_expiry_is_unknown()
    {
        await using SimulatedCloud cloud = await SimulatedCloud.StartAsync(new SimulatorOptions(), Cancellation);

        await using CloudSession session = await CloudSession.OpenAsync(
            CloudFixture.OptionsFor(cloud) with { AccessToken = cloud.Account.OpaqueToken }, Cancellation);

        Assert.Equal(cloud.Account.Uid, session.Info.Uid);
        Assert.Null(session.Info.ExpiresAt);
    }

    [Theory]
    [InlineData("""{"exp":4102444800}""", true)]
    [InlineData("""{"username":"somebody","exp":4102444800}""", true)]
    [InlineData("""{"username":"u_","exp":"4102444800"}""", false)]
    [InlineData("""{"username":7,"exp":-5}""", false)]
    [InlineData("""[1,2]""", false)]
    [InlineData("""{"username":"\ud800"}""", false)]
    [InlineData("""not json at all""", false)]
    public async Task Given_a_token_that_does_not_name_its_account_when_the_session_opens_then_the_cloud_is_asked(string payload,
        bool expiryKnown)
    {
        await using ScriptedServer server = new(request => request.Path == "/v1/design-user-service/my/preference"
            ? ScriptedAnswer.Ok("""{"uid":2143650987,"name":"n"}""") : new ScriptedAnswer(500));

        await using CloudSession session = await ScriptedCloud.OpenSessionAsync(
            server, new CloudSessionOptions { AccessToken = TestTokens.WithPayload(payload) });

        Assert.Equal("2143650987", session.Info.Uid);
        Assert.Equal(expiryKnown, session.Info.ExpiresAt is not null);
    }

    [Theory]
    [InlineData("""{"uid":12}""", "12")]
    [InlineData("""{"uid":"012"}""", "012")]
    [InlineData("""{"code":0,"message":"Success","data":{"uid":12}}""", "12")]
    [InlineData("""{"code":0,"message":"Success","data":{}}""", null)]
    [InlineData("""{"uid":""}""", null)]
    [InlineData("""{}""", null)]
    public async Task Given_an_opaque_token_when_the_cloud_names_the_account_in_either_shape_then_it_is_read(string answer, string? uid)
    {
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(answer));
        Task<CloudSession> opening = ScriptedCloud.OpenSessionAsync(server, new CloudSessionOptions { AccessToken = TestTokens.Opaque });
        if (uid is null)
        {
            Assert.Equal(BambuErrorKind.UnexpectedResponse, (await Assert.ThrowsAsync<BambuApiException>(() => opening)).Kind);
            return;
        }
        await using CloudSession session = await opening;
        Assert.Equal(uid, session.Info.Uid);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("Bearer abc")]
    [InlineData("abc\ndef")]
    [InlineData("abc\0def")]
    [InlineData("tökén")]
    [InlineData("abc\u007Fdef")]
    [InlineData("abc\u200B")]
    public async Task Given_a_text_that_cannot_be_a_token_when_the_session_opens_then_nothing_is_sent(string token)
    {
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices));

        BambuException error = await Assert.ThrowsAsync<BambuException>(
            () => ScriptedCloud.OpenSessionAsync(server, new CloudSessionOptions { AccessToken = token }));

        Assert.Equal(BambuErrorKind.InvalidToken, error.Kind);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Given_a_token_whose_time_is_over_when_the_session_opens_then_nothing_is_sent_and_the_error_says_since_when()
    {
        DateTimeOffset expiry = new(2026, 2, 28, 11, 0, 0, TimeSpan.Zero);
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices));

        BambuException error = await Assert.ThrowsAsync<BambuException>(() => ScriptedCloud.OpenSessionAsync(
            server, new CloudSessionOptions { AccessToken = TestTokens.Jwt(expiry), TimeProvider = FastForwardTimeProvider.Create() }));

        Assert.Equal(BambuErrorKind.TokenExpired, error.Kind);
        Assert.Contains($"{expiry.ToLocalTime():yyyy-MM-dd HH:mm}", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("expired", BambuErrorKind.TokenExpired, 1002)]
    [InlineData("revoked", BambuErrorKind.TokenRefused, 1001)]
    [InlineData("unknown", BambuErrorKind.TokenRefused, 1001)]
    public async Task Given_a_token_that_the_cloud_does_not_take_when_the_session_opens_then_the_error_says_why_and_not_the_token(
        string which, BambuErrorKind kind, int code)
    {
        // The computer's clock is behind, so that the expired token is found out by the cloud.
        await using SimulatedCloud cloud = await SimulatedCloud.StartAsync(new SimulatorOptions(), Cancellation);
        FastForwardTimeProvider clock = new(FastForwardTimeProvider.TryLimit);
        clock.AdjustTime(DateTimeOffset.UtcNow.AddYears(-1));
        cloud.Account.Revoke(which == "revoked");
        string token = which switch
        {
            "expired" => cloud.Account.ExpiredToken,
            "revoked" => cloud.Account.AccessToken,
            _ => TestTokens.Opaque
        };

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => CloudSession.OpenAsync(
            CloudFixture.OptionsFor(cloud) with { AccessToken = token, TimeProvider = clock }, Cancellation));

        Assert.Equal((kind, 401, code), (error.Kind, error.HttpStatus!.Value, error.CloudCode!.Value));
        Assert.DoesNotContain(token, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_any_fault_of_a_session_when_it_is_written_out_with_all_its_causes_then_the_token_is_not_in_it()
    {
        List<string> trace = [];
        CloudTrace.Listener = line => { lock (trace) { trace.Add(line); } };
        foreach (ScriptedAnswer answer in new[]
        {
            ScriptedAnswer.ConnectionReset, ScriptedAnswer.Html(403), new(401, """{"code":1001,"message":"Invalid token"}"""),
            new(500, "no json"), ScriptedAnswer.Ok("{") with { CutAfter = 0 },
            new(302) { Headers = [("Location", "http://127.0.0.1:1/elsewhere")] },
        })
        {
            await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(answer);
            Exception error = await Assert.ThrowsAnyAsync<BambuException>(() => cloud.Session.Devices.ListAsync(Cancellation));
            Assert.DoesNotContain(cloud.Token, error.ToString(), StringComparison.Ordinal);
            Assert.All(trace, line => Assert.DoesNotContain(cloud.Token, line, StringComparison.Ordinal));
            Assert.Contains($"Bearer {cloud.Token}", cloud.Server.Requests[0].Header("Authorization"), StringComparison.Ordinal);
        }
        Assert.NotEmpty(trace);
        Assert.Equal("Global", new CloudSessionOptions { AccessToken = TestTokens.Opaque }.ToString());
    }

    [Fact]
    public async Task Given_a_closed_port_when_the_session_opens_then_the_service_is_unreachable_after_four_tries()
    {
        FastForwardTimeProvider clock = FastForwardTimeProvider.Create();

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => CloudSession.OpenAsync(
            new CloudSessionOptions
            {
                AccessToken = TestTokens.Jwt(),
                ApiEndpoint = new Uri($"http://127.0.0.1:{LoopbackListener.ClosedPort()}"),
                TimeProvider = clock,
            },
            Cancellation));

        Assert.Equal(BambuErrorKind.ServiceUnreachable, error.Kind);
        Assert.Null(error.HttpStatus);
        Assert.Equal(3, clock.Waits.Count);
    }

    [Fact]
    public async Task Given_a_call_under_way_when_the_session_is_closed_then_the_call_says_so()
    {
        TaskCompletionSource never = new();
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok("{}") with { Held = never.Task });
        Task<IReadOnlyList<BambuDevice>> listing = cloud.Session.Devices.ListAsync(Cancellation);
        await Eventually.TrueAsync(() => Task.FromResult(cloud.Server.Requests.Count == 1), "the call arrives");

        await cloud.Session.DisposeAsync();

        Assert.Equal(BambuErrorKind.SessionClosed, (await Assert.ThrowsAnyAsync<BambuException>(() => listing)).Kind);
        Assert.Equal(BambuErrorKind.SessionClosed,
            (await Assert.ThrowsAnyAsync<BambuException>(() => cloud.Session.Devices.ListAsync(Cancellation))).Kind);
    }

    [Fact]
    public async Task Given_a_call_under_way_when_it_is_cancelled_then_it_ends_as_cancelled()
    {
        using CancellationTokenSource user = new();
        TaskCompletionSource never = new();
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok("{}") with { Held = never.Task });
        Task<IReadOnlyList<BambuDevice>> listing = cloud.Session.Devices.ListAsync(user.Token);
        await Eventually.TrueAsync(() => Task.FromResult(cloud.Server.Requests.Count == 1), "the call arrives");

        await user.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listing);
    }
}
