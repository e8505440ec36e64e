using System.Management.Automation;
using BambuCloud.Client.Live;
using BambuCloud.Client.Session;
using BambuCloud.Cmdlets;

namespace BambuCloud.Input;

/// <summary>A file that is to be printed on a printer, and how it fits.</summary>
/// <param name="Printer">The printer.</param>
/// <param name="Source">The file.</param>
/// <param name="Fit">How it fits.</param>
/// <param name="Status">The printer as it reports itself; null where it did not.</param>
internal sealed record PlannedPrint(AccountPrinter Printer, PrintSource Source, BambuPrintFit Fit, BambuPrinterStatus? Status)
{
    // Printers unpack a large file before they say anything.
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    /// <summary>On which way it is started.</summary>
    public BambuPrintVia Via { get; init; }

    /// <summary>
    /// What speaks against it, and what is to be looked at. A printer itself takes no unsigned start at all where it takes only signed
    /// ones; the cloud may know another way.
    /// </summary>
    public IEnumerable<BambuPrintIssue> Issues => Fit.Issues.Select(issue =>
        issue.Reason == BambuPrintReason.SignatureRequired && IsByPrinter
            ? BambuPrintIssue.Error(issue.Reason, canForce: true, issue.Message) : issue);

    private bool IsByPrinter => Via == BambuPrintVia.Lan || !(Source.IsLocal || Source.IsInCloud);

    /// <summary>Starts it, on one way.</summary>
    /// <param name="cmdlet">The cmdlet that waits for the answer.</param>
    /// <param name="wanted">What somebody wants; plate and slots are those that were found.</param>
    /// <param name="retryCount">How often an upload that broke off is tried again.</param>
    /// <exception cref="BambuException">It was not started, or nobody knows whether it was.</exception>
    public BambuPrintJob Start(BambuCmdlet cmdlet, BambuPrintSettings wanted, int retryCount)
    {
        if (IsByPrinter)
        {
            ProjectFile.Ensure(Source.Name!, wanted);
        }
        // Where a filament was not found, and somebody wants it all the same, the printer is left to choose.
        BambuPrintSettings settings = wanted with
        {
            Plate = Source.Plate,
            UseAms = Fit.IsMapped ? Fit.UseAms : wanted.UseAms,
            AmsMapping = Fit.IsMapped ? Fit.AmsMapping : [],
        };
        BambuPrintJob job = IsByPrinter
            ? StartByPrinter(cmdlet, settings, retryCount)
            : StartByCloud(cmdlet, settings, retryCount);
        return job with
        {
            DeviceName = Printer.Device.Name,
            Model = Printer.Device.Model,
            ModelCode = Printer.Device.ModelCode,
            Via = Via,
        };
    }

    /// <summary>Hands the file to the vendor's program.</summary>
    /// <exception cref="BambuException">It could not be.</exception>
    public BambuPrintHandover HandOver() => new()
    {
        DeviceId = Printer.Id,
        DeviceName = Printer.Device.Name,
        FileName = Source.Name!,
        Path = Source.HandOver(),
    };

    private BambuPrintJob StartByCloud(BambuCmdlet cmdlet, BambuPrintSettings settings, int retryCount)
    {
        BambuFile file = Source.In(cmdlet, Printer.Session, retryCount);
        return cmdlet.Await(cancellation => Printer.Session.Cloud.Prints.StartAsync(Printer.Id, file, settings, cancellation));
    }

    private BambuPrintJob StartByPrinter(BambuCmdlet cmdlet, BambuPrintSettings settings, int retryCount)
    {
        PrinterSession? itself = Via == BambuPrintVia.Lan ? Printer.Way.Itself : null;
        Printers printers = itself?.Printers ?? Printer.Session.Printers;
        bool mayBegin = false;
        try
        {
            ProjectFile file = new() { FileName = Source.Name!, Url = Source.On(cmdlet, itself, retryCount), Settings = settings };
            return cmdlet.Await(cancellation =>
                printers.StartAsync(Printer.Device, file, LongestStart, () => mayBegin = true, cancellation));
        }
        catch (BambuException fault) when (fault.Kind != BambuErrorKind.PrintStartUnconfirmed)
        {
            Source.TakeBack(cmdlet, itself, Printer.Device);
            throw;
        }
        catch (Exception stopped) when (!mayBegin && stopped is OperationCanceledException or PipelineStoppedException)
        {
            Source.TakeBack(cmdlet, itself, Printer.Device);
            throw;
        }
    }
}
