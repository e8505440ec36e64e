using System.Buffers;
using System.Text;
using BambuCloud.Client.Live;
using BambuCloud.Client.Trust;
using Microsoft.Extensions.Time.Testing;
using static BambuCloud.BambuPrinterEventType;

namespace BambuCloud.Client.Tests;

/// <summary>When printers are asked, and when they count as away: what they do not say, and what they say that cannot be read.</summary>
public sealed class PresenceTests
{
    private const string Idle = """{"print":{"command":"push_status","msg":0,"gcode_state":"IDLE","task_id":"0"}}""";
    private const string Versions = """{"info":{"command":"get_version","module":[{"name":"ota","sw_ver":"01.08.00.00"}]}}""";
    private const string Delta = """{"print":{"command":"push_status","msg":1,"wifi_signal":"-45dBm"}}""";

    private static readonly BambuDevice Device = new() { DeviceId = "01P00A000000001", Name = "P1S", Online = true };

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly Fleet _fleet;
    private TrackedPrinter _printer;
    private readonly List<BambuPrinterEventType> _told = [];
    private readonly List<(double At, PrinterQuestion Question)> _asked = [];
    private readonly DateTimeOffset _begin;
    private string? _versions = Versions;

    public PresenceTests()
    {
        _fleet = new Fleet(Redaction.OfNone, _clock);
        _printer = _fleet.Track(Device);
        _begin = _clock.GetUtcNow();
        _fleet.Subscribed(_printer, 1, BambuConnection.Cloud);
    }

    [Fact]
    public void Given_S4_an_idle_printer_that_says_nothing_when_it_answers_the_question_then_it_is_not_called_offline()
    {
        Ask();
        Say(Idle);
        _told.Clear();
        _asked.Clear();

        Pass(TimeSpan.FromMinutes(5), answer: Delta);

        Assert.DoesNotContain(PrinterOffline, _told);
        Assert.All(_asked, asked => Assert.Equal(PrinterQuestion.Life, asked.Question)); // A full state is heavy.
        Assert.InRange(_asked.Count, 5, 7);
    }

    [Fact]
    public void Given_S4_a_printer_that_says_nothing_when_it_does_not_answer_either_then_it_was_asked_twice_before_it_is_offline()
    {
        Ask();
        Say(Idle);
        _told.Clear();
        _asked.Clear();

        Pass(TimeSpan.FromSeconds(60));
        Assert.Equal([(45, PrinterQuestion.Life), (55, PrinterQuestion.Life)], _asked);
        Assert.Empty(_told);
        Pass(TimeSpan.FromSeconds(5));

        Assert.Equal([PrinterOffline], _told);
    }

    [Fact]
    public void Given_S5_a_printer_when_objects_come_that_say_nothing_then_they_are_no_sign_of_life()
    {
        Ask();
        Say(Idle);
        _told.Clear();

        Pass(TimeSpan.FromSeconds(65), meanwhile: "{}");

        Assert.Equal([PrinterOffline], _told);
    }

    [Theory]
    [InlineData("""{"info":{"command":"get_version"}}""")]
    [InlineData("""{"system":{"command":"ledctrl","result":"success"}}""")]
    [InlineData("""{"mc_print":{"command":"push_info"}}""")]
    [InlineData("""{"print":{"command":"project_prepare"}}""")]
    public void Given_a_printer_when_it_says_something_of_another_kind_then_it_is_there(string said)
    {
        Ask();
        Say(Idle);
        _told.Clear();

        Pass(TimeSpan.FromSeconds(65), meanwhile: said);

        Assert.Empty(_told);
    }

    [Fact]
    public void Given_E12_a_printer_that_does_not_answer_when_it_is_asked_for_its_state_then_it_is_asked_again_with_growing_waits()
    {
        Ask();

        Pass(TimeSpan.FromSeconds(80));
        Assert.Equal([0, 5, 15, 35, 75], FullStates());
        Pass(TimeSpan.FromMinutes(25));
        List<double> later = FullStates();
        Assert.Equal(300, later[^1] - later[^2]); // Never more often than a printer may be asked that answers.
        Say(Idle);
        _asked.Clear();
        Pass(TimeSpan.FromMinutes(10), answer: Delta);

        Assert.Empty(FullStates());
    }

