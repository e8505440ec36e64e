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
        foreach (BambuPrinterStatus status in StatesOf(asked, left, cmdlet.PostError))
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

    /// <summary>A job; none where it has ended. One that did not come from the cloud is known by its printer alone.</summary>
    /// <param name="session">The session that may know it.</param>
    /// <param name="printer">The printer that has it; null where nobody said.</param>
    /// <param name="jobId">The job.</param>
    /// <param name="left">How long the whole waiting may take; null for no end.</param>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.NotFound"/>, or <see cref="BambuErrorKind.DeviceNotFound"/> where nobody says which printer has it.
    /// </exception>
    public IEnumerable<(OpenSession Session, PrintToAwait Print)> JobOf(
        OpenSession session, AccountPrinter? printer, string jobId, TimeSpan? left)
    {
        try
        {
            return JobOfCloud(session, printer, jobId, left);
        }
        catch (BambuException unknown)
            when (printer is not null && unknown.Kind is BambuErrorKind.NotFound or BambuErrorKind.NotConnected)
        {
            return JobOfPrinter(printer!, jobId, left) ?? throw new BambuException(unknown.Kind, unknown.Message, unknown)
            {
                Subject = unknown.Subject,
            };
        }
    }

    // The cloud's history knows what became of a job that ended before anybody listened, and the printer of one that the list names none
    // for.
    private IEnumerable<(OpenSession Session, PrintToAwait Print)> JobOfCloud(
        OpenSession session, AccountPrinter? printer, string jobId, TimeSpan? left)
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
                AccountPrinter? place = printers.Find(session, deviceId);
                BambuPrintResult result = ResultOf(task, jobId, place?.Device);
                ended(session, task.IsAborted && place is not null ? Judged(result, place, left) : result);
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

    // Null where the printer does something else meanwhile.
    private IEnumerable<(OpenSession Session, PrintToAwait Print)>? JobOfPrinter(AccountPrinter printer, string jobId, TimeSpan? left)
    {
        if (StatesOf([printer], left, refused: null).FirstOrDefault(status => IsOf(status, jobId)) is not { } last)
        {
            return null;
        }
        if (last.State.IsPrinting() || last.Outcome is not { } outcome)
        {
            return [(printer.Session, new PrintToAwait(printer.Device, jobId))];
        }
        ended(printer.Session, new BambuPrintResult
        {
            DeviceId = printer.Id,
            DeviceName = printer.Device.Name,
            JobId = jobId,
            JobName = last.JobName,
            FileName = last.Job.GcodeFile,
            Outcome = outcome,
            StartTime = last.Job.StartTime,
            PrintError = last.PrintError,
            Status = last,
        });
        return [];
    }

    private static bool IsOf(BambuPrinterStatus status, string jobId) => status.TaskId == jobId || status.Job.SubtaskId == jobId;

    // A printer that has done nothing else since still knows whether its print failed or was cancelled, or the session saw it.
    private BambuPrintResult Judged(BambuPrintResult result, AccountPrinter printer, TimeSpan? left)
    {
        try
        {
            return StatesOf([printer], left, refused: null)
                .FirstOrDefault(status => IsOf(status, result.JobId!)) is { } last
                && last.Outcome is { } outcome
                ? result with { Outcome = outcome, PrintError = last.PrintError, Status = last }
                : result;
        }
        catch (BambuException fault) when (!fault.Kind.MeetsEveryCall())
        {
            cmdlet.WriteVerbose($"The printer was not asked how the print '{result.JobId}' ended: {fault.Message}");
            return result;
        }
    }

    private IEnumerable<BambuPrinterStatus> StatesOf(
        IReadOnlyList<AccountPrinter> asked, TimeSpan? left, Action<BambuException>? refused)
    {
        TimeSpan limit = left / 2 is { } half && half < LongestQuestion ? half : LongestQuestion;
        return cmdlet.StreamFrom(asked, (session, devices, cancellation) =>
            session.Printers.GetStatusAsync(devices, limit, refused, cancellation));
    }

    private void TellSilent(AccountPrinter printer, bool named)
    {
        string what = $"The printer '{printer.Label}' has not answered: whether it prints is not known, and it is not waited for.";
        if (named)
        {
            cmdlet.WriteError(cmdlet.RecordOf(new BambuException(BambuErrorKind.DeviceOffline, what), printer.Id));
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
        Outcome = task.Verdict,
        IsAborted = task.IsAborted,
        StartTime = task.StartTime,
        EndTime = task.EndTime,
        FilamentGrams = task.FilamentGrams,
    };
}
