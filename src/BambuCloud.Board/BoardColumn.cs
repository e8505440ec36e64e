using System.Globalization;
using BambuCloud.Output;

namespace BambuCloud.Board;

/// <summary>What a column of the board shows.</summary>
internal enum BoardContent
{
    Printer,
    State,
    Job,
    Bar,
    Percent,
    Layers,
    Left,
    Nozzle,
    Bed,
    NozzleAndTarget,
    BedAndTarget,
}

/// <summary>A column of the board.</summary>
internal sealed record BoardColumn(BoardContent Content, int Width)
{
    /// <summary>What stands over it.</summary>
    /// <param name="unicode">Whether the terminal shows more than ASCII.</param>
    public string Title(bool unicode) => Content switch
    {
        BoardContent.Bar => "Progress",
        BoardContent.Percent => "%",
        BoardContent.NozzleAndTarget => unicode ? "Nozzle °C" : "Nozzle C",
        BoardContent.BedAndTarget => unicode ? "Bed °C" : "Bed C",
        _ => $"{Content}",
    };

    /// <summary>Whether it stands at the right, as numbers do.</summary>
    public bool Right => Content >= BoardContent.Percent;

    /// <summary>What it says of a printer.</summary>
    public string TextOf(FleetPrinter printer) => Content switch
    {
        BoardContent.Printer => printer.Name,
        BoardContent.State => printer.Alerts.Count > 0 ? $"! {printer.State}" : $"{printer.State}",
        BoardContent.Job => printer.Job,
        BoardContent.Percent => printer.Progress?.ToString(CultureInfo.InvariantCulture) ?? "",
        BoardContent.Layers => printer.Layers,
        BoardContent.Left => DisplayText.Duration(printer.Left),
        BoardContent.Nozzle => DisplayText.Temperature(printer.Status?.NozzleTemperature),
        BoardContent.Bed => DisplayText.Temperature(printer.Status?.BedTemperature),
        BoardContent.NozzleAndTarget => DisplayText.Temperature(printer.Status?.NozzleTemperature, printer.Status?.NozzleTargetTemperature),
        BoardContent.BedAndTarget => DisplayText.Temperature(printer.Status?.BedTemperature, printer.Status?.BedTargetTemperature),
        _ => "",
    };
}