    [Fact]
    public void Given_E12_a_printer_that_was_not_back_yet_when_the_cloud_says_that_it_came_then_the_waits_begin_anew()
    {
        Ask();
        Pass(TimeSpan.FromMinutes(10));
        _asked.Clear();
        double came = (_clock.GetUtcNow() - _begin).TotalSeconds;

        Say("""{"event":{"event":"client.connected"}}""");
        Ask();
        Pass(TimeSpan.FromSeconds(20));

        Assert.Equal([0, 5, 15], FullStates().Select(at => at - came));
    }

    [Fact]
    public void Given_a_printer_that_answered_when_the_cloud_says_that_it_left_and_came_then_it_is_asked_once_in_five_minutes()
    {
        Ask();
        Say(Idle);
        _asked.Clear();

        for (int second = 0; second < 600; second += 10)
        {
            Say("""{"event":{"event":"client.disconnected"}}""");
            Say("""{"event":{"event":"client.connected"}}""");
            Pass(TimeSpan.FromSeconds(10), answer: Idle);
        }

        Assert.InRange(FullStates().Count, 1, 2);
    }

    [Fact]
    public void Given_a_printer_when_it_is_subscribed_then_its_versions_are_asked_for_once_before_its_state()
    {
        Ask(Idle);
        Pass(TimeSpan.FromMinutes(30), answer: Delta);

        Assert.Equal([PrinterQuestion.Versions, PrinterQuestion.FullState], _asked.Take(2).Select(asked => asked.Question));
        Assert.Equal([0], Questions(PrinterQuestion.Versions));
        Assert.Equal("01.08.00.00", _printer.State.Status.Firmware.Version);
    }

    [Fact]
    public void Given_a_printer_that_does_not_say_its_versions_when_it_is_there_then_it_is_asked_again_ever_more_seldom()
    {
        _versions = null;
        Ask(Idle);

        Pass(TimeSpan.FromHours(3), meanwhile: Idle);

        Assert.Equal([0, 5, 15, 35, 75, 155, 315, 635, 1275, 2555, 5115, 10235], Questions(PrinterQuestion.Versions));
    }

    [Fact]
    public void Given_a_printer_that_is_away_when_it_does_not_say_its_versions_then_it_is_asked_when_it_is_back()
    {
        _versions = null;
        Ask();
        Pass(TimeSpan.FromMinutes(10));
        Assert.Equal([0], Questions(PrinterQuestion.Versions));

        _versions = Versions;
        Say(Idle);
        Pass(TimeSpan.FromMinutes(10), answer: Delta);

        Assert.Equal([0, 605], Questions(PrinterQuestion.Versions));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(299, 0)]
    [InlineData(300, 1)]
    public void Given_versions_when_a_new_connection_subscribes_then_they_are_asked_for_again_after_five_minutes(int after, int asked)
    {
        Ask(Idle);
        _asked.Clear();
        _clock.Advance(TimeSpan.FromSeconds(after));

        _fleet.Interrupt();
        _fleet.Subscribed(_printer, 2, BambuConnection.Cloud);
        Ask(Idle);

        Assert.Equal((asked, 1), (Questions(PrinterQuestion.Versions).Count, FullStates().Count));
    }

    [Fact]
    public void Given_versions_when_nobody_listened_for_a_while_then_they_are_known_and_not_asked_for_at_once()
    {
        Ask(Idle);
        _asked.Clear();

        _fleet.Forget(_printer);
        _printer = _fleet.Track(Device);
        _fleet.Subscribed(_printer, 1, BambuConnection.Cloud);
        Ask(Idle);

        Assert.Equal([PrinterQuestion.FullState], _asked.Select(asked => asked.Question));
        Assert.Equal("01.08.00.00", _printer.State.Status.Firmware.Version);
    }

    [Fact]
    public void Given_a_printer_that_restarts_when_it_is_back_then_its_versions_are_asked_for_again_once_in_five_minutes()
    {
        Ask(Idle);

        for (int second = 0; second < 900; second += 10)
        {
            Say("""{"event":{"event":"client.disconnected"}}""");
            Say("""{"event":{"event":"client.connected"}}""");
            Pass(TimeSpan.FromSeconds(10), answer: Idle);
        }

        List<double> asked = Questions(PrinterQuestion.Versions);
        Assert.InRange(asked.Count, 3, 4);
        Assert.All(asked.Zip(asked.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 300));
    }

