using System.Diagnostics;
using System.Globalization;
using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Tests;

/// <summary>
/// A Mosquitto on loopback that lets the account in over TLS and one printer without, each with its password. It is made of
/// other parts than client and simulator, so that it shows what those take for granted together.
/// </summary>
internal sealed class Mosquitto : IAsyncDisposable
{
    public const string PrinterPassword = "printer";

    /// <summary>The password of whoever connects to the printer itself.</summary>
    public const string AccessCode = "s3cr3t99";

    private const string Refused = "disconnected, not authorised";

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _said = [];
    private Process? _process;

    /// <summary>Where the account signs in.</summary>
    public int Port { get; } = LoopbackListener.ClosedPort();

    /// <summary>Where the printer signs in.</summary>
    public int PrinterPort { get; } = LoopbackListener.ClosedPort();

    /// <summary>Where a printer's own broker is met, with the printer's certificate.</summary>
    public int OwnPort { get; } = LoopbackListener.ClosedPort();

    /// <summary>What the printer's own broker shows.</summary>
    public PrinterCertificate OwnCertificate { get; } = PrinterCertificate.Make();

    /// <summary>The root that vouches for the broker.</summary>
    public string RootPath => Path.Combine(_folder.Path, "root.pem");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Mosquitto> StartAsync(string token)
    {
        Assert.SkipUnless(OnPath("mosquitto")
            && OnPath("mosquitto_passwd"), "Mosquitto is not installed: mosquitto and mosquitto_passwd must be on PATH.");
        Mosquitto broker = new();
        ServerIdentity identity = ServerIdentity.Good();
        broker._folder.Write("root.pem", identity.RootPem);
        string certificate = broker._folder.Write("server.pem", identity.CertificatePem);
        string key = broker._folder.Write("server.key", identity.KeyPem);
        string ownCertificate = broker._folder.Write("own.pem", broker.OwnCertificate.Pem);
        string ownKey = broker._folder.Write("own.key", broker.OwnCertificate.KeyPem);
        await broker.SetPasswordAsync(token);
        broker._folder.Write("mosquitto.conf", string.Create(CultureInfo.InvariantCulture, $"""
            user {Environment.UserName}
            allow_anonymous false
            password_file {Path.Combine(broker._folder.Path, "passwords")}
            listener {broker.Port} 127.0.0.1
            certfile {certificate}
            keyfile {key}
            listener {broker.OwnPort} 127.0.0.1
            certfile {ownCertificate}
            keyfile {ownKey}
            listener {broker.PrinterPort} 127.0.0.1

            """));
        await broker.RunAsync();
        return broker;
    }

    /// <summary>A session of the account on this broker, or on a line to it.</summary>
    public Task<CloudSession> OpenSessionAsync(ScriptedServer server, string token, int? port = null, TimeProvider? clock = null) =>
        ScriptedCloud.OpenSessionAsync(server, new CloudSessionOptions
        {
            AccessToken = token,
            MqttEndpoint = new Uri(string.Create(CultureInfo.InvariantCulture, $"mqtts://127.0.0.1:{port ?? Port}")),
            CACertificatePath = RootPath,
            TimeProvider = clock ?? FastForwardTimeProvider.Create(),
        });

    /// <summary>The account has another password when the broker next reads its file.</summary>
    public async Task SetPasswordAsync(string token)
    {
        string passwords = _folder.Write("passwords", $"u_{TestTokens.Uid}:{token}\nprinter:{PrinterPassword}\nbblp:{AccessCode}\n");
        using Process hashing = Process.Start("mosquitto_passwd", ["-U", passwords]);
        await hashing.WaitForExitAsync(Cancellation);
        Assert.Equal(0, hashing.ExitCode);
    }

    /// <summary>Has the broker read its files again; it hangs up on whom it would not let in any more.</summary>
    public async Task ReloadAsync()
    {
        using Process signal = Process.Start("kill", ["-HUP", string.Create(CultureInfo.InvariantCulture, $"{_process!.Id}")]);
        await signal.WaitForExitAsync(Cancellation);
    }

    /// <summary>Kills the broker, without any goodbye.</summary>
    public async Task KillAsync()
    {
        if (_process is { } running)
        {
            _process = null;
            running.Kill();
            await running.WaitForExitAsync(CancellationToken.None);
            running.Dispose();
        }
    }

    public async Task RestartAsync()
    {
        await KillAsync();
        await RunAsync();
    }

    /// <summary>
    /// How often it did not let somebody in, as its log says; that comes late, so it waits for the first and then kills the broker.
    /// </summary>
    public async Task<int> CountRefusedAsync()
    {
        await Eventually.TrueAsync(() => Task.FromResult(CountOf(Refused) > 0), "the broker says that it refused somebody");
        await KillAsync();
        return CountOf(Refused);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Dispose();
    }

    private int CountOf(string text)
    {
        lock (_said)
        {
            return _said.Count(line => line.Contains(text, StringComparison.Ordinal));
        }
    }

    private async Task RunAsync()
    {
        _process = Process.Start(new ProcessStartInfo("mosquitto",
            ["-v", "-c", Path.Combine(_folder.Path, "mosquitto.conf")])
        { RedirectStandardError = true })!;
        TaskCompletionSource<bool> running = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_said)
            {
                _said.Add(line.Data ?? "(end)");
            }
            if (line.Data is null || line.Data.EndsWith(" running", StringComparison.Ordinal))
            {
                running.TrySetResult(line.Data is not null);
            }
        };
        _process.BeginErrorReadLine();
        bool runs = await running.Task.WaitAsync(CloudFixture.Patience, Cancellation);
        lock (_said)
        {
            Assert.True(runs, string.Join('\n', _said));
        }
    }

    public static bool OnPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, name)) || File.Exists(Path.Combine(folder, name + ".exe")));
}
