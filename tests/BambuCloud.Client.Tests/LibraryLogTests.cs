using System.Diagnostics;
using BambuCloud.Client.Files;
using BambuCloud.Client.Session;
using BambuCloud.Simulator;

namespace BambuCloud.Client.Tests;

/// <summary>
/// What .NET's own libraries tell of the client's work to whoever listens. The whole process is heard, so no other test runs beside.
/// </summary>
[CollectionDefinition(nameof(LibraryLogTests), DisableParallelization = true)]
[Collection(nameof(LibraryLogTests))]
public sealed class LibraryLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Given_somebody_who_listens_to_the_libraries_when_a_session_does_everything_then_no_token_and_no_signature_is_heard(
        bool tls)
    {
        using LibraryLog log = new();
        using Activity traced = new Activity("a command that somebody traces").Start();
        await using SimulatedCloud cloud = await SimulatedCloud.StartAsync(new SimulatorOptions { Tls = tls }, Cancellation);
        string? root = tls ? _folder.Write("root.pem", cloud.RootCertificatePem!) : null;

        await using (CloudSession session = await CloudSession.OpenAsync(CloudFixture.OptionsFor(cloud) with { CACertificatePath = root },
            Cancellation))
        {
            cloud.Order(new FaultOrder("GET /v1/iot-service/api/user/bind", Fault.Reset));
            cloud.Order(new FaultOrder("PUT /*", Fault.Reset));
            BambuDevice device = (await session.Devices.ListAsync(Cancellation))[0];
            await session.Uploads.SendAsync(PrintFile.Open(TestData.SlicedCube), 1, null, Cancellation);
            await using PrinterWatch watch = await PrinterWatch.StartAsync(session, device);
        }

        IReadOnlyList<string> heard = log.Lines;
        AssertHeard(heard, "System.Net.Http RequestStart: ", $", {cloud.ApiEndpoint.Port}, ", "/cube.gcode.3mf");
        AssertHeard(heard, "System.Net.Http RequestFailedDetailed: ", "Exception");
        AssertHeard(heard, "System.Net.Sockets ConnectStart: ");
        AssertHeard(heard, "Experimental.System.Net.Http.Connections ", $"{cloud.ApiEndpoint.Port}");
        Assert.All(heard, line => Assert.DoesNotContain(cloud.Account.AccessToken, line, StringComparison.Ordinal));
        Assert.All(heard, line => Assert.DoesNotContain("Signature", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Given_a_client_that_lets_itself_be_traced_when_it_sends_a_token_then_the_log_hears_it()
    {
        const string Token = "a-token-that-everybody-may-see";
        using LibraryLog log = new();
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(""));
        using HttpClient traced = new() { DefaultRequestHeaders = { { "Authorization", $"Bearer {Token}" } } };

        await traced.GetStringAsync(server.Address, Cancellation);

        AssertHeard(log.Lines, "HttpHandlerDiagnosticListener System.Net.Http.HttpRequestOut.Start: ", Token);
        AssertHeard(log.Lines, "System.Net.Http System.Net.Http.HttpRequestOut: ", $"{server.Address.Port}");
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertHeard(IReadOnlyList<string> lines, string start, params string[] parts) => Assert.Contains(
        lines, line => line.StartsWith(start, StringComparison.Ordinal)
            && parts.All(part => line.Contains(part, StringComparison.Ordinal)));
}
