using System.Net;
using BambuCloud.Simulator;
using Microsoft.Extensions.Time.Testing;

namespace BambuCloud.Client.Tests;

/// <summary>How the simulator lets people in, and whom it refuses.</summary>
public sealed class SimulatorSignInTests
{
    private const string Login = "/v1/user-service/user/login";
    private const string Tfa = "/api/sign-in/tfa";

    [Theory]
    [InlineData(ApiProfile.Live)]
    [InlineData(ApiProfile.Documented)]
    public async Task Given_a_sign_in_that_wants_a_code_when_the_password_comes_then_the_code_is_on_its_way(ApiProfile profile)
    {
        await using RawCloud cloud = await RawCloud.OpenAsync(new SimulatorOptions { Profile = profile, SignIn = SignInMode.Code });
        SimulatedAccount account = cloud.Cloud.Account;

        RawAnswer answer = await PostAsync(cloud, Login, Password(account));

        Assert.Equal(("verifyCode", ""), ((string?)answer.Json["loginType"], (string?)answer.Json["accessToken"]));
        Assert.Equal(account.Email, account.VerificationCodeSentTo);
        Assert.Matches("^[0-9]{6}$", account.VerificationCode);
    }

    [Fact]
    public async Task Given_an_account_with_an_authenticator_when_a_code_is_ordered_and_sent_then_it_signs_in_without_a_password()
    {
        await using RawCloud cloud = await RawCloud.OpenAsync(new SimulatorOptions { Profile = ApiProfile.Live, SignIn = SignInMode.Tfa });
        SimulatedAccount account = cloud.Cloud.Account;

        await PostAsync(cloud, "/v1/user-service/user/sendemail/code", $$"""{"email":"{{account.Email}}","type":"codeLogin"}""");
        RawAnswer answer = await PostAsync(cloud, Login, $$"""{"account":"{{account.Email}}","code":"{{account.VerificationCode}}"}""");

        Assert.NotEmpty((string)answer.Json["accessToken"]!);
    }

    [Fact]
    public async Task Given_a_phone_number_when_a_code_is_ordered_of_the_sign_in_site_then_it_is_sent_there()
    {
        await using RawCloud cloud = await RawCloud.OpenLiveAsync();
        SimulatedAccount account = cloud.Cloud.Account;

        RawAnswer answer = await PostAsync(
            cloud, "/api/v1/user-service/user/sendsmscode", $$"""{"phone":"{{account.Phone}}","type":"codeLogin"}""");

        Assert.Equal((HttpStatusCode.OK, account.Phone), (answer.Status, account.VerificationCodeSentTo));
    }

