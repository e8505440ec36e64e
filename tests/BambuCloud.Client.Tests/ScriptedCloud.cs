using System.Net.Security;
using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Tests;

/// <summary>A session whose REST side is a <see cref="ScriptedServer"/>.</summary>
internal sealed class ScriptedCloud : IAsyncDisposable
{
    public const string NoDevices = """{"message":"success","code":null,"error":null,"devices":[]}""";

    private ScriptedCloud(ScriptedServer server, CloudSession session, FastForwardTimeProvider clock, string token)
    {
        Server = server;
        Session = session;
        Clock = clock;
        Token = token;
    }

    public ScriptedServer Server { get; }

    public CloudSession Session { get; }

    public FastForwardTimeProvider Clock { get; }

    public string Token { get; }

    /// <summary>Signs in; what the server is asked from then on is answered with the given answers.</summary>
    public static Task<ScriptedCloud> OpenAsync(params ScriptedAnswer[] answers) => OpenAsync(null, answers);

    /// <summary>The same, with a root to trust.</summary>
    public static async Task<ScriptedCloud> OpenAsync(string? rootPath, params ScriptedAnswer[] answers)
    {
        ScriptedServer server = new(_ => ScriptedAnswer.Ok(NoDevices));
        FastForwardTimeProvider clock = FastForwardTimeProvider.Create();
        string token = TestTokens.Jwt();
        CloudSession session = await OpenSessionAsync(server,
            new CloudSessionOptions { AccessToken = token, TimeProvider = clock, CACertificatePath = rootPath });
        if (answers.Length > 0)
        {
            server.Answer(answers);
        }
        return new ScriptedCloud(server, session, clock, token);
    }

    /// <summary>A session with everything but the REST host from the options.</summary>
    public static Task<CloudSession> OpenSessionAsync(ScriptedServer server, CloudSessionOptions options) =>
        CloudSession.OpenAsync(options with { ApiEndpoint = server.Address }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync();
        await Server.DisposeAsync();
    }
}
