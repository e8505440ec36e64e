using System.Text.Json.Nodes;
using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Tests;

public sealed class SignInTests
{
    private const string Email = "maker@example.com";
    private const string Phone = "+8613800138000";
    private const string Password = "pass \"word\" ö";
    private const string Login = "/v1/user-service/user/login";
    private const string EmailCode = "/v1/user-service/user/sendemail/code";
    private const string SmsCode = "/v1/user-service/user/sendsmscode";
    private const string Tfa = "/api/sign-in/tfa";
    private const string Token =
        """
            {"accessToken":"AADBtoken","refreshToken":"AADBrefresh","expiresIn":7776000,"refreshExpiresIn":7776000,"tfaKey":"",
            "accessMethod":"","loginType":""}
            """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Token, 7776000)]
    [InlineData("""{"code":0,"message":"Success","data":{"accessToken":"AADBtoken","expiresIn":"60"}}""", 60)]
    [InlineData("""{"accessToken":"AADBtoken","expiresIn":0,"loginType":null}""", null)]
    [InlineData("""{"accessToken":"AADBtoken","expiresIn":9223372036854775807}""", null)]
    public async Task Given_the_right_password_when_it_is_given_then_the_token_comes_with_its_time(string answer, int? seconds)
    {
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(answer));
        HurriedClock clock = HurriedClock.Create();
        using SignIn signIn = new(Options(server, clock), Email);

        CloudSessionOptions options = (await signIn.GivePasswordAsync(Password, Cancellation)).Options!;

        Assert.Equal("AADBtoken", options.AccessToken);
        Assert.Equal(clock.GetUtcNow(), options.IssuedAt!.Value, TimeSpan.FromSeconds(5));
        Assert.Equal(seconds, options.ExpiresAt is { } end ? (int)(end - options.IssuedAt!.Value).TotalSeconds : null);
        ScriptedRequest request = Assert.Single(server.Requests);
        Assert.Equal($"POST {Login}", request.ToString());
        Assert.True(JsonNode.DeepEquals(new JsonObject { ["account"] = Email, ["password"] = Password, ["apiError"] = "" },
            JsonNode.Parse(request.Text)));
        Assert.Null(request.Header("Authorization"));
    }

    [Theory]
    [InlineData(Email, EmailCode, "email")]
    [InlineData(Phone, SmsCode, "phone")]
    [InlineData("13800138000", SmsCode, "phone")]
    public async Task Given_a_cloud_that_wants_a_code_when_the_password_is_given_then_the_code_is_asked_for_and_opens_the_account(
        string account, string where, string member)
    {
        await using ScriptedServer server = Answering((Login, ScriptedAnswer.Ok("""{"accessToken":"","loginType":"verifyCode"}""")),
            (where, new ScriptedAnswer(200)), (Login, ScriptedAnswer.Ok(Token)));
        using SignIn signIn = new(Options(server), account);

        SignInStep first = await signIn.GivePasswordAsync(Password, Cancellation);
        SignInStep second = await signIn.GiveVerificationCodeAsync("123456", Cancellation);

        Assert.Equal((SignInCode.Verification, true), (first.Wants, first.Options is null));
        Assert.Equal("AADBtoken", second.Options!.AccessToken);
        Assert.Equal([$"POST {Login}", $"POST {where}", $"POST {Login}"], server.Requests.Select(request => request.ToString()));
        Assert.True(JsonNode.DeepEquals(new JsonObject { [member] = account, ["type"] = "codeLogin" },
            JsonNode.Parse(server.Requests[1].Text)));
        Assert.True(JsonNode.DeepEquals(new JsonObject { ["account"] = account, ["code"] = "123456" },
            JsonNode.Parse(server.Requests[2].Text)));
    }

    [Theory]
    [InlineData("token=AADBcookie")]
    [InlineData("token=AADBcookie; Path=/; HttpOnly; Secure; SameSite=Lax; Domain=.bambulab.com; Expires=Wed, 21 Oct 2026 07:28:00 GMT")]
    public async Task Given_an_account_with_an_authenticator_when_its_code_is_given_then_the_token_is_taken_from_the_cookie(string cookie)
    {
        await using ScriptedServer server = Answering(
            (Login, ScriptedAnswer.Ok("""{"accessToken":"","loginType":"tfa","tfaKey":"KEY"}""")),
            (Tfa, new ScriptedAnswer(200, "fine",
                "text/plain")
            { Headers = [("Set-Cookie", "tokenType=x; Path=/"), ("Set-Cookie", cookie), ("Set-Cookie", "other=1")] }));
        using SignIn signIn = new(Options(server), Email);

        SignInStep first = await signIn.GivePasswordAsync(Password, Cancellation);
        SignInStep second = await signIn.GiveTfaCodeAsync(first.TfaKey!, "654321", Cancellation);

        Assert.Equal((SignInCode.Tfa, "KEY"), (first.Wants, first.TfaKey));
        Assert.Equal("AADBcookie", second.Options!.AccessToken);
        Assert.Equal([$"POST {Login}", $"POST {Tfa}"], server.Requests.Select(request => request.ToString()));
        Assert.True(JsonNode.DeepEquals(new JsonObject { ["tfaKey"] = "KEY", ["tfaCode"] = "654321" },
            JsonNode.Parse(server.Requests[1].Text)));
    }

    [Theory]
    [InlineData(400, """{"code":5,"error":"Incorrect account or password"}""", BambuErrorKind.PasswordRefused)]
    [InlineData(401, """{"code":1001,"message":"Unauthorized"}""", BambuErrorKind.PasswordRefused)]
    [InlineData(403, """{"code":8,"message":"permission denied"}""", BambuErrorKind.PasswordRefused)]
    [InlineData(200, """{"code":2,"message":"wrong"}""", BambuErrorKind.PasswordRefused)]
    [InlineData(429, """{"code":429,"message":"slow down"}""", BambuErrorKind.TooManySignIns)]
    [InlineData(500, "", BambuErrorKind.ServiceFault)]
    [InlineData(200, """{"accessToken":"","loginType":"fingerprint"}""", BambuErrorKind.UnexpectedResponse)]
    [InlineData(200, """{"accessToken":"","loginType":"tfa","tfaKey":""}""", BambuErrorKind.UnexpectedResponse)]
    [InlineData(200, """{}""", BambuErrorKind.UnexpectedResponse)]
    public async Task Given_a_cloud_that_does_not_take_the_password_when_it_is_given_then_the_error_names_the_account_and_it_was_sent_once(
        int status, string body, BambuErrorKind kind)
    {
        await using ScriptedServer server = new(_ => new ScriptedAnswer(status, body));
        using SignIn signIn = new(Options(server), Email);

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => signIn.GivePasswordAsync(Password, Cancellation));

        Assert.Equal((kind, Email), (error.Kind, error.Subject));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(2, BambuErrorKind.VerificationCodeRefused, 1)]
    [InlineData(7, BambuErrorKind.VerificationCodeRefused, 1)]
    [InlineData(1, BambuErrorKind.VerificationCodeExpired, 2)]
    public async Task Given_a_code_that_the_cloud_does_not_take_when_it_is_given_then_the_error_says_why_and_a_new_one_may_be_on_its_way(
        int code, BambuErrorKind kind, int requests)
    {
        await using ScriptedServer server = new(request => request.Path == Login
            ? new ScriptedAnswer(400, $$"""{"code":{{code}},"message":"no"}""") : new ScriptedAnswer(200));
        using SignIn signIn = new(Options(server), Email);

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => signIn.GiveVerificationCodeAsync("123456",
            Cancellation));

        Assert.Equal(kind, error.Kind);
        Assert.Equal(requests, server.Requests.Count);
        Assert.Equal(requests == 2, error.Message.Contains("A new one was asked for", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Given_an_expired_code_when_no_new_one_is_sent_either_then_nothing_is_said_of_a_new_one()
    {
        await using ScriptedServer server = new(request => request.Path == Login ? new ScriptedAnswer(400, """{"code":1}""")
            : new ScriptedAnswer(429, """{"code":429}"""));
        using SignIn signIn = new(Options(server), Email);

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => signIn.GiveVerificationCodeAsync("123456",
            Cancellation));

        Assert.Equal(BambuErrorKind.TooManySignIns, error.Kind);
        Assert.DoesNotContain("new one", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<int, string, string, BambuErrorKind> TfaRefusals => new()
    {
        { 400, """{"code":2,"message":"wrong"}""", "application/json", BambuErrorKind.TfaCodeRefused },
        { 401, """{"error":"bad code"}""", "application/json", BambuErrorKind.TfaCodeRefused },
        { 400, """{"code":1,"message":"expired"}""", "application/json", BambuErrorKind.TfaExpired },
        { 403, """{"error":"missing_cookie"}""", "application/json", BambuErrorKind.SignInCookieDemanded },
        { 403, "missing_cookie", "text/plain", BambuErrorKind.SignInCookieDemanded },
        { 403, "<html><title>Just a moment...</title></html>", "text/html", BambuErrorKind.EdgeChallenge },
        { 429, """{"code":429}""", "application/json", BambuErrorKind.TooManySignIns },
        { 200, """{"accessToken":"AADBbody"}""", "application/json", BambuErrorKind.UnexpectedResponse },
    };

    [Theory]
    [MemberData(nameof(TfaRefusals))]
    public async Task Given_a_sign_in_site_that_refuses_the_authenticators_code_when_it_is_given_then_the_error_says_why_after_one_try(
        int status, string body, string type, BambuErrorKind kind)
    {
        await using ScriptedServer server = new(_ => new ScriptedAnswer(status, body, type));
        using SignIn signIn = new(Options(server), Email);

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => signIn.GiveTfaCodeAsync("KEY", "654321", Cancellation));

        Assert.Equal(kind, error.Kind);
        Assert.Single(server.Requests);
        Assert.Equal(BambuApiOperation.SignInWithTfa, error.Operation);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(null)]
    public async Task Given_a_lock_out_when_the_password_is_given_then_the_error_says_how_long_and_no_further_try_makes_it_longer(
        int? seconds)
    {
        await using ScriptedServer server = new(_ => new ScriptedAnswer(429)
        {
            Headers = seconds is { } wait ? [("Retry-After", $"{wait}")]
            : []
        });
        using SignIn signIn = new(Options(server), Email);

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => signIn.GivePasswordAsync(Password, Cancellation));

        Assert.Equal((BambuErrorKind.TooManySignIns, seconds), (error.Kind, (int?)error.RetryAfter?.TotalSeconds));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Given_a_server_that_repeats_what_it_was_sent_when_it_refuses_then_no_secret_is_in_the_error()
    {
        string[] secrets = [Password, "CODE-778899", "TFAKEY-5511", "TFACODE-4422"];
        await using ScriptedServer server = new(request => new ScriptedAnswer(400, new JsonObject
        {
            ["code"] = 2,
            ["message"] = $"not good: {string.Join(' ', secrets)}",
            ["error"] = string.Join('_', secrets),
            ["details"] = new JsonObject
            {
                ["reason"] = string.Join(' ', secrets),
                ["list"] = new JsonArray([.. secrets.Select(secret => (JsonNode)secret)])
            },
        }.ToJsonString()));
        using SignIn signIn = new(Options(server), Email);

        BambuApiException password = await Assert.ThrowsAsync<BambuApiException>(() => signIn.GivePasswordAsync(Password, Cancellation));
        BambuApiException code = await Assert.ThrowsAsync<BambuApiException>(() => signIn.GiveVerificationCodeAsync(secrets[1],
            Cancellation));
        BambuApiException tfa = await Assert.ThrowsAsync<BambuApiException>(() => signIn.GiveTfaCodeAsync(secrets[2], secrets[3],
            Cancellation));

        AssertHides(password, secrets[0]);
        AssertHides(code, secrets[1]);
        AssertHides(tfa, secrets[2]);
        AssertHides(tfa, secrets[3]);
        Assert.Contains("***", password.CloudMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BambuRegion.Global, "https://api.bambulab.com/", "https://bambulab.com/")]
    [InlineData(BambuRegion.China, "https://api.bambulab.cn/", "https://bambulab.cn/")]
    public void Given_a_region_when_no_endpoint_is_given_then_the_sign_in_site_is_the_regions(BambuRegion region, string api, string site)
    {
        CloudEndpoints endpoints = CloudEndpoints.For(region);

        Assert.Equal((api, site), (endpoints.Api.AbsoluteUri, endpoints.SignInSite.AbsoluteUri));
    }

    [Theory]
    [InlineData("https://cloud.example", "https://cloud.example/")]
    [InlineData("https://cloud.example/bambu", "https://cloud.example/bambu/")]
    public void Given_an_api_endpoint_when_it_is_given_then_it_is_the_sign_in_site_too(string api, string site) =>
        Assert.Equal(site, CloudEndpoints.For(BambuRegion.China, new Uri(api)).SignInSite.AbsoluteUri);

    [Fact]
    public async Task Given_a_step_under_way_when_it_is_cancelled_then_it_ends_as_cancelled()
    {
        TaskCompletionSource never = new();
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(Token) with { Held = never.Task });
        using CancellationTokenSource user = new();
        using SignIn signIn = new(Options(server), Email);
        Task<SignInStep> giving = signIn.GivePasswordAsync(Password, user.Token);
        await Eventually.TrueAsync(() => Task.FromResult(server.Requests.Count == 1), "the password arrives");

        await user.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => giving);
    }

    private static CloudSessionOptions Options(ScriptedServer server, HurriedClock? clock = null) =>
        new() { ApiEndpoint = server.Address, TimeProvider = clock ?? HurriedClock.Create() };

    /// <summary>A server that is asked exactly these paths in this order.</summary>
    private static ScriptedServer Answering(params (string Path, ScriptedAnswer Answer)[] script)
    {
        Queue<(string Path, ScriptedAnswer Answer)> left = new(script);
        return new ScriptedServer(request => left.TryDequeue(out (string Path, ScriptedAnswer Answer) next) && next.Path == request.Path
            ? next.Answer : new ScriptedAnswer(599));
    }

    private static void AssertHides(BambuApiException error, string secret)
    {
        string all = string.Join('\n', error, error.CloudMessage, error.CloudError,
            string.Join('|', error.Details.Values.SelectMany(value => value is object?[] list ? list : [value])));
        Assert.DoesNotContain(secret, all, StringComparison.Ordinal);
    }
}
