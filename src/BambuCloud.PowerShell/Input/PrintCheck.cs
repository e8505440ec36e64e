using BambuCloud.Client.Files;
using BambuCloud.Cmdlets;

namespace BambuCloud.Input;

/// <summary>
/// Holds files against printers before one byte is sent: each printer is asked once, however many files there are. Where no broker is
/// named, or it cannot be reached, the cloud's list is what there is.
/// </summary>
/// <param name="cmdlet">The cmdlet that prints.</param>
/// <param name="wishes">How it is to be printed.</param>
internal sealed class PrintCheck(SessionCmdlet cmdlet, PrintWishes wishes)
{
    private static readonly TimeSpan LongestQuestion = TimeSpan.FromSeconds(5);

    private readonly HashSet<string> _warned = [];

    /// <summary>How each file fits its printer.</summary>
    public IReadOnlyList<PlannedPrint> Fits(IReadOnlyList<(AccountPrinter Printer, PrintSource Source)> wanted)
    {
        AccountPrinter[] online = [.. wanted.Select(each => each.Printer).Where(printer => printer.Device.Online).Distinct()];
        Dictionary<string, BambuPrinterStatus> states = [];
        foreach (BambuPrinterStatus status in ReportedStates.Of(cmdlet, online, LongestQuestion, refused: null, "what they have and do"))
        {
            states[status.DeviceId] = status; // Two sessions may have the same printer.
        }
        return
        [
            .. wanted.Select(each => (each.Printer, each.Source, Status: states.GetValueOrDefault(each.Printer.Id)))
                .Select(each => new PlannedPrint(each.Printer, each.Source,
                    PrintFits.Of(each.Source.Printed, each.Printer.Device, each.Status, wishes), each.Status)),
        ];
    }

    /// <summary>Those that can be printed. An error is written for each of the others, and a warning for what is to be looked at.</summary>
    /// <param name="wanted">What is to be printed where.</param>
    /// <param name="via">On which way.</param>
    /// <param name="force">Whether what may be overridden is a warning.</param>
    public IReadOnlyList<PlannedPrint> Ready(
        IReadOnlyList<(AccountPrinter Printer, PrintSource Source)> wanted, BambuPrintVia via, bool force)
    {
        List<PlannedPrint> ready = [];
        foreach (PlannedPrint print in Fits(wanted))
        {
            cmdlet.Try(print.Printer.Id, () => Add(print with { Via = PrintWay.Of(print.Printer, print.Source, print.Status, via) }));
        }
        return ready;

        void Add(PlannedPrint print)
        {
            BambuPrintIssue[] errors = [.. print.Issues.Where(issue => issue.IsError && !(force && issue.CanForce))];
            if (errors.Length > 0)
            {
                throw new BambuException(KindOf(errors[0].Reason),
                    $"{string.Join(' ', errors.Select(error => error.Message))} Nothing was sent to it.")
                {
                    Subject = print.Printer.Id,
                };
            }
            if (print.Via != BambuPrintVia.BambuConnect && ready.Find(other => other.Printer == print.Printer) is { } first)
            {
                throw new BambuException(BambuErrorKind.DeviceBusy, $"The printer '{print.Printer.Label}' is to print "
                    + $"'{first.Source.Name}', and '{print.Source.Name}' cannot be started beside it. Nothing was sent to it.")
                {
                    Subject = print.Printer.Id,
                };
            }
            ready.Add(print);
            Warn(print.Issues.Where(issue => issue.IsError).Select(forced => $"{forced.Message} With -Force it is started all the same."));
            Warn(print.Issues.Where(issue => !issue.IsError).Select(warning => warning.Message));
        }
    }

    // What is to be told of a file is told once, for however many printers it is.
    private void Warn(IEnumerable<string> messages)
    {
        foreach (string message in messages.Where(_warned.Add))
        {
            cmdlet.WriteWarning(message);
        }
    }

    private static BambuErrorKind KindOf(BambuPrintReason reason) => reason switch
    {
        BambuPrintReason.PrinterOffline => BambuErrorKind.DeviceOffline,
        BambuPrintReason.PrinterBusy => BambuErrorKind.DeviceBusy,
        BambuPrintReason.NozzleMismatch => BambuErrorKind.NozzleMismatch,
        BambuPrintReason.FilamentMissing => BambuErrorKind.FilamentMissing,
        BambuPrintReason.SignatureRequired => BambuErrorKind.SignatureRequired,
        _ => BambuErrorKind.PrinterModelMismatch,
    };
}
