using System.Globalization;

namespace BambuCloud.Client.Files;

/// <summary>Whether a file fits a printer as it reports itself (files.md). It asks nobody.</summary>
public static class PrintFits
{
    // What the vendor's own tables let take each other's files.
    private static readonly string[][] TakingEachOther = [["C11", "C12", "C13", "BL-P001", "BL-P002"], ["O1D", "O1E"], ["O1C", "O1C2"]];

    // From here on nozzles lie in a rack.
    private const int FirstInRack = 16;
    private const double SameDiameter = 0.01;

    /// <summary>Holds a file against a printer.</summary>
    /// <param name="plate">The plate that is printed; <see langword="null"/> for a file that nobody has looked into.</param>
    /// <param name="device">The printer as the account lists it.</param>
    /// <param name="status">The printer as it reports itself; <see langword="null"/> where it did not.</param>
    /// <param name="wishes">How it is to be printed.</param>
    public static BambuPrintFit Of(CheckedPlate? plate, BambuDevice device, BambuPrinterStatus? status, PrintWishes wishes)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(wishes);
        string label = device.Label;
        FilamentMatch filaments = FilamentMatch.Of(plate, status, wishes);
        BambuPrintIssue?[] issues =
        [
            device.Online ? null : Error(BambuPrintReason.PrinterOffline, false, $"The printer '{label}' is offline."),
            plate is null ? null : Model(plate, device, label),
            plate is null ? null : Nozzle(plate, device, status, label),
            .. States(device, status, label),
            .. filaments.Issues.Select(issue => issue with { Message = $"The printer '{label}': {issue.Message}" }),
            plate is null ? null : Bed(plate, wishes),
            .. plate?.Issues ?? [],
        ];
        return new BambuPrintFit
        {
            DeviceId = device.DeviceId,
            DeviceName = device.Name,
            Model = device.Model,
            ModelCode = device.ModelCode,
            Path = plate?.File.Path,
            FileName = plate?.File.FileName,
            Plate = plate?.Plate.Index,
            UseAms = filaments.UseAms,
            AmsMapping = filaments.Mapping,
            Issues = [.. issues.OfType<BambuPrintIssue>().OrderByDescending(issue => issue.IsError)],
        };
    }

    // G-code for another model can ram the nozzle into the bed.
    private static BambuPrintIssue? Model(CheckedPlate plate, BambuDevice device, string label)
    {
        if (string.IsNullOrEmpty(device.ModelCode) || plate.Plate.ModelCode is not { } wanted)
        {
            return null;
        }
        (string one, string other) = (BambuModels.BaseOf(wanted), BambuModels.BaseOf(device.ModelCode));
        string what = $"The file '{plate.File.FileName}' was sliced for {Named(wanted)}, and the printer '{label}' is of the model "
            + $"{Named(device.ModelCode)}";
        return one.Equals(other, StringComparison.OrdinalIgnoreCase) ? null
            : TakingEachOther.Any(models => models.Contains(one, StringComparer.OrdinalIgnoreCase)
                && models.Contains(other, StringComparer.OrdinalIgnoreCase))
            ? BambuPrintIssue.Warning(BambuPrintReason.PrinterModelMismatch, $"{what}, which takes such files.")
            : Error(BambuPrintReason.PrinterModelMismatch, true, $"{what}.");
    }

    private static BambuPrintIssue? Nozzle(CheckedPlate plate, BambuDevice device, BambuPrinterStatus? status, string label)
    {
        double[] reported = [.. status?.Nozzles.Where(nozzle => nozzle.NozzleId < FirstInRack).Select(nozzle => nozzle.Diameter)
            .OfType<double>() ?? []];
        double[] has = reported.Length > 0 ? reported : (status?.NozzleDiameter ?? device.NozzleDiameter) is { } only ? [only] : [];
        double[] wants = [.. plate.Plate.NozzleDiameters.Distinct()];
        return has.Length == 0 || wants.All(wanted => has.Any(diameter => Math.Abs(diameter - wanted) < SameDiameter)) ? null
            : Error(BambuPrintReason.NozzleMismatch, true,
                $"The file '{plate.File.FileName}' was sliced for a nozzle of {Millimeters(wants)}, and the printer '{label}' has one of "
                    + $"{Millimeters(has)}.");
    }

    private static IEnumerable<BambuPrintIssue> States(BambuDevice device, BambuPrinterStatus? status, string label)
    {
        BambuPrintState state = status is { State: not BambuPrintState.Offline } ? status.State : device.State;
        if (state.IsPrinting())
        {
            yield return Error(BambuPrintReason.PrinterBusy, false, $"The printer '{label}' has a print already ({state}).");
        }
        if (state.HasEnded())
        {
            yield return BambuPrintIssue.Warning(BambuPrintReason.PlateNotCleared,
                $"The last print of '{label}' has ended ({state}), and the printer does not know whether its plate was cleared.");
        }
        if (status?.SignatureRequired == true)
        {
            yield return BambuPrintIssue.Warning(BambuPrintReason.SignatureRequired,
                $"The printer '{label}' carries out only what the vendor's programs signed: it may refuse the print.");
        }
    }

    private static BambuPrintIssue? Bed(CheckedPlate plate, PrintWishes wishes) =>
        wishes.BedType is { } lies and not BambuBedType.Auto && plate.Plate.BedType is { } wanted and not BambuBedType.Auto
            && lies != wanted
            ? BambuPrintIssue.Warning(BambuPrintReason.BedTypeMismatch,
                $"The file '{plate.File.FileName}' was sliced for {wanted}, and is to be printed on {lies}: its temperatures may be wrong.")
            : null;

    private static BambuPrintIssue Error(BambuPrintReason reason, bool canForce, string message) =>
        BambuPrintIssue.Error(reason, canForce, message);

    private static string Named(string code) => BambuModels.NameOf(code) is { } name ? $"{name} ({code})" : code;

    private static string Millimeters(double[] diameters) =>
        $"{string.Join(" and ", diameters.Distinct().Select(diameter => diameter.ToString("0.0#", CultureInfo.InvariantCulture)))} mm";
}
