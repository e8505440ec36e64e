using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using BambuCloud.Client.Files;
using BambuCloud.Client.Lan;
using BambuCloud.Simulator;
using MQTTnet;

namespace BambuCloud.Client.Tests;

/// <summary>How the simulator's printers take starts over MQTT (lan.md, <i>project_file</i>).</summary>
[Collection(nameof(PrinterFiles))]
public sealed class SimulatorStartTests : IAsyncLifetime
{
    private CloudFixture _cloud = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SimulatedLanPrinter Printer => _cloud.Cloud.LanPrinters[0];

    public async ValueTask InitializeAsync()
    {
        _cloud = await CloudFixture.OpenAsync(new SimulatorOptions { Printers = 1, Lan = true, Tasks = 0 });
        await SendCubeAsync("/cube.gcode.3mf");
    }

    public ValueTask DisposeAsync() => _cloud.DisposeAsync();

    [Theory]
    [InlineData("ftp://cube.gcode.3mf", true)]
    [InlineData("ftp:///cube.gcode.3mf", true)]
    [InlineData("file:///sdcard/cube.gcode.3mf", true)]
    [InlineData("file:///mnt/sdcard/cube.gcode.3mf", false)]
    [InlineData("file:///media/usb0/cube.gcode.3mf", false)]
    public async Task Given_a_file_on_the_card_when_a_start_names_it_then_that_plate_is_printed_with_its_time(string url, bool isOwn)
    {
        await using RawBroker broker = await ConnectAsync(isOwn);

        JsonObject answer = await broker.AskAsync(Start(url));
        JsonObject report = await broker.ReportAsync("PREPARE");

        Assert.Equal(("success", "", "7"),
            ((string?)answer["result"], (string?)answer["reason"], (string?)answer["sequence_id"]));
        Assert.Equal(("PREPARE", "My cube", "cube.gcode.3mf", "local", "0"),
            ((string?)report["gcode_state"], (string?)report["subtask_name"],
            (string?)report["gcode_file"], (string?)report["print_type"], (string?)report["task_id"]));
        Assert.Equal(11, (int)report["mc_remaining_time"]!); // 651 s, as the file says
        Assert.True((int)report["total_layer_num"]! > 1);
    }

    [Fact]
    public async Task Given_a_file_in_the_clouds_storage_when_a_start_has_its_address_then_the_printer_fetches_it()
    {
        BambuFile file = await _cloud.UploadCubeAsync();
        await using RawBroker broker = await ConnectAsync(isOwn: false);

        JsonObject answer = await broker.AskAsync(Start(file.FileUrl.AbsoluteUri));

        Assert.Equal("success", (string?)answer["result"]);
    }

    [Theory]
    [InlineData("ftp://other.gcode.3mf", 1, 0x0500_4002)]
    [InlineData("file:///etc/passwd", 1, 0x0500_4002)]
    [InlineData("ftp:///../cube.gcode.3mf/../../etc/passwd", 1, 0x0500_4002)]
    [InlineData("ftp://cube.gcode.3mf", 2, 0x0500_4003)]
    public async Task Given_a_start_of_what_is_not_there_when_the_printer_hears_it_then_it_refuses_and_prints_nothing(
        string url, int plate, long code)
    {
        await using RawBroker broker = await ConnectAsync(isOwn: true);

        JsonObject answer = await broker.AskAsync(Start(url, plate));

        Assert.Equal(("fail", code), ((string?)answer["result"], (long)answer["err_code"]!));
        await broker.ReportAsync("IDLE");
    }

    [Fact]
    public async Task Given_a_printer_that_prints_when_it_is_to_start_another_then_it_says_that_it_cannot_take_one()
    {
        await using RawBroker broker = await ConnectAsync(isOwn: true);
        await broker.AskAsync(Start("ftp://cube.gcode.3mf"));

        JsonObject answer = await broker.AskAsync(Start("ftp://cube.gcode.3mf"));

        Assert.Equal(("fail", 0x0500_4004L), ((string?)answer["result"], (long)answer["err_code"]!));
    }

    [Theory]
    [InlineData("lan", "remove-card", "There is no card")]
    [InlineData("lan", "refuse-starts", "Not possible in cloud mode")]
    [InlineData("printers", "refuse", "MQTT Command verification failed")]
    public async Task Given_what_was_ordered_when_a_print_is_started_over_the_printers_own_broker_then_it_is_refused(
        string kind, string order, string reason)
    {
        await _cloud.ControlAsync($"{kind}/{Printer.DeviceId}/{order}");
        await using RawBroker broker = await ConnectAsync(isOwn: true);

        JsonObject answer = await broker.AskAsync(Start("ftp://cube.gcode.3mf"));

        Assert.Equal(("fail", reason), ((string?)answer["result"], (string?)answer["reason"]));
        await broker.ReportAsync("IDLE");
    }

