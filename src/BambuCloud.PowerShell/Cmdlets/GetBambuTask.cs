using System.Management.Automation;
using BambuCloud.Client.Api;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Output;

namespace BambuCloud.Cmdlets;

/// <summary><c>Get-BambuTask</c>: the account's history of prints, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "BambuTask", DefaultParameterSetName = TaskSet, HelpUri = HelpPages.Folder + "Get-BambuTask.md")]
[OutputType(typeof(BambuTask))]
public sealed class GetBambuTask : SessionCmdlet
{
    // A task in the pipeline has both ids, so both belong to the set that is tried first; without a task's id it lists too.
    private const string TaskSet = "Task";
    private const string HistorySet = "History";

    private readonly List<string> _ids = [];
    private readonly DeviceIdPatterns _patterns;

    /// <summary>Makes the cmdlet.</summary>
    public GetBambuTask() => _patterns = new DeviceIdPatterns(AwaitDevices);

    /// <summary>These tasks.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = TaskSet)]
    [Alias("JobId")]
    [IdOf(nameof(BambuTask.TaskId), OrAnother = true)]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    public string[]? TaskId { get; set; }

    /// <summary>Only tasks of these printers.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [IdOf(nameof(BambuDevice.DeviceId), OrAnother = true)]
    [ArgumentCompleter(typeof(DeviceIdCompleter))]
    [SupportsWildcards]
    public string[]? DeviceId { get; set; }

    /// <summary>Only tasks that are older than this one.</summary>
    [Parameter(ParameterSetName = HistorySet)]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string? After { get; set; }

    /// <summary>Only tasks that began then or later.</summary>
    [Parameter(ParameterSetName = HistorySet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public DateTime? Since { get; set; }

    /// <summary>So many at the most; with several printers, of each.</summary>
    [Parameter(ParameterSetName = HistorySet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, int.MaxValue)]
    public int? First { get; set; }

    private protected override IReadOnlyList<string[]?> Ids => [TaskId, DeviceId];

    private protected override void Process()
    {
        if (RefuseNoId())
        {
            return;
        }
        if (TaskId is { Length: > 0 })
        {
            _ids.AddRange(TaskId);
            return;
        }
        foreach (string? device in DeviceId is null or [] ? (IEnumerable<string?>)[null] : _patterns.Expand(DeviceId))
        {
            TaskQuery query = new() { DeviceId = device, After = After, Since = Since?.ToUniversalTime(), First = First };
            Try(device, () =>
            {
                if (WriteAll(cancellation => Cloud.Tasks.ListAsync(query, cancellation)) == 0 && device is not null)
                {
                    _patterns.EnsureKnown(device);
                }
            });
        }
    }

    // Together, so that a history that has to be searched is read once for all of them.
    private protected override void End()
    {
        if (_ids.Count > 0)
        {
            WriteAll(cancellation => Cloud.Tasks.GetAsync(_ids, (id, fault) => Post(() => WriteError(ErrorRecords.Of(fault, id))), cancellation));
        }
    }

    // Gives how many there were.
    private int WriteAll(Func<CancellationToken, IAsyncEnumerable<BambuTask>> tasks)
    {
        int written = 0;
        foreach (BambuTask task in Stream(tasks))
        {
            WriteNamed(task);
            written++;
        }
        return written;
    }
}
