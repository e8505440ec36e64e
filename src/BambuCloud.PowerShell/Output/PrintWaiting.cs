using System.Diagnostics;
using BambuCloud.Client.Api;
using BambuCloud.Client.Live;
using BambuCloud.Cmdlets;
using BambuCloud.Session;

namespace BambuCloud.Output;

/// <summary>Prints that are waited for, and how they end: as objects and as errors.</summary>
internal static class PrintWaiting
{
    // The history has what the printer does not say. Nobody waits for it long, and for a slow one not for each print.
    private static readonly TimeSpan LongestLookUp = TimeSpan.FromSeconds(5);

    /// <summary>How prints end, each as it does, with bars meanwhile.</summary>
    /// <param name="cmdlet">The cmdlet that waits.</param>
    /// <param name="prints">The prints, and the sessions that know them.</param>
    /// <param name="limit">How long in all; null for no end.</param>
    public static IEnumerable<(OpenSession Session, BambuPrintResult Result)> Await(
        SessionCmdlet cmdlet, IReadOnlyList<(OpenSession Session, PrintToAwait Print)> prints, TimeSpan? limit)
    {
        using PrintProgress bars = new(cmdlet);
        LatestOfEach<(OpenSession Session, BambuPrinterEvent Item)> latest = new(cmdlet.Post, Show);
        bool isSlow = false;
        foreach ((OpenSession session, BambuPrintResult result) in cmdlet.Stream(cancellation => AsyncStreams.Merge(
            prints.GroupBy(each => (each.Session, Way: OpenPrinters.WayTo(each.Print.Device.DeviceId, each.Session)), each => each.Print)
                .Select(group => (group.Key.Session, group.Key.Way.Printers.WaitAsync([.. group], limit,
                    item => latest.Post(item.DeviceId ?? (object)group.Key.Way, (group.Key.Session, item)), cmdlet.PostWarning,
                    cancellation))), cancellation)))
        {
            long start = Stopwatch.GetTimestamp();
            BambuPrintResult complete = isSlow ? result : Completed(cmdlet, session, result);
            isSlow |= Stopwatch.GetElapsedTime(start) >= LongestLookUp;
            yield return (session, complete);
        }

        void Show((OpenSession Session, BambuPrinterEvent Item) news)
        {
            news.Session.Own(news.Item);
            bars.Show(news.Item);
        }
    }

    /// <summary>Writes how a print ended: as an object where one is wanted, and as an error where it did not end well or in time.</summary>
    public static void Write(SessionCmdlet cmdlet, OpenSession session, BambuPrintResult result, bool asObject)
    {
        if (asObject)
        {
            cmdlet.Write(session, result);
        }
        if (FaultOf(result) is { } fault)
        {
            cmdlet.WriteError(cmdlet.RecordOf(fault, result));
        }
    }

    /// <summary>What to wait for: the job where it is known, and whether the cloud says that it runs.</summary>
    public static PrintToAwait Of(BambuDevice device, BambuPrintJob? job) =>
        new(device, job?.JobId, job?.Status.IsUnderWay() == true);

    private static BambuException? FaultOf(BambuPrintResult result) => result switch
    {
        { TimedOut: true } => Fault(BambuErrorKind.WaitTimedOut, result, "has not ended in time. It goes on"),
        { Outcome: BambuPrintState.Finished } => null,
        { Outcome: BambuPrintState.Cancelled } => Fault(BambuErrorKind.PrintNotFinished, result, "was cancelled"),
        { Outcome: BambuPrintState.Failed, PrintError: { } error } => Fault(BambuErrorKind.PrintNotFinished, result,
            $"failed with {error}"),
        { Outcome: BambuPrintState.Failed } => Fault(BambuErrorKind.PrintNotFinished, result, "failed"),
        { IsAborted: true } => Fault(BambuErrorKind.PrintNotFinished, result,
            "did not finish, and nobody knows whether it failed or was cancelled"),
        _ => Fault(BambuErrorKind.PrintNotFinished, result, "is over, and nobody knows how it ended"),
    };

    private static BambuException Fault(BambuErrorKind kind, BambuPrintResult result, string what) =>
        new(kind, $"The print '{result.JobName ?? result.JobId}' on '{result.DeviceName ?? result.DeviceId}' {what}.")
        {
            Subject = result.DeviceId,
        };

    // A result without what the history would add is one all the same.
    private static BambuPrintResult Completed(SessionCmdlet cmdlet, OpenSession session, BambuPrintResult result)
    {
        if (BambuPrintFigures.KnownId(result.JobId) is not { } id || result is { StartTime: not null, FilamentGrams: not null })
        {
            return result;
        }
        try
        {
            return cmdlet.Await(cancellation => FindAsync(session.Cloud.Tasks, result.DeviceId, id, cancellation)) is not { } task ? result
                : result with
                {
                    JobName = result.JobName ?? task.Title,
                    StartTime = result.StartTime ?? task.StartTime,
                    FilamentGrams = result.FilamentGrams ?? task.FilamentGrams,
                };
        }
        catch (BambuException fault)
        {
            cmdlet.WriteVerbose($"The history was not read for the print '{id}': {fault.Message}");
            return result;
        }
    }

    private static async Task<BambuTask?> FindAsync(Tasks tasks, string deviceId, string id, CancellationToken cancellation)
    {
        using CancellationTokenSource lookUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        lookUp.CancelAfter(LongestLookUp);
        try
        {
            await foreach (BambuTask task in tasks.ListAsync(new TaskQuery { DeviceId = deviceId, First = 5 }, lookUp.Token)
                .ConfigureAwait(false))
            {
                if (task.TaskId == id)
                {
                    return task;
                }
            }
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null; // The history is slow; the result does not wait for it.
        }
    }
}
