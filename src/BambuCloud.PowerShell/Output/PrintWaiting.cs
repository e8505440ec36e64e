using BambuCloud.Client.Live;

namespace BambuCloud.Output;

/// <summary>Results of prints that were waited for, as objects or as errors.</summary>
internal static class PrintWaiting
{
    /// <summary>The error of a print that did not end well; null for one that did.</summary>
    public static BambuException? FaultOf(BambuPrintResult result) => result.Outcome switch
    {
        BambuPrintOutcome.Finished => null,
        BambuPrintOutcome.TimedOut => new BambuException(BambuErrorKind.PrintNotEnded,
            $"The print '{result.JobName ?? result.JobId}' on '{result.DeviceName ?? result.DeviceId}' has not ended in time. It goes on.")
        { Subject = result.DeviceId },
        _ => new BambuException(BambuErrorKind.PrintNotFinished,
            $"The print '{result.JobName ?? result.JobId}' on '{result.DeviceName ?? result.DeviceId}' {(result.Outcome == BambuPrintOutcome.Cancelled ? "was cancelled" : $"failed{(result.PrintError is null ? "" : $" with {result.PrintError}")}")}.")
        {
            Subject = result.DeviceId,
        },
    };

    /// <summary>What to wait for: the job where it is known, and whether the cloud says that it runs.</summary>
    public static PrintToAwait Of(BambuDevice device, BambuPrintJob? job) =>
        new(device, job?.JobId, job?.Status.IsUnderWay() == true);
}
