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
    [InlineData(ConsoleKey.DownArrow, "1-20 of 40 printers")]
    [InlineData(ConsoleKey.UpArrow, "1-20 of 40 printers")]
    [InlineData(ConsoleKey.PageDown, "2-21 of 40 printers")]
    [InlineData(ConsoleKey.End, "21-40 of 40 printers")]
    [InlineData(ConsoleKey.S, "sort: State")]
    [InlineData(ConsoleKey.R, "sort: Name, reversed")]
    [InlineData(ConsoleKey.X, "sort: Name\r\n")]
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
        Assert.Equal("P1S 39", SelectedAfter(ConsoleKey.End, ConsoleKey.PageDown, ConsoleKey.DownArrow, ConsoleKey.UpArrow));
        Assert.Equal("P1S 2", SelectedAfter(ConsoleKey.PageUp, ConsoleKey.PageUp, ConsoleKey.UpArrow, ConsoleKey.DownArrow));
        Assert.Equal("P1S 1", SelectedAfter(ConsoleKey.Home));
    }

    [Fact]
    public void Given_a_selected_printer_when_the_order_changes_around_it_then_it_stays_selected_and_seen()
    {
        using LiveBoard board = new(_fleet, _terminal, BambuFleetSort.Left, _time);
        board.Refresh();
        _terminal.Type(ConsoleKey.DownArrow);
        board.Refresh();
        _fleet.Take(Status("P1S 2", BambuPrintState.Running, 2, 900)); // Now the last one of 40.
        _terminal.Take();

        _time.Advance(TimeSpan.FromSeconds(1));
        board.Refresh();

        Assert.Equal("P1S 2", Selected(_terminal.Take()));
    }

    [Theory]
    [InlineData("a", "2 active of 4 printers", "Paused Running")]
    [InlineData("!", "2 in trouble of 4 printers", "Failed Paused")]
    [InlineData("a!", "2 in trouble of 4 printers", "Failed Paused")]
    [InlineData("aa", "4 printers", "Failed Idle Paused Running")]
    [InlineData("!!", "4 printers", "Failed Idle Paused Running")]
    public void Given_a_filter_s_key_then_only_those_printers_have_rows_and_the_counts_stay(string typed, string head, string states)
    {
        using LiveBoard board = new(Mixed(), _terminal, BambuFleetSort.Name, _time);
        _terminal.Type(typed);
        _terminal.Take();
        board.Refresh();

        string[] lines = Plain(_terminal.Take()).Split("\r\n");

        Assert.StartsWith(head + ",", lines[0], StringComparison.Ordinal);
        Assert.Equal("1 Failed  1 Paused  1 Running  1 Idle", lines[1].Trim());
        Assert.Equal(states, string.Join(' ', lines.Skip(3).Select(line => line.Split(' ')[0])
            .TakeWhile(state => Enum.TryParse<BambuPrintState>(state, out _))));
    }

    [Fact]
    public void Given_a_filter_then_the_keys_say_what_its_key_does_next()
    {
        _board.Refresh();
        Assert.EndsWith("q quit  Enter details  / find  a active  ! trouble  s sort  r reverse  ↑↓ move", Keys(), StringComparison.Ordinal);
        _terminal.Type("a");
        _board.Refresh();
        Assert.EndsWith("/ find  a all  ! trouble  s sort  r reverse  ↑↓ move", Keys(), StringComparison.Ordinal);

        string Keys() => Plain(_terminal.Take()).TrimEnd().Split("\r\n")[^1].Trim();
    }

    [Theory]
    [InlineData("p1s 3", "P1S 3")]
    [InlineData("P1S 33", "P1S 33")]
    [InlineData("S 40", "P1S 40")] // In the middle of the name, where none begins with it.
    [InlineData("id-p1s 7", "P1S 7")] // By the id.
    [InlineData("q", "P1S 1")] // No name has it: where it was. It does not quit either.
    public void Given_a_slash_and_a_text_then_the_printer_that_it_names_is_selected_as_it_is_typed(string typed, string selected)
    {
        _terminal.Type("/" + typed);
        Assert.True(_board.Refresh());

        string frame = _terminal.Take();

        Assert.Equal(selected, Selected(frame));
        Assert.Contains($"find: {typed}", Plain(frame), StringComparison.Ordinal);
        Assert.Equal(typed == "q", frame.Contains("no printer has that", StringComparison.Ordinal));
    }

    [Fact]
    public void Given_a_printer_that_was_found_then_enter_keeps_it_and_escape_goes_back()
    {
        _terminal.Type("/p1s 30");
        Assert.Equal("P1S 30", SelectedAfter(ConsoleKey.Enter));
        _terminal.Type("/p1s 12");
        Assert.Equal("P1S 1", SelectedAfter(ConsoleKey.Backspace));
        Assert.Equal("P1S 30", SelectedAfter(ConsoleKey.Escape));
        Assert.Equal("P1S 31", SelectedAfter(ConsoleKey.DownArrow));
    }

    [Fact]
    public void Given_a_filter_that_hides_the_printer_that_is_looked_for_then_it_is_found_all_the_same()
    {
        using LiveBoard board = new(Mixed(), _terminal, BambuFleetSort.Name, _time);
        _terminal.Type("a/idle");
        board.Refresh();

        Assert.Equal("Idle", Selected(_terminal.Take()));
    }

    [Fact]
    public void Given_enter_then_all_of_the_selected_printer_is_shown_live_and_escape_leads_back()
    {
        _terminal.Type(ConsoleKey.DownArrow, ConsoleKey.Enter);
        _board.Refresh();
        string[] lines = Plain(_terminal.Take()).TrimEnd().Split("\r\n");
        Assert.StartsWith("P1S 2  ID-P1S 2", lines[0], StringComparison.Ordinal);
        Assert.Equal("Left      2m, until 12:02", lines[4].TrimEnd());
        Assert.StartsWith("Enter back", lines[^1].Trim(), StringComparison.Ordinal);

        _fleet.Take(Status("P1S 2", BambuPrintState.Paused, 3, 1));
        _time.Advance(TimeSpan.FromSeconds(1));
        _board.Refresh();
        Assert.Contains("State     Paused", Plain(_terminal.Take()), StringComparison.Ordinal);

        _terminal.Type(ConsoleKey.Escape);
        Assert.True(_board.Refresh());
        Assert.Contains("40 printers", Plain(_terminal.Take()), StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_filter_that_lets_none_through_then_enter_and_moving_do_nothing()
    {
        _terminal.Type("!");
        _terminal.Type(ConsoleKey.Enter, ConsoleKey.DownArrow, ConsoleKey.End);
        Assert.True(_board.Refresh());

        Assert.Contains("0 in trouble of 40 printers", Plain(_terminal.Take()), StringComparison.Ordinal);
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

    private string SelectedAfter(params ConsoleKey[] keys)
    {
        _terminal.Type(keys);
        _board.Refresh();
        return Selected(_terminal.Take());
    }

    // Its name is in inverse video.
    private static string Selected(string frame) => Assert.Single(Regex.Matches(frame, @"\e\[7m([^\e]*)")).Groups[1].Value.TrimEnd();

    private static Fleet Mixed() => Fleet(
        ("Running", Status("Running", BambuPrintState.Running, 40, 65)),
        ("Paused", Status("Paused", BambuPrintState.Paused, 40, 65)),
        ("Failed", Status("Failed", BambuPrintState.Failed, 40)),
        ("Idle", Status("Idle", BambuPrintState.Idle)));

    private static string Plain(string frame) => Regex.Replace(frame, @"\e\[[?0-9;]*[A-Za-z]", "");
}
