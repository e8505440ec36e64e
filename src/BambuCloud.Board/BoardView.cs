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
    private readonly IReadOnlyList<FleetPrinter> _printers;
    private readonly IReadOnlyList<(FleetPrinter Printer, FleetAlert Alert)> _alerts;

    /// <summary>Prepares the board.</summary>
    public BoardView(Fleet fleet, BoardLook look)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        ArgumentNullException.ThrowIfNull(look);
        _fleet = fleet;
        _look = look;
        _printers = FleetOrder.Of(fleet.Printers, look.Sort, look.Reverse);
        _alerts = [.. _printers.SelectMany(printer => printer.Alerts.Select(alert => (printer, alert)))
            .OrderBy(each => each.alert.Severity)];
        AlertLines = Math.Min(_alerts.Count, Math.Clamp((look.Height - HeadLines - 1) / 3, 0, MostAlerts));
        VisibleRows = Math.Clamp(look.Height - HeadLines - 1 - AlertLines, 1, Math.Max(1, _printers.Count));
        Offset = Math.Clamp(look.Offset, 0, Math.Max(0, _printers.Count - VisibleRows));
    }

    /// <summary>How many printers are seen at once.</summary>
    public int VisibleRows { get; }

    /// <summary>How many printers are really scrolled off above: never so many that lines stay empty.</summary>
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
        string head = string.Create(CultureInfo.InvariantCulture, $"{_printers.Count} printers, {last}");
        return _fleet.LostAt is { } lost
            ? Line(string.Create(CultureInfo.InvariantCulture, $"Reconnecting, connection lost at {lost:HH:mm:ss}. {head}"),
                StyleOf(Tone.Bad))
            : Line(head, new Style(decoration: Decoration.Bold));
    }

    private Paragraph Counts()
    {
        Paragraph counts = new();
        int left = _look.Width;
        foreach (IGrouping<FleetState, FleetPrinter> group in _printers.GroupBy(printer => printer.State).OrderBy(group => group.Key))
        {
            string text = Fit(string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {group.Key}  "), left);
            counts.Append(text, StyleOf(group.Key));
            left -= BoardText.Cells(text);
        }
        return counts;
    }

    private Table Table()
    {
        BoardColumns columns = BoardColumns.For(_printers, _look);
        Table table = new() { Border = TableBorder.None, ShowHeaders = true };
        foreach (BoardColumn column in columns.All)
        {
            Text title = new(Fit(column.Title(_look.Unicode), column.Width), new Style(decoration: Decoration.Underline));
            table.AddColumn(new TableColumn(title)
            {
                Width = column.Width,
                NoWrap = true,
                Padding = new Padding(0, 0, column == columns.All[^1] ? 0 : 1, 0),
                Alignment = column.Right ? Justify.Right : Justify.Left,
            });
        }
        foreach (FleetPrinter printer in _printers.Skip(Offset).Take(VisibleRows))
        {
            table.AddRow(columns.All.Select(column => Cell(printer, column)));
        }
        return table;
    }

    private IRenderable Cell(FleetPrinter printer, BoardColumn column)
    {
        Style style = printer.State is FleetState.Offline or FleetState.Refused ? new Style(decoration: Decoration.Dim)
            : column.Content == BoardContent.State ? StyleOf(printer.State)
            : Style.Plain;
        return column.Content == BoardContent.Bar && printer.Progress is { } percent
            ? Bar(percent, column.Width, StyleOf(printer.State))
            : new Text(Fit(column.TextOf(printer), column.Width), style);
    }

    private Paragraph Bar(int percent, int width, Style style)
    {
        string number = string.Create(CultureInfo.InvariantCulture, $"{percent,4}%");
        (string done, string rest) = DisplayText.Bar(percent, width - number.Length, _look.Unicode);
        return new Paragraph()
            .Append(done, style)
            .Append(rest, new Style(decoration: Decoration.Dim))
            .Append(number);
    }

    private IEnumerable<Text> Alerts()
    {
        // The last line tells how many have none.
        int shown = AlertLines < _alerts.Count ? Math.Max(0, AlertLines - 1) : AlertLines;
        foreach ((FleetPrinter printer, FleetAlert alert) in _alerts.Take(shown))
        {
            yield return Line($"! {printer.Name}: {alert}", StyleOf(Tones.Of(alert.Severity)));
        }
        if (shown < AlertLines)
        {
            yield return Line(string.Create(CultureInfo.InvariantCulture, $"! {_alerts.Count - shown} more alerts"), StyleOf(Tone.Bad));
        }
    }

    private Text Keys()
    {
        int hidden = _printers.Count - VisibleRows;
        string more = hidden <= 0 ? "" : string.Create(CultureInfo.InvariantCulture,
            $"{Offset + 1}-{Offset + VisibleRows}, {hidden} more: {(_look.Unicode ? "↑↓" : "Up Down")} PgUp PgDn  ");
        return Line($"{more}q quit  s sort: {_look.Sort}{(_look.Reverse ? ", reversed" : "")}  r reverse",
            new Style(decoration: Decoration.Dim));
    }

    private Text Line(string text, Style style) => new(Fit(text, _look.Width), style);

    private string Fit(string text, int width) => BoardText.Fit(text, width, _look.Unicode);

    private static Style StyleOf(FleetState state) => StyleOf(ToneOf(state));

    // The colours that $PSStyle has from the start, so that the board looks as the views do: green, yellow and red as terminals number
    // them, in bold.
    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Good => new Style(Color.Green, decoration: Decoration.Bold),
        Tone.Warning => new Style(Color.Olive, decoration: Decoration.Bold),
        Tone.Bad => new Style(Color.Maroon, decoration: Decoration.Bold),
        Tone.Quiet => new Style(decoration: Decoration.Dim),
        _ => Style.Plain,
    };

    private static Tone ToneOf(FleetState state) => state switch
    {
        FleetState.Failed => Tones.Of(BambuPrintState.Failed),
        FleetState.Paused => Tones.Of(BambuPrintState.Paused),
        FleetState.Running => Tones.Of(BambuPrintState.Running),
        FleetState.Preparing => Tones.Of(BambuPrintState.Preparing),
        FleetState.Finished => Tones.Of(BambuPrintState.Finished),
        FleetState.Cancelled => Tones.Of(BambuPrintState.Cancelled),
        FleetState.Idle => Tones.Of(BambuPrintState.Idle),
        FleetState.Offline or FleetState.Refused or FleetState.Waiting => Tones.Of(BambuPrintState.Offline),
        _ => Tone.Plain,
    };
}
