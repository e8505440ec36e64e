using System.Collections.Concurrent;
using BambuCloud.Client.Api;
using BambuCloud.Client.Live;
using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;
using BambuCloud.Simulator;
using Microsoft.Extensions.Time.Testing;

namespace BambuCloud.Client.Tests;

/// <summary>What is told of a token's time: before it is used, ahead of its end, and when the cloud refuses it all the same.</summary>
public sealed class TokenTimeTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(8, false)]
    [InlineData(6, true)]
    public async Task Given_a_token_that_ends_within_a_week_when_the_session_is_asked_then_it_warns_once(int days, bool warns)
    {
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices));
        await using CloudSession session = await OpenAsync(server, new FakeTimeProvider(Start), TestTokens.Jwt(Start.AddDays(days)));

        BambuException? first = session.TakeExpiryWarning();

        Assert.Equal(warns, first is not null);
        Assert.Null(session.TakeExpiryWarning());
        if (warns)
        {
            Assert.Equal(BambuErrorKind.TokenExpiring, first!.Kind);
            Assert.Contains($"{Start.AddDays(days).ToLocalTime():yyyy-MM-dd HH:mm}", first.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Given_a_long_session_when_its_last_week_begins_then_it_warns_then()
    {
        FakeTimeProvider clock = new(Start);
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices));
        await using CloudSession session = await OpenAsync(server, clock, TestTokens.Jwt(Start.AddDays(90)));
        Assert.Null(session.TakeExpiryWarning());

        clock.Advance(TimeSpan.FromDays(84));

        Assert.NotNull(session.TakeExpiryWarning());
    }

    [Fact]
    public async Task Given_a_session_whose_token_has_ended_meanwhile_when_it_is_used_then_nothing_is_sent_and_the_error_says_since_when()
    {
        FakeTimeProvider clock = new(Start);
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices));
        await using CloudSession session = await OpenAsync(server, clock, TestTokens.Jwt(Start.AddDays(90)));
        int before = server.Requests.Count;

        clock.Advance(TimeSpan.FromDays(91));
        BambuException error = await Assert.ThrowsAsync<BambuException>(() => session.Devices.ListAsync(Cancellation));

        Assert.Equal(BambuErrorKind.TokenExpired, error.Kind);
        Assert.Contains($"{Start.AddDays(90).ToLocalTime():yyyy-MM-dd HH:mm}", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, server.Requests.Count);
    }

    [Fact]
    public async Task Given_a_session_whose_token_has_ended_meanwhile_when_printers_are_watched_then_no_broker_is_asked()
    {
        FakeTimeProvider clock = new(Start);
        await using LoopbackListener broker = new((_, _, _) => Task.CompletedTask);
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices));
        await using CloudSession session = await ScriptedCloud.OpenSessionAsync(server, new CloudSessionOptions
        {
            AccessToken = TestTokens.Jwt(Start.AddDays(90)),
            TimeProvider = clock,
            MqttEndpoint = new Uri($"mqtt://127.0.0.1:{broker.Port}"),
        });

        clock.Advance(TimeSpan.FromDays(91));
        BambuException error = await Assert.ThrowsAsync<BambuException>(async () =>
        {
            await foreach (BambuPrinterEvent item in session.Printers.WatchAsync(
                new PrinterWatchOptions { Devices = [new BambuDevice { DeviceId = "01P00A000000001", Name = "P1S" }] }, Cancellation))
            {
                Assert.Fail($"{item.Type} came.");
            }
        });

        Assert.Equal(BambuErrorKind.TokenExpired, error.Kind);
        Assert.Equal(0, broker.Accepted);
    }

    [Theory]
    [InlineData("events")]
    [InlineData("reports")]
    [InlineData("a print's end")]
    public async Task Given_printers_that_are_listened_to_for_days_when_the_tokens_last_week_begins_then_it_warns_once(string what)
    {
        FakeTimeProvider clock = new(Start);
        await using SimulatedCloud cloud = await SimulatedCloud.StartAsync(new SimulatorOptions(), Cancellation);
        await using CloudSession session = await CloudSession.OpenAsync(
            CloudFixture.OptionsFor(cloud) with
            {
                AccessToken = cloud.Account.OpaqueToken,
                ExpiresAt = Start.AddDays(9),
                TimeProvider = clock
            },
            Cancellation);
        ConcurrentQueue<BambuException> warnings = [];
        TaskCompletionSource heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenSource user = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        PrinterWatchOptions options = new() { Devices = await session.Devices.ListAsync(Cancellation), Warned = warnings.Enqueue };
        Task listening = ListenAsync();
        await heard.Task.WaitAsync(CloudFixture.Patience, Cancellation);
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(warnings);

        clock.Advance(TimeSpan.FromDays(1));
        await Eventually.TrueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(5));
                return Task.FromResult(!warnings.IsEmpty);
            },
            "the watch warns");
        clock.Advance(TimeSpan.FromSeconds(10));
        await user.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listening.WaitAsync(CloudFixture.Patience, Cancellation));

        Assert.Equal(BambuErrorKind.TokenExpiring, Assert.Single(warnings).Kind);

        async Task ListenAsync()
        {
            IAsyncEnumerable<object> all = what switch
            {
                "events" => session.Printers.WatchAsync(options, user.Token),
                "reports" => session.Printers.WatchReportsAsync(options, user.Token),
                _ => session.Printers.WaitAsync(
                    [.. options.Devices!.Select(device => new PrintToAwait(device))], null, _ => heard.TrySetResult(), options.Warned,
                        user.Token),
            };
            await foreach (object _ in all)
            {
                heard.TrySetResult();
            }
        }
    }

    [Theory]
    [InlineData("""{"username":"u_4711","iat":1790000000,"exp":4102444800}""", true)]
    [InlineData("""{"username":"u_4711","exp":4102444800}""", false)]
    public async Task Given_a_token_that_the_cloud_refuses_when_it_says_when_it_was_issued_then_the_error_says_so(string payload,
        bool issued)
    {
        await using ScriptedServer server = new(_ => new ScriptedAnswer(401, """{"code":1001,"message":"Invalid token"}"""));

        BambuException error = await Assert.ThrowsAsync<BambuApiException>(() => OpenAsync(server, new FakeTimeProvider(Start),
            TestTokens.WithPayload(payload)));

        Assert.Equal(BambuErrorKind.TokenRefused, error.Kind);
        Assert.Equal(issued, error.Message.Contains(
            $"It was issued on {DateTimeOffset.FromUnixTimeSeconds(1790000000).ToLocalTime():yyyy-MM-dd HH:mm}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Given_an_opaque_token_from_a_sign_in_when_the_session_opens_then_its_time_is_what_the_sign_in_said()
    {
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok("""{"uid":12}"""));
        await using CloudSession session = await ScriptedCloud.OpenSessionAsync(server, new CloudSessionOptions
        {
            AccessToken = TestTokens.Opaque,
            IssuedAt = Start,
            ExpiresAt = Start.AddDays(90),
            TimeProvider = new FakeTimeProvider(Start),
        });

        Assert.Equal(Start.LocalDateTime, session.Info.IssuedAt);
        Assert.Equal(Start.AddDays(90).LocalDateTime, session.Info.ExpiresAt);
    }

    [Fact]
    public async Task Given_a_server_that_repeats_the_token_when_it_refuses_then_the_token_is_not_in_the_error()
    {
        string token = TestTokens.Jwt(Start.AddDays(90));
        await using ScriptedServer server = new(_ => new ScriptedAnswer(403,
            $$$"""{"code":8,"message":"no: {{{token}}}","error":"{{{token}}}","details":{"reason":"{{{token}}}"}}"""));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => OpenAsync(server, new FakeTimeProvider(Start), token));

        Assert.DoesNotContain(token, $"{error}{error.CloudMessage}{error.CloudError}{string.Join('|', error.Details.Values)}",
            StringComparison.Ordinal);
    }

    private static Task<CloudSession> OpenAsync(ScriptedServer server, TimeProvider clock, string token) =>
        ScriptedCloud.OpenSessionAsync(server, new CloudSessionOptions { AccessToken = token, TimeProvider = clock });
}
