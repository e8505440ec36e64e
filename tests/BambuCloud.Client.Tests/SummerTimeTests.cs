using System.Globalization;
using BambuCloud.Client.Api;
using BambuCloud.Client.Live;
using BambuCloud.Client.Reports;
using BambuCloud.Client.Session;
using BambuCloud.Client.Trust;
using Microsoft.Extensions.Time.Testing;

namespace BambuCloud.Client.Tests;

/// <summary>
/// Times across the two nights of a year in which clocks are changed: differences are those that go by, whatever the wall shows. The
/// computer's time zone is another one for these tests, so they run while no others do.
/// </summary>
[Collection(Name)]
public sealed class SummerTimeTests : IDisposable
{
    public const string Name = "Summer time";

    private readonly string? _zone = Environment.GetEnvironmentVariable("TZ");

    public SummerTimeTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows takes its time zone from no variable.");
        SetZone("Europe/Berlin");
        Assert.SkipUnless(TimeZoneInfo.Local.GetUtcOffset(new DateTime(2026, 7, 1)) == TimeSpan.FromHours(2),
            "This computer does not know the time zone.");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => SetZone(_zone);

    [Theory]
    [InlineData("2026-03-28T22:00:00Z", "2026-03-29T06:00:00Z", 8, "23:00", "08:00")] // Clocks go forward at 2:00.
    [InlineData("2026-10-24T21:00:00Z", "2026-10-25T07:00:00Z", 10, "23:00", "08:00")] // Clocks go back at 3:00.
    [InlineData("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", 1, "02:30", "02:30")] // The hour that comes twice.
    [InlineData("2026-10-25T00:50:00Z", "2026-10-25T01:10:00Z", 1 / 3d, "02:50", "02:10")] // It ended before it began, by the wall.
    public async Task Given_a_task_in_the_night_when_clocks_are_changed_then_it_took_as_long_as_it_took(string start, string end,
        double hours, string from, string to)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync(ScriptedAnswer.Ok(
            $$"""{"total":1,"hits":[{"id":1,"status":2,"startTime":"{{start}}","endTime":"{{end}}"}]}"""));

        BambuTask task = await cloud.Session.Tasks.ListAsync(new TaskQuery(), Cancellation).FirstAsync(Cancellation);

