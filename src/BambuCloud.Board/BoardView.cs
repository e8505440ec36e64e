using System.Globalization;
using BambuCloud.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BambuCloud.Board;

/// <summary>
/// The board as it stands on a screen of a certain size: head, printers, alerts, keys. All texts are Spectre's plain ones, never its
/// markup: what others wrote cannot be taken for it.
/// </summary>
public sealed class BoardView
{
    private const int HeadLines = 3; // Two of the fleet, one of the columns.
    private const int MostAlerts = 4;

    private readonly Fleet _fleet;
    private readonly BoardLook _look;
    private readonly IReadOnlyList<(FleetPrinter Printer, FleetAlert Alert)> _alerts;

    /// <summary>Prepares the board.</summary>
    public BoardView(Fleet fleet, BoardLook look)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        ArgumentNullException.ThrowIfNull(look);
        _fleet = fleet;
        _look = look;
        Printers = FleetOrder.Of(FleetOrder.Filtered(fleet.Printers, look.Filter), look.Sort, look.Reverse);
        _alerts = [.. FleetOrder.Of(fleet.Printers, look.Sort, look.Reverse)
            .SelectMany(printer => printer.Alerts.Select(alert => (printer, alert)))
            .OrderBy(each => each.alert.Severity)];
        AlertLines = Math.Min(_alerts.Count, Math.Clamp((look.Height - HeadLines - 1) / 3, 0, MostAlerts));
        VisibleRows = Math.Clamp(look.Height - HeadLines - 1 - AlertLines, 1, Math.Max(1, Printers.Count));
        int selected = Printers.ToList().FindIndex(printer => printer.DeviceId == look.Selected);
        SelectedIndex = Math.Max(0, selected);
        int offset = selected < 0 ? look.Offset : Math.Clamp(look.Offset, selected - VisibleRows + 1, selected);
        Offset = Math.Clamp(offset, 0, Math.Max(0, Printers.Count - VisibleRows));
    }

    /// <summary>The printers that the filter lets through, in their order.</summary>
    public IReadOnlyList<FleetPrinter> Printers { get; }

    /// <summary>Where the selected printer stands among them.</summary>
    public int SelectedIndex { get; }

    /// <summary>The selected printer; <see langword="null"/> where the filter lets none through.</summary>
    public FleetPrinter? Selected => Printers.Count > 0 ? Printers[SelectedIndex] : null;

    /// <summary>How many printers are seen at once.</summary>
    public int VisibleRows { get; }

    /// <summary>
    /// How many printers are really scrolled off above: never so many that lines stay empty or the selected one is not seen.
    /// </summary>
    public int Offset { get; }

    private int AlertLines { get; }

    /// <summary>Draws it, one item a line and no more lines than the screen has.</summary>
    public IReadOnlyList<IRenderable> Draw()
    {
        List<IRenderable> lines = [Summary(), Counts(), Table()];
        lines.AddRange(Alerts());
        lines.Add(Keys());
        return lines;
    }

    private Text Summary()
    {
        string last = _fleet.LastMessage is { } time
            ? string.Create(CultureInfo.InvariantCulture, $"last message {time:HH:mm:ss}")
            : "no message yet";
        string part = VisibleRows < Printers.Count
            ? string.Create(CultureInfo.InvariantCulture, $"{Offset + 1}-{Offset + VisibleRows} of ")
            : "";
        string what = _look.Filter switch
        {
            FleetFilter.Active => string.Create(CultureInfo.InvariantCulture, $"active of {_fleet.Printers.Count} "),
            FleetFilter.Trouble => string.Create(CultureInfo.InvariantCulture, $"in trouble of {_fleet.Printers.Count} "),
            _ => "",
        };
        string head = string.Create(CultureInfo.InvariantCulture,
            $"{part}{Printers.Count} {what}printers, {last}, sort: {_look.Sort}{(_look.Reverse ? ", reversed" : "")}");
        return _fleet.LostAt is { } lost
            ? Line(string.Create(CultureInfo.InvariantCulture, $"Reconnecting, connection lost at {lost:HH:mm:ss}. {head}"),
                BoardStyle.Of(Tone.Bad))
            : Line(head, BoardStyle.Bold);
    }

    private Paragraph Counts()
    {
        Paragraph counts = new();
        int left = _look.Width;
        foreach (IGrouping<FleetState, FleetPrinter> group in _fleet.Printers.GroupBy(printer => printer.State).OrderBy(group => group.Key))
        {
            string text = Fit(string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {group.Key}  "), left);
            counts.Append(text, BoardStyle.Of(group.Key));
            left -= BoardText.Cells(text);
        }
        return counts;
    }

    private Table Table()
    {
        BoardColumns columns = BoardColumns.For(Printers, _look);
        Table table = new() { Border = TableBorder.None, ShowHeaders = true };
        foreach (BoardColumn column in columns.All)
        {
            Text title = new(Fit(column.Title(_look.Unicode), column.Width), BoardStyle.Underline);
            table.AddColumn(new TableColumn(title)
            {
                Width = column.Width,
                NoWrap = true,
                Padding = new Padding(0, 0, column == columns.All[^1] ? 0 : 1, 0),
                Alignment = column.Right ? Justify.Right : Justify.Left,
            });
        }
        foreach (FleetPrinter printer in Printers.Skip(Offset).Take(VisibleRows))
        {
            table.AddRow(columns.All.Select(column => Cell(printer, column)));
        }
        return table;
    }

    private IRenderable Cell(FleetPrinter printer, BoardColumn column)
    {
        Style style = printer.State is FleetState.Offline or FleetState.Refused ? BoardStyle.Dim
            : column.Content == BoardContent.State ? BoardStyle.Of(printer.State)
            : Style.Plain;
        if (column.Content == BoardContent.Bar && printer.Progress is { } percent)
        {
            return Bar(percent, column.Width, BoardStyle.Of(printer.State));
        }
        string text = Fit(column.TextOf(printer), column.Width);
        return column.Content == BoardContent.Printer && ReferenceEquals(printer, Selected)
            ? new Text(text + new string(' ', column.Width - BoardText.Cells(text)), style.Decoration(style.Decoration | Decoration.Invert))
            : new Text(text, style);
    }

    private Paragraph Bar(int percent, int width, Style style)
    {
        string number = string.Create(CultureInfo.InvariantCulture, $"{percent,4}%");
        (string done, string rest) = DisplayText.Bar(percent, width - number.Length, _look.Unicode);
        return new Paragraph()
            .Append(done, style)
            .Append(rest, BoardStyle.Dim)
            .Append(number);
    }

    private IEnumerable<Text> Alerts()
    {
        // The last line tells how many have none.
        int shown = AlertLines < _alerts.Count ? Math.Max(0, AlertLines - 1) : AlertLines;
        foreach ((FleetPrinter printer, FleetAlert alert) in _alerts.Take(shown))
        {
            yield return Line($"! {printer.Name}: {alert.Explained}", BoardStyle.Of(Tones.Of(alert.Severity)));
        }
        if (shown < AlertLines)
        {
            yield return Line(string.Create(CultureInfo.InvariantCulture, $"! {_alerts.Count - shown} more alerts"),
                BoardStyle.Of(Tone.Bad));
        }
    }

    private Text Keys()
    {
        if (_look.Find is { } typed)
        {
            bool found = typed.Length == 0 || FleetOrder.Find(Printers, typed) is not null;
            return Line($"find: {typed}{(found ? "" : "  no printer has that in its name")}  Enter done  Esc back", BoardStyle.Bold);
        }
        return Line($"q quit  Enter details  / find  {Toggle("a", FleetFilter.Active)}  {Toggle("!", FleetFilter.Trouble)}"
            + $"  s sort  r reverse  {(_look.Unicode ? "↑↓ move" : "Up Down")}", BoardStyle.Dim);
    }

    private string Toggle(string key, FleetFilter filter) => $"{key} {(_look.Filter == filter ? "all" : $"{filter}".ToLowerInvariant())}";

    private Text Line(string text, Style style) => new(Fit(text, _look.Width), style);

    private string Fit(string text, int width) => BoardText.Fit(text, width, _look.Unicode);
}
