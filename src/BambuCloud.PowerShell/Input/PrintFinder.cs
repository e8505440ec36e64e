using BambuCloud.Client.Live;
using BambuCloud.Cmdlets;
using BambuCloud.Output;
using BambuCloud.Session;

namespace BambuCloud.Input;

/// <summary>Finds what is to be waited for: a job by its id, or what printers print now.</summary>
/// <param name="cmdlet">The cmdlet that waits.</param>
/// <param name="printers">The accounts' printers.</param>
/// <param name="ended">Told of a job that has ended before anybody waits.</param>
internal sealed class PrintFinder(SessionCmdlet cmdlet, PrinterInput printers, Action<OpenSession, BambuPrintResult> ended)
{
    private static readonly TimeSpan LongestQuestion = TimeSpan.FromSeconds(10);

    /// <summary>What printers print now.</summary>
    /// <param name="asked">The printers.</param>
    /// <param name="named">Whether somebody named them: then it is an error that one does not answer.</param>
    /// <param name="left">How long the whole waiting may take; null for no end.</param>
    // By its number a print is known again also where it has ended when the waiting begins; one that did not come from the cloud has none.
    // A printer that does not answer has not ended its print → it is told, and it leaves the others half the time.
    public IEnumerable<(OpenSession Session, PrintToAwait Print)> RunningOn(IReadOnlyList<AccountPrinter> asked, bool named, TimeSpan? left)
    {
        TimeSpan limit = left / 2 is { } half && half < LongestQuestion ? half : LongestQuestion;
        foreach (BambuPrinterStatus status in cmdlet.StreamFrom(asked, (session, devices, cancellation) =>
            session.Cloud.Printers.GetStatusAsync(devices, limit, cmdlet.PostError, cancellation)))
        {
            AccountPrinter printer = asked.First(each => each.Id == status.DeviceId);
            if (status.State.IsPrinting())
            {
                yield return (printer.Session, new PrintToAwait(printer.Device, BambuPrintFigures.KnownId(status.TaskId)));
            }
            else if (status.State == BambuPrintState.Offline)
            {
                TellSilent(printer, named);
            }
        }
    }

    /// <summary>A job of the cloud; none where it has ended.</summary>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.NotFound"/>, or <see cref="BambuErrorKind.DeviceNotFound"/> where nobody says which printer has it.
    /// </exception>
    // The cloud's history knows what became of a job that ended before anybody listened, and the printer of one that the list names none
    // for.
    public IEnumerable<(OpenSession Session, PrintToAwait Print)> JobOf(OpenSession session, AccountPrinter? printer, string jobId)
    {
        BambuPrintJob? job = cmdlet.Await(cancellation => session.Cloud.Prints.ListAsync(printer?.Id, [], cancellation))
            .FirstOrDefault(known => known.JobId == jobId);
        string? deviceId = printer?.Id ?? job?.DeviceId;
        if (job?.Status.IsUnderWay() != true || deviceId is null)
        {
            BambuTask task = cmdlet.Await(cancellation => session.Cloud.Tasks.GetAsync(jobId, cancellation));
            deviceId ??= task.DeviceId;
            if (task.Status.HasEnded())
            {
                ended(session, ResultOf(task, jobId, printers.Find(session, deviceId)?.Device));
                return [];
            }
        }
        return printers.Find(session, deviceId) is { } found
            ? [(session, PrintWaiting.Of(found.Device, job ?? new BambuPrintJob { JobId = jobId }))]
            : throw new BambuException(BambuErrorKind.DeviceNotFound, $"The cloud does not say which printer has the job '{jobId}'.")
            {
                Subject = jobId,
            };
    }

    private void TellSilent(AccountPrinter printer, bool named)
    {
        string what = $"The printer '{printer.Label}' has not answered: whether it prints is not known, and it is not waited for.";
        if (named)
        {
            cmdlet.WriteError(ErrorRecords.Of(new BambuException(BambuErrorKind.DeviceOffline, what), printer.Id));
        }
        else
        {
            cmdlet.WriteWarning(what);
        }
    }

    private static BambuPrintResult ResultOf(BambuTask task, string jobId, BambuDevice? device) => new()
    {
        DeviceId = task.DeviceId ?? "",
        DeviceName = device?.Name ?? task.DeviceName,
        JobId = jobId,
        JobName = task.Title,
        Outcome = task.Status,
        StartTime = task.StartTime,
        EndTime = task.EndTime,
        FilamentGrams = task.FilamentGrams,
    };
}
