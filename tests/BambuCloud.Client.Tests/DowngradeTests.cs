using System.Text;
using BambuCloud.Client.Files;
using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;
using BambuCloud.Simulator;

namespace BambuCloud.Client.Tests;

/// <summary>Everything of a session that speaks TLS, and peers that speak it as it was long ago, or not at all.</summary>
public sealed class DowngradeTests
{
    private const string Rest = "rest";
    private const string Storage = "storage";
    private const string Broker = "broker";

    private const byte Tls10 = 1;
    private const byte Tls11 = 2;
    private const byte AlertRecord = 21;
    private const byte ProtocolVersionAlert = 70;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Speakers => [Rest, Storage, Broker];

    public static TheoryData<string, byte> OldVersions => new()
    {
        { Rest, Tls10 },
        { Rest, Tls11 },
        { Storage, Tls10 },
        { Storage, Tls11 },
        { Broker, Tls10 },
        { Broker, Tls11 },
    };

    [Theory]
    [MemberData(nameof(Speakers))]
    public async Task Given_a_tls_peer_when_the_client_greets_it_then_nothing_older_than_tls_1_2_is_offered(string speaker)
    {
        await using HelloPeer peer = new();

        await RefusalAsync(speaker, peer.Port);

        ClientHello hello = await peer.Hello;
        Assert.Equal(ClientHello.Tls12, hello.LegacyVersion); // TLS 1.3 says so too.
        Assert.Contains(ClientHello.Tls12, hello.SupportedVersions);
        Assert.All(hello.SupportedVersions, version => Assert.True(version >= ClientHello.Tls12, $"0x{version:x4}"));
    }

    [Theory]
    [MemberData(nameof(OldVersions))]
    public async Task Given_a_peer_that_chooses_an_old_tls_when_the_client_greets_it_then_it_is_refused_and_nothing_more_is_sent(
        string speaker, byte version)
    {
        await using HelloPeer peer = new(ServerHello(version));

        BambuException error = await RefusalAsync(speaker, peer.Port);

        AssertUntrusted(speaker, error);
        byte[] sent = await peer.Rest;
        AssertNoMoreThanAnAlert(sent);
        Assert.Equal(ProtocolVersionAlert, sent[^1]);
        Assert.Equal(1, peer.Accepted);
    }

    [Theory]
    [MemberData(nameof(Speakers))]
    public async Task Given_a_peer_that_answers_in_plain_text_when_the_client_greets_it_then_it_is_refused_with_no_more_than_an_alert(
        string speaker)
    {
        await using HelloPeer peer = new(speaker == Broker ? PlainBrokerAnswer() : PlainHttpAnswer());

        BambuException error = await RefusalAsync(speaker, peer.Port);

        AssertUntrusted(speaker, error);
        AssertNoMoreThanAnAlert(await peer.Rest);
        Assert.Equal(1, peer.Accepted);
    }

    [Fact]
    public async Task Given_a_cloud_without_tls_when_it_is_spoken_to_with_tls_then_it_is_refused_and_gets_no_request_and_no_token()
    {
        await using SimulatedCloud cloud = await SimulatedCloud.StartAsync(new SimulatorOptions(), Cancellation);

        BambuException rest = await RefusalAsync(Rest, cloud.ApiEndpoint.Port);
        BambuException broker = await RefusalAsync(Broker, cloud.MqttEndpoint.Port);

        Assert.Equal(BambuErrorKind.CertificateRefused, rest.Kind);
        Assert.Equal(BambuErrorKind.ServiceUnreachable, broker.Kind); // It hangs up without a word.
        Assert.Empty(cloud.Requests.Counts);
    }

    // What a session makes of a peer that it has to speak TLS to.
    private static async Task<BambuException> RefusalAsync(string speaker, int port)
    {
        CloudSessionOptions options = new() { AccessToken = TestTokens.Jwt(), TimeProvider = FastForwardTimeProvider.Create() };
        if (speaker == Rest)
        {
            return await Assert.ThrowsAnyAsync<BambuException>(
                () => CloudSession.OpenAsync(options with { ApiEndpoint = new Uri($"https://127.0.0.1:{port}") }, Cancellation));
        }
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices));
        await using CloudSession session = await ScriptedCloud.OpenSessionAsync(
            server, options with { MqttEndpoint = new Uri($"mqtts://127.0.0.1:{port}") });
        if (speaker == Broker)
        {
            await using PrinterWatch watch = PrinterWatch.Start(session, new BambuDevice { DeviceId = "01P00A000000001", Name = "P1S" });
            return await Assert.ThrowsAnyAsync<BambuException>(() => watch.Ended.WaitAsync(CloudFixture.Patience, Cancellation));
        }
        string address = $"https://127.0.0.1:{port}/cube?Signature=secret";
        server.Answer(ScriptedAnswer
            .Ok($$"""{"message":"success","urls":[{"type":"filename","url":"{{address}}"},{"type":"size","url":"{{address}}"}]}"""));
        return await Assert.ThrowsAnyAsync<BambuException>(
            () => session.Uploads.SendAsync(PrintFile.Open(TestData.SlicedCube), 3, null, Cancellation));
    }

    private static void AssertUntrusted(string speaker, BambuException error)
    {
        if (speaker == Storage)
        {
            Assert.Equal(BambuErrorKind.UploadFailed, error.Kind);
            Assert.Equal(HttpRequestError.SecureConnectionError,
                Assert.IsType<HttpRequestException>(error.InnerException).HttpRequestError);
        }
        else
        {
            Assert.Equal(BambuErrorKind.CertificateRefused, error.Kind);
        }
    }

    private static void AssertNoMoreThanAnAlert(byte[] sent)
    {
        if (sent.Length > 0)
        {
            Assert.Equal(AlertRecord, sent[0]);
            Assert.Equal(7, sent.Length); // A record's head, the alert's level and its description.
        }
    }

    // A client that knew the version would take it and wait for the certificate (RFC 4346, 7.4.1.3; RFC 5746, 3.4).
    private static byte[] ServerHello(byte minor)
    {
        byte[] renegotiation = [0xff, 0x01, 0, 1, 0];
        // no session, ECDHE-RSA-AES128-SHA, no compression
        byte[] hello = [3, minor, .. new byte[32], 0, 0xc0, 0x13, 0, 0, 5, .. renegotiation];
        return [22, 3, minor, 0, (byte)(hello.Length + 4), 2, 0, 0, (byte)hello.Length, .. hello];
    }

    private static byte[] PlainHttpAnswer() => Encoding.ASCII.GetBytes(
        $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
            + $"{ScriptedCloud.NoDevices.Length}\r\n\r\n{ScriptedCloud.NoDevices}");

    // CONNACK: accepted; SUBACK: granted.
    private static byte[] PlainBrokerAnswer() => [0x20, 2, 0, 0, 0x90, 3, 0, 1, 0];
}
