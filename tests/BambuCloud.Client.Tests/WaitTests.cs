using BambuCloud.Client.Live;
using BambuCloud.Client.Session;
using BambuCloud.Simulator;
using Microsoft.Extensions.Time.Testing;
using static BambuCloud.BambuPrinterEventType;

namespace BambuCloud.Client.Tests;

/// <summary>Waiting for the end of prints.</summary>
public sealed class WaitTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = CloudFixture.Patience;

    private readonly ScriptedServer _server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("cancel", BambuPrintState.Cancelled, "0300_400C")]
    [InlineData("fail", BambuPrintState.Failed, "0300_8016")]
    public async Task Given_a_print_that_ends_while_the_connection_is_lost_when_it_stands_again_then_the_wait_is_over_and_says_how(
        string action, BambuPrintState outcome, string error)
    {
        FastForwardTimeProvider clock = FastForwardTimeProvider.Create();
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Speed = 20 }, clock);
        BambuDevice device = await fixture.DeviceAsync();
        await using PrinterWatch watch = await PrinterWatch.StartAsync(fixture.Session, device);
        BambuPrintJob job = await fixture.StartCubeAsync(device.DeviceId);
        Task<List<BambuPrintResult>> waiting = WaitAsync(fixture.Session, null, new PrintToAwait(device, job.JobId));
        await watch.UntilAsync(PrintStarted);

        TaskCompletionSource away = new();
        clock.Held = away.Task;
        await fixture.ControlAsync("connections/drop");
        await watch.UntilAsync(Disconnected);
        await fixture.ControlAsync($"printers/{device.DeviceId}/{action}");
        away.SetResult();
        BambuPrintResult result = Assert.Single(await waiting.WaitAsync(Patience, Cancellation));

        Assert.Equal((outcome, job.JobId, error, device.Name), (result.Outcome, result.JobId, result.PrintError, result.DeviceName));
    }

    [Fact]
    public async Task Given_a_job_that_another_follows_without_an_idle_when_it_is_waited_for_then_its_own_end_is_told()
    {
        await using ScriptedPrinter printer = new() { Full = ScriptedPrinter.State("RUNNING", "7") };
        await using CloudSession session = await printer.OpenSessionAsync(_server, TimeProvider.System);
        await using PrinterWatch watch = await PrinterWatch.StartAsync(session, ScriptedPrinter.Device);
        Task<List<BambuPrintResult>> first = WaitAsync(session, null, new PrintToAwait(ScriptedPrinter.Device, "7"));
        Task<List<BambuPrintResult>> second = WaitAsync(session, null, new PrintToAwait(ScriptedPrinter.Device, "8"));

        await printer.SayAsync(Delta("\"mc_percent\":100"));
        await printer.SayAsync(Delta("\"gcode_state\":\"PREPARE\",\"task_id\":\"8\",\"mc_percent\":0"));
        BambuPrintResult done = Assert.Single(await first.WaitAsync(Patience, Cancellation));
        Assert.Equal((BambuPrintState.Finished, "7"), (done.Outcome, done.JobId));
        Assert.False(second.IsCompleted);

        await printer.SayAsync(Delta("\"gcode_state\":\"FAILED\",\"print_error\":50348044"));
        done = Assert.Single(await second.WaitAsync(Patience, Cancellation));
        Assert.Equal((BambuPrintState.Cancelled, "8", "0300_400C"), (done.Outcome, done.JobId, done.PrintError));
    }

    [Theory]
    [InlineData("IDLE", "0", BambuPrintState.Unknown)]
    [InlineData("IDLE", "", BambuPrintState.Unknown)]
    [InlineData("FINISH", "0", BambuPrintState.Finished)]
    public async Task Given_a_printer_that_forgets_its_job_with_the_end_when_it_is_waited_for_then_the_wait_is_over(string state,
        string task, BambuPrintState outcome)
    {
        await using ScriptedPrinter printer = new() { Full = ScriptedPrinter.State("RUNNING", "7") };
        await using CloudSession session = await printer.OpenSessionAsync(_server, TimeProvider.System);
        await using PrinterWatch watch = await PrinterWatch.StartAsync(session, ScriptedPrinter.Device);
        Task<List<BambuPrintResult>> waiting = WaitAsync(session, null, new PrintToAwait(ScriptedPrinter.Device, "7"));

        await printer.SayAsync(Delta($"\"gcode_state\":\"{state}\",\"task_id\":\"{task}\",\"stg_cur\":255"));
        BambuPrintResult done = Assert.Single(await waiting.WaitAsync(Patience, Cancellation));

        Assert.Equal((outcome, "7"), (done.Outcome, done.JobId));
    }

    [Theory]
    [InlineData(200, """{"task_id":"7","status":2}""", BambuPrintState.Finished)]
    [InlineData(200, """{"data":{"task_id":"7","status":"completed"}}""", BambuPrintState.Finished)]
    [InlineData(200, """{"task_id":"7","status":"CANCELED"}""", BambuPrintState.Cancelled)]
    [InlineData(200, """{"task_id":"7","status":3}""", BambuPrintState.Unknown)]
    [InlineData(200, """{"task_id":"7","status":"failed"}""", BambuPrintState.Unknown)]
    [InlineData(200, """{"task_id":"7","status":4}""", BambuPrintState.Unknown)]
    [InlineData(404, """{"message":"task not found"}""", BambuPrintState.Unknown)]
    [InlineData(0, "", BambuPrintState.Unknown)]
    public async Task Given_a_print_that_nobody_saw_end_when_the_history_is_asked_then_it_says_what_it_knows_and_accuses_nobody(
        int status, string body, BambuPrintState outcome)
    {
        await using ScriptedPrinter printer = new() { Full = ScriptedPrinter.State("RUNNING", "7") };
        await using CloudSession session = await printer.OpenSessionAsync(_server, FastForwardTimeProvider.Create());
        await using PrinterWatch watch = await PrinterWatch.StartAsync(session, ScriptedPrinter.Device);
        _server.Answer(status == 0 ? ScriptedAnswer.ConnectionReset : new ScriptedAnswer(status, body));
        Task<List<BambuPrintResult>> waiting = WaitAsync(session, null, new PrintToAwait(ScriptedPrinter.Device, "7"));

        await printer.SayAsync(Delta("\"gcode_state\":\"IDLE\",\"task_id\":\"0\",\"stg_cur\":255"));
        BambuPrintResult done = Assert.Single(await waiting.WaitAsync(Patience, Cancellation));

        Assert.Equal((outcome, "7"), (done.Outcome, done.JobId));
        Assert.NotEmpty(_server.Requests);
        Assert.All(_server.Requests, request => Assert.EndsWith("/task/7", request.Path, StringComparison.Ordinal));
        Assert.True(status == 0 || _server.Requests.Count == 1, "it is asked once");
    }

    [Theory]
    [InlineData("IDLE", "", "\"gcode_state\":\"FAILED\",\"print_error\":83935248", BambuPrintState.Failed, "0500_C010")]
    [InlineData("FINISH", "", "\"gcode_state\":\"FAILED\",\"print_error\":83935248", BambuPrintState.Failed, "0500_C010")]
    [InlineData("FAILED", ",\"print_error\":83935248", "\"gcode_state\":\"FAILED\",\"print_error\":83935248", BambuPrintState.Failed,
        "0500_C010")]
    [InlineData("IDLE", "", "\"gcode_state\":\"FINISH\",\"mc_percent\":100", BambuPrintState.Finished, null)]
    public async Task Given_E1_a_job_that_goes_straight_to_its_end_when_it_is_waited_for_then_the_wait_is_over(
        string before, string more, string end, BambuPrintState outcome, string? error)
    {
        await using ScriptedPrinter printer = new()
        {
            Full = ScriptedPrinter.State(before, "700").Replace("\"msg\":0", $"\"msg\":0{more}", StringComparison.Ordinal),
        };
        await using CloudSession session = await printer.OpenSessionAsync(_server, TimeProvider.System);
        await using PrinterWatch watch = await PrinterWatch.StartAsync(session, ScriptedPrinter.Device);
        Task<List<BambuPrintResult>> waiting = WaitAsync(session, null, new PrintToAwait(ScriptedPrinter.Device, "777"));

        await printer.SayAsync(Delta("\"task_id\":\"777\",\"subtask_name\":\"x\""));
        await printer.SayAsync(Delta(end));
        BambuPrintResult done = Assert.Single(await waiting.WaitAsync(Patience, Cancellation));

        Assert.Equal((outcome, "777", "x", error), (done.Outcome, done.JobId, done.JobName, done.PrintError));
    }

    [Fact]
    public async Task Given_E3_a_cancel_whose_code_comes_after_the_word_when_it_is_waited_for_then_the_result_is_Cancelled()
    {
        FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using ScriptedPrinter printer = new() { Full = ScriptedPrinter.State("RUNNING", "7") };
        await using CloudSession session = await printer.OpenSessionAsync(_server, clock);
        await using PrinterWatch watch = await PrinterWatch.StartAsync(session, ScriptedPrinter.Device);
        Task<List<BambuPrintResult>> waiting = WaitAsync(session, null, new PrintToAwait(ScriptedPrinter.Device, "7"));

        await printer.SayAsync(Delta("\"gcode_state\":\"FAILED\",\"stg_cur\":255,\"mc_percent\":50"));
        await watch.UntilAsync(ProgressChanged);
        Assert.False(waiting.IsCompleted);
        await printer.SayAsync(Delta("\"print_error\":50348044"));
        await printer.SayAsync(Delta("\"print_error\":0"));
        BambuPrintResult done = Assert.Single(await waiting.WaitAsync(Patience, Cancellation));
        BambuPrintResult again = Assert.Single(await WaitAsync(session, null, new PrintToAwait(ScriptedPrinter.Device, "7"))
            .WaitAsync(Patience, Cancellation));

        Assert.Equal((BambuPrintState.Cancelled, "7", "0300_400C"), (done.Outcome, done.JobId, done.PrintError));
        Assert.Equal(BambuPrintState.Cancelled, again.Outcome);
    }

    [Fact]
    public async Task Given_E5_a_cancel_whose_code_is_gone_when_a_wait_begins_then_it_says_Cancelled_where_the_client_saw_it()
    {
        FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using ScriptedPrinter printer = new() { Full = ScriptedPrinter.State("RUNNING", "7") };
        await using CloudSession session = await printer.OpenSessionAsync(_server, clock);
        await using (PrinterWatch watch = await PrinterWatch.StartAsync(session, ScriptedPrinter.Device))
        {
            Task<List<BambuPrintResult>> before = WaitAsync(session, null, new PrintToAwait(ScriptedPrinter.Device, "7"));
            await printer.SayAsync(Delta("\"print_error\":50348044"));
            await printer.SayAsync(Delta("\"gcode_state\":\"FAILED\""));
            Assert.Equal(BambuPrintState.Cancelled, Assert.Single(await before.WaitAsync(Patience, Cancellation)).Outcome);
            clock.Advance(TimeSpan.FromSeconds(4));
            await printer.SayAsync(Delta("\"print_error\":0,\"mc_percent\":50"));
            await watch.UntilAsync(ProgressChanged);

            await SaysCancelledAsync();
        }
        printer.Full = ScriptedPrinter.State("FAILED", "7");
        await SaysCancelledAsync();
        BambuPrinterStatus status = Assert.Single(await session.Printers
            .GetStatusAsync([ScriptedPrinter.Device], Patience, null, Cancellation).ToListAsync(Cancellation));
        Assert.Equal((BambuPrintState.Cancelled, BambuPrintState.Cancelled), (status.State, status.Outcome));

        async Task SaysCancelledAsync() => Assert.Equal((BambuPrintState.Cancelled, "7"),
            Assert.Single(await WaitAsync(session, null, new PrintToAwait(ScriptedPrinter.Device, "7")).WaitAsync(Patience, Cancellation))
                is var late ? (late.Outcome, late.JobId) : default);
    }

    [Theory]
    [InlineData("RUNNING")]
    [InlineData("PAUSE")]
    public async Task Given_a_job_that_the_printer_numbers_otherwise_when_the_cloud_says_that_it_runs_then_its_end_has_the_jobs_number(
        string state)
    {
        await using ScriptedPrinter printer = new() { Full = ScriptedPrinter.State(state, "7") };
        await using CloudSession session = await printer.OpenSessionAsync(_server, TimeProvider.System);
        await using PrinterWatch watch = await PrinterWatch.StartAsync(session, ScriptedPrinter.Device);
        Task<List<BambuPrintResult>> ours = WaitAsync(session, null, new PrintToAwait(ScriptedPrinter.Device, "900", runsNow: true));
        Task<List<BambuPrintResult>> another = WaitAsync(session, null, new PrintToAwait(ScriptedPrinter.Device, "901"));

        await printer.SayAsync(Delta("\"gcode_state\":\"FINISH\",\"mc_percent\":100"));
        BambuPrintResult done = Assert.Single(await ours.WaitAsync(Patience, Cancellation));

        Assert.Equal((BambuPrintState.Finished, "900"), (done.Outcome, done.JobId));
        Assert.False(another.IsCompleted);
        await session.DisposeAsync();
        Assert.Equal(BambuErrorKind.SessionClosed,
            (await Assert.ThrowsAsync<BambuException>(() => another.WaitAsync(Patience, Cancellation))).Kind);
    }

    [Fact]
    public async Task Given_a_job_that_is_over_when_it_is_waited_for_then_the_result_is_there_at_once_and_for_whatever_comes_next_it_waits()
    {
        FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using ScriptedPrinter printer = new() { Full = ScriptedPrinter.State("FINISH", "7") };
        await using CloudSession session = await printer.OpenSessionAsync(_server, clock);
        await using PrinterWatch watch = await PrinterWatch.StartAsync(session, ScriptedPrinter.Device);

        BambuPrintResult over = Assert
            .Single(await WaitAsync(session, null, new PrintToAwait(ScriptedPrinter.Device, "7")).WaitAsync(Patience, Cancellation));
        TaskCompletionSource heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<List<BambuPrintResult>> next = session.Printers
            .WaitAsync([new PrintToAwait(ScriptedPrinter.Device)], TimeSpan.FromMinutes(10), _ => heard.TrySetResult(), null, Cancellation)
                .ToListAsync(Cancellation).AsTask();
        await heard.Task.WaitAsync(Patience, Cancellation);
        Assert.False(next.IsCompleted);
        clock.Advance(TimeSpan.FromMinutes(10));
        BambuPrintResult late = Assert.Single(await next.WaitAsync(Patience, Cancellation));

        Assert.Equal((BambuPrintState.Finished, "7"), (over.Outcome, over.JobId));
        Assert.True(late.TimedOut);
        Assert.Null(late.EndTime);
    }

    [Fact]
    public async Task Given_prints_on_several_printers_when_they_are_waited_for_then_each_result_comes_as_its_print_ends()
    {
        await using CloudFixture fixture = await CloudFixture.OpenAsync(new SimulatorOptions { Printers = 5, Speed = 20 });
        BambuDevice[] devices = [.. (await fixture.Session.Devices.ListAsync(Cancellation)).Take(4)];
        foreach (BambuDevice device in devices)
        {
            await fixture.ControlAsync($"printers/{device.DeviceId}/start");
        }
        TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        HashSet<string?> heard = [];
        await using IAsyncEnumerator<BambuPrintResult> results = fixture.Session.Printers
            .WaitAsync([.. devices.Select(device => new PrintToAwait(device))], null, item =>
        {
            if (heard.Add(item.DeviceId) && heard.Count == devices.Length)
            {
                all.TrySetResult();
            }
        }, null, Cancellation).GetAsyncEnumerator(Cancellation);
        Task<bool> next = results.MoveNextAsync().AsTask();
        await all.Task.WaitAsync(Patience, Cancellation);

        foreach ((BambuDevice device, string action, BambuPrintState outcome) in new[]
        {
            (devices[2], "cancel", BambuPrintState.Cancelled), (devices[0], "fail", BambuPrintState.Failed),
            (devices[3], "cancel", BambuPrintState.Cancelled), (devices[1], "fail", BambuPrintState.Failed),
        })
        {
            Assert.False(next.IsCompleted);
            await fixture.ControlAsync($"printers/{device.DeviceId}/{action}");
            Assert.True(await next.WaitAsync(Patience, Cancellation));
            Assert.Equal((device.DeviceId, outcome), (results.Current.DeviceId, results.Current.Outcome));
            next = results.MoveNextAsync().AsTask();
        }
        Assert.False(await next.WaitAsync(Patience, Cancellation));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static string Delta(string members) => ScriptedPrinter.Print($"\"command\":\"push_status\",\"msg\":1,{members}");

    private static Task<List<BambuPrintResult>> WaitAsync(CloudSession session, TimeSpan? timeout, params PrintToAwait[] prints) =>
        session.Printers.WaitAsync(prints, timeout, null, null, Cancellation).ToListAsync(Cancellation).AsTask();
}
