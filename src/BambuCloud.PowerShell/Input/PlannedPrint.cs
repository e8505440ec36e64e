using BambuCloud.Cmdlets;

namespace BambuCloud.Input;

/// <summary>A file that is to be printed on a printer, and how it fits.</summary>
/// <param name="Printer">The printer.</param>
/// <param name="Source">The file.</param>
/// <param name="Fit">How it fits.</param>
internal sealed record PlannedPrint(AccountPrinter Printer, PrintSource Source, BambuPrintFit Fit)
{
    /// <summary>Starts it.</summary>
    /// <param name="cmdlet">The cmdlet that waits for the answer.</param>
    /// <param name="file">The file in the printer's account.</param>
    /// <param name="wanted">What somebody wants; plate and slots are those that were found.</param>
    /// <exception cref="BambuException">It was not started, or nobody knows whether it was.</exception>
    public BambuPrintJob Start(BambuCmdlet cmdlet, BambuFile file, BambuPrintSettings wanted)
    {
        // Where a filament was not found, and somebody wants it all the same, the printer is left to choose.
        BambuPrintSettings settings = wanted with
        {
            Plate = Source.Plate,
            UseAms = Fit.IsMapped ? Fit.UseAms : wanted.UseAms,
            AmsMapping = Fit.IsMapped ? Fit.AmsMapping : [],
        };
        return cmdlet.Await(cancellation => Printer.Session.Cloud.Prints.StartAsync(Printer.Id, file, settings, cancellation)) with
        {
            DeviceName = Printer.Device.Name,
            Model = Printer.Device.Model,
            ModelCode = Printer.Device.ModelCode,
        };
    }
}
