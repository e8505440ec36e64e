using BambuCloud.Client.Api;
using BambuCloud.Client.Live;
using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;
using BambuCloud.Simulator;

namespace BambuCloud.Client.Tests;

public sealed class CertificateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool> RefusedServers => new()
    {
        { nameof(ServerIdentity.Good), false },
        { nameof(ServerIdentity.ForAnotherHost), true },
        { nameof(ServerIdentity.SelfSigned), true },
        { nameof(ServerIdentity.SelfSigned), false },
        { nameof(ServerIdentity.Expired), true },
        { nameof(ServerIdentity.ForClients), true },
    };

    [Fact]
    public async Task Given_a_cloud_with_its_own_root_when_the_root_is_given_then_http_and_mqtt_both_work()
    {
        await using SimulatedCloud cloud = await SimulatedCloud.StartAsync(new SimulatorOptions { Tls = true }, Cancellation);
        await using CloudSession session = await CloudSession.OpenAsync(
            CloudFixture.OptionsFor(cloud) with { CACertificatePath = _folder.Write("root.pem", cloud.RootCertificatePem!) }, Cancellation);
        IReadOnlyList<BambuDevice> devices = await session.Devices.ListAsync(Cancellation);

        BambuPrinterEvent first = await FirstEventAsync(session, devices[0]);

        Assert.Equal("https", session.Info.ApiEndpoint.Scheme);
        Assert.Equal("mqtts", session.Info.MqttEndpoint!.Scheme);
        Assert.Equal(BambuPrinterEventType.Snapshot, first.Type);
    }

    [Theory]
    [InlineData(nameof(ServerIdentity.Good))]
    [InlineData(nameof(ServerIdentity.BehindAnIntermediate))]
    public async Task Given_a_certificate_that_the_given_root_vouches_for_when_the_session_opens_then_it_is_taken(string which)
    {
        ServerIdentity identity = Identity(which);
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices), identity.Certificate);

        await using CloudSession session = await ScriptedCloud.OpenSessionAsync(server, Options(identity));

        Assert.Equal(TestTokens.Uid, session.Info.Uid);
    }

    [Theory]
    [MemberData(nameof(RefusedServers))]
    public async Task Given_a_certificate_that_nobody_vouches_for_when_the_session_opens_then_it_is_refused_and_no_request_is_sent(
        string which, bool rootGiven)
    {
        ServerIdentity identity = Identity(which);
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices), identity.Certificate);

        BambuException error = await Assert.ThrowsAnyAsync<BambuException>(() => ScriptedCloud.OpenSessionAsync(server,
            Options(identity, rootGiven)));

        Assert.Equal(BambuErrorKind.CertificateRefused, error.Kind);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [MemberData(nameof(RefusedServers))]
    public async Task Given_a_broker_certificate_that_nobody_vouches_for_when_a_printer_is_watched_then_it_is_refused_and_no_token_is_sent(
        string which, bool rootGiven)
    {
        ServerIdentity identity = Identity(which);
        int spoken = 0;
        await using LoopbackListener broker = new(
            async (stream, _, closing) => spoken += await stream.ReadAsync(new byte[1024], closing), identity.Certificate);
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices));
        await using CloudSession session = await ScriptedCloud.OpenSessionAsync(
            server, Options(identity, rootGiven) with { MqttEndpoint = new Uri($"mqtts://127.0.0.1:{broker.Port}") });

        BambuException error = await Assert.ThrowsAnyAsync<BambuException>(
            () => FirstEventAsync(session, new BambuDevice { DeviceId = "01P00A000000001", Name = "P1S" }));

        Assert.Equal(BambuErrorKind.CertificateRefused, error.Kind);
        Assert.Equal(1, broker.Accepted);
        Assert.Equal(0, spoken);
    }

    [Theory]
    [InlineData("missing.pem", null, BambuErrorKind.FileNotFound)]
    [InlineData("empty.pem", "", BambuErrorKind.InvalidCertificateFile)]
    [InlineData("text.pem", "just some text", BambuErrorKind.InvalidCertificateFile)]
    [InlineData("broken.pem", "-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n",
        BambuErrorKind.InvalidCertificateFile)]
    [InlineData("key.pem", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", BambuErrorKind.InvalidCertificateFile)]
    public async Task Given_an_unusable_certificate_file_when_the_session_opens_then_the_error_names_it_and_nothing_is_sent(
        string name, string? content, BambuErrorKind kind)
    {
        string path = content is null ? Path.Combine(_folder.Path, name) : _folder.Write(name, content);
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices));

        BambuException error = await Assert.ThrowsAsync<BambuException>(() => ScriptedCloud.OpenSessionAsync(
            server, new CloudSessionOptions { AccessToken = TestTokens.Jwt(), CACertificatePath = path }));

        Assert.Equal(kind, error.Kind);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    public void Dispose() => _folder.Dispose();

    private CloudSessionOptions Options(ServerIdentity identity, bool rootGiven = true) => new()
    {
        AccessToken = TestTokens.Jwt(),
        CACertificatePath = rootGiven ? _folder.Write("root.pem", identity.RootPem) : null,
        TimeProvider = FastForwardTimeProvider.Create(),
    };

    private static ServerIdentity Identity(string which) => which switch
    {
        nameof(ServerIdentity.Good) => ServerIdentity.Good(),
        nameof(ServerIdentity.BehindAnIntermediate) => ServerIdentity.BehindAnIntermediate(),
        nameof(ServerIdentity.ForAnotherHost) => ServerIdentity.ForAnotherHost(),
        nameof(ServerIdentity.SelfSigned) => ServerIdentity.SelfSigned(),
        nameof(ServerIdentity.Expired) => ServerIdentity.Expired(),
        _ => ServerIdentity.ForClients(),
    };

    private static async Task<BambuPrinterEvent> FirstEventAsync(CloudSession session, BambuDevice device)
    {
        await foreach (BambuPrinterEvent item in session.Printers.WatchAsync(new PrinterWatchOptions { Devices = [device] }, Cancellation))
        {
            return item;
        }
        throw new InvalidOperationException("A watch does not end by itself.");
    }
}
