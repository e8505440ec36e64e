using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace BambuCloud.Simulator;

/// <summary>The cloud's broker: signs clients in, lets them hear their printers and talk to them.</summary>
internal sealed class Broker
{
    private const string CloudClientId = "cloud";
    private const string PrinterClientId = "printer";
    private const string TopicPrefix = "device/";
    private const long VerificationFailed = 84033543;

    private readonly SimulatedAccount _account;
    private readonly PrinterFleet _fleet;
    private readonly PrintStarts _starts;
    private readonly RequestLog _log;
    private readonly MqttServer _server;

    // Who came by a printer's own port: the client, and the printer.
    private readonly ConcurrentDictionary<string, string> _atPrinters = [];

    public Broker(MqttServer server, SimulatedAccount account, PrinterFleet fleet, PrintStarts starts, RequestLog log)
    {
        _server = server;
        _account = account;
        _fleet = fleet;
        _starts = starts;
        _log = log;
        server.ValidatingConnectionAsync += ValidateAsync;
        server.InterceptingSubscriptionAsync += AllowOwnTopicsAsync;
        server.InterceptingUnsubscriptionAsync += _ =>
        {
            log.Count("MQTT UNSUBSCRIBE");
            return Task.CompletedTask;
        };
        server.InterceptingPublishAsync += TakeAsync;
        server.InterceptingClientEnqueueAsync += ChooseWayAsync;
        server.ClientDisconnectedAsync += client =>
        {
            _atPrinters.TryRemove(client.ClientId, out string? _);
            return Task.CompletedTask;
        };
        fleet.Reported += PublishAsync;
    }

    /// <summary>Printers whose topics are refused though they are the account's.</summary>
    public HashSet<string> RefusedPrinters { get; } = [];

    /// <summary>Breaks every client's connection.</summary>
    public async Task DropClientsAsync()
    {
        foreach (MqttClientStatus client in await _server.GetClientsAsync())
        {
            await client.DisconnectAsync(new MqttServerClientDisconnectOptions());
        }
    }

    /// <summary>Says something as a printer that no JSON could say.</summary>
    public Task SayRawAsync(string deviceId, string payload) => PublishAsync(deviceId, Encoding.UTF8.GetBytes(payload));

