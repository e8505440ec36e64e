using BambuCloud.Cmdlets;
using BambuCloud.Output;

namespace BambuCloud.Input;

/// <summary>
/// Looks at printers before one byte is sent: those that are offline, busy or of another model than the file was sliced for are left out,
/// each with an error.
/// </summary>
/// <param name="cmdlet">The cmdlet that prints.</param>
/// <param name="plate">The plate that is printed; null for any.</param>
/// <param name="force">Whether another model is printed on all the same, with a warning.</param>
internal sealed class PrintCheck(SessionCmdlet cmdlet, int? plate, bool force)
{
    private static readonly TimeSpan LongestQuestion = TimeSpan.FromSeconds(5);

    /// <summary>Those that can print.</summary>
    public List<(AccountPrinter Printer, PrintSource Source)> Ready(IEnumerable<(AccountPrinter Printer, PrintSource Source)> wanted)
    {
        List<(AccountPrinter Printer, PrintSource Source)> fitting = [.. wanted.Where(each => Fits(each.Printer, each.Source))];
        Dictionary<string, BambuPrintState> busy = BusyOf([.. fitting.Select(each => each.Printer).Distinct()]);
        return [.. fitting.Where(each => IsFree(each.Printer, busy))];
    }

    // G-code for another model can ram the nozzle into the bed.
    private bool Fits(AccountPrinter printer, PrintSource source)
    {
        if (!printer.Device.Online)
        {
            return Refuse(printer, BambuErrorKind.DeviceOffline, $"The printer '{printer.Label}' is offline: nothing was sent to it.");
        }
        if (source.ModelsOtherThan(printer.Device.ModelCode, plate) is not { Count: > 0 } others)
        {
            return true;
        }
        string what = $"The file '{source.Name}' was sliced for {string.Join(", ", others.Select(Named))}, "
            + $"and the printer '{printer.Label}' is of the model {Named(printer.Device.ModelCode!)}.";
        if (force)
        {
            cmdlet.WriteWarning($"{what} With -Force it is started all the same.");
            return true;
        }
        return Refuse(printer, BambuErrorKind.PrinterModelMismatch, what);
    }

    private bool IsFree(AccountPrinter printer, Dictionary<string, BambuPrintState> busy) =>
        !busy.TryGetValue(printer.Id, out BambuPrintState state)
        || Refuse(printer, BambuErrorKind.DeviceBusy,
            $"The printer '{printer.Label}' has a print already ({state}): nothing was sent to it.");

    // The printers say it themselves. Where no broker is named, or it cannot be reached, the cloud's list is what there is.
    private Dictionary<string, BambuPrintState> BusyOf(IReadOnlyList<AccountPrinter> printers)
    {
        Dictionary<string, BambuPrintState> states = printers.DistinctBy(printer => printer.Id)
            .ToDictionary(printer => printer.Id, printer => printer.Device.State); // Two sessions may have the same printer.
        foreach (BambuPrinterStatus status in ReportedStates.Of(cmdlet, printers, LongestQuestion, refused: null, "whether they print"))
        {
            if (status.State != BambuPrintState.Offline)
            {
                states[status.DeviceId] = status.State;
            }
        }
        return states.Where(state => state.Value.IsPrinting()).ToDictionary(state => state.Key, state => state.Value);
    }

    private bool Refuse(AccountPrinter printer, BambuErrorKind kind, string what)
    {
        cmdlet.WriteError(cmdlet.RecordOf(new BambuException(kind, what) { Subject = printer.Id }, printer.Id));
        return false;
    }

    private static string Named(string code) => BambuModels.NameOf(code) is { } name ? $"{name} ({code})" : code;
}