    [Fact]
    public async Task Given_the_live_sign_in_site_when_an_authenticators_code_comes_then_cookie_and_header_must_come_with_it()
    {
        await using RawCloud cloud = await RawCloud.OpenAsync(new SimulatorOptions { Profile = ApiProfile.Live, SignIn = SignInMode.Tfa });
        SimulatedAccount account = cloud.Cloud.Account;
        string key = (string)(await PostAsync(cloud, Login, Password(account))).Json["tfaKey"]!;
        string body = $$"""{"tfaKey":"{{key}}","tfaCode":"{{account.TfaCode}}"}""";
        RawAnswer csrf = await cloud.SendAsync("GET", "/api/csrf", token: null, json: null);
        string cookie = csrf.Headers["Set-Cookie"].Split(';')[0];
        string token = cookie["bbl_csrf_token=".Length..];

        RawAnswer bare = await PostAsync(cloud, Tfa, body);
        RawAnswer cookieOnly = await PostAsync(cloud, Tfa, body, ("Cookie", cookie));
        RawAnswer madeUp = await PostAsync(cloud, Tfa, body, ("Cookie", "bbl_csrf_token=00"), ("x-bbl-csrf-token", "00"));
        RawAnswer both = await PostAsync(cloud, Tfa, body, ("Cookie", cookie), ("x-bbl-csrf-token", token));

        Assert.Equal(HttpStatusCode.NoContent, csrf.Status);
        Assert.Equal(["CSRF error: missing_cookie", "CSRF error: missing_header", "CSRF error: token_mismatch"],
            new[] { bare, cookieOnly, madeUp }.Select(answer => (string?)answer.Json["error"]));
        Assert.All([bare, cookieOnly, madeUp], answer => Assert.Equal(HttpStatusCode.Forbidden, answer.Status));
        Assert.Equal(HttpStatusCode.OK, both.Status);
        Assert.Contains("token=ey", both.Headers["Set-Cookie"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_wrong_password_when_the_live_profile_refuses_it_then_the_words_stand_in_error()
    {
        await using RawCloud cloud = await RawCloud.OpenLiveAsync();

        RawAnswer answer = await PostAsync(cloud, Login, $$"""{"account":"{{cloud.Cloud.Account.Email}}","password":"wrong"}""");

        Assert.Equal((400, "Incorrect account or password", ""),
            ((int)answer.Status, (string?)answer.Json["error"], (string?)answer.Json["message"]));
    }

    [Theory]
    [InlineData(ApiProfile.Live, null)]
    [InlineData(ApiProfile.Documented, "60")]
    public async Task Given_rate_limits_when_a_sixth_sign_in_comes_within_a_minute_then_it_is_429_and_a_minute_later_it_is_taken(
        ApiProfile profile, string? retryAfter)
    {
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        await using RawCloud cloud = await RawCloud.OpenAsync(
            new SimulatorOptions { Profile = profile, RateLimits = true, TimeProvider = clock });
        string password = Password(cloud.Cloud.Account);
        for (int count = 0; count < 5; count++)
        {
            Assert.Equal(HttpStatusCode.OK, (await PostAsync(cloud, Login, password)).Status);
        }

        RawAnswer refused = await PostAsync(cloud, Login, password);
        clock.Advance(TimeSpan.FromMinutes(1));
        RawAnswer taken = await PostAsync(cloud, Login, password);

        Assert.Equal((HttpStatusCode.TooManyRequests, retryAfter), (refused.Status, refused.Headers.GetValueOrDefault("Retry-After")));
        Assert.Equal(HttpStatusCode.OK, taken.Status);
    }

    [Theory]
    [InlineData(ApiProfile.Live, "Too many sign-in attempts", "")]
    [InlineData(ApiProfile.Documented, "TOO_MANY_ATTEMPTS", "Too many sign-in attempts")]
    public async Task Given_a_password_that_is_wrong_six_times_when_it_comes_once_more_then_it_is_429_in_the_profiles_words(
        ApiProfile profile, string error, string message)
    {
        await using RawCloud cloud = await RawCloud.OpenAsync(new SimulatorOptions { Profile = profile });
        for (int count = 0; count < 6; count++)
        {
            await PostAsync(cloud, Login, $$"""{"account":"{{cloud.Cloud.Account.Email}}","password":"wrong"}""");
        }

        RawAnswer refused = await PostAsync(cloud, Login, Password(cloud.Cloud.Account));

        Assert.Equal((HttpStatusCode.TooManyRequests, error, message),
            (refused.Status, (string?)refused.Json["error"], (string?)refused.Json["message"]));
    }

    [Theory]
    [InlineData("/v1/iot-service/api/user/bind", 120)]
    [InlineData("/v1/iot-service/api/user/upload?filename=a.3mf&size=1", 10)]
    public async Task Given_rate_limits_when_one_request_too_many_comes_then_it_is_refused_and_others_go_on(string path, int most)
    {
        await using RawCloud cloud = await RawCloud.OpenLiveAsync();
        await cloud.ControlAsync("limits/on");
        for (int count = 0; count < most; count++)
        {
            Assert.Equal(HttpStatusCode.OK, (await cloud.GetAsync(path)).Status);
        }

        RawAnswer refused = await cloud.GetAsync(path);
        RawAnswer other = await cloud.GetAsync("/v1/user-service/my/tasks");
        await cloud.ControlAsync("limits/off");
        RawAnswer free = await cloud.GetAsync(path);

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.OK, HttpStatusCode.OK), (refused.Status, other.Status, free.Status));
    }

    private static string Password(SimulatedAccount account) =>
        $$"""{"account":"{{account.Email}}","password":"{{account.Password}}","apiError":""}""";

    private static Task<RawAnswer> PostAsync(
        RawCloud cloud, string path, string json, params ReadOnlySpan<(string Name, string Value)> headers) =>
        cloud.SendAsync("POST", path, token: null, json, headers);
}
