using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using static BambuCloud.Board.Tests.Given;

namespace BambuCloud.Board.Tests;

public sealed class LiveBoardTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeTerminal _terminal = new();
    private readonly Fleet _fleet = Farm(40);
    private readonly LiveBoard _board;

    public LiveBoardTests() => _board = new LiveBoard(_fleet, _terminal, BambuFleetSort.Name, _time);

    public void Dispose() => _board.Dispose();

    [Fact]
    public void Given_a_board_when_it_is_left_then_the_terminal_is_as_before_once()
    {
        Assert.StartsWith("\e[?1049h\e[?25l", _terminal.Take(), StringComparison.Ordinal);

        _board.Dispose();
        _board.Dispose();

        Assert.Equal("\e[0m\e[?25h\e[?1049l", _terminal.Take());
    }

    [Fact]
    public void Given_many_changes_then_it_is_drawn_four_times_a_second_and_not_at_all_when_nothing_changed()
    {
        _terminal.Take();
        int frames = 0;
        for (int tick = 0; tick < 40; tick++)
        {
            _fleet.Take(Status("P1S 1", BambuPrintState.Running, tick));
            Assert.True(_board.Refresh());
            frames += _terminal.Take().Length > 0 ? 1 : 0;
            _time.Advance(LiveBoard.KeyInterval);
        }
        _time.Advance(TimeSpan.FromSeconds(1));
        _board.Refresh();
        _terminal.Take();
        _time.Advance(TimeSpan.FromSeconds(1));
        _board.Refresh();

        Assert.Equal(8, frames);
        Assert.Empty(_terminal.Take());
    }

    [Theory]
    [InlineData(ConsoleKey.Q)]
    [InlineData(ConsoleKey.Escape)]
    public void Given_q_or_escape_then_the_user_wants_no_more(ConsoleKey key)
    {
        _terminal.Type(key);

        Assert.False(_board.Refresh());
    }

    [Theory]
    [InlineData(ConsoleKey.DownArrow, "2-21, 20 more")]
    [InlineData(ConsoleKey.UpArrow, "1-20, 20 more")]
    [InlineData(ConsoleKey.PageDown, "21-40, 20 more")]
    [InlineData(ConsoleKey.End, "21-40, 20 more")]
    [InlineData(ConsoleKey.S, "sort: State")]
    [InlineData(ConsoleKey.R, "sort: Name, reversed")]
    [InlineData(ConsoleKey.X, "sort: Name  r reverse")]
    public void Given_a_key_then_it_shows_at_once(ConsoleKey key, string expected)
    {
        _board.Refresh();
        _terminal.Take();

        _terminal.Type(key);
        _board.Refresh();

        Assert.Contains(expected, Plain(_terminal.Take()), StringComparison.Ordinal);
    }

    [Fact]
    public void Given_keys_that_lead_beyond_both_ends_then_each_way_back_begins_at_the_end()
    {
        _board.Refresh();
        _terminal.Type(ConsoleKey.End, ConsoleKey.PageDown, ConsoleKey.DownArrow, ConsoleKey.UpArrow);
        _board.Refresh();
        Assert.Contains("20-39, 20 more", Plain(_terminal.Take()), StringComparison.Ordinal);

        _terminal.Type(ConsoleKey.PageUp, ConsoleKey.PageUp, ConsoleKey.UpArrow, ConsoleKey.DownArrow);
        _board.Refresh();
        Assert.Contains("2-21, 20 more", Plain(_terminal.Take()), StringComparison.Ordinal);
        _terminal.Type(ConsoleKey.Home, ConsoleKey.S, ConsoleKey.S, ConsoleKey.S, ConsoleKey.S);
        _board.Refresh();
        Assert.Contains("1-20, 20 more: ↑↓ PgUp PgDn  q quit  s sort: Name", Plain(_terminal.Take()), StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_terminal_that_changes_its_size_then_the_board_does_too()
    {
        _board.Refresh();
        _terminal.Take();
        (_terminal.Width, _terminal.Height) = (60, 10);
        _time.Advance(TimeSpan.FromSeconds(1));
        _board.Refresh();

        string[] lines = Plain(_terminal.Take()).Split("\r\n");

        Assert.Equal(10, lines.Length);
        Assert.All(lines, line => Assert.True(line.Length <= 60, line));
        Assert.DoesNotContain("Nozzle", lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Given_a_wish_about_colours_then_it_is_kept(bool colors)
    {
        FakeTerminal terminal = new() { Colors = colors };
        using LiveBoard board = new(_fleet, terminal, BambuFleetSort.Name, _time);

        board.Refresh();

        Assert.Equal(colors, Regex.IsMatch(terminal.Take(), @"\e\[(?:[0-9]+;)*(?:3[0-8]|4[0-8]|9[0-7])(?:;[0-9]+)*m"));
    }

    [Theory]
    [InlineData(BambuPrintState.Running, "1;32")]
    [InlineData(BambuPrintState.Preparing, "1;32")]
    [InlineData(BambuPrintState.Finished, "1;32")]
    [InlineData(BambuPrintState.Paused, "1;33")]
    [InlineData(BambuPrintState.Failed, "1;31")]
    [InlineData(BambuPrintState.Idle, "2")]
    public void Given_a_state_then_it_has_the_colour_that_the_views_give_it(BambuPrintState state, string colour)
    {
        FakeTerminal terminal = new();
        using LiveBoard board = new(Fleet(("a", Status("a", state, 40))), terminal, BambuFleetSort.Name, _time);
        terminal.Take();

        board.Refresh();

        Assert.Equal(2, Regex.Count(terminal.Take(), $@"\e\[{colour}m(1 )?{state}")); // Among the counts, and in its row.
    }

    [Fact]
    public void Given_a_culture_with_its_own_signs_then_the_frame_is_the_same()
    {
        _board.Refresh();
        string frame = _terminal.Take();
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("tr-TR")
        {
            NumberFormat = { NegativeSign = "minus" },
            DateTimeFormat = { TimeSeparator = "." }
        };
        try
        {
            FakeTerminal terminal = new();
            using LiveBoard board = new(_fleet, terminal, BambuFleetSort.Name, _time);
            board.Refresh();

            Assert.Equal(frame, terminal.Take());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string Plain(string frame) => Regex.Replace(frame, @"\e\[[?0-9;]*[A-Za-z]", "");
}
