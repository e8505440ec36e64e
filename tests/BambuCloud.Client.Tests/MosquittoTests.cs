using System.Diagnostics;
using System.Globalization;
using MQTTnet;
using static BambuCloud.BambuPrinterEventType;

namespace BambuCloud.Client.Tests;

/// <summary>A watch against a broker that is not made of the library that the client is made of.</summary>
public sealed class MosquittoTests
{
    private const string DeviceId = "01P00A000000001";
    private const string PrinterPassword = "printer";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Given_a_mosquitto_broker_when_a_printer_is_watched_then_it_hears_a_print_and_stands_a_restart_of_the_broker()
    {
        string token = TestTokens.Jwt();
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices));
        using Mosquitto broker = await Mosquitto.StartAsync(token);
        await using CloudSession session = await ScriptedCloud.OpenSessionAsync(
            server, new CloudSessionOptions { AccessToken = token, MqttEndpoint = broker.Address, TimeProvider = HurriedClock.Create() });
        await using PrinterWatch watch = PrinterWatch.Start(session, new BambuDevice { DeviceId = DeviceId, Name = "P1S", Online = true });

        using (Printer printer = await Printer.ConnectAsync(broker, "IDLE", "0"))
        {
            await watch.UntilAsync(Snapshot);
            await printer.TurnAsync("RUNNING", "7");
            await watch.UntilAsync(PrintStarted);
        }
        await broker.RestartAsync();
        using Printer again = await Printer.ConnectAsync(broker, "FINISH", "7");
        BambuPrinterEvent finished = await watch.UntilAsync(PrintFinished);

        Assert.True(finished.Recovered);
        Assert.Contains(Disconnected, watch.Transitions());
    }

    [Fact]
    public async Task Given_a_mosquitto_broker_when_it_refuses_the_token_then_the_watch_ends_with_it()
    {
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices));
        using Mosquitto broker = await Mosquitto.StartAsync("another token");
        await using CloudSession session = await ScriptedCloud.OpenSessionAsync(
            server, new CloudSessionOptions { AccessToken = TestTokens.Jwt(), MqttEndpoint = broker.Address });
        await using PrinterWatch watch = PrinterWatch.Start(session, new BambuDevice { DeviceId = DeviceId, Name = "P1S" });

        BambuException error = await Assert.ThrowsAsync<BambuException>(() => watch.Ended.WaitAsync(CloudFixture.Patience, Cancellation));

        Assert.Equal(BambuErrorKind.TokenRefused, error.Kind);
    }

    /// <summary>A printer that answers each request with its full state as it is then, and says it when it connects and when it changes.</summary>
    private sealed class Printer : IDisposable
    {
        private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
        private volatile string _report;

        private Printer(string state, string task) => _report = Full(state, task);

        public static async Task<Printer> ConnectAsync(Mosquitto broker, string state, string task)
        {
            Printer printer = new(state, task);
            printer._client.ApplicationMessageReceivedAsync += _ => printer.ReportAsync();
            await printer._client.ConnectAsync(
                new MqttClientOptionsBuilder().WithTcpServer(broker.Address.Host, broker.Address.Port).WithCredentials("printer", PrinterPassword).Build(), Cancellation);
            await printer._client.SubscribeAsync($"device/{DeviceId}/request", cancellationToken: Cancellation);
            await printer.ReportAsync();
            return printer;
        }

        public async Task TurnAsync(string state, string task)
        {
            _report = Full(state, task);
            await ReportAsync();
        }

        public void Dispose() => _client.Dispose();

        private Task<MqttClientPublishResult> ReportAsync() => _client.PublishStringAsync($"device/{DeviceId}/report", _report, cancellationToken: Cancellation);

        private static string Full(string state, string task) =>
            $$$"""{"print":{"command":"push_status","msg":0,"gcode_state":"{{{state}}}","task_id":"{{{task}}}"}}""";
    }

    /// <summary>A Mosquitto on a free port of loopback that lets the account and one printer in.</summary>
    private sealed class Mosquitto : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly int _port = LoopbackListener.ClosedPort();
        private Process? _process;

        public Uri Address => new($"mqtt://127.0.0.1:{_port}");

        public static async Task<Mosquitto> StartAsync(string token)
        {
            Assert.SkipUnless(OnPath("mosquitto") && OnPath("mosquitto_passwd"), "Mosquitto is not installed: mosquitto and mosquitto_passwd must be on PATH.");
            Mosquitto broker = new();
            string passwords = broker._folder.Write("passwords", $"u_{TestTokens.Uid}:{token}\nprinter:{PrinterPassword}\n");
            using Process hashing = Process.Start("mosquitto_passwd", ["-U", passwords]);
            await hashing.WaitForExitAsync(Cancellation);
            broker._folder.Write("mosquitto.conf", string.Create(CultureInfo.InvariantCulture,
                $"listener {broker._port} 127.0.0.1\nallow_anonymous false\npassword_file {passwords}\nuser {Environment.UserName}\n"));
            await broker.RunAsync();
            return broker;
        }

        public async Task RestartAsync()
        {
            Stop();
            await RunAsync();
        }

        public void Dispose()
        {
            Stop();
            _folder.Dispose();
        }

        private async Task RunAsync()
        {
            _process = Process.Start(new ProcessStartInfo("mosquitto", ["-v", "-c", Path.Combine(_folder.Path, "mosquitto.conf")]) { RedirectStandardError = true })!;
            TaskCompletionSource<bool> running = new(TaskCreationOptions.RunContinuationsAsynchronously);
            List<string> said = [];
            _process.ErrorDataReceived += (_, line) =>
            {
                said.Add(line.Data ?? "(end)");
                if (line.Data is null || line.Data.EndsWith(" running", StringComparison.Ordinal))
                {
                    running.TrySetResult(line.Data is not null);
                }
            };
            _process.BeginErrorReadLine();
            Assert.True(await running.Task.WaitAsync(CloudFixture.Patience, Cancellation), string.Join('\n', said));
        }

        private void Stop()
        {
            _process?.Kill();
            _process?.WaitForExit();
            _process?.Dispose();
            _process = null;
        }

        private static bool OnPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, name)) || File.Exists(Path.Combine(folder, name + ".exe")));
    }
}
