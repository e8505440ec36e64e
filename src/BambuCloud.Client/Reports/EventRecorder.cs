namespace BambuCloud.Client.Reports;

/// <summary>Makes the events of one report.</summary>
/// <param name="events">Where they go.</param>
/// <param name="status">The state after the report.</param>
/// <param name="now">When it came.</param>
/// <param name="recovered">Whether what happened did so while the connection was down.</param>
internal readonly struct EventRecorder(List<BambuPrinterEvent> events, BambuPrinterStatus status, DateTimeOffset now, bool recovered)
{
    public void Add(BambuPrinterEventType type) => events.Add(Event(type));

    public void Add(BambuPrinterEventType type, BambuHms hms) => events.Add(Event(type) with { Hms = hms });

    public void Add(BambuPrinterEventType type, string printError) => events.Add(Event(type) with { PrintError = printError });

    public void Add(BambuPrinterEventType type, int? amsId, BambuAmsTray? tray) =>
        events.Add(Event(type) with { AmsId = amsId, Tray = tray });

    public void AddIf(bool happened, BambuPrinterEventType type)
    {
        if (happened)
        {
            Add(type);
        }
    }

    /// <summary>The end of a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="own">Its own last state, where another job followed at once.</param>
    /// <param name="late">Whether it ended while nobody listened, whatever comes with this report.</param>
    public void AddEnd(JobTrack job, BambuPrintState outcome, bool late, BambuPrinterStatus? own = null)
    {
        BambuPrinterEventType type = (job.IsCalibration, outcome) switch
        {
            (true, _) => BambuPrinterEventType.CalibrationEnded,
            (_, BambuPrintState.Finished) => BambuPrinterEventType.PrintFinished,
            (_, BambuPrintState.Failed) => BambuPrinterEventType.PrintFailed,
            (_, BambuPrintState.Cancelled) => BambuPrinterEventType.PrintCancelled,
            _ => BambuPrinterEventType.PrintEnded,
        };
        BambuPrinterEvent end = Event(type);
        events.Add(end with { Outcome = outcome, Status = Named(own ?? status, job), Recovered = end.Recovered || late });
    }

    // The end of a print tells what it was, though its printer has forgotten it or names the next one already.
    private static BambuPrinterStatus Named(BambuPrinterStatus status, JobTrack job) =>
        (status.JobName, status.TaskId, status.Job.SubtaskId) == (job.Name, job.TaskId, job.SubtaskId) ? status : status with
        {
            JobName = job.Name,
            TaskId = job.TaskId,
            Job = status.Job with { SubtaskId = job.SubtaskId },
        };

    private BambuPrinterEvent Event(BambuPrinterEventType type) => new()
    {
        DeviceId = status.DeviceId,
        DeviceName = status.DeviceName,
        Timestamp = now.UtcDateTime,
        Type = type,
        Status = status,
        Recovered = recovered,
    };
}
