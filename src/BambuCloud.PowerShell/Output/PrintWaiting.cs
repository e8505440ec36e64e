using BambuCloud.Client.Live;
using BambuCloud.Cmdlets;

namespace BambuCloud.Output;

/// <summary>Prints that are waited for, and how they end: as objects or as errors.</summary>
internal static class PrintWaiting
{
    /// <summary>How prints end, each as it does, with a bar for each meanwhile.</summary>
    public static IEnumerable<BambuPrintResult> Await(SessionCmdlet cmdlet, IReadOnlyCollection<PrintToAwait> prints, TimeSpan? limit)
    {
        Printers printers = cmdlet.GetSession().Cloud.Printers;
        using PrintProgress bars = new(cmdlet);
        foreach (BambuPrintResult result in cmdlet.Stream(cancellation =>
            printers.WaitAsync(prints, limit, item => cmdlet.Post(() => bars.Show(item)), cmdlet.PostWarning, cancellation)))
        {
            yield return result;
        }
    }

    /// <summary>The error of a print that did not end well; null for one that did.</summary>
    public static BambuException? FaultOf(BambuPrintResult result) => result.Outcome switch
    {
        BambuPrintOutcome.Finished => null,
        BambuPrintOutcome.TimedOut => Fault(BambuErrorKind.PrintNotEnded, result, "has not ended in time. It goes on"),
        BambuPrintOutcome.Cancelled => Fault(BambuErrorKind.PrintNotFinished, result, "was cancelled"),
        BambuPrintOutcome.Unknown => Fault(BambuErrorKind.PrintNotFinished, result, "is over, and nobody knows how it ended"),
        _ => Fault(BambuErrorKind.PrintNotFinished, result, result.PrintError is { } error ? $"failed with {error}" : "failed"),
    };

    /// <summary>What to wait for: the job where it is known, and whether the cloud says that it runs.</summary>
    public static PrintToAwait Of(BambuDevice device, BambuPrintJob? job) =>
        new(device, job?.JobId, job?.Status.IsUnderWay() == true);

    private static BambuException Fault(BambuErrorKind kind, BambuPrintResult result, string what) =>
        new(kind, $"The print '{result.JobName ?? result.JobId}' on '{result.DeviceName ?? result.DeviceId}' {what}.")
        {
            Subject = result.DeviceId,
        };
}
