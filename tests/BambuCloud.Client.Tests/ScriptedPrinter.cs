using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Tests;

/// <summary>A broker with one printer behind it that says what a test has it say and remembers what it was asked.</summary>
internal sealed partial class ScriptedPrinter : IAsyncDisposable
{
    private readonly LoopbackListener _listener;
    private readonly ConcurrentQueue<string> _commands = [];
    private readonly ConcurrentQueue<string> _topics = [];
    private readonly ConcurrentQueue<string> _requests = [];
    private readonly SemaphoreSlim _writing = new(1);
    private Stream? _stream;

    public ScriptedPrinter() => _listener = new LoopbackListener(ServeAsync);

    public static BambuDevice Device { get; } = new() { DeviceId = "01P00A000000001", Name = "P1S", Online = true };

    /// <summary>What it answers when it is asked for its full state; null for no answer.</summary>
    public string? Full { get; set; }

    /// <summary>What it answers when it is asked for its versions; null for no answer.</summary>
    public string? Versions { get; set; }

    /// <summary>How often it was asked for its versions.</summary>
    public int VersionRequests { get; private set; }

    /// <summary>What it answers to a command, with the command's own word and number in place of <c>WORD</c> and <c>NUMBER</c>.</summary>
    public string? Answer { get; set; }

    /// <summary>Whether the connection ends with a command, before anybody has acknowledged it.</summary>
    public bool HangsUp { get; set; }

    /// <summary>The words of the commands that reached it.</summary>
    public IReadOnlyCollection<string> Commands => _commands;

    /// <summary>The commands that reached it, as they came.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>The topics that were subscribed, on any connection.</summary>
    public IReadOnlyCollection<string> Topics => _topics;

    public Uri Broker => new(string.Create(CultureInfo.InvariantCulture, $"mqtt://127.0.0.1:{_listener.Port}"));

    public static string Print(string members) => $$$"""{"print":{ {{{members}}} }}""";

    /// <summary>What the broker says where the printer leaves the cloud.</summary>
    public const string Gone = """{"event":{"event":"client.disconnected"}}""";

    public static string State(string state, string task, int message = 0) => Print(
        $"""
        "command":"push_status","msg":{message.ToString(CultureInfo.InvariantCulture)},"gcode_state":"{state}","task_id":"{task}"
        """);

    /// <summary>A session on it.</summary>
    public Task<CloudSession> OpenSessionAsync(ScriptedServer server, TimeProvider clock) =>
        ScriptedCloud.OpenSessionAsync(server,
            new CloudSessionOptions { AccessToken = TestTokens.Jwt(), MqttEndpoint = Broker, TimeProvider = clock });

    public async Task SayAsync(string report) => await WriteAsync(_stream!,
        ScriptedBroker.Publication($"device/{Device.DeviceId}/report", report), TestContext.Current.CancellationToken);

    /// <summary>Ends the connection.</summary>
    public void HangUp() => ((NetworkStream)_stream!).Socket.Shutdown(SocketShutdown.Both);

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _writing.Dispose();
    }

    private async Task ServeAsync(Stream stream, int connection, CancellationToken closing)
    {
        _stream = stream;
        while (true)
        {
            (int kind, byte[] content) = await ScriptedBroker.ReadAsync(stream, closing);
            switch (kind)
            {
                case ScriptedBroker.Connect:
                    await WriteAsync(stream, ScriptedBroker.ConnectAccepted, closing);
                    break;
                case ScriptedBroker.Subscribe:
                    await WriteAsync(stream, ScriptedBroker.Granted(content), closing);
                    ScriptedBroker.Topics(content).ForEach(_topics.Enqueue);
                    break;
                case ScriptedBroker.Publish when CommandOf(content) is { Success: true } command
                    && command.Groups["word"].Value == "pushall":
                    if (Full is { } full)
                    {
                        await SayAsync(full);
                    }
                    break;
                case ScriptedBroker.Publish when CommandOf(content) is { Success: true } command
                    && command.Groups["word"].Value == "get_version":
                    VersionRequests++;
                    if (Versions is { } versions)
                    {
                        await SayAsync(versions);
                    }
                    break;
                case ScriptedBroker.Publish when CommandOf(content) is { Success: true } command:
                    _requests.Enqueue(JsonOf(content));
                    if (HangsUp)
                    {
                        _commands.Enqueue(command.Groups["word"].Value);
                        return;
                    }
                    await WriteAsync(stream, ScriptedBroker.Acknowledged(content), closing);
                    if (Answer is { } answer)
                    {
                        await SayAsync(answer.Replace("WORD", command.Groups["word"].Value, StringComparison.Ordinal)
                            .Replace("NUMBER", command.Groups["number"].Value, StringComparison.Ordinal));
                    }
                    _commands.Enqueue(command.Groups["word"].Value); // What is said after it is seen here comes after the answer.
                    break;
            }
        }
    }

    private async Task WriteAsync(Stream stream, byte[] packet, CancellationToken closing)
    {
        await _writing.WaitAsync(closing);
        try
        {
            await stream.WriteAsync(packet, closing);
        }
        finally
        {
            _writing.Release();
        }
    }

    private static string JsonOf(byte[] publication)
    {
        string text = Encoding.UTF8.GetString(publication);
        return text[text.IndexOf('{', StringComparison.Ordinal)..];
    }

    private static Match CommandOf(byte[] publication) => Command().Match(Encoding.UTF8.GetString(publication));

    [GeneratedRegex("\"sequence_id\":\"(?<number>\\d+)\",\"command\":\"(?<word>[a-z_]+)\"")]
    private static partial Regex Command();
}
