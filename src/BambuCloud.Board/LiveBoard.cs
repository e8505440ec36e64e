using System.Globalization;
using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BambuCloud.Board;

/// <summary>
/// The board on a terminal's second screen: drawn anew when something changed, and listening to keys. When it is disposed of, the terminal
/// is as before.
/// </summary>
public sealed class LiveBoard : IDisposable
{
    private const string Enter = "\e[?1049h\e[?25l\e[2J";
    private const string Leave = "\e[0m\e[?25h\e[?1049l";

    // What is typed is echoed where the cursor stands: at the top, where it moves nothing, and unseen.
    private const string Park = "\e[H\e[8m";

    private static readonly TimeSpan BetweenFrames = TimeSpan.FromMilliseconds(250);

    private readonly Fleet _fleet;
    private readonly IBoardTerminal _terminal;
    private readonly TimeProvider _time;
    private readonly BoardKeys _keys;
    private readonly StringBuilder _drawn = new();
    private readonly StringWriter _writer;
    private readonly IAnsiConsole _console;
    private BoardLook _look;
    private string _shown = "";
    private long? _drawnAt;
    private bool _left;

    /// <summary>Takes the terminal over.</summary>
    public LiveBoard(Fleet fleet, IBoardTerminal terminal, BambuFleetSort sort, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        _fleet = fleet;
        _terminal = terminal;
        _keys = new BoardKeys(fleet);
        _time = time;
        _writer = new StringWriter(_drawn, CultureInfo.InvariantCulture);
        // It draws into a text that goes out in one piece, so that no half of a frame is seen; how large it is and what it can do is the
        // terminal's.
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = terminal.Colors ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(_writer),
        });
        _console.Profile.Capabilities.Unicode = terminal.Unicode;
        _look = new BoardLook { Width = 1, Height = 1, Sort = sort, Unicode = terminal.Unicode };
        terminal.Write(Enter);
    }

    /// <summary>How often <see cref="Refresh"/> is to be called, so that keys feel prompt.</summary>
    public static TimeSpan KeyInterval { get; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Obeys the keys that were typed, and draws when it is time to. False when the user wants no more.</summary>
    public bool Refresh()
    {
        bool typed = false;
        while (_terminal.TakeKey() is { } key)
        {
            typed = true;
            if (_keys.Obey(_look, key) is not { } look)
            {
                return false;
            }
            _look = look;
        }
        if (typed || _drawnAt is not { } drawn || _time.GetElapsedTime(drawn) >= BetweenFrames)
        {
            Draw(typed);
        }
        return true;
    }

    /// <summary>Gives the terminal back.</summary>
    public void Dispose()
    {
        if (!_left)
        {
            _left = true;
            _terminal.Write(Leave);
            _writer.Dispose();
        }
    }

    private void Draw(bool anew)
    {
        _drawnAt = _time.GetTimestamp();
        // A terminal whose size nobody knows says 0.
        _look = _look with
        {
            Width = _terminal.Width is > 0 and int width ? width : 80,
            Height = _terminal.Height is > 0 and int height ? height : 24,
        };
        BoardView view = new(_fleet, _look);
        _look = _look with { Offset = view.Offset };
        string frame = Frame(_look.Details && _fleet.Printers.FirstOrDefault(printer => printer.DeviceId == _look.Selected) is { } selected
            ? new DetailsView(selected, _look).Draw()
            : view.Draw());
        // The terminal echoes what is typed: that is painted over also where nothing else changed.
        if (anew || frame != _shown)
        {
            _shown = frame;
            _terminal.Write(frame);
        }
    }

    private string Frame(IReadOnlyList<IRenderable> parts)
    {
        _drawn.Clear();
        _console.Profile.Width = _look.Width;
        _console.Profile.Height = _look.Height;
        foreach (IRenderable part in parts)
        {
            _console.Write(part);
            if (_drawn.Length > 0 && _drawn[^1] != '\n')
            {
                _drawn.Append('\n');
            }
        }
        string[] lines = _drawn.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        // Each line is emptied before it is written: a full one leaves the cursor where emptying would take its last character.
        return $"\e[H{string.Join("\r\n", lines.Take(_look.Height).Select(line => $"\e[0m\e[2K{line}"))}\e[0m"
            + (lines.Length < _look.Height ? "\r\n\e[J" : "") + Park;
    }
}
