using BambuCloud.Client.Live;
using BambuCloud.Cmdlets;
using BambuCloud.Output;
using BambuCloud.Session;

namespace BambuCloud.Input;

/// <summary>Finds what is to be waited for: a job by its id, or what printers print now.</summary>
/// <param name="cmdlet">The cmdlet that waits.</param>
/// <param name="devices">The account's printers by their ids.</param>
/// <param name="ended">Told of a job that has ended before anybody waits.</param>
internal sealed class PrintFinder(SessionCmdlet cmdlet, Dictionary<string, BambuDevice> devices, Action<BambuPrintResult> ended)
{
    private static readonly TimeSpan LongestQuestion = TimeSpan.FromSeconds(10);

    /// <summary>What is meant by printers and jobs: a job, or what a printer prints now, or what all of them do.</summary>
    /// <param name="wanted">Printer and job, of which either may be null; both for all printers.</param>
    /// <param name="left">How long the whole waiting may take; null for no end.</param>
    public List<PrintToAwait> Find(IEnumerable<(string? Device, string? Job)> wanted, TimeSpan? left)
    {
        bool all = false;
        List<BambuDevice> asked = [];
        List<PrintToAwait> prints = [];
        foreach ((string? device, string? job) in wanted.DistinctBy(pair => (pair.Device?.ToUpperInvariant(), pair.Job)))
        {
            all |= device is null && job is null;
            cmdlet.Try(job ?? device, () =>
            {
                BambuDevice? printer = device is null ? null
                    : devices.GetValueOrDefault(device) ?? throw UnknownDevice.Fault(device, devices.Values);
                if (job is not null)
                {
                    prints.AddRange(JobOf(printer?.DeviceId, job));
                }
                else if (printer is not null)
                {
                    asked.Add(printer);
                }
            });
        }
        asked = all ? [.. devices.Values] : asked;
        prints.AddRange(asked.Count == 0 ? [] : RunningOn(asked, all, left));
        return prints;
    }

    // By its number a print is known again also where it has ended when the waiting begins; one that did not come from the cloud has none.
    // A printer that does not answer has not ended its print → it is told, and it leaves the others half the time.
    private IEnumerable<PrintToAwait> RunningOn(List<BambuDevice> asked, bool all, TimeSpan? left)
    {
        TimeSpan limit = left / 2 is { } half && half < LongestQuestion ? half : LongestQuestion;
        Printers printers = cmdlet.GetSession().Cloud.Printers;
        foreach (BambuPrinterStatus status in cmdlet.Stream(cancellation =>
            printers.GetStatusAsync(asked, limit, cmdlet.PostError, cancellation)))
        {
            if (status.State.IsPrinting())
            {
                yield return new PrintToAwait(
                    asked.First(device => device.DeviceId == status.DeviceId), BambuPrintFigures.KnownId(status.TaskId));
            }
            else if (status.State == BambuPrinterState.Offline)
            {
                TellSilent(status, all);
            }
        }
    }

    private void TellSilent(BambuPrinterStatus status, bool all)
    {
        string what = $"The printer '{status.DeviceName ?? status.DeviceId}' has not answered: whether it prints is not known, "
            + "and it is not waited for.";
        if (all)
        {
            cmdlet.WriteWarning(what);
        }
        else
        {
            cmdlet.WriteError(ErrorRecords.Of(new BambuException(BambuErrorKind.DeviceOffline, what), status.DeviceId));
        }
    }

    // The cloud's history knows what became of a job that ended before anybody listened, and the printer of one that the list names none
    // for.
    private IEnumerable<PrintToAwait> JobOf(string? deviceId, string jobId)
    {
        OpenSession session = cmdlet.GetSession();
        BambuPrintJob? job = cmdlet.Await(cancellation => session.Cloud.Prints.ListAsync(deviceId, null, cancellation))
            .FirstOrDefault(known => known.JobId == jobId);
        deviceId ??= job?.DeviceId;
        if (job?.Status.IsUnderWay() != true || deviceId is null)
        {
            BambuTask task = cmdlet.Await(cancellation => session.Cloud.Tasks.GetAsync(jobId, cancellation));
            deviceId ??= task.DeviceId;
            if (task.Status is BambuTaskStatus.Finished or BambuTaskStatus.Failed or BambuTaskStatus.Cancelled)
            {
                ended(ResultOf(task, jobId, devices.GetValueOrDefault(deviceId ?? "")));
                return [];
            }
        }
        return devices.TryGetValue(deviceId ?? "", out BambuDevice? device)
            ? [PrintWaiting.Of(device, job ?? new BambuPrintJob { JobId = jobId })]
            : throw new BambuException(BambuErrorKind.DeviceNotFound, $"The cloud does not say which printer has the job '{jobId}'.")
            {
                Subject = jobId,
            };
    }

    private static BambuPrintResult ResultOf(BambuTask task, string jobId, BambuDevice? device) => new()
    {
        DeviceId = task.DeviceId ?? "",
        DeviceName = device?.Name ?? task.DeviceName,
        JobId = jobId,
        JobName = task.Title,
        Outcome = task.Status switch
        {
            BambuTaskStatus.Finished => BambuPrintOutcome.Finished,
            BambuTaskStatus.Cancelled => BambuPrintOutcome.Cancelled,
            _ => BambuPrintOutcome.Failed,
        },
        EndedAt = task.EndTime,
    };
}