    /// <summary>The cloud's word that a printer came or went.</summary>
    public Task TellPresenceAsync(string deviceId, bool online) => PublishAsync(deviceId, JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["event"] = new JsonObject { ["event"] = online ? "client.connected" : "client.disconnected" },
    }), CloudClientId);

    private Task ValidateAsync(ValidatingConnectionEventArgs client)
    {
        if (client.RemoteEndPoint is PrinterEndPoint { DeviceId: var id })
        {
            _log.Count("MQTT CONNECT printer");
            _atPrinters[client.ClientId] = id;
            client.ReasonCode = client.UserName == LanPort.User && client.Password == _fleet.With(id, printer => printer.AccessCode)
                ? MqttConnectReasonCode.Success
                : MqttConnectReasonCode.NotAuthorized;
            return Task.CompletedTask;
        }
        _log.Count("MQTT CONNECT");
        client.ReasonCode = client.UserName == $"u_{_account.Uid}" && _account.Tokens.StateOf(client.Password) == TokenState.Valid
            ? MqttConnectReasonCode.Success
            : MqttConnectReasonCode.NotAuthorized;
        return Task.CompletedTask;
    }

    private Task AllowOwnTopicsAsync(InterceptingSubscriptionEventArgs subscription)
    {
        _log.Count("MQTT SUBSCRIBE");
        bool own = DeviceOf(subscription.TopicFilter.Topic, "/report") is { } id
            && (_atPrinters.TryGetValue(subscription.ClientId, out string? printer) ? id == printer
                : _fleet.Has(id) && !RefusedPrinters.Contains(id));
        if (!own)
        {
            subscription.Response.ReasonCode = MqttSubscribeReasonCode.NotAuthorized;
            subscription.ProcessSubscription = false;
        }
        return Task.CompletedTask;
    }

    private async Task TakeAsync(InterceptingPublishEventArgs publication)
    {
        if (publication.ClientId is CloudClientId or PrinterClientId)
        {
            return;
        }
        publication.ProcessPublish = false; // A request goes to the printer, to no other client.
        if (DeviceOf(publication.ApplicationMessage.Topic, "/request") is not { } id
            || (_atPrinters.TryGetValue(publication.ClientId, out string? own) ? id != own : !_fleet.Has(id)))
        {
            publication.CloseConnection = true;
            return;
        }
        if (_fleet.With(id, printer => printer.IsSilent || !(printer.Online || own is not null)))
        {
            return; // Nobody hears it.
        }
        JsonObject? request;
        try
        {
            request = JsonNode.Parse(Encoding.UTF8.GetString(publication.ApplicationMessage.Payload.ToArray())) as JsonObject;
        }
        catch (JsonException)
        {
            return; // Printers do not answer what they cannot read.
        }
        await AnswerAsync(id, request, isOwn: own is not null);
    }

    // What a printer says goes to all who hear it, and to the cloud's clients while it is connected there; what the cloud says of it goes
    // to
    // those alone.
    private Task ChooseWayAsync(InterceptingClientApplicationMessageEnqueueEventArgs message)
    {
        message.AcceptEnqueue = _atPrinters.ContainsKey(message.ReceiverClientId) ? message.SenderClientId == PrinterClientId
            : message.SenderClientId == CloudClientId
                || (DeviceOf(message.ApplicationMessage.Topic, "/report") is { } id && _fleet.With(id, printer => printer.Online));
        return Task.CompletedTask;
    }

    private async Task AnswerAsync(string deviceId, JsonObject? request, bool isOwn)
    {
        switch (request?.FirstOrDefault())
        {
            case { Key: "pushing", Value: JsonObject pushing } when Command(pushing) == "pushall":
                _log.Count("MQTT pushall");
                if (_fleet.With(deviceId, printer => printer.Report(full: true)) is { } full)
                {
                    await PublishAsync(deviceId, full);
                }
                break;
            case { Key: "pushing", Value: JsonObject pushing } when Command(pushing) == "start":
                _log.Count("MQTT start");
                await PublishAsync(deviceId, _fleet.With(deviceId, printer => printer.SignOfLife()));
                break;
            case { Key: var kind, Value: JsonObject other } when kind is "system" or "camera" or "upgrade" or "xcam":
                await ChangeAsync(deviceId, kind, other);
                break;
            case { Key: "info", Value: JsonObject info } when Command(info) == "get_version":
                await PublishAsync(deviceId, new JsonObject
                {
                    ["info"] = new JsonObject
                    {
                        ["command"] = "get_version",
                        ["sequence_id"] = info["sequence_id"]?.DeepClone(),
                        ["module"] = _fleet.With(deviceId, printer => new JsonArray(
                            [.. FirmwareModules.Of(printer.Model, deviceId).Select(module => module.ToJson())])),
                    },
                });
                break;
            case { Key: "print", Value: JsonObject print }:
                await DoAsync(deviceId, print, isOwn);
                break;
        }
    }

    private async Task ChangeAsync(string deviceId, string kind, JsonObject request)
    {
        _log.Count($"MQTT {Command(request)}");
        bool done = _fleet.With(deviceId, printer => printer.Standing.CarryOut(kind, request));
        await PublishAsync(deviceId, new JsonObject
        {
            [kind] = new JsonObject
            {
                ["command"] = Command(request),
                ["sequence_id"] = request["sequence_id"]?.DeepClone(),
                ["result"] = done ? "success" : "fail",
                ["reason"] = done ? "" : "not known",
            },
        });
        if (done && _fleet.With(deviceId, printer => printer.Report(full: false)) is { } report)
        {
            await PublishAsync(deviceId, report);
        }
    }

    private async Task DoAsync(string deviceId, JsonObject request, bool isOwn)
    {
        string? command = Command(request);
        _log.Count($"MQTT {command}");
        CommandManner manner = _fleet.With(deviceId, printer => printer.Commands);
        if (manner == CommandManner.Ignore)
        {
            return;
        }
        StartRefusal? refusal = manner == CommandManner.Refuse ? new("MQTT Command verification failed", VerificationFailed) : null;
        if (refusal is null && command is "project_file" or "gcode_file")
        {
            refusal = _starts.Begin(deviceId, request, isOwn);
        }
        bool done = refusal is null && command switch
        {
            "project_file" or "gcode_file" => true,
            "pause" => _fleet.With(deviceId, printer => printer.Pause()),
            "resume" => _fleet.With(deviceId, printer => printer.Resume()),
            "stop" => _fleet.Abort(deviceId, printer => printer.Cancel(), JobEnd.Cancelled),
            "print_speed" => _fleet.With(deviceId, printer => printer.SetSpeed(ParamOf(request))),
            _ => false,
        };
        await PublishAsync(deviceId, new JsonObject
        {
            ["print"] = new JsonObject
            {
                ["command"] = command,
                ["sequence_id"] = request["sequence_id"]?.DeepClone(),
                ["param"] = request["param"]?.DeepClone(),
                ["result"] = done ? "success" : "fail",
                ["reason"] = done ? "" : refusal?.Reason ?? "not possible in this state",
                ["err_code"] = refusal?.Code ?? 0,
            },
        });
        if (done && _fleet.With(deviceId, printer => printer.Report(full: false)) is { } report)
        {
            await PublishAsync(deviceId, report);
        }
    }

    private Task PublishAsync(string deviceId, JsonObject report) => PublishAsync(deviceId, JsonSerializer.SerializeToUtf8Bytes(report));

    private Task PublishAsync(string deviceId, byte[] payload, string sender = PrinterClientId) => _server.InjectApplicationMessage(
        new InjectedMqttApplicationMessage(new MqttApplicationMessageBuilder()
            .WithTopic($"{TopicPrefix}{deviceId}/report")
            .WithPayload(payload)
            .Build())
        {
            SenderClientId = sender,
        });

    private static string? Command(JsonObject request) => (request["command"] as JsonValue)?.ToString();

    private static int ParamOf(JsonObject request) =>
        int.TryParse((request["param"] as JsonValue)?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int level) ? level
            : 0;

    private static string? DeviceOf(string topic, string suffix) =>
        topic.StartsWith(TopicPrefix, StringComparison.Ordinal) && topic.EndsWith(suffix, StringComparison.Ordinal)
            ? topic[TopicPrefix.Length..^suffix.Length]
            : null;
}
