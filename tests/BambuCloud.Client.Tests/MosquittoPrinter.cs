using MQTTnet;

namespace BambuCloud.Client.Tests;

/// <summary>A printer on a Mosquitto: it answers each request with its full state, and says that when it connects.</summary>
internal sealed class MosquittoPrinter : IDisposable
{
    public const string DeviceId = "01P00A000000001";

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private volatile string _full;

    private MosquittoPrinter(string state, string task) => _full = Full(state, task);

    public static BambuDevice Device { get; } = new() { DeviceId = DeviceId, Name = "P1S", Online = true };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static string Full(string state, string task, string more = "") =>
        $$$"""{"print":{"command":"push_status","msg":0,"gcode_state":"{{{state}}}","task_id":"{{{task}}}"{{{more}}}}}""";

    public static string Delta(string members) => $$$"""{"print":{"command":"push_status","msg":1,{{{members}}}}}""";

    public static async Task<MosquittoPrinter> ConnectAsync(Mosquitto broker, string state, string task)
    {
        MosquittoPrinter printer = new(state, task);
        printer._client.ApplicationMessageReceivedAsync += _ => printer.SayAsync(printer._full);
        await printer._client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", broker.PrinterPort).WithCredentials("printer",
                Mosquitto.PrinterPassword).Build(), Cancellation);
        await printer._client.SubscribeAsync($"device/{DeviceId}/request", cancellationToken: Cancellation);
        await printer.SayAsync(printer._full);
        return printer;
    }

    /// <summary>Is in another state from now on, and says it.</summary>
    public Task TurnAsync(string state, string task)
    {
        _full = Full(state, task);
        return SayAsync(Delta($"\"gcode_state\":\"{state}\",\"task_id\":\"{task}\""));
    }

    /// <summary>Says something, whatever its state.</summary>
    public Task SayAsync(string report) => _client.PublishStringAsync($"device/{DeviceId}/report", report, cancellationToken: Cancellation);

    public void Dispose() => _client.Dispose();
}
