namespace BambuCloud.Client.Live;

/// <summary>
/// A print whose end is waited for: the job with an id, or whatever the printer prints. Pure: it hears events and says when they mean the
/// end.
/// </summary>
/// <param name="device">The printer.</param>
/// <param name="jobId">The job; <see langword="null"/> for the print that runs or comes next.</param>
/// <param name="runsNow">
/// Whether the cloud says that the job runs: then what the printer prints is the job, whatever number it has for it.
/// </param>
public sealed class PrintToAwait(BambuDevice device, string? jobId = null, bool runsNow = false)
{
    private string? _printersOwnId = jobId;
    private BambuPrinterStatus? _last;

    /// <summary>The state of the report before that of <see cref="_last"/>: several events come of one report, with one state.</summary>
    private BambuPrinterStatus? _before;

    /// <summary>The printer.</summary>
    public BambuDevice Device { get; } = device;

    /// <summary>The job; <see langword="null"/> for whatever the printer prints.</summary>
    public string? JobId { get; } = jobId;

    internal BambuPrintResult? Take(BambuPrinterEvent item)
    {
        if (runsNow && _last is null && item.Status is { } running && running.State.IsPrinting() && !IsOurs(running))
        {
            _printersOwnId = running.TaskId;
        }
        if (item.Status is not null && !ReferenceEquals(item.Status, _last))
        {
            (_before, _last) = (_last, item.Status);
        }
        bool ended = item.Type is BambuPrinterEventType.PrintFinished or BambuPrinterEventType.PrintFailed
            or BambuPrinterEventType.PrintCancelled or BambuPrinterEventType.PrintEnded;
        if (ended && EndsOurs(item.Status))
        {
            return Result(item.Outcome ?? BambuPrintState.Unknown, item);
        }
        // It ended before anybody listened, or among events that were left out.
        bool mayHaveEnded = item.Type == BambuPrinterEventType.EventsOmitted
            || (item.Type == BambuPrinterEventType.Snapshot && JobId is not null);
        return mayHaveEnded && item.Status?.Outcome is { } outcome && IsOurs(item.Status) ? Result(outcome, item) : null;
    }

    internal BambuPrintResult TimedOut() => new()
    {
        DeviceId = Device.DeviceId,
        DeviceName = Device.Name,
        JobId = JobId ?? _last?.TaskId,
        JobName = _last?.JobName,
        FileName = _last?.Job.GcodeFile,
        Outcome = _last?.State ?? BambuPrintState.Unknown,
        TimedOut = true,
        StartTime = _last?.Job.StartTime,
        Status = _last,
    };

    // A printer may have forgotten its job when it says that it is over.
    private bool EndsOurs(BambuPrinterStatus? status) =>
        IsOurs(status) || (BambuPrintFigures.KnownId(status?.TaskId) is null && IsOurs(_before));

    private bool IsOurs(BambuPrinterStatus? status) =>
        JobId is null || (status is not null && (status.TaskId == _printersOwnId || status.Job.SubtaskId == _printersOwnId));

    private BambuPrintResult Result(BambuPrintState outcome, BambuPrinterEvent item) => new()
    {
        DeviceId = Device.DeviceId,
        DeviceName = Device.Name,
        JobId = JobId ?? item.Status?.TaskId,
        JobName = item.Status?.JobName,
        FileName = item.Status?.Job.GcodeFile,
        Outcome = outcome,
        StartTime = item.Status?.Job.StartTime,
        EndTime = item.Timestamp,
        PrintError = item.Status?.PrintError,
        Status = item.Status,
    };
}
