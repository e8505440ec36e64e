using System.Globalization;
using BambuCloud.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BambuCloud.Board;

/// <summary>One printer as it stands on a screen of a certain size: all that somebody at it would want to know.</summary>
/// <param name="printer">The printer.</param>
/// <param name="look">The screen.</param>
public sealed class DetailsView(FleetPrinter printer, BoardLook look)
{
    private const int LabelCells = 10;
    private const int BarCells = 20;
    private const int AlertCells = 2;

    /// <summary>Draws it, one item a line and no more lines than the screen has.</summary>
    public IReadOnlyList<IRenderable> Draw()
    {
        string head = string.Join("  ", new[] { printer.Name, printer.Model, printer.DeviceId }.Where(text => text.Length > 0).Distinct());
        IEnumerable<IRenderable> body = Facts().Where(fact => fact.Text.Length > 0)
            .Select(IRenderable (fact) => Line(fact.Label, fact.Text))
            .Concat(printer.Alerts.SelectMany(Alert));
        return
        [
            Line(head, BoardStyle.Bold),
            .. body.Take(Math.Max(0, look.Height - 2)),
            Line($"Enter back  {(look.Unicode ? "↑↓" : "Up Down")} other printers  q quit", BoardStyle.Dim),
        ];
    }

    private IEnumerable<IRenderable> Alert(FleetAlert alert) => BoardText.Wrap(alert.Explained, look.Width - AlertCells)
        .Select((text, number) => Line($"{(number == 0 ? "! " : "  ")}{text}", BoardStyle.Of(Tones.Of(alert.Severity))));

    private IEnumerable<(string Label, string Text)> Facts()
    {
        yield return ("State", State());
        yield return ("Job", printer.Job);
        yield return ("Progress", Progress());
        yield return ("Left", Left());
        if (printer.Status is not { } status)
        {
            yield break;
        }
        yield return ("Nozzle", status.Nozzles.Count > 1
            ? string.Join(", ",
                status.Nozzles.Select(nozzle => $"{nozzle.NozzleId}: {Degrees(nozzle.Temperature, nozzle.TargetTemperature)}"))
            : Degrees(status.NozzleTemperature, status.NozzleTargetTemperature));
        yield return ("Bed", Degrees(status.BedTemperature, status.BedTargetTemperature));
        yield return ("Chamber", Degrees(status.ChamberTemperature, status.ChamberTargetTemperature));
        yield return ("Speed", Joined(status.SpeedLevel == BambuSpeedLevel.Unknown ? "" : $"{status.SpeedLevel}",
            Percent("", status.SpeedPercent)));
        yield return ("Fans", Joined(Percent("part ", status.Fans.Part), Percent("auxiliary ", status.Fans.Auxiliary),
            Percent("chamber ", status.Fans.Chamber), Percent("heatbreak ", status.Fans.Heatbreak)));
        foreach (BambuAms ams in status.Ams)
        {
            yield return (Number("AMS ", ams.AmsId, ""), Joined([.. ams.Trays.Select(Tray)]));
        }
        yield return ("Heard by", status.Connection == BambuConnection.None ? "" : $"{status.Connection}");
        yield return ("Wi-Fi", Number("", status.Network.WifiSignal, " dBm"));
        yield return ("Heard", status.LastSeen is { } seen ? string.Create(CultureInfo.InvariantCulture, $"{seen:HH:mm:ss}") : "");
    }

    private string State() => $"{printer.State}"
        + (printer.IsActive && printer.Status!.Stage is not (BambuPrinterStage.Idle or BambuPrinterStage.Printing)
            ? $", {printer.Status.Stage}" : "")
        + (printer.IsEndUnknown ? ", nobody knows how the latest print ended" : "");

    private string Progress()
    {
        if (printer.Progress is not { } percent)
        {
            return "";
        }
        (string done, string rest) = DisplayText.Bar(percent, BarCells, look.Unicode);
        return $"{done}{rest}{Number(" ", percent, "%")}{(printer.Layers.Length > 0 ? $", layer {printer.Layers}" : "")}";
    }

    private string Left() => printer.Left is not { } left ? ""
        : printer.Status?.LastSeen is { } seen
            ? string.Create(CultureInfo.InvariantCulture, $"{DisplayText.Duration(left)}, until {seen + left:HH:mm}")
        : DisplayText.Duration(left);

    private string Degrees(double? actual, double? target) =>
        actual is null ? "" : $"{DisplayText.Temperature(actual, target)} {(look.Unicode ? "°C" : "C")}";

    private static string Tray(BambuAmsTray tray) => string.Join(' ', new[]
    {
        Number("", tray.TrayId, ":"), tray.Empty ? "empty" : DisplayText.Clean(tray.Material ?? "?"),
        DisplayText.Clean(tray.Color), Percent("", tray.Remaining),
    }.Where(text => text.Length > 0));

    private static string Percent(string before, int? percent) => Number(before, percent, "%");

    private static string Number(string before, int? number, string after) =>
        number is { } known ? string.Create(CultureInfo.InvariantCulture, $"{before}{known}{after}") : "";

    private static string Joined(params string[] texts) => string.Join(", ", texts.Where(text => text.Length > 0));

    private Paragraph Line(string label, string text) => new Paragraph()
        .Append(BoardText.Fit(label.PadRight(LabelCells), look.Width, look.Unicode), BoardStyle.Dim)
        .Append(BoardText.Fit(text, look.Width - LabelCells, look.Unicode), label == "State" ? BoardStyle.Of(printer.State) : Style.Plain);

    private Text Line(string text, Style style) => new(BoardText.Fit(text, look.Width, look.Unicode), style);
}
