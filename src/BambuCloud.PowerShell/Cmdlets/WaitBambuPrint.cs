using System.Diagnostics;
using System.Management.Automation;
using BambuCloud.Client.Live;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Output;

namespace BambuCloud.Cmdlets;

/// <summary><c>Wait-BambuPrint</c>: returns when prints have ended, and says how.</summary>
[Cmdlet(VerbsLifecycle.Wait, "BambuPrint", HelpUri = HelpPages.Folder + "Wait-BambuPrint.md")]
[OutputType(typeof(BambuPrintResult))]
public sealed class WaitBambuPrint : SessionCmdlet
{
    private static readonly TimeSpan LongestQuestion = TimeSpan.FromSeconds(10);

    private readonly List<(string? Device, string? Job)> _wanted = [];
    private readonly Stopwatch _time = new();

    /// <summary>The printers; without them and without jobs, every printer that prints.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [IdOf(nameof(BambuDevice.DeviceId), OrAnother = true)]
    [ArgumentCompleter(typeof(DeviceIdCompleter))]
    public string[]? DeviceId { get; set; }

    /// <summary>The job; without it, what the printer prints now.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("TaskId")]
    [IdOf(nameof(BambuPrintJob.JobId), OrAnother = true, Single = true)]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string? JobId { get; set; }

    /// <summary>How long to wait in all, in seconds.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int? TimeoutSec { get; set; }

    /// <summary>Writes how each print ended. Without it, a print that did not end well or in time is an error.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    // What is left of the time, which goes by from when the pipeline has brought everything.
    private TimeSpan? Left => TimeoutSec is { } seconds ? TimeSpan.FromTicks(Math.Max(0, (TimeSpan.FromSeconds(seconds) - _time.Elapsed).Ticks)) : null;

    private protected override IReadOnlyList<string[]?> Ids => [DeviceId, JobId is null ? null : JobId is "" ? [] : [JobId]];

    private protected override void Process()
    {
        if (!RefuseNoId())
        {
            string? job = JobId is "" ? null : JobId;
            _wanted.AddRange(DeviceId is null or [] ? [(null, job)] : DeviceId.Select(id => ((string?)id, job)));
        }
    }

    private protected override void End()
    {
        if (_wanted.Count == 0)
        {
            return; // The pipeline brought nothing.
        }
        Cloud.EnsureBroker();
        _time.Start();
        Dictionary<string, BambuDevice> devices = AwaitDevicesById();
        bool all = _wanted.Contains((null, null));
        List<BambuDevice> asked = all ? [.. devices.Values] : [];
        List<PrintToAwait> prints = [];
        foreach ((string? device, string? job) in _wanted.DistinctBy(wanted => (wanted.Device?.ToUpperInvariant(), wanted.Job)))
        {
            Try(job ?? device, () =>
            {
                if (device is not null && !devices.ContainsKey(device))
                {
                    throw Stranger(device, devices.Values);
                }
                if (job is not null)
                {
                    prints.AddRange(JobOf(device is null ? null : devices[device].DeviceId, job, devices));
                }
                else if (device is not null)
                {
                    asked.Add(devices[device]);
                }
            });
        }
        prints.AddRange(asked.Count == 0 ? [] : PrintsOf(asked, all));
        foreach (BambuPrintResult result in prints.Count == 0 ? [] : AwaitPrints(prints, Left))
        {
            Write(result);
        }
    }

    // What printers print now. By its number a print is known again even where it has ended when the waiting begins; one that did not come from
    // the cloud has none. Nobody shall take a printer that does not answer for one that has ended its print; and it leaves the others half the time.
    private IEnumerable<PrintToAwait> PrintsOf(List<BambuDevice> asked, bool all)
    {
        TimeSpan limit = Left / 2 is { } half && half < LongestQuestion ? half : LongestQuestion;
        foreach (BambuPrinterStatus status in Stream(cancellation => Cloud.Printers.GetStatusAsync(asked, limit, TellFault, cancellation)))
        {
            if (status.State.IsPrinting())
            {
                yield return new PrintToAwait(asked.First(device => device.DeviceId == status.DeviceId), BambuPrintFigures.KnownId(status.TaskId));
            }
            else if (status.State == BambuPrinterState.Offline)
            {
                string what = $"The printer '{status.DeviceName ?? status.DeviceId}' has not answered: whether it prints is not known, and it is not waited for.";
                if (all)
                {
                    WriteWarning(what);
                }
                else
                {
                    BambuException fault = new(BambuErrorKind.DeviceOffline, what);
                    WriteError(ErrorRecords.Of(fault, status.DeviceId));
                }
            }
        }
    }

    // The cloud's history knows what became of a job that ended before anybody listened, and the printer of one that the list names none for.
    private IEnumerable<PrintToAwait> JobOf(string? deviceId, string jobId, Dictionary<string, BambuDevice> devices)
    {
        BambuPrintJob? job = Await(cancellation => Cloud.Prints.ListAsync(deviceId, null, cancellation)).FirstOrDefault(known => known.JobId == jobId);
        deviceId ??= job?.DeviceId;
        if (job?.Status.IsUnderWay() != true || deviceId is null)
        {
            BambuTask task = Await(cancellation => Cloud.Tasks.GetAsync(jobId, cancellation));
            deviceId ??= task.DeviceId;
            if (task.Status is BambuTaskStatus.Finished or BambuTaskStatus.Failed)
            {
                Write(ResultOf(task, jobId, devices.GetValueOrDefault(deviceId ?? "")));
                return [];
            }
        }
        return devices.TryGetValue(deviceId ?? "", out BambuDevice? device)
            ? [PrintWaiting.Of(device, job ?? new BambuPrintJob { JobId = jobId })]
            : throw new BambuException(BambuErrorKind.DeviceNotFound, $"The cloud does not say which printer has the job '{jobId}'.") { Subject = jobId };
    }

    private static BambuPrintResult ResultOf(BambuTask task, string jobId, BambuDevice? device) => new()
    {
        DeviceId = task.DeviceId ?? "",
        DeviceName = device?.Name ?? task.DeviceName,
        JobId = jobId,
        JobName = task.Title,
        Outcome = task.Status == BambuTaskStatus.Finished ? BambuPrintOutcome.Finished : BambuPrintOutcome.Failed,
        EndedAt = task.EndTime,
    };

    private void Write(BambuPrintResult result)
    {
        if (PassThru)
        {
            WriteObject(result);
        }
        else if (PrintWaiting.FaultOf(result) is { } fault)
        {
            WriteError(ErrorRecords.Of(fault, result));
        }
    }
}
