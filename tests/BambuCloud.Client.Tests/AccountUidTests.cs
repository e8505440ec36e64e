using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Tests;

/// <summary>An account's number is digits, wherever it comes from: it becomes part of a file's name and of MQTT's user name.</summary>
public sealed class AccountUidTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public static TheoryData<string> NoNumbers =>
        ["../../x", "..", "4711/../../x", "4711\\..\\x", "4711\0", "47 11", "-1", "0x1f", "*", "٤٧", "0", "000", new string('1', 21)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Theory]
    [MemberData(nameof(NoNumbers))]
    public async Task Given_a_token_for_an_account_that_is_no_number_when_the_session_opens_then_nothing_is_sent(string uid)
    {
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices));
        string token = TestTokens
            .WithPayload($$"""{"username":{{System.Text.Json.JsonSerializer.Serialize($"u_{uid}")}},"exp":4102444800}""");

        BambuException error = await Assert.ThrowsAsync<BambuException>(
            () => ScriptedCloud.OpenSessionAsync(server, new CloudSessionOptions { AccessToken = token }));

        Assert.Equal(BambuErrorKind.InvalidToken, error.Kind);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [MemberData(nameof(NoNumbers))]
    public async Task Given_a_cloud_that_names_an_account_that_is_no_number_when_the_session_opens_then_it_is_refused(string uid)
    {
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok($$"""{"uid":{{System.Text.Json.JsonSerializer.Serialize(uid)}}}"""));

        BambuApiException error = await Assert.ThrowsAsync<BambuApiException>(
            () => ScriptedCloud.OpenSessionAsync(server, new CloudSessionOptions { AccessToken = TestTokens.Opaque }));

        Assert.Equal(BambuErrorKind.UnexpectedResponse, error.Kind);
    }

    [Theory]
    [MemberData(nameof(NoNumbers))]
    public void Given_an_account_that_is_no_number_when_its_session_is_saved_found_or_removed_then_no_file_is_touched(string uid)
    {
        string folder = Path.Combine(_home.Path, "state", "BambuCloud");
        SessionFiles files = new(folder);
        files.Save(Session("4711"));
        string[] before = Files();

        BambuException error = Assert.Throws<BambuException>(() => files.Save(Session(uid)));

        Assert.Equal(BambuErrorKind.SavedSessionUnusable, error.Kind);
        Assert.Null(files.Find(Session(uid).ApiEndpoint, uid));
        files.Remove(Session(uid).ApiEndpoint, uid);
        Assert.Equal(before, Files());
    }

    [Theory]
    [MemberData(nameof(NoNumbers))]
    public void Given_a_saved_file_whose_account_is_no_number_when_it_is_looked_for_then_it_is_damaged(string uid)
    {
        string folder = Path.Combine(_home.Path, "state", "BambuCloud");
        SessionFiles files = new(folder);
        files.Save(Session("4711"));
        string file = Assert.Single(Files());
        string text = File.ReadAllText(file);
        File.WriteAllText(file, text.Replace("\"4711\"", System.Text.Json.JsonSerializer.Serialize(uid), StringComparison.Ordinal));

        BambuException error = Assert.Throws<BambuException>(() => files.Find(null));

        Assert.Equal((BambuErrorKind.SavedSessionUnusable, file), (error.Kind, error.Subject));
        Assert.NotEqual(text, File.ReadAllText(file));
    }

    [Theory]
    [InlineData("https://api.bambulab.com/../../../x")]
    [InlineData("https://api.bambulab.com/a/b?c")]
    [InlineData("http://[::1]:8080/base")]
    public void Given_an_odd_address_when_its_session_is_saved_then_its_file_stands_in_the_folder(string address)
    {
        string folder = Path.Combine(_home.Path, "state", "BambuCloud");

        new SessionFiles(folder).Save(Session("4711") with { ApiEndpoint = new Uri(address) });

        Assert.Equal(folder, Path.GetDirectoryName(Assert.Single(Files())));
    }

    private string[] Files() => Directory.GetFiles(_home.Path, "*", SearchOption.AllDirectories);

    private static SavedSession Session(string uid) => new()
    {
        Region = BambuRegion.Global,
        Uid = uid,
        ApiEndpoint = new Uri("https://api.bambulab.com/"),
        MqttEndpoint = new Uri("mqtts://us.mqtt.bambulab.com:8883"),
        AccessToken = "AADBsaved",
    };
}