        Assert.Equal(hours, task.Duration!.Value.TotalHours, 6);
        Assert.Equal((from, to), (Wall(task.StartTime), Wall(task.EndTime)));
    }

    [Theory]
    [InlineData("America/New_York")]
    [InlineData("Asia/Tokyo")]
    public void Given_a_zone_on_either_side_of_utc_when_printers_tell_of_their_jobs_then_every_rule_holds(string zone)
    {
        SetZone(zone);

        foreach ((string number, string why, string reports, string events, string state) in JobRulesTests.Rows().Select(row => row.Data))
        {
            new JobRulesTests().Given_a_row_of_the_table_when_its_reports_come_then_its_events_are_told_and_its_state_is_shown(
                number, why, reports, events, state);
        }
    }

    [Theory]
    [InlineData("2026-10-25T01:05:00Z", 1)] // 2:05 for the second time, when since is 2:10 for the first time.
    [InlineData("2026-10-25T00:05:00Z", 0)] // 2:05 for the first time.
    public async Task Given_a_history_since_the_hour_that_comes_twice_when_it_is_read_then_it_ends_at_what_is_older(string start, int tasks)
    {
        await using ScriptedCloud cloud = await ScriptedCloud
            .OpenAsync(ScriptedAnswer.Ok($$"""{"total":1,"hits":[{"id":1,"startTime":"{{start}}"}]}"""));
        TaskQuery query = new() { Since = new DateTimeOffset(2026, 10, 25, 0, 10, 0, TimeSpan.Zero) };

        Assert.Equal(tasks, await cloud.Session.Tasks.ListAsync(query, Cancellation).CountAsync(Cancellation));
    }

    [Theory]
    [InlineData("2026-10-25T00:30:00Z", "2026-10-25T00:30:05Z", true)]
    [InlineData("2026-10-25T01:30:00Z", "2026-10-25T01:30:05Z", true)]
    [InlineData("2026-10-25T01:30:00Z", "2026-10-25T00:40:00Z", false)] // 2:40 for the first time is before 2:30 for the second.
    [InlineData("2026-03-29T01:00:10Z", "2026-03-29T00:59:50Z", true)] // 3:00:10, and 1:59:50 on a clock that is half a minute behind.
    public async Task Given_a_start_whose_answer_is_lost_in_such_a_night_when_the_jobs_are_read_then_only_one_that_began_since_is_it(
        string sent, string began, bool found)
    {
        await using ScriptedCloud cloud = await ScriptedCloud.OpenAsync();
        cloud.Clock.SetUtcNow(DateTimeOffset.Parse(sent, CultureInfo.InvariantCulture));
        cloud.Server.Answer(
            new ScriptedAnswer(502, "<html>bad gateway</html>", "text/html"),
            ScriptedAnswer.Ok(
                $$$"""
                    {"code":0,"data":{"jobs":[{"job_id":"7","file_name":"cube.3mf","status":"printing","started_at":"{{{began}}}"}]}}
                    """));
        BambuFile file = new() { FileName = "cube.3mf", Length = 1, FileUrl = new Uri("https://storage.example/cube.3mf") };
        Task<BambuPrintJob> start = cloud.Session.Prints.StartAsync("01P", file, new BambuPrintSettings(), Cancellation);

        if (found)
        {
            Assert.Equal("7", (await start).JobId);
        }
        else
        {
            Assert.Equal(BambuErrorKind.PrintStartUnconfirmed, (await Assert.ThrowsAsync<BambuApiException>(() => start)).Kind);
        }
    }

    [Theory]
    [InlineData("2026-03-29T00:30:00Z")] // 1:30, and the clocks go forward at 2:00.
    [InlineData("2026-10-25T00:30:00Z")] // 2:30 for the first time.
    public async Task Given_a_token_that_ends_in_such_a_night_when_it_is_used_then_it_lasts_as_long_as_it_lasts(string now)
    {
        FakeTimeProvider clock = new(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices));
        await using CloudSession session = await ScriptedCloud.OpenSessionAsync(server,
            new CloudSessionOptions { AccessToken = TestTokens.Jwt(clock.GetUtcNow().AddHours(1)), TimeProvider = clock });

        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Empty(await session.Devices.ListAsync(Cancellation));
        clock.Advance(TimeSpan.FromMinutes(2));

        BambuException ended = await Assert.ThrowsAsync<BambuException>(() => session.Devices.ListAsync(Cancellation));
        Assert.Equal(BambuErrorKind.TokenExpired, ended.Kind);
    }

    [Theory]
    [InlineData("2026-03-29T00:50:00Z", 20, "03:10")] // 1:50, and the clocks go forward at 2:00.
    [InlineData("2026-10-25T00:50:00Z", 20, "02:10")] // 2:50 for the first time, and 2:10 for the second.
    public void Given_a_print_over_such_an_hour_when_its_printer_reports_then_as_much_time_has_gone_by_as_went_by(string first, int minutes,
        string wall)
    {
        DateTimeOffset begin = DateTimeOffset.Parse(first, CultureInfo.InvariantCulture);
        PrinterStateEngine engine = new(Redaction.OfNone);
        List<BambuPrinterEvent> events = [];
        PrinterState state = engine.Apply(PrinterState.Of("01P", online: true),
            """{"print":{"command":"push_status","msg":0,"gcode_state":"RUNNING","mc_percent":10,"subtask_id":"7"}}"""u8, begin, events,
            out _, out _);

        state = engine.Apply(state, """{"print":{"command":"push_status","msg":1,"gcode_state":"FINISH","mc_percent":100}}"""u8,
            begin.AddMinutes(minutes), events, out _, out _);

        BambuPrinterEvent end = events[^1];
        Assert.Equal((BambuPrinterEventType.PrintFinished, wall), (end.Type, Wall(end.Timestamp)));
        Assert.Equal(begin.AddMinutes(minutes).UtcDateTime, end.Timestamp.ToUniversalTime());
        Assert.Equal(end.Timestamp.ToUniversalTime(), state.Status.LastSeen!.Value.ToUniversalTime());
    }

    [Theory]
    [InlineData("2026-03-29T00:59:00Z", "03:01")] // By the wall an hour and two minutes went by.
    [InlineData("2026-10-25T00:59:00Z", "02:01")] // By the wall it ended before it was looked at.
    [InlineData("2026-07-01T00:59:00Z", "03:01")]
    public void Given_a_print_with_half_an_hour_left_when_its_printer_is_idle_after_two_minutes_then_it_is_not_finished(string first,
        string wall)
    {
        DateTimeOffset begin = DateTimeOffset.Parse(first, CultureInfo.InvariantCulture);
        PrinterStateEngine engine = new(Redaction.OfNone);
        List<BambuPrinterEvent> events = [];
        PrinterState state = engine.Apply(PrinterState.Of("01P", online: true),
            """
            {"print":{"command":"push_status","msg":0,"gcode_state":"RUNNING","mc_percent":70,"mc_remaining_time":30,"subtask_id":"7"}}
            """u8, begin, events, out _, out _);

        state = engine.Apply(state, """{"print":{"command":"push_status","msg":0,"gcode_state":"IDLE","subtask_id":"0"}}"""u8,
            begin.AddMinutes(2), events, out _, out _);
        if (state.DecidedAt is { } due)
        {
            Assert.InRange(due - begin.AddMinutes(2), TimeSpan.Zero, TimeSpan.FromMinutes(1));
            state = PrinterStateEngine.Decide(state, due, events);
        }

        BambuPrinterEvent end = Assert.Single(events, item => item.Outcome is not null);
        Assert.NotEqual(BambuPrintState.Finished, end.Outcome);
        Assert.Equal(wall, Wall(end.Timestamp));
    }

    [Theory]
    [InlineData("2026-03-29T00:55:00Z")] // 1:55, and the clocks go forward at 2:00.
    [InlineData("2026-10-25T00:55:00Z")] // 2:55 for the first time.
    public async Task Given_a_wait_of_ten_minutes_over_such_an_hour_when_ten_minutes_have_gone_by_then_it_is_over_and_not_before(string now)
    {
        FakeTimeProvider clock = new(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices));
        await using ScriptedPrinter printer = new() { Full = ScriptedPrinter.State("RUNNING", "7") };
        await using CloudSession session = await printer.OpenSessionAsync(server, clock);
        Task<List<BambuPrintResult>> waiting = await BeginWaitAsync(session, TimeSpan.FromMinutes(10));

        clock.Advance(TimeSpan.FromMinutes(9.9));
        Assert.False(waiting.IsCompleted);
        clock.Advance(TimeSpan.FromMinutes(0.1));

        Assert.True(Assert.Single(await waiting.WaitAsync(CloudFixture.Patience, Cancellation)).TimedOut);
    }

    [Theory]
    [InlineData("2026-03-29T00:50:00Z", "01:50", "03:10")]
    [InlineData("2026-10-25T00:50:00Z", "02:50", "02:10")] // For the first time, and for the second.
    public async Task Given_a_print_over_such_an_hour_when_it_is_waited_for_then_it_took_as_long_as_it_took(string now, string from,
        string to)
    {
        FakeTimeProvider clock = new(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture));
        await using ScriptedServer server = new(_ => ScriptedAnswer.Ok(ScriptedCloud.NoDevices));
        await using ScriptedPrinter printer = new()
        {
            Full = ScriptedPrinter.Print($"""
                "command":"push_status","msg":0,"gcode_state":"RUNNING","task_id":"7",
                "gcode_start_time":"{clock.GetUtcNow().ToUnixTimeSeconds()}"
                """),
        };
        await using CloudSession session = await printer.OpenSessionAsync(server, clock);
        Task<List<BambuPrintResult>> waiting = await BeginWaitAsync(session, limit: null);

        clock.Advance(TimeSpan.FromMinutes(20));
        await printer.SayAsync(ScriptedPrinter.State("FINISH", "7", message: 1));
        BambuPrintResult result = Assert.Single(await waiting.WaitAsync(CloudFixture.Patience, Cancellation));

        Assert.Equal((from, to), (Wall(result.StartTime), Wall(result.EndTime)));
        Assert.Equal(TimeSpan.FromMinutes(20), result.Duration);
    }

    // The printer has been heard when it gives the wait, so that the clock may go on.
    private static async Task<Task<List<BambuPrintResult>>> BeginWaitAsync(CloudSession session, TimeSpan? limit)
    {
        TaskCompletionSource heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<List<BambuPrintResult>> waiting = session.Printers.WaitAsync([new PrintToAwait(ScriptedPrinter.Device, "7")], limit,
            _ => heard.TrySetResult(), null, Cancellation).ToListAsync(Cancellation).AsTask();
        await heard.Task.WaitAsync(CloudFixture.Patience, Cancellation);
        return waiting;
    }

    private static string Wall(DateTime? time) => time!.Value.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static void SetZone(string? zone)
    {
        Environment.SetEnvironmentVariable("TZ", zone);
        TimeZoneInfo.ClearCachedData();
    }
}

[CollectionDefinition(SummerTimeTests.Name, DisableParallelization = true)]
public sealed class SummerTimeCollection;