    [Fact]
    public async Task Given_a_printer_in_cloud_mode_with_old_firmware_when_the_start_comes_over_the_cloud_then_it_is_taken()
    {
        await _cloud.ControlAsync($"lan/{Printer.DeviceId}/refuse-starts");
        await using RawBroker broker = await ConnectAsync(isOwn: false);

        JsonObject answer = await broker.AskAsync(Start("ftp://cube.gcode.3mf"));

        Assert.Equal("success", (string?)answer["result"]);
    }

    [Theory]
    [InlineData("ams_mapping", "[7]", "Slot 3 of AMS 1 is empty")]
    [InlineData("use_ams", "\"yes\"", "'use_ams' is true or false")]
    public async Task Given_settings_that_do_not_work_when_a_print_is_started_then_the_printer_says_which(
        string member, string value, string reason)
    {
        await using RawBroker broker = await ConnectAsync(isOwn: true);
        JsonObject start = Start("ftp://cube.gcode.3mf");
        start[member] = JsonNode.Parse(value);

        JsonObject answer = await broker.AskAsync(start);

        Assert.Equal(("fail", reason), ((string?)answer["result"], (string?)answer["reason"]));
    }

    private static JsonObject Start(string url, int plate = 1) => new()
    {
        ["sequence_id"] = "7",
        ["command"] = "project_file",
        ["param"] = string.Create(CultureInfo.InvariantCulture, $"Metadata/plate_{plate}.gcode"),
        ["task_id"] = "0",
        ["subtask_name"] = "My cube",
        ["file"] = "cube.gcode.3mf",
        ["url"] = url,
        ["use_ams"] = true,
        ["ams_mapping"] = new JsonArray(0),
        ["bed_leveling"] = true,
    };

    private async Task SendCubeAsync(string path)
    {
        using FileServer server = new(new LanPrinterOptions
        {
            DeviceId = Printer.DeviceId,
            Host = "127.0.0.1",
            FtpsPort = Printer.FtpsPort,
            AccessCode = Printer.AccessCode,
            Fingerprint = Printer.Fingerprint,
        });
        await server.Files.SendAsync(PrintFile.Open(TestData.SlicedCube), path, 0, null, Cancellation);
    }

    private Task<RawBroker> ConnectAsync(bool isOwn) => isOwn
        ? RawBroker.ConnectAsync(Printer.DeviceId, new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", Printer.MqttPort)
            .WithCredentials("bblp", Printer.AccessCode).WithTlsOptions(tls => tls.WithCertificateValidationHandler(shown =>
                shown.Certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256)
                    == Printer.Fingerprint.Replace(":", "", StringComparison.Ordinal))))
        : RawBroker.ConnectAsync(Printer.DeviceId, new MqttClientOptionsBuilder()
            .WithTcpServer(_cloud.Cloud.MqttEndpoint.Host, _cloud.Cloud.MqttEndpoint.Port)
            .WithCredentials($"u_{_cloud.Cloud.Account.Uid}", _cloud.Cloud.Account.AccessToken));

    /// <summary>A client that says what it likes to a printer and hears its reports.</summary>
    private sealed class RawBroker(string deviceId) : IAsyncDisposable
    {
        private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
        private readonly Channel<JsonObject> _heard = Channel.CreateUnbounded<JsonObject>();

        public static async Task<RawBroker> ConnectAsync(string deviceId, MqttClientOptionsBuilder options)
        {
            RawBroker broker = new(deviceId);
            broker._client.ApplicationMessageReceivedAsync += message =>
            {
                if (JsonNode.Parse(Encoding.UTF8.GetString(message.ApplicationMessage.Payload))?["print"] is JsonObject print)
                {
                    broker._heard.Writer.TryWrite(print);
                }
                return Task.CompletedTask;
            };
            await broker._client.ConnectAsync(options.Build(), Cancellation);
            await broker._client.SubscribeAsync($"device/{deviceId}/report", cancellationToken: Cancellation);
            return broker;
        }

        public Task<MqttClientPublishResult> SendAsync(JsonObject request) =>
            _client.PublishStringAsync($"device/{deviceId}/request", request.ToJsonString(), cancellationToken: Cancellation);

        /// <summary>Sends a command and waits for its answer.</summary>
        public async Task<JsonObject> AskAsync(JsonObject print)
        {
            await SendAsync(new JsonObject { ["print"] = print.DeepClone() });
            return await UntilAsync(heard => (string?)heard["command"] == (string?)print["command"]);
        }

        /// <summary>A full report with a state, which is asked for: what the printer says by itself may be older.</summary>
        public async Task<JsonObject> ReportAsync(string state)
        {
            await SendAsync(new JsonObject { ["pushing"] = new JsonObject { ["command"] = "pushall", ["sequence_id"] = "8" } });
            return await UntilAsync(heard => (int?)heard["msg"] == 0 && (string?)heard["gcode_state"] == state);
        }

        public ValueTask DisposeAsync()
        {
            _client.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task<JsonObject> UntilAsync(Func<JsonObject, bool> isWanted)
        {
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            limit.CancelAfter(CloudFixture.Patience);
            while (true)
            {
                JsonObject heard = await _heard.Reader.ReadAsync(limit.Token);
                if (isWanted(heard))
                {
                    return heard;
                }
            }
        }
    }
}
