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
    private const string SmsCodeAtSite = "/api/v1/user-service/user/sendsmscode";
    private const string Csrf = "/api/csrf";
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
        FastForwardTimeProvider clock = FastForwardTimeProvider.Create();
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
    [InlineData("123456")]
    [InlineData(" 123 456\t")]
    public async Task Given_a_cloud_that_wants_a_code_when_the_password_is_given_then_it_has_sent_one_and_no_other_is_ordered(string code)
    {
        await using ScriptedServer server = Answering(
            (Login, ScriptedAnswer.Ok("""{"accessToken":"","loginType":"verifyCode"}""")), (Login, ScriptedAnswer.Ok(Token)));
        using SignIn signIn = new(Options(server), Email);

        SignInStep first = await signIn.GivePasswordAsync(Password, Cancellation);
        SignInStep second = await signIn.GiveVerificationCodeAsync(code, Cancellation);

        Assert.Equal((SignInCode.Verification, true), (first.Wants, first.Options is null));
        Assert.Equal("AADBtoken", second.Options!.AccessToken);
        Assert.Equal([$"POST {Login}", $"POST {Login}"], server.Requests.Select(request => request.ToString()));
        Assert.True(JsonNode.DeepEquals(new JsonObject { ["account"] = Email, ["code"] = "123456" },
            JsonNode.Parse(server.Requests[1].Text)));
    }

    [Theory]
    [InlineData(Email, EmailCode, "email")]
    [InlineData(Phone, SmsCode, "phone")]
    [InlineData("13800138000", SmsCode, "phone")]
    public async Task Given_an_account_when_a_code_is_ordered_then_it_is_sent_there_and_signs_in_without_a_password(
        string account, string where, string member)
    {
        await using ScriptedServer server = Answering((where, new ScriptedAnswer(200)), (Login, ScriptedAnswer.Ok(Token)));
        using SignIn signIn = new(Options(server), account);

        await signIn.SendCodeAsync(Cancellation);
        SignInStep step = await signIn.GiveVerificationCodeAsync("123456", Cancellation);

        Assert.Equal("AADBtoken", step.Options!.AccessToken);
        Assert.True(JsonNode.DeepEquals(new JsonObject { [member] = account, ["type"] = "codeLogin" },
            JsonNode.Parse(server.Requests[0].Text)));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    public async Task Given_an_api_that_sends_no_sms_when_a_code_is_ordered_by_phone_then_the_sign_in_site_sends_it(int status)
    {
        await using ScriptedServer server = Answering((SmsCode, new ScriptedAnswer(status)), (SmsCodeAtSite, new ScriptedAnswer(200)));
        using SignIn signIn = new(Options(server), Phone);

        await signIn.SendCodeAsync(Cancellation);

        Assert.Equal([SmsCode, SmsCodeAtSite], server.Requests.Select(request => request.Path));
    }

    [Theory]
    [InlineData("tfa")]
    [InlineData("verifyCode")]
    [InlineData("")]
    public async Task Given_a_key_for_the_authenticator_when_there_is_no_token_then_its_code_is_wanted_whatever_it_is_called(string type)
    {
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok($$"""{"accessToken":"","loginType":"{{type}}","tfaKey":"KEY"}"""));
        using SignIn signIn = new(Options(server), Email);

        SignInStep step = await signIn.GivePasswordAsync(Password, Cancellation);

        Assert.Equal((SignInCode.Tfa, "KEY"), (step.Wants, step.TfaKey));
    }

    [Theory]
    [InlineData("fine", "token=AADBcookie; HttpOnly; Domain=.bambulab.com; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "AADBcookie")]
    [InlineData("""{"accessToken":"AADBbody"}""", "token=AADBcookie", "AADBcookie")]
    [InlineData("""{"accessToken":"AADBbody"}""", "tokenless=1", "AADBbody")]
    [InlineData("""{"token":"AADBbody"}""", "token=", "AADBbody")]
    [InlineData("""{"code":0,"data":{"accessToken":"AADBbody"}}""", "a=b", "AADBbody")]
    public async Task Given_an_account_with_an_authenticator_when_its_code_is_given_then_the_site_gets_its_token_back_and_opens_the_account(
        string body, string cookie, string token)
    {
        ScriptedAnswer answer = new(200, body)
        {
            Headers = [("Set-Cookie", "tokenType=x; Path=/"), ("Set-Cookie", cookie), ("Set-Cookie", "other=1")],
        };
        await using ScriptedServer server = Answering(
            (Csrf, new ScriptedAnswer(204) { Headers = [("Set-Cookie", "bbl_csrf_token=C5RF; Path=/; Secure")] }), (Tfa, answer));
        using SignIn signIn = new(Options(server), Email);

        SignInStep step = await signIn.GiveTfaCodeAsync("KEY", "654 321", Cancellation);

        Assert.Equal(token, step.Options!.AccessToken);
        ScriptedRequest request = server.Requests[1];
        Assert.Equal($"POST {Tfa}", request.ToString());
        Assert.Equal(("bbl_csrf_token=C5RF", "C5RF"), (request.Header("Cookie"), request.Header("x-bbl-csrf-token")));
        Assert.True(JsonNode.DeepEquals(new JsonObject { ["tfaKey"] = "KEY", ["tfaCode"] = "654321" }, JsonNode.Parse(request.Text)));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(204)]
    public async Task Given_a_site_from_before_the_guard_when_the_authenticators_code_is_given_then_it_is_given_without(int status)
    {
        await using ScriptedServer server = Answering((Csrf, new ScriptedAnswer(status)), (Tfa, ScriptedAnswer.Ok("""{"token":"AADB"}""")));
        using SignIn signIn = new(Options(server), Email);

        Assert.Equal("AADB", (await signIn.GiveTfaCodeAsync("KEY", "654321", Cancellation)).Options!.AccessToken);

        Assert.Null(server.Requests[1].Header("Cookie"));
    }

    [Theory]
    [InlineData(400, """{"code":5,"error":"Incorrect account or password"}""", BambuErrorKind.PasswordRefused)]
    [InlineData(401, """{"code":2,"message":"no"}""", BambuErrorKind.PasswordRefused)]
    [InlineData(400, """{"error":"account does not exist"}""", BambuErrorKind.PasswordRefused)]
    [InlineData(200, """{"code":2,"message":"wrong"}""", BambuErrorKind.PasswordRefused)]
    [InlineData(400, """{"error":"The password is incorrect"}""", BambuErrorKind.PasswordRefused)]
    [InlineData(400, """{"error":"ACCOUNT_OR_PASSWORD_INCORRECT"}""", BambuErrorKind.PasswordRefused)]
    [InlineData(400, """{"error":"account or password error"}""", BambuErrorKind.PasswordRefused)]
    [InlineData(400, """{"error":"The account you entered doesn't exist"}""", BambuErrorKind.PasswordRefused)]
    [InlineData(401, """{"message":"Wrong password."}""", BambuErrorKind.PasswordRefused)]
    [InlineData(400, """{"error":"Invalid email or password"}""", BambuErrorKind.PasswordRefused)]
    [InlineData(400, """{"error":"User does not exist"}""", BambuErrorKind.PasswordRefused)]
    [InlineData(400, """{"error":"This email is not registered"}""", BambuErrorKind.PasswordRefused)]
    [InlineData(400, """{"error":"账号或密码错误"}""", BambuErrorKind.PasswordRefused)]
    [InlineData(400, """{"error":"用户不存在"}""", BambuErrorKind.PasswordRefused)]
    [InlineData(400, """{"error":"账号服务错误"}""", BambuErrorKind.RequestRejected)]
    [InlineData(400, """{"error":"user service error"}""", BambuErrorKind.RequestRejected)]
    [InlineData(400, """{"error":"Request timed out"}""", BambuErrorKind.RequestRejected)]
    [InlineData(400, """{"error":"The request has expired"}""", BambuErrorKind.RequestRejected)]
    [InlineData(400, """{"error":"account service error"}""", BambuErrorKind.RequestRejected)]
    [InlineData(400, """{"error":"An error occurred while the account was loaded: host not found"}""", BambuErrorKind.RequestRejected)]
    [InlineData(400, """{"error":"invalid account status"}""", BambuErrorKind.RequestRejected)]
    [InlineData(400, """{"message":"account","error":"wrong region"}""", BambuErrorKind.RequestRejected)]
    [InlineData(400, """{"error":"invalid status code from upstream"}""", BambuErrorKind.RequestRejected)]
    [InlineData(401, """{"code":1001,"message":"Unauthorized"}""", BambuErrorKind.RequestRejected)]
    [InlineData(403, """{"code":8,"message":"permission denied"}""", BambuErrorKind.Forbidden)]
    [InlineData(400, """{"captchaId":"0","error":"We need to confirm that you are not a robot."}""", BambuErrorKind.EdgeChallenge)]
    [InlineData(418, "short and stout", BambuErrorKind.EdgeChallenge)]
    [InlineData(403, "", BambuErrorKind.EdgeChallenge)]
    [InlineData(400, """{"code":99,"error":"Login temporarily unavailable"}""", BambuErrorKind.ServiceFault)]
    [InlineData(400, """{"code":-1,"error":"context deadline exceeded"}""", BambuErrorKind.ServiceFault)]
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
    [InlineData("""{"code":2,"message":"no"}""", BambuErrorKind.VerificationCodeRefused)]
    [InlineData("""{"error":"incorrect code"}""", BambuErrorKind.VerificationCodeRefused)]
    [InlineData("""{"code":1,"message":"no"}""", BambuErrorKind.VerificationCodeExpired)]
    [InlineData("""{"error":"verification code error"}""", BambuErrorKind.VerificationCodeRefused)]
    [InlineData("""{"error":"CODE_INCORRECT"}""", BambuErrorKind.VerificationCodeRefused)]
    [InlineData("""{"error":"Invalid e-mail verification code"}""", BambuErrorKind.VerificationCodeRefused)]
    [InlineData("""{"error":"验证码错误"}""", BambuErrorKind.VerificationCodeRefused)]
    [InlineData("""{"error":"验证码已过期"}""", BambuErrorKind.VerificationCodeExpired)]
    [InlineData("""{"error":"The code has expired"}""", BambuErrorKind.VerificationCodeExpired)]
    [InlineData("""{"error":"expired"}""", BambuErrorKind.VerificationCodeExpired)]
    [InlineData("""{"error":"Request timed out"}""", BambuErrorKind.RequestRejected)]
    [InlineData("""{"error":"status code error"}""", BambuErrorKind.RequestRejected)]
    [InlineData("""{"error":"invalid status code"}""", BambuErrorKind.RequestRejected)]
    [InlineData("""{"error":"account does not exist"}""", BambuErrorKind.RequestRejected)]
    [InlineData("""{"code":7,"message":"no"}""", BambuErrorKind.RequestRejected)]
    [InlineData("""{"code":99,"error":"temporarily unavailable"}""", BambuErrorKind.ServiceFault)]
    public async Task Given_a_code_that_the_cloud_does_not_take_when_it_is_given_then_the_error_says_why_and_no_other_is_ordered(
        string body, BambuErrorKind kind)
    {
        await using ScriptedServer server = new(_ => new ScriptedAnswer(400, body));
        using SignIn signIn = new(Options(server), Email);

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => signIn.GiveVerificationCodeAsync("123456",
            Cancellation));

        Assert.Equal((kind, Email), (error.Kind, error.Subject));
        Assert.Single(server.Requests);
    }

    public static TheoryData<int, string, string, BambuErrorKind> TfaRefusals => new()
    {
        { 400, """{"code":2,"message":"wrong"}""", "application/json", BambuErrorKind.TfaCodeRefused },
        { 401, """{"error":"bad code"}""", "application/json", BambuErrorKind.TfaCodeRefused },
        { 403, """{"error":"CSRF error: missing_cookie"}""", "application/json", BambuErrorKind.SignInCookieDemanded },
        { 403, """{"error":"forbidden","reason":"missing_header"}""", "application/json", BambuErrorKind.SignInCookieDemanded },
        { 400, """{"code":1,"message":"expired"}""", "application/json", BambuErrorKind.TfaExpired },
        { 400, """{"error":"The session has expired"}""", "application/json", BambuErrorKind.TfaExpired },
        { 400, """{"error":"tfaKey expired"}""", "application/json", BambuErrorKind.TfaExpired },
        { 400, """{"error":"Request timed out"}""", "application/json", BambuErrorKind.RequestRejected },
        { 403, """{"error":"missing_cookie"}""", "application/json", BambuErrorKind.SignInCookieDemanded },
        { 403, "missing_cookie", "text/plain", BambuErrorKind.SignInCookieDemanded },
        { 403, "<html><title>Just a moment...</title></html>", "text/html", BambuErrorKind.EdgeChallenge },
        { 429, """{"code":429}""", "application/json", BambuErrorKind.TooManySignIns },
        { 200, """{"hello":"AADBbody"}""", "application/json", BambuErrorKind.UnexpectedResponse },
    };

    [Theory]
    [MemberData(nameof(TfaRefusals))]
    public async Task Given_a_sign_in_site_that_refuses_the_authenticators_code_when_it_is_given_then_the_error_says_why_after_one_try(
        int status, string body, string type, BambuErrorKind kind)
    {
        await using ScriptedServer server = Answering((Csrf, new ScriptedAnswer(204) { Headers = [("Set-Cookie", "bbl_csrf_token=C")] }),
            (Tfa, new ScriptedAnswer(status, body, type)));
        using SignIn signIn = new(Options(server), Email);

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => signIn.GiveTfaCodeAsync("KEY", "654321", Cancellation));

        Assert.Equal(kind, error.Kind);
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(BambuApiOperation.SignInWithTfa, error.Operation);
    }

    [Theory]
    [InlineData(403, "<html><title>Just a moment...</title></html>", BambuErrorKind.EdgeChallenge, 1)]
    [InlineData(502, "", BambuErrorKind.ServiceFault, 4)]
    public async Task Given_a_sign_in_site_that_fails_before_the_authenticators_code_is_given_then_the_code_does_not_leave(
        int status, string body, BambuErrorKind kind, int requests)
    {
        await using ScriptedServer server = new(_ => new ScriptedAnswer(status, body));
        using SignIn signIn = new(Options(server, FastForwardTimeProvider.Create()), Email);

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(() => signIn.GiveTfaCodeAsync("KEY", "654321", Cancellation));

        Assert.Equal((kind, BambuApiOperation.GetCsrfToken), (error.Kind, error.Operation));
        Assert.Equal(Enumerable.Repeat($"GET {Csrf}", requests), server.Requests.Select(request => request.ToString()));
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

    private static CloudSessionOptions Options(ScriptedServer server, FastForwardTimeProvider? clock = null) =>
        new() { ApiEndpoint = server.Address, TimeProvider = clock ?? FastForwardTimeProvider.Create() };

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
