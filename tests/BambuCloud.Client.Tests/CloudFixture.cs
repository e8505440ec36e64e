using System.Globalization;
using System.Text.Json;
using BambuCloud.Client.Files;
using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;
using BambuCloud.Simulator;

namespace BambuCloud.Client.Tests;

/// <summary>A simulated cloud and a session on it.</summary>
internal sealed class CloudFixture : IAsyncDisposable
{
    /// <summary>How long a test waits for what must happen soon.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpClient _control = new();

    private CloudFixture(SimulatedCloud cloud, CloudSession session)
    {
        Cloud = cloud;
        Session = session;
    }

    public SimulatedCloud Cloud { get; }

    public CloudSession Session { get; }

    public static async Task<CloudFixture> OpenAsync(SimulatorOptions? options = null, TimeProvider? clock = null)
    {
        SimulatedCloud cloud = await SimulatedCloud.StartAsync(options ?? new SimulatorOptions(), TestContext.Current.CancellationToken);
        return new CloudFixture(cloud, await CloudSession.OpenAsync(
            OptionsFor(cloud) with { TimeProvider = clock ?? TimeProvider.System }, TestContext.Current.CancellationToken));
    }

    public static CloudSessionOptions OptionsFor(SimulatedCloud cloud) =>
        new() { AccessToken = cloud.Account.AccessToken, ApiEndpoint = cloud.ApiEndpoint, MqttEndpoint = cloud.MqttEndpoint };

    /// <summary>Does something to the cloud that no client can do: <c>POST /_sim/…</c>.</summary>
    public async Task ControlAsync(string action)
    {
        using HttpResponseMessage answer = await _control.PostAsync(new Uri(Cloud.ApiEndpoint, $"_sim/{action}"), null,
            TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>How many MQTT clients the broker serves now.</summary>
    public async Task<int> CountMqttClientsAsync()
    {
        string state = await _control.GetStringAsync(new Uri(Cloud.ApiEndpoint, "_sim/state"), TestContext.Current.CancellationToken);
        using JsonDocument json = JsonDocument.Parse(state);
        return json.RootElement.GetProperty("mqttClients").GetInt32();
    }

    /// <summary>How often the cloud was asked this: <c>GET /v1/…</c>, <c>PUT storage</c>, <c>MQTT CONNECT</c>.</summary>
    public int CountOf(string request) => Cloud.Requests.Counts.GetValueOrDefault(request);

    public async Task<BambuDevice> DeviceAsync(int index = 0) =>
        (await Session.Devices.ListAsync(TestContext.Current.CancellationToken))[index];

    /// <summary>Uploads the sliced cube of the test data.</summary>
    public Task<BambuFile> UploadCubeAsync() =>
        Session.Uploads.SendAsync(PrintFile.Open(TestData.SlicedCube), 0, null, TestContext.Current.CancellationToken);

    /// <summary>Starts the cube on a printer.</summary>
    public async Task<BambuPrintJob> StartCubeAsync(string deviceId) =>
        await Session.Prints.StartAsync(deviceId, await UploadCubeAsync(), new BambuPrintSettings(), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await Session.DisposeAsync();
        await Cloud.DisposeAsync();
    }
}

/// <summary>The files of <c>tests/data</c>.</summary>
internal static class TestData
{
    public static string SlicedCube { get; } = Path.Combine(AppContext.BaseDirectory, "data", "cube.gcode.3mf");

    public static string UnslicedCube { get; } = Path.Combine(AppContext.BaseDirectory, "data", "cube-unsliced.3mf");
}

/// <summary>Waiting for what has no event to wait for.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(CloudFixture.Patience);
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested,
                string.Create(CultureInfo.InvariantCulture, $"Not within {CloudFixture.Patience}: {what}"));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bambu-client-tests-");

    public string Path => _folder.FullName;

    public string Write(string name, string text)
    {
        string path = System.IO.Path.Combine(Path, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
