using System.Text.Json;
using BambuCloud.Client.Live;
using BambuCloud.Client.Session;
using Microsoft.Extensions.Time.Testing;
using static BambuCloud.BambuPrinterEventType;

namespace BambuCloud.Client.Tests;

/// <summary>Starting a print of a file that lies on the printer, against a printer that says what a test has it say.</summary>
public sealed class ProjectFileTests : IAsyncDisposable
{
    private const string Idle = "\"command\":\"push_status\",\"msg\":0,\"gcode_state\":\"IDLE\",\"task_id\":\"0\",\"subtask_id\":\"0\"";

    private static readonly TimeSpan Patience = CloudFixture.Patience;

    private static readonly ProjectFile Cube = new()
    {
        Url = "ftp://Würfel & Co.gcode.3mf",
        FileName = "Würfel & Co.gcode.3mf",
        Settings = new BambuPrintSettings { Plate = 2, Timelapse = BambuPrintOption.On },
    };

    private readonly ScriptedServer _server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices));
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Given_an_idle_printer_when_a_file_is_started_then_the_request_is_what_printers_take_and_the_job_has_its_id()
    {
        await using ScriptedPrinter printer = new()
        {
            Full = ScriptedPrinter.Print(Idle),
            Answer = ScriptedPrinter.Print("""
                "command":"push_status","msg":1,"gcode_state":"PREPARE","task_id":"NUMBER","subtask_id":"NUMBER",
                "subtask_name":"Würfel & Co"
                """),
        };
        await using CloudSession session = await printer.OpenSessionAsync(_server, _clock);

        BambuPrintJob job = await StartAsync(session, Cube).WaitAsync(Patience, Cancellation);

        string sent = Assert.Single(printer.Requests);
        JsonElement request = JsonDocument.Parse(sent).RootElement.GetProperty("print");
        string id = request.GetProperty("sequence_id").GetString()!;
        Assert.Equal((id, BambuPrintState.Preparing, Cube.FileName, ScriptedPrinter.Device.Name),
            (job.JobId, job.Status, job.FileName, job.DeviceName));
        foreach ((string name, string value) in new[]
        {
            ("command", "project_file"), ("param", "Metadata/plate_2.gcode"), ("project_id", id), ("task_id", id), ("subtask_id", id),
            ("profile_id", "0"), ("subtask_name", "Würfel & Co"), ("file", Cube.FileName), ("url", Cube.Url), ("md5", ""),
            ("bed_type", "auto"), ("bed_leveling", "True"), ("auto_bed_leveling", "2"), ("flow_cali", "False"), ("extrude_cali_flag", "0"),
            ("vibration_cali", "True"), ("layer_inspect", "False"), ("timelapse", "True"), ("use_ams", "False"),
        })
        {
            Assert.Equal(value, request.GetProperty(name).ToString());
        }
        Assert.False(request.TryGetProperty("plate_index", out _));
        Assert.Contains("Würfel & Co", sent, StringComparison.Ordinal); // Printers show what stands there, escapes and all.
    }

    [Fact]
    public async Task Given_plain_gcode_when_it_is_started_then_the_printer_gets_its_path()
    {
        await using ScriptedPrinter printer = new()
        {
            Full = ScriptedPrinter.Print(Idle),
            Answer = ScriptedPrinter.Print("\"command\":\"push_status\",\"msg\":1,\"gcode_state\":\"RUNNING\",\"subtask_name\":\"cube\""),
        };
        await using CloudSession session = await printer.OpenSessionAsync(_server, _clock);

        await StartAsync(session, new ProjectFile { Url = "ftp:///model/cube.gcode", FileName = "cube.gcode" })
            .WaitAsync(Patience, Cancellation);

        JsonElement request = JsonDocument.Parse(Assert.Single(printer.Requests)).RootElement.GetProperty("print");
        Assert.Equal(("gcode_file", "/model/cube.gcode"),
            (request.GetProperty("command").GetString(), request.GetProperty("param").GetString()));
    }

    [Fact]
    public async Task Given_a_printer_without_ids_that_reports_the_start_ahead_of_the_name_when_the_name_comes_then_it_has_begun()
    {
        await using ScriptedPrinter printer = new()
        {
            Full = ScriptedPrinter.Print($"{Idle},\"subtask_name\":\"the one before\""),
            Answer = ScriptedPrinter.Print("\"command\":\"push_status\",\"msg\":1,\"gcode_state\":\"PREPARE\""),
        };
        await using CloudSession session = await printer.OpenSessionAsync(_server, _clock);
        await using PrinterWatch watch = await PrinterWatch.StartAsync(session, ScriptedPrinter.Device);

        Task<BambuPrintJob> starting = StartAsync(session, Cube);
        await watch.UntilAsync(PrintStarted);
        Assert.False(starting.IsCompleted);
        await printer.SayAsync(ScriptedPrinter.Print("\"command\":\"push_status\",\"msg\":1,\"subtask_name\":\"Würfel & Co\""));

        Assert.Equal(BambuPrintState.Preparing, (await starting.WaitAsync(Patience, Cancellation)).Status);
    }

    [Fact]
    public async Task Given_a_printer_that_prints_when_a_file_is_started_then_nothing_is_sent_and_it_is_busy()
    {
        await using ScriptedPrinter printer = new() { Full = ScriptedPrinter.State("RUNNING", "7") };
        await using CloudSession session = await printer.OpenSessionAsync(_server, _clock);

        BambuException busy = await Assert.ThrowsAsync<BambuException>(() => StartAsync(session, Cube)).WaitAsync(Patience, Cancellation);

        Assert.Equal((BambuErrorKind.DeviceBusy, ScriptedPrinter.Device.DeviceId), (busy.Kind, busy.Subject));
        Assert.Empty(printer.Commands);
    }

    [Theory]
    [InlineData("""{"print":{"command":"WORD","sequence_id":"NUMBER","result":"fail","reason":"no such file"}}""",
        BambuErrorKind.PrintRejected, "no such file")]
    [InlineData("""{"print":{"command":"WORD","task_id":"NUMBER","param":"Metadata/plate_2.gcode","result":"fail","reason":"no number"}}""",
        BambuErrorKind.PrintRejected, "no number")]
    [InlineData("""{"print":{"command":"WORD","sequence_id":"NUMBER","reason":"mqtt message verify failed","err_code":84033545}}""",
        BambuErrorKind.SignatureRequired, "verify failed")]
    [InlineData("""{"print":{"command":"push_status","msg":1,"hms":[{"attr":83887360,"code":65543}]}}""",
        BambuErrorKind.SignatureRequired, "unsigned commands are not allowed")]
    [InlineData("""{"print":{"command":"push_status","msg":1,"print_error":83902467}}""", BambuErrorKind.PrintRejected, "0500_4003")]
    [InlineData("""
        {"print":{"command":"push_status","msg":1,"gcode_state":"FAILED","task_id":"NUMBER","print_error":83902467}}
        """, BambuErrorKind.PrintRejected, "0500_4003")]
    [InlineData("""
        {"print":{"command":"push_status","msg":1,"gcode_state":"RUNNING","task_id":"800","subtask_name":"another"}}
        """, BambuErrorKind.PrintRejected, "somebody else")]
    public async Task Given_a_printer_that_refuses_when_a_file_is_started_then_the_error_says_what_it_says(
        string answer, BambuErrorKind kind, string reason)
    {
        await using ScriptedPrinter printer = new() { Full = ScriptedPrinter.Print(Idle), Answer = answer };
        await using CloudSession session = await printer.OpenSessionAsync(_server, _clock);

        BambuException refused = await Assert.ThrowsAsync<BambuException>(() => StartAsync(session, Cube))
            .WaitAsync(Patience, Cancellation);

        Assert.Equal((kind, ScriptedPrinter.Device.DeviceId), (refused.Kind, refused.Subject));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Contains(Cube.FileName, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"print":{"command":"WORD","sequence_id":"NUMBER","result":"success"}}""", "took it")]
    [InlineData("""{"print":{"command":"WORD","sequence_id":"9NUMBER","result":"fail"}}""", "did not answer")]
    [InlineData("""{"print":{"command":"WORD","sequence_id":"NUMBER","param":"Metadata/plate_1.gcode","result":"fail"}}""",
        "did not answer")]
    public async Task Given_a_printer_that_does_nothing_when_the_time_is_over_then_nobody_knows_and_it_was_sent_once(
        string answer, string reason)
    {
        await using ScriptedPrinter printer = new() { Full = ScriptedPrinter.Print(Idle), Answer = answer };
        await using CloudSession session = await printer.OpenSessionAsync(_server, _clock);
        await using PrinterWatch watch = await PrinterWatch.StartAsync(session, ScriptedPrinter.Device);

        Task<BambuPrintJob> starting = StartAsync(session, Cube);
        await Eventually.TrueAsync(() => Task.FromResult(printer.Commands.Count == 1), "the start arrives");
        await printer.SayAsync(ScriptedPrinter.Print("\"command\":\"push_status\",\"msg\":1,\"mc_percent\":50"));
        await watch.UntilAsync(ProgressChanged); // The answer went before it.
        _clock.Advance(Patience);
        BambuException unknown = await Assert.ThrowsAsync<BambuException>(() => starting.WaitAsync(Patience, Cancellation));

        Assert.Equal(BambuErrorKind.PrintStartUnconfirmed, unknown.Kind);
        Assert.Contains(reason, unknown.Message, StringComparison.Ordinal);
        Assert.Single(printer.Commands);
    }

    [Fact]
    public async Task Given_a_printer_that_says_nothing_when_a_file_is_started_then_nothing_is_sent()
    {
        await using ScriptedPrinter printer = new();
        await using CloudSession session = await printer.OpenSessionAsync(_server, _clock);

        Task<BambuPrintJob> starting = StartAsync(session, Cube);
        await Eventually.TrueAsync(() => Task.FromResult(printer.Topics.Count == 1), "the printer is listened to");
        await Eventually.TrueAsync(() => Task.FromResult(Advance() && starting.IsCompleted), "the time is over");
        BambuException offline = await Assert.ThrowsAsync<BambuException>(() => starting);

        Assert.Equal(BambuErrorKind.DeviceOffline, offline.Kind);
        Assert.Contains("nothing was sent", offline.Message, StringComparison.Ordinal);
        Assert.Empty(printer.Commands);

        bool Advance()
        {
            _clock.Advance(Patience);
            return true;
        }
    }

    [Theory]
    [InlineData("PREPARE", true)]
    [InlineData("FINISH", true)]
    [InlineData("IDLE", false)]
    public async Task Given_a_connection_that_breaks_over_a_start_when_it_stands_again_then_the_report_decides_and_it_is_not_sent_again(
        string state, bool begun)
    {
        FastForwardTimeProvider clock = new(FastForwardTimeProvider.TryLimit, FastForwardTimeProvider.ConnectLimit, Patience);
        await using ScriptedPrinter printer = new() { Full = ScriptedPrinter.Print(Idle), HangsUp = true };
        await using CloudSession session = await printer.OpenSessionAsync(_server, clock);
        await using PrinterWatch watch = await PrinterWatch.StartAsync(session, ScriptedPrinter.Device);
        TaskCompletionSource away = new();
        clock.Held = away.Task;

        Task<BambuPrintJob> starting = StartAsync(session, Cube);
        await watch.UntilAsync(Disconnected);
        string id = JsonDocument.Parse(printer.Requests.Single()).RootElement.GetProperty("print").GetProperty("task_id").GetString()!;
        printer.Full = ScriptedPrinter.State(state, begun ? id : "0").Replace("\"msg\":0", "\"msg\":0,\"mc_percent\":61",
            StringComparison.Ordinal);
        away.SetResult();
        await watch.UntilAsync(ProgressChanged); // The full report after the reconnect.
        if (begun)
        {
            Assert.Equal(id, (await starting.WaitAsync(Patience, Cancellation)).JobId);
        }
        else
        {
            clock.Advance(Patience);
            Assert.Equal(BambuErrorKind.PrintStartUnconfirmed,
                (await Assert.ThrowsAsync<BambuException>(() => starting.WaitAsync(Patience, Cancellation))).Kind);
        }

        Assert.Single(printer.Commands);
    }

    [Fact]
    public async Task Given_settings_that_are_the_clouds_or_tell_the_print_when_a_file_is_started_then_nothing_is_sent()
    {
        await using ScriptedPrinter printer = new() { Full = ScriptedPrinter.Print(Idle) };
        await using CloudSession session = await printer.OpenSessionAsync(_server, _clock);

        foreach (BambuPrintSettings wrong in new[]
        {
            new BambuPrintSettings { LayerHeight = 0.2 },
            new BambuPrintSettings { Additional = new Dictionary<string, object?> { ["url"] = "ftp://other" } },
            new BambuPrintSettings { Additional = new Dictionary<string, object?> { ["URL"] = "ftp://other" } },
            new BambuPrintSettings { Additional = new Dictionary<string, object?> { ["use_ams"] = "yes" } },
        })
        {
            Assert.Equal(BambuErrorKind.InvalidSetting,
                (await Assert.ThrowsAsync<BambuException>(() => StartAsync(session, Cube with { Settings = wrong }))).Kind);
        }

        Assert.Empty(printer.Topics);
    }

    [Theory]
    [InlineData("cube.gcode.3mf", "ftp:///cube.gcode.3mf")]
    [InlineData("/model//Würfel & 100 %.3MF", "ftp:///model/Würfel & 100 %.3MF")]
    [InlineData("FTP:///cache/cube.gcode", "ftp:///cache/cube.gcode")]
    [InlineData("file:///media/usb0/cube.gcode.3mf", "file:///media/usb0/cube.gcode.3mf")]
    public void Given_a_file_on_the_printer_when_its_address_is_wanted_then_it_is_the_one_that_printers_know(string path, string url) =>
        Assert.Equal(url, ProjectFile.UrlOf(path));

    [Theory]
    [InlineData("/")]
    [InlineData("ftp://")]
    [InlineData("file:///sdcard/")]
    [InlineData("/cache")]
    [InlineData("/timelapse/film.mp4")]
    [InlineData("/model/*.3mf")]
    [InlineData("/../cube.gcode.3mf")]
    [InlineData("file:///sdcard/../../cube.gcode.3mf")]
    [InlineData("/a\u001b[2J.gcode.3mf")]
    [InlineData("/a\r\nb.gcode")]
    [InlineData("https://example.com/cube.gcode.3mf")]
    [InlineData("ftp://http://example.com/cube.gcode.3mf")]
    public void Given_what_names_no_sliced_file_on_the_printer_when_its_address_is_wanted_then_there_is_none(string path)
    {
        BambuException fault = Assert.Throws<BambuException>(() => ProjectFile.UrlOf(path));

        Assert.Equal(BambuErrorKind.InvalidPrinterPath, fault.Kind);
        Assert.DoesNotContain('\u001b', fault.Message);
    }

    [Fact]
    public void Given_plain_gcode_when_somebody_wants_settings_for_it_then_the_error_says_that_it_is_printed_as_it_is()
    {
        BambuException fault = Assert.Throws<BambuException>(() =>
            ProjectFile.Ensure("cube.gcode", new BambuPrintSettings { Timelapse = BambuPrintOption.On }));

        Assert.Equal(BambuErrorKind.InvalidSetting, fault.Kind);
        Assert.Contains("'timelapse'", fault.Message, StringComparison.Ordinal);
        ProjectFile.Ensure("cube.gcode", new BambuPrintSettings { Plate = 1 });
        ProjectFile.Ensure("cube.gcode.3mf", new BambuPrintSettings { Timelapse = BambuPrintOption.On });
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static Task<BambuPrintJob> StartAsync(CloudSession session, ProjectFile file) =>
        session.Printers.StartAsync(ScriptedPrinter.Device, file, Patience, sending: null, Cancellation);
}
