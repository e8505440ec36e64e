using BambuCloud.Client.Session;
using BambuCloud.Simulator;

namespace BambuCloud.Client.Tests;

/// <summary>Who is signed in: of the preference, of the profile, or of both.</summary>
public sealed class AccountTests
{
    private const string Preference = "/v1/design-user-service/my/preference";
    private const string Profile = "/v1/user-service/my/profile";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Given_both_when_the_account_is_asked_for_then_they_are_one_and_what_it_signs_in_with_is_masked()
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync();
        cloud.Server.Script = Answering(
            """{"uid":2143650987,"name":"Somebody","handle":"somebody"}""",
            """{"uid":0,"account":"maker@example.com","name":"S","avatar":"https://cdn.example/a.png?k=1","productModels":["P1S","A1"]}""");

        BambuAccount account = await cloud.Session.Account.GetAsync(null, Cancellation);

        Assert.Equal(("2143650987", "m…r@example.com", "Somebody", "somebody"),
            (account.Uid, account.Account, account.Name, account.Handle));
        Assert.Equal(("https://cdn.example/a.png", "P1S; A1"), (account.Avatar!.AbsoluteUri, account.ProductModels.ToString()));
        Assert.Equal("Somebody (2143650987)", account.ToString());
    }

    [Theory]
    [InlineData("+8613800138000", "+86…00")]
    [InlineData("13800138000", "138…00")]
    [InlineData("ab@example.com", "…@example.com")]
    [InlineData("", null)]
    public async Task Given_a_name_to_sign_in_with_when_the_account_is_asked_for_then_only_its_ends_are_shown(string name, string? shown)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync();
        cloud.Server.Script = Answering("{}", $$"""{"uid":1,"account":"{{name}}"}""");

        Assert.Equal(shown, (await cloud.Session.Account.GetAsync(null, Cancellation)).Account);
    }

    [Theory]
    [InlineData(404, "", """{"uid":7}""")]
    [InlineData(200, """{"uid":0}""", """{"uid":7}""")]
    [InlineData(200, """{"uid":0,"uidStr":"7"}""", null)]
    [InlineData(200, """{"message":"success"}""", """{"uid":0,"uidStr":"7"}""")]
    public async Task Given_an_opaque_token_when_the_preference_has_no_number_then_the_profile_has_it(
        int status, string preference, string? profile)
    {
        await using ScriptedServer server = new(request => request.Path == Preference ? new ScriptedAnswer(status, preference)
            : profile is null ? new ScriptedAnswer(500) : ScriptedAnswer.Ok(profile));

        await using CloudSession session = await ScriptedCloud.OpenSessionAsync(server,
            new CloudSessionOptions { AccessToken = TestTokens.Opaque });

        Assert.Equal("7", session.Info.Uid);
        Assert.Equal(profile is null ? [Preference] : [Preference, Profile], server.Requests.Select(request => request.Path));
    }

    [Theory]
    [InlineData("\"AADBtoken\"")]
    [InlineData("  'AADBtoken'\r\n")]
    [InlineData("\u201CAADBtoken\u201D")]
    public async Task Given_a_token_in_quotation_marks_when_the_session_opens_then_it_is_sent_without_them(string pasted)
    {
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok("""{"uid":7}"""));

        await using CloudSession session = await ScriptedCloud.OpenSessionAsync(server, new CloudSessionOptions { AccessToken = pasted });

        Assert.All(server.Requests, request => Assert.Equal("Bearer AADBtoken", request.Header("Authorization")));
    }

    [Theory]
    [InlineData(ApiProfile.Documented)]
    [InlineData(ApiProfile.Live)]
    public async Task Given_a_cloud_of_either_shape_when_the_account_is_asked_for_then_it_is_the_sessions(ApiProfile profile)
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Profile = profile });

        BambuAccount account = await fixture.Session.Account.GetAsync(fixture.Session.Info.Uid, Cancellation);

        Assert.Equal((fixture.Cloud.Account.Uid, fixture.Cloud.Account.Name), (account.Uid, account.Name));
    }

    private static Func<ScriptedRequest, ScriptedAnswer> Answering(string preference, string profile) =>
        request => ScriptedAnswer.Ok(request.Path == Preference ? preference : profile);
}