    [Fact]
    public void Given_an_AMS_that_is_plugged_in_when_its_printer_reports_it_then_its_kind_is_asked_for()
    {
        Ask(Idle);
        Pass(TimeSpan.FromMinutes(6), answer: Delta);
        _versions = """{"info":{"command":"get_version","module":[{"name":"ota","sw_ver":"1"},{"name":"n3f/0","sw_ver":"2"}]}}""";

        Say("""{"print":{"command":"push_status","msg":1,"ams":{"ams":[{"id":"0","tray":[]}],"ams_exist_bits":"1"}}}""");
        Pass(TimeSpan.FromMinutes(1), answer: Delta);

        Assert.Equal(BambuAmsModel.Ams2Pro, Assert.Single(_printer.State.Status.Ams).Model);
        Assert.Equal(2, Questions(PrinterQuestion.Versions).Count);
    }

    [Theory]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF }, "cube", new byte[0], "cube")]
    [InlineData(new byte[0], "cube", new byte[] { 0 }, "cube")]
    [InlineData(new byte[0], "a\tb", new byte[0], "a\tb")]
    [InlineData(new byte[0], "a\rb\nc", new byte[0], "a\rb\nc")]
    public void Given_S3_a_report_with_what_JSON_has_not_when_it_comes_then_it_is_read(
        byte[] before, string name, byte[] behind, string read)
    {
        Ask();

        Assert.False(Say([.. before, .. Encoding.UTF8.GetBytes(Named(name)), .. behind]));

        Assert.Equal((read, 50), (_printer.State.Status.JobName, _printer.State.Status.Progress));
    }

    [Fact]
    public void Given_S3_a_name_in_Latin_1_when_it_comes_then_the_byte_that_is_no_UTF_8_is_replaced_and_the_rest_is_read()
    {
        Ask();

        Assert.False(Say(Encoding.Latin1.GetBytes(Named("Gr\u00BEbel"))));

        Assert.Equal(("Gr\uFFFDbel", 50), (_printer.State.Status.JobName, _printer.State.Status.Progress));
    }

    [Fact]
    public void Given_a_report_that_is_cut_short_when_it_comes_then_nothing_of_it_is_read_and_that_is_told_once()
    {
        Ask();
        Say(Idle);
        byte[] cut = [.. Encoding.UTF8.GetBytes(Named("a\tb")).SkipLast(20)];

        Assert.True(Say(cut));
        Assert.False(Say(cut));

        Assert.Null(_printer.State.Status.JobName);
    }

    private static string Named(string name) =>
        $$$"""{"print":{"command":"push_status","msg":0,"gcode_state":"RUNNING","subtask_name":"{{{name}}}","mc_percent":50}}""";

    private List<double> FullStates() => Questions(PrinterQuestion.FullState);

    private List<double> Questions(PrinterQuestion question) =>
        [.. _asked.Where(asked => asked.Question == question).Select(asked => asked.At)];

    private void Say(string report) => Say(Encoding.UTF8.GetBytes(report));

    private bool Say(byte[] report)
    {
        FleetReport taken = _fleet.Take(_printer, new ReadOnlySequence<byte>(report));
        _told.AddRange(taken.Events.Select(item => item.Type));
        return taken.FirstBroken;
    }

    // Whoever is asked answers with this, and with its versions to the question for them.
    private void Ask(string? answer = null)
    {
        while (_fleet.TryTakeToAsk(out _, out PrinterQuestion question))
        {
            _asked.Add(((_clock.GetUtcNow() - _begin).TotalSeconds, question));
            if ((question == PrinterQuestion.Versions ? _versions : answer) is { } said)
            {
                Say(said);
            }
        }
    }

    private void Pass(TimeSpan time, string? answer = null, string? meanwhile = null)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += Fleet.BetweenLooks)
        {
            _clock.Advance(Fleet.BetweenLooks);
            _told.AddRange(_fleet.LookAfter(1).Select(item => item.Type));
            if (meanwhile is not null)
            {
                Say(meanwhile);
            }
            Ask(answer);
        }
    }
}
