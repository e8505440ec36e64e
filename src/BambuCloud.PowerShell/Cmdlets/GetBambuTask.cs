using System.Management.Automation;
using BambuCloud.Client.Api;
using BambuCloud.Completion;
using BambuCloud.Input;
using BambuCloud.Output;
using BambuCloud.Session;

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
    private readonly DeviceQuery _query;

    /// <summary>Makes the cmdlet.</summary>
    public GetBambuTask() => _query = new DeviceQuery(this);

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

    private protected override void Begin() => EnsureIds(new GivenIds(TaskId), new GivenIds(DeviceId));

    private protected override void Process()
    {
        GivenIds tasks = new(TaskId);
        GivenIds printers = new(DeviceId);
        if (RefuseNoId(tasks, printers))
        {
            return;
        }
        if (tasks.Any)
        {
            _ids.AddRange(tasks.All);
            return;
        }
        _query.ForEach(printers, device =>
        {
            TaskQuery query = new() { DeviceId = device, After = After, Since = Since?.ToUniversalTime(), First = First };
            if (!WriteHistory(query) && device is not null)
            {
                _query.Patterns.EnsureKnown(device);
            }
        });
    }

    // Together, so that a history that has to be searched is read once for all of them.
    private protected override void End()
    {
        if (_ids.Count > 0)
        {
            OpenSession session = GetSession();
            foreach (BambuTask task in Stream(cancellation => session.Cloud.Tasks.GetAsync(
                _ids, (id, fault) => Post(() => WriteError(ErrorRecords.Of(fault, id))), cancellation)))
            {
                WriteKnown(session.KnownNames, session.KnownNames.WithDeviceName(task));
            }
        }
    }

    // Gives whether there was any.
    private bool WriteHistory(TaskQuery query)
    {
        OpenSession session = GetSession();
        bool any = false;
        foreach (IReadOnlyList<BambuTask> page in Stream(cancellation => session.Cloud.Tasks.ListPagesAsync(query, cancellation)))
        {
            any = true;
            WriteKnown(session.KnownNames, page.Select(session.KnownNames.WithDeviceName));
        }
        return any;
    }
}
